/** Words of the settings. */
import type { TypeSize } from '../../app/appearance.ts';

export const words = {
  title: '设置',
  appearance: '显示',
  size: '字号',
  contrast: '高对比度（黑字白底、粗边框）',
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
} as const;

export const SIZES: Record<TypeSize, string> = { standard: '标准', large: '大', huge: '特大' };

export const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl+K 或 /', '查找'],
  ['Alt+1 … Alt+4', '归档台、查找、审计与校验、设置'],
  ['Alt+←', '返回上一页'],
  ['Ctrl+Enter', '归档台：确认入库；修改：保存为新版本'],
  ['F8', '归档台：跳到下一处需要核对的要素'],
  ['Ctrl+V', '归档台：粘贴文件或文字'],
  ['↑ ↓ Enter', '查找：选择并打开'],
  ['Esc', '查找：清空；修改：取消'],
  ['F2', '函件：修改'],
  ['F3、Shift+F3', '函件：下一处、上一处标记'],
  ['Ctrl+F', '函件：在本函中查找'],
];
