/** Words of the list beside the letter. */
export const words = {
  none: '请先选中一件函件',
  two: '请在列表中选中两件函件',
  compare: '对比这两件',
  handle: '拖动改变两栏宽度',
} as const;
