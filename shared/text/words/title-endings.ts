/**
 * Words with which the titles of replies end. A new kind of paper is a word here, in TITLE_ENDINGS; in GLUED_ENDINGS, too, where its
 * title may run into the addressee on one line.
 */

/** At the end of a title's words; numbers and marks in brackets may stand behind. */
export const TITLE_ENDINGS = [
  // 答复、复函
  ...['答[复覆]', '回复', '批复', '复函', '回函', '答复函', '回复函', '的函', '函复'],
  // 意见和各种书
  ...['意见', '意见函', '意见书', '答复书', '告知书', '通知书', '决定书', '处理书', '复文'],
  // 报告、办理情况
  ...['报告', '说明', '办理结果', '办理情况', '(?:办理|情况|结果)反馈'],
  // 摘要、记录、表
  ...['[答回]复(?:摘要|要点)', '[答面]复记录', '纪要', '答复表', '登记表'],
  '函',
] as const;

/** Inside a line that goes on with the addressee: plainer ones only. */
export const GLUED_ENDINGS = [
  ...['答复的函', '答复函', '的答复', '的复函', '会办意见', '的回复', '的函'],
  ...['提案答复', '建议答复'],
] as const;
