/** Words of the place with all letters. */
export const words = {
  title: '全部复函',
  count: (heading: string, total: number) => `${heading} ${total} 件`,
  sort: '排序',
  groups: '只看',
  removeGroup: (label: string) => `去掉：${label}`,
  noneSuch: '没有这样的函件',
  empty: '库中还没有函件',
  toDesk: '前往归档',
} as const;
