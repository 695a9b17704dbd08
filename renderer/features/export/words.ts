/** Words of the export. */
export const words = {
  title: '导出 PDF',
  what: (name: string) =>
    `将《${name}》按公文格式排成 PDF（PDF/A）。导出后程序会重新打开文件，核对文字与库中是否一致。`,
  whatMany: (count: number) =>
    `将 ${count} 件函件逐件按公文格式排成 PDF（PDF/A），并逐件核对。导出在后台进行，期间可以照常检索和阅读。`,
  folder: '保存到',
  chooseFolder: '选择文件夹',
  chooseTitle: '选择保存 PDF 的文件夹',
  noFolder: '尚未选择文件夹',
  withAttachments: '附件一并导出',
  history: '附上修改历史',
  cover: '加封面（目录）',
  stamp: '首页加盖归档章',
  list: '附导出清单（含审计链末端）',
  volume: '成册',
  volumes: { no: '逐件一个文件', only: '合订成一册', both: '逐件，并合订一册' },
  embed: '附件放进合订本',
  revisions: '合订本附修改对照表',
  volumeDone: (count: number) => `已合订 ${count} 册`,
  volumeLetters: (letters: number, pages: number) => `${letters} 件，${pages} 页`,
  start: '导出',
  close: '关闭',
  done: (count: number) => `已导出 ${count} 个文件，文字与库中一致`,
  doneSome: (count: number, failed: number) => `已导出 ${count} 个文件，${failed} 件未能导出`,
  listWritten: (name: string) => `清单：${name}`,
  tip: (seq: number, hash: string) => `审计链末端：第 ${seq} 条 ${hash}`,
} as const;
