/** Words of files that are shown as they look. */
export const words = {
  cut: '文件较长，此处只显示前一部分；原件完整保存在档案库中。',
  noPicture: '（图片，此处不能显示）',
  paper: (name: string): string => `${name}，按原件版式显示`,
  pageAlt: (name: string, page: number): string => `${name} 第 ${page} 页`,
  pageBefore: '上一页',
  pageAfter: '下一页',
  pageOf: (page: number, pages: number): string => `第 ${page} / ${pages} 页`,
  sheets: '工作表',
  sheet: (at: number): string => `工作表 ${at}`,
  emptySheet: '此工作表没有内容。',
  hitNotShown: '这一处只在读出的文字中，原样显示的页面上没有找到；请改看文字。',
  readingWords: '正在识别此页文字，以标出命中之处…',
  cell: '选中的单元格',
  files: (count: number): string => `附件 ${count} 个`,
} as const;
