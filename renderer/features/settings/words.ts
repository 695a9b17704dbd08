/** Words of the settings. */
import type { Look, TypeSize } from '../../app/appearance.ts';

export const words = {
  title: '设置',
  look4: '在设置中查找',
  lookedNone: '没有相关的设置',
  versions: '版本数',
  bytes: '内容大小',
  schemes: '办理结果分类和用词',
  schemesHint: '同一字母在各地含义不同。程序按责任者和届次选用分类办法，统计时各算各的。',
  assistant: '首次使用向导',
  assistantSteps: ['位置', '档号', '备份', '账户'],
  assistantPlace:
    '档案库已建在下面的文件夹中，所有内容只存在这里。要放到别处，请在关闭程序后移动整个文件夹，并设定环境变量 FUHAN_ARCHIVE。',
  assistantAccounts:
    '一个人使用不必设账户。几个人共用一台电脑、需要分清谁做了什么时，可以在设置中启用账户；启用后不能再恢复为无账户。',
  assistantToAccounts: '到设置中启用账户',
  assistantLater: '以后再说',
  assistantBack: '上一步',
  assistantNext: '下一步',
  assistantDone: '完成，开始归档',
  appearance: '显示',
  size: '字号',
  look: '样式',
  archive: '档案库',
  folder: '位置',
  created: '建立时间',
  letters: '函件数',
  actor: '当前操作人',
  archiveId: '档案库标识',
  readOnly: '只读',
  yes: '是',
  no: '否',
  program: '程序',
  runtime: '运行环境',
  runtimeVersion: '版本',
  fonts: '本机可用的公文字体',
  noFonts: '未找到公文字体，使用随程序附带的字体',
  offline: '本程序不连接网络，不发送任何数据。',
  keys: '快捷键',
  refCode: '档号和保管期限',
  fonds: '全宗号',
  category: '门类代码',
  office: '机构（问题）代码',
  pattern: '档号格式',
  patternHint: '可用 {全宗号}{门类}{机构}{年度}{保管期限}{件号}；改动只用于以后入库的函件。',
  retention: '入库时的保管期限',
  backup: '备份',
  backupTo: '备份位置',
  backupChoose: '选择文件夹',
  backupChooseTitle: '选择备份文件夹（建议用另一块磁盘、U 盘或网络共享）',
  backupNone: '（未设定）',
  backupAt: '每日备份时间',
  backupAtHint: '写作 18:30；留空则不定时备份。到时未开机的，下次打开时补做。',
  incremental: '增量备份：以前备份过的内容不再重复写',
  keep: '保留份数',
  daily: '每日',
  weekly: '每周',
  monthly: '每月',
  save: '保存',
  saved: '设置已保存',
} as const;

export const SIZES: Record<TypeSize, string> = { standard: '标准', large: '大', huge: '特大' };

export const LOOK_WORDS: Record<Look, string> = { system: '跟随系统', light: '浅色', dark: '深色', high: '高对比度' };

export type SettingsSection = 'appearance' | 'archive' | 'kept' | 'accounts' | 'schemes' | 'program' | 'keys';

/** What a section is found by, beside its own heading. */
export const FINDABLE: Readonly<Record<SettingsSection, string>> = {
  appearance: '显示 字号 样式 浅色 深色 高对比度 主题 大小',
  archive: '档案库 位置 文件夹 建立时间 函件数 版本 大小 标识 只读 操作人',
  kept: '档号 保管期限 全宗号 门类 机构 格式 备份 位置 时间 份数 增量',
  accounts: '账户 用户 密码 角色 恢复单 登录 权限',
  schemes: '办理结果 分类 用词 文书类别 公开属性 A类 B类 C类',
  program: '程序 版本 运行环境 字体 离线 网络',
  keys: '快捷键 键盘 命令',
};
