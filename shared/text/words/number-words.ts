/** Words in and beside a document's number. A new one is a word here. */

/** One character for the kind of paper, before the figures: 〔2023〕答18号, 〔2018〕告字3号. */
export const CLASS_CHARACTERS = '答复函告闭建提议案访依申公开信协会办督补';

/** With what an office's code ends, where brackets or figures are damaged and the code is long: 某某政函, 某某发. */
export const CODE_ENDINGS = '函复发字办文提建议答政信公';

/** How urgent a paper is, before its number. */
export const URGENCIES = ['特提', '特急', '加急', '平急', '急件'] as const;

/** And behind it. */
export const URGENCIES_BEHIND = ['急件', '特急', '加急', '平急'] as const;

/** Labels of others who are named on the number's line; all that stands behind one is theirs. */
export const LABELS_BEHIND = ['签发人?', '会签(?:人|单位)?', '核稿人?', '拟稿人?', '索引号'] as const;
