/**
 * The one table of what a person can do: menus, context menus, buttons, keys, the palette and the list of keys are drawn from it.
 * A command is possible while some component lends it its hand (registry.ts); else it is shown grey, with the reason.
 */
import type { CallName } from '../../../shared/contract/index.ts';

export const MENUS = {
  file: '文件',
  edit: '编辑',
  view: '查看',
  letter: '函件',
  trust: '审计',
  help: '帮助',
} as const;
export type MenuName = keyof typeof MENUS;

interface Spec {
  label: string;
  menu: MenuName;
  /** Strokes as keys.ts names them; the first is shown. */
  keys?: readonly string[];
  /** The call that it needs the right to. */
  right?: CallName;
  /** Why it is not possible where nobody lends it a hand. */
  idle: string;
}

const LETTER = '请先选中一件函件';
const LIST = '请先打开函件列表';

export const COMMAND_TABLE = {
  'go.today': { label: '今日', menu: 'view', keys: ['Alt+1'], right: 'letters.today', idle: '' },
  'go.desk': { label: '归档', menu: 'view', keys: ['Alt+2'], right: 'desk.read', idle: '' },
  'go.review': { label: '待核对', menu: 'view', keys: ['Alt+3'], right: 'review.list', idle: '' },
  'go.all': { label: '全部复函', menu: 'view', keys: ['Alt+4'], right: 'letters.list', idle: '' },
  'go.search': { label: '检索', menu: 'view', keys: ['Alt+5'], right: 'search.query', idle: '' },
  'go.stats': { label: '统计', menu: 'view', keys: ['Alt+6'], right: 'letters.stats', idle: '' },
  'go.records': { label: '整理', menu: 'view', keys: ['Alt+7'], right: 'letters.numbering', idle: '' },
  'go.audit': { label: '审计', menu: 'view', keys: ['Alt+8'], idle: '您没有查看审计的权限' },
  'go.settings': { label: '设置', menu: 'view', keys: ['Alt+9'], idle: '' },
  'go.back': { label: '返回', menu: 'view', keys: ['Alt+ArrowLeft'], idle: '没有上一页' },
  'search.focus': { label: '检索框', menu: 'edit', keys: ['Ctrl+K', '/'], right: 'search.query', idle: '' },
  palette: { label: '命令面板', menu: 'help', keys: ['Ctrl+Shift+P'], idle: '' },
  'help.keys': { label: '快捷键一览', menu: 'help', keys: ['F1'], idle: '' },
  'help.elements': { label: '要素著录约定', menu: 'help', idle: '' },
  'help.assistant': { label: '首次使用向导', menu: 'help', right: 'settings.change', idle: '' },
  'view.list': { label: '双行列表', menu: 'view', idle: LIST },
  'view.table': { label: '表格列表', menu: 'view', idle: LIST },
  'view.elements': { label: '要素栏', menu: 'view', keys: ['F4'], idle: LETTER },
  'view.light': { label: '浅色', menu: 'view', idle: '' },
  'view.dark': { label: '深色', menu: 'view', idle: '' },
  'view.high': { label: '高对比度', menu: 'view', idle: '' },
  'view.system': { label: '跟随系统', menu: 'view', idle: '' },
  'view.larger': { label: '字号放大', menu: 'view', keys: ['Ctrl+='], idle: '已是最大字号' },
  'view.smaller': { label: '字号缩小', menu: 'view', keys: ['Ctrl+-'], idle: '已是最小字号' },
  'desk.choose': { label: '选择文件归档', menu: 'file', keys: ['Ctrl+O'], right: 'desk.read', idle: '请先到归档' },
  'desk.folder': { label: '导入文件夹', menu: 'file', right: 'letters.import', idle: '请先到归档' },
  'desk.file': {
    label: '确认入库，下一件',
    menu: 'file',
    keys: ['Ctrl+Enter'],
    right: 'desk.file',
    idle: '归档台上没有可入库的函件',
  },
  'desk.fileAsIs': {
    label: '仍按现状入库（待核对）',
    menu: 'file',
    keys: ['Ctrl+Shift+Enter'],
    right: 'desk.file',
    idle: '归档台上没有可入库的函件',
  },
  'desk.doubt': { label: '下一处疑问', menu: 'edit', keys: ['F8'], right: 'desk.read', idle: '没有待核对的要素' },
  'desk.next': { label: '暂放，下一件', menu: 'edit', keys: ['F9'], right: 'desk.read', idle: '归档台上没有其他函件' },
  'desk.takeBack': {
    label: '撤回上一件',
    menu: 'file',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Z'],
    right: 'review.reopen',
    idle: '本次还没有入库或核对过的函件',
  },
  'review.confirm': {
    label: '核对无误，下一件',
    menu: 'edit',
    keys: ['Ctrl+Enter'],
    right: 'review.confirm',
    idle: '没有正在核对的函件',
  },
  'review.skip': {
    label: '跳过，下一件',
    menu: 'edit',
    keys: ['F9'],
    right: 'review.confirm',
    idle: '没有正在核对的函件',
  },
  'letter.open': { label: '在标签页中打开', menu: 'letter', keys: ['Enter'], right: 'letters.show', idle: LETTER },
  'letter.window': {
    label: '在新窗口中打开',
    menu: 'letter',
    keys: ['Ctrl+Shift+Enter'],
    right: 'letters.show',
    idle: LETTER,
  },
  'letter.edit': { label: '修改', menu: 'letter', keys: ['F2'], right: 'letters.edit', idle: LETTER },
  'letter.save': {
    label: '保存为新版本',
    menu: 'letter',
    keys: ['Ctrl+S', 'Ctrl+Enter'],
    right: 'letters.edit',
    idle: '没有正在修改的函件',
  },
  'letter.next': { label: '下一件', menu: 'letter', keys: ['Alt+ArrowDown'], idle: LIST },
  'letter.previous': { label: '上一件', menu: 'letter', keys: ['Alt+ArrowUp'], idle: LIST },
  'letter.find': { label: '在本函中查找', menu: 'edit', keys: ['Ctrl+F'], idle: LETTER },
  'letter.nextMark': { label: '下一处命中', menu: 'edit', keys: ['F3'], idle: LETTER },
  'letter.previousMark': { label: '上一处命中', menu: 'edit', keys: ['Shift+F3'], idle: LETTER },
  'letter.copy': { label: '复制正文', menu: 'edit', idle: LETTER },
  'letter.copySource': { label: '复制并注明出处', menu: 'edit', keys: ['Ctrl+Shift+C'], idle: LETTER },
  'letter.export': { label: '导出 PDF', menu: 'letter', keys: ['Ctrl+E'], right: 'export.pdf', idle: LETTER },
  'letter.print': { label: '打印', menu: 'letter', keys: ['Ctrl+P'], right: 'export.pdf', idle: LETTER },
  'letter.reopen': { label: '退回待核对', menu: 'letter', right: 'review.reopen', idle: LETTER },
  'letter.original': { label: '查看原件', menu: 'letter', idle: LETTER },
  'letter.history': { label: '历史', menu: 'letter', right: 'letters.history', idle: LETTER },
  'letter.similar': { label: '相似函件', menu: 'letter', right: 'search.similar', idle: LETTER },
  'letter.public': { label: '公开版', menu: 'letter', keys: ['F7'], right: 'public.show', idle: LETTER },
  'letter.compare': { label: '对比两件', menu: 'letter', right: 'letters.compare', idle: '请在列表中选中两件函件' },
  'tab.close': { label: '关闭标签页', menu: 'file', keys: ['Ctrl+W'], idle: '没有打开的标签页' },
  'list.all': { label: '全选', menu: 'edit', keys: ['Ctrl+A'], idle: LIST },
  'list.bulk': { label: '批量修改选中的函件', menu: 'edit', right: 'letters.editBulk', idle: LIST },
  'search.save': { label: '保存此检索', menu: 'file', keys: ['Ctrl+D'], right: 'search.save', idle: '请先检索' },
  'search.table': { label: '导出清单', menu: 'file', right: 'export.table', idle: '请先检索' },
  'search.clear': { label: '清除全部筛选', menu: 'edit', idle: '没有筛选' },
  'audit.log': { label: '日志', menu: 'trust', right: 'trust.audit', idle: '' },
  'audit.checks': { label: '校验与检测', menu: 'trust', right: 'trust.verify', idle: '' },
  'audit.backups': { label: '备份与恢复', menu: 'trust', right: 'trust.backup', idle: '' },
  'audit.sheet': { label: '校验单', menu: 'trust', right: 'trust.checkSheet', idle: '' },
  'jobs.open': { label: '任务列表', menu: 'help', keys: ['Ctrl+J'], idle: '' },
} as const satisfies Readonly<Record<string, Spec>>;

export type CommandId = keyof typeof COMMAND_TABLE;
export const COMMAND_IDS = Object.keys(COMMAND_TABLE) as CommandId[];

export function commandSpec(id: CommandId): Readonly<Spec> {
  return COMMAND_TABLE[id];
}

/** A stroke as it is written on keys and in manuals. */
export function strokeWords(stroke: string): string {
  const arrows: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };
  return stroke.replace(/Arrow\w+$/, (name) => arrows[name] ?? name).replace(/Escape$/, 'Esc');
}

/** The stroke that is shown beside a command; '' where it has none. */
export function keyOf(id: CommandId): string {
  const stroke = commandSpec(id).keys?.[0];
  return stroke === undefined ? '' : strokeWords(stroke);
}

/** A button's title: what it does and by which key. */
export function hintOf(id: CommandId): string {
  const key = keyOf(id);
  return key === '' ? commandSpec(id).label : `${commandSpec(id).label}（${key}）`;
}
