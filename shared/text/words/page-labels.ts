/** The labels that pages for letters and messages (信箱, 留言板) put before what somebody wrote. A new one is a word here. */

/** The name that a page gives a letter: 标题, 信件标题, 留言主题. */
export const MATTER_LABELS = ['信件', '来信', '留言', '咨询', ''].flatMap((of) =>
  ['标题', '主题', '题目'].map((name) => `${of}${name}`),
);

/** What it says of one besides: 信件编号, 写信人, 受理时间. */
export const LETTER_FIELDS = ['信件', '来信', '留言', '诉求', '工单', '写信', '提问', '咨询', '受理', '办件'].flatMap(
  (of) => ['编号', '单号', '人', '时间', '日期', '类型', '内容', '单位'].map((name) => `${of}${name}`),
);
