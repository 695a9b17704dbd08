/** Words of the lines at a letter's foot, under its copies. A new one is a word here. */

/** Labels of who typed, printed and read a letter. */
export const TYPIST_LABELS = ['打字', '打印', '校对'] as const;

/** Labels of how many copies were printed. */
export const AMOUNT_LABELS = ['印数', '份数'] as const;

/** Lines that begin so stand under a list of copies, and are none of it. */
export const BELOW_COPIES = ['抄', '主题词', ...TYPIST_LABELS, '拟稿', ...AMOUNT_LABELS, '共\\s*印'] as const;
