/** What every option of the command line means, for the help. A command whose option means something else of its own says so here too. */
import { OPENNESS, REPLY_KINDS } from '../../shared/model/elements.ts';
import { givenRoleSchema, roleLabel } from '../../shared/model/letter.ts';
import { ROLE_LABELS } from '../../shared/contract/index.ts';
import { COLUMN_KEYS, REGISTER_KINDS, registerColumn } from '../../shared/model/registers.ts';
import { RETENTION_LABELS } from '../../shared/model/settings.ts';

/** The value that stands behind an option ('' for a switch), and what it does. */
export type OptionWords = readonly [value: string, does: string];

const choices = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([code, label]) => `${code}（${label}）`)
    .join('、');

/** Options that every command takes. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionWords>> = {
  archive: ['DIR', '档案库文件夹；不写时取 FUHAN_ARCHIVE，再不写为本用户的默认位置'],
  user: ['NAME', '用户名（库中有账户时须写）；密码取自 FUHAN_PASSWORD 或提示输入'],
  json: ['', '只输出一个 JSON'],
  encoding: ['utf8|gbk|gb18030', '输出的编码'],
  help: ['', '显示本命令的说明'],
};

const OPTIONS: Readonly<Record<string, OptionWords>> = {
  'accept-head': ['SEQ', '认可与留存末端不符的现有日志；SEQ 是告知此事的那一条，须写 --reason'],
  'acknowledge-restore': ['SEQ', '由安全管理员确认一次使档案库退回的恢复；须写 --reason'],
  action: ['ACTION', '只列这种操作（代码或中文）'],
  actor: ['NAME', '只列这个人的操作'],
  against: ['FILE|SEQ:HASH', '用旧的链末端核对档案库'],
  all: ['keep|destroy|Y|D30', '对各件的意见：续存、拟销毁，或改为的保管期限'],
  'allow-duplicates': ['', '库中已有相同文件的也入库'],
  'as-version': ['', '库中的函件当时没有收全、这次是完整文件的，作为该函件的新版本；不写时列为待决定'],
  'attachments-as-pages': ['', '附件有页面的（PDF、图片），逐页作为图像附在函后；其余列入附件清单'],
  columns: ['栏,栏', `自选栏目：${COLUMN_KEYS.map((key) => registerColumn(key).label).join('、')}`],
  cover: ['', '加卷内封面'],
  deep: ['', '逐件核对平时抽查的内容，另作四性检测'],
  display: ['NAME', '姓名'],
  'dry-run': ['', '只读只判断，不入库'],
  eep: ['', '另附封装包'],
  embed: ['', '把各件的附件嵌入合订本'],
  'fonds-name': ['NAME', '全宗名称'],
  format: ['xlsx|csv|pdf', '格式；不写时按文件的扩展名'],
  from: ['DATE', '起始日期（含）'],
  ground: ['R14|R15|R16|R37|P28|P34', '依据；不写时用所建议的'],
  hide: ['', '隐去'],
  history: ['', '附修改历史'],
  in: ['DIR', '备份所在的文件夹'],
  incremental: ['', '只写出上次备份以来变化的部分'],
  interval: ['S', '每隔几秒看一遍'],
  issuer: ['NAME', '只找这个责任者的（全称；只记得一部分时在检索式中写 单位:…）'],
  keep: ['', '保留'],
  kind: ['KIND', `只找这种文书类别的：${REPLY_KINDS.join('、')}`],
  layout: ['NAME', '用已保存的版式'],
  letter: ['ID=意见', '其中一件的意见，可写多次'],
  limit: ['N', '最多列出几件'],
  loose: ['', '不计换行、空格和全角半角'],
  mark: ['文字', '标出未列出的文字，可写多次'],
  'no-list': ['', '不写清单'],
  'no-ocr': ['', '不识别图片中的文字'],
  note: ['TEXT', '说明'],
  offset: ['N', '从第几件之后列起'],
  on: ['DATE', '公开的日期；不写为今天'],
  once: ['', '只看一遍'],
  openness: ['O', `只找这种公开属性的：${OPENNESS.join('、')}`],
  organization: ['NAME', '移交单位'],
  out: ['FILE', '写到这个文件（已有同名文件时不覆盖）'],
  overdue: ['', '只列逾期的'],
  part: ['', '文件只有日志的一部分也可'],
  print: ['DIR', '把修改对照表（PDF）写到这个文件夹'],
  public: ['', '制作公开版；不能与其他选项同用'],
  query: ['Q', '检索式所找到的全部函件'],
  reason: ['TEXT', '理由，记入历史和审计日志'],
  register: ['TABLE', '著录表（xlsx、csv），所写的要素先于识别结果'],
  reject: ['', '不批准；须写 --reason'],
  report: ['FILE', '把每个文件的结果写成表（xlsx、csv）'],
  result: ['R', '只找这种办理结果的'],
  retention: ['Y|D30|D10', `保管期限：${Object.values(RETENTION_LABELS).join('、')}`],
  return: ['', '退回；须写 --reason'],
  reviewed: ['', '声明此件已无疑问；确无疑问时退出待核对'],
  revisions: ['', '合订本附修改对照表'],
  'second-user': ['NAME', '须两人时的第二人；密码取自 FUHAN_SECOND_PASSWORD 或提示输入'],
  set: ['字段=值', '改一个要素，可写多次；值为空即去掉，列表以“、”分开'],
  settle: ['S', '文件几秒不变才算放稳'],
  sort: ['relevance|date', '排序：相关度或日期'],
  stamp: ['', '盖归档章'],
  'stamp-original': ['', '另附加盖归档章的 PDF 原件副本'],
  take: ['local|package|apart', '以本库为准、以数据包为准，或另立一件'],
  text: ['FILE', '以这个文件的文字代替正文'],
  tip: ['', '只显示审计链末端'],
  title: ['TEXT', '表的题目'],
  to: ['DATE', '截止日期（含）'],
  until: ['DATE', '只列在此日期前到期的'],
  verify: ['FILE', '核对导出的日志，不需要档案库'],
  version: ['N', '第几版；不写为最新'],
  versions: ['', '连历史版本一起找'],
  volume: ['', '合订成册'],
  'with-attachments': ['', '同时写出附件'],
  'with-files': ['', '合订之外也写单件'],
  year: ['Y', '只找这一年的（四位数）'],
  zip: ['', '写成一个 zip'],
};

/** Options that mean something of their own, by `command option`. */
const OWN: Readonly<Record<string, OptionWords>> = {
  'attach role': [
    'ROLE',
    `附件种类：${choices(Object.fromEntries(givenRoleSchema.options.map((role) => [role, roleLabel(role)])))}`,
  ],
  'audit out': ['FILE', '写出整个日志'],
  'backup to': ['PATH', '备份写到这里；不写时按设置'],
  'check-sheet out': ['DIR', '写到这个文件夹'],
  'dispose execute in': ['DIR', '另指备份所在的文件夹，可写多次'],
  'export package out': ['DIR', '写到这个文件夹'],
  'export pdf out': ['DIR', '写到这个文件夹'],
  'export register keep': ['NAME', '把这些栏目存为版式'],
  'export register kind': ['KIND', `种类：${choices(REGISTER_KINDS)}`],
  'holidays set': ['FILE', '以这个文件替换整个表'],
  'redact decide kind': ['KIND', '所标文字的类别'],
  'redact decide version': ['N', '所看的版本；已有别的版本时不执行'],
  'redact review version': ['N', '所看的版本；已有别的版本时不执行'],
  'redact publish version': ['N', '所看的版本；已有别的版本时不执行'],
  'package decide version': ['N', '所看的版本；已有别的版本时不执行'],
  'retention set to': ['Y|D30|D10', `改为的保管期限：${Object.values(RETENTION_LABELS).join('、')}`],
  'review version': ['N', '所看的版本；已有别的版本时不执行'],
  'review set': ['字段=值', '核对时更正一个要素，可写多次'],
  'user add role': ['ROLE', `角色：${choices(ROLE_LABELS)}`],
  'user recovery-sheet out': ['DIR', '印成 PDF 写到这个文件夹'],
  'verify out': ['DIR', '把四性检测报告写到这个文件夹'],
};

/** @returns undefined where nobody has written what the option means, which a test finds */
export function optionWords(command: string, option: string): OptionWords | undefined {
  return OWN[`${command} ${option}`] ?? OPTIONS[option] ?? COMMON_OPTIONS[option];
}
