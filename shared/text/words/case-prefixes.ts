/**
 * What stands before a case's number and belongs to it: the short names of the cities whose delegations count their suggestions by
 * themselves (衢12号建议, 湖86号), and words for how a case came in (临时7号, 团-06号). A new one is a word here.
 */
export const CASE_PREFIXES = [
  // 浙江各市代表团
  ...['杭', '甬', '温', '嘉', '湖', '绍', '金', '衢', '舟', '台', '丽'],
  // 代表团、界别、联名
  ...['代表团', '团', '联名', '联组', '界别'],
  // 会后交来的
  ...['临时', '临', '闭会', '闭', '平时', '会后', '追加', '增补'],
] as const;
