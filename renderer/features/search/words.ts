/** Words of the search. */
import type { SearchHit } from '../../../shared/model/search.ts';

export const words = {
  title: '查找',
  box: '检索词',
  placeholder: '输入正文中的任何字词、文号、案号、姓名、单位，随输随查',
  syntax:
    '空格表示“并且”；“ ”内为词组；-词 表示不含；词|词 表示“或者”；可用 文号: 案号: 委员: 单位: 标题: 正文: 附件: 年: 日期:2020..2022',
  help: '写法说明',
  total: (total: number, ms: number) => `共 ${total} 件，用时 ${ms < 1 ? '不到 1' : Math.round(ms)} 毫秒`,
  understood: (explained: string) => `检索内容：${explained}`,
  sort: '排序',
  byRelevance: '按相关程度',
  byDate: '按成文日期',
  newest: '最近入库',
  newestTotal: (total: number) => `库中共 ${total} 件，最近入库的在前`,
  empty: '库中还没有函件。请到归档台放入复函文件。',
  toDesk: '前往归档台',
  nothing: '没有找到',
  tried: (explained: string) => `已查：${explained}。正文、题名、要素、附件中均没有。`,
  relax: (explained: string, total: number) => `${explained}，可找到 ${total} 件`,
  relaxTry: '照此查找',
  relaxNone: '请减少字数、换一个说法，或去掉筛选条件。',
  clearFilters: '清除全部筛选',
  removeFilter: (label: string) => `去掉筛选：${label}`,
  suggestions: '联想',
  results: '检索结果',
  facets: '筛选',
  more: '更多',
  less: '收起',
  untitled: '（无题名）',
  page: (page: number) => `第 ${page} 页`,
  inAttachment: (name: string, page?: number) =>
    page === undefined ? `见于附件“${name}”` : `见于附件“${name}”第 ${page} 页`,
  inElement: (label: string) => `见于要素“${label}”`,
  keys: '↑↓ 选择，Enter 打开，Esc 清空',
  result: (code: string) => `${code} 类`,
  versions: '含历史版本',
  exportFound: '导出这些函件',
  exportTable: '导出清单',
  tableTitle: '把清单存为（xlsx 或 csv）',
  tableName: '检索结果清单.xlsx',
  tableDone: (count: number, list?: string) =>
    `已导出 ${count} 件的清单${list === undefined ? '' : `，审计链末端写在 ${list}`}`,
  inVersion: (version: number) => `见于第 ${version} 版（历史版本）`,
  save: '保存此检索',
  saveName: '检索名称',
  saveTitle: '保存检索',
  saveHint: '保存后可在检索框为空时直接打开，并看到上次查看以来新增或改动的件数。同名的检索将被替换。',
  saved: '已保存的检索',
  savedDone: (name: string) => `已保存检索“${name}”`,
  savedCount: (total: number, fresh: number) => (fresh > 0 ? `${total} 件，新 ${fresh} 件` : `${total} 件`),
  savedFailed: '检索式已不能识别',
  unsave: (name: string) => `删除已保存的检索：${name}`,
  history: '最近的检索',
  forget: '清除检索记录',
  listed: (count: number) => `已列出 ${count} 条结果`,
} as const;

export const WHERE: Record<SearchHit['where'], string> = {
  text: '见于正文',
  title: '见于题名',
  element: '见于要素',
  attachment: '见于附件',
};

export const FACET_LABELS = {
  year: '年份',
  issuer: '责任者',
  reply_kind: '文书类别',
  result_code: '办理结果',
  openness: '公开属性',
} as const;

export const SUGGESTION_KINDS = { title: '题名', name: '姓名', office: '单位', number: '号' } as const;
