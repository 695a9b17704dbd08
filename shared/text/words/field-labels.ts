/**
 * The names of fields in rows of labels (文号：… 分类：A 公开：是 日期：…), in forms and beside signatures, by what stands behind them.
 * A new one is a word here, the longer before those with which it begins.
 */

/** 发文字号. */
export const NUMBER_LABELS = ['发文字号', '文件编号', '发文文号', '公文文号', '文号', '字号', '编号'] as const;

/** 成文日期, also by the act that it dates. */
export const DATE_LABELS = [
  ...['成文', '答复', '办复', '复函', '函复', '回复', '办结', '落款', '发文', '行文', '签发', '形成'].flatMap((act) => [
    `${act}日期`,
    `${act}时间`,
  ]),
  ...['日期', '时间'],
] as const;

/** 办理结果. */
export const RESULT_LABELS = [
  ...[
    '办理结果',
    '办复结果',
    '办结结果',
    '解决程度',
    '落实程度',
    '办理程度',
    '采纳情况',
    '办理情况',
    '办复类别',
    '办理类别',
  ],
  ...[
    '答复类别',
    '答复类型',
    '答复分类',
    '办理分类',
    '办复分类',
    '结果类别',
    '结果分类',
    '办结类别',
    '办结类型',
    '结果',
  ],
  ...['分类', '类别', '类型'],
] as const;

/** The office that drafted a letter for the one that signs it. */
export const DRAFT_LABELS = [
  '代拟单位',
  '代拟稿单位',
  '代拟部门',
  '拟稿单位',
  '拟稿部门',
  '拟稿科室',
  '拟稿处室',
  '起草单位',
  '起草部门',
  '草拟单位',
] as const;

/** 公开属性. */
export const OPENNESS_LABELS = [
  '公开属性',
  '公开方式',
  '公开类别',
  '公开类型',
  '公开选项',
  '公开形式',
  '公开情况',
  '是否公开',
  '是否同意公开',
  '信息公开',
  '公开意见',
  '政务公开',
] as const;

/** Source of a pattern: one of the labels. */
export function oneOf(labels: readonly string[]): string {
  return `(?:${labels.join('|')})`;
}
