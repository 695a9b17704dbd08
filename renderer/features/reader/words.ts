/** Words of the reading pane. */
import type { ReaderTab } from '../../app/navigation.tsx';

export const words = {
  nothing: '在列表中选中一件函件，即在此阅读',
  noTab: '没有打开的标签页',
  tabs: '打开的函件',
  closeTab: (name: string) => `关闭标签页：${name}`,
  parts: '函件各部分',
  hits: (now: number, all: number) => `第 ${now} 处，共 ${all} 处`,
  hitMap: '命中在全文中的位置',
  elements: '要素',
  elementsOpen: '打开要素栏',
  elementsClose: '收起要素栏',
  edit: '修改',
  export: '导出 PDF',
  more: '更多',
  untitled: '函件',
  loading: '正在打开函件…',
  inMain: '请在主窗口中修改此函',
  readOnly: '档案库只读，不能修改',
  noRight: '您没有修改的权限',
  isOld: '旧版不能修改',
  waitsAlready: '此件已在待核对中',
  isFinal: '已定稿，解除定稿后才能修改',
  final: '定稿',
  copied: '已复制正文',
  copiedSource: '已复制，末尾注明了出处',
  source: (parts: string) => `（${parts}）`,
  printing: '打印用 PDF',
  printed: '已排成 PDF，请在打开的位置中打印',
  printFolder: '选择存放打印用 PDF 的文件夹',
  previousLetter: '上一件',
  nextLetter: '下一件',
} as const;

export const TAB_WORDS: Readonly<Record<ReaderTab, string>> = {
  read: '阅读',
  original: '原件',
  attachments: '附件',
  history: '历史',
  similar: '相似',
  public: '公开版',
};
