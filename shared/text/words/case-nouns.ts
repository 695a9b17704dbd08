/** What a case is called behind its number. A new one is a word here, the longer before those with which it begins. */

export const CASE_NOUNS = ['提案', '建议案', '建议', '议案', '意见建议', '意见', '提议', '议题', '质询案'] as const;

/** The same without what a letter is called too (意见). */
export const CASE_NOUNS_OF_TITLES = ['提案', '建议案', '建议', '议案'] as const;

/** Those that stand before 编号 and behind a number without 号. */
export const PLAIN_CASE_NOUNS = ['提案', '建议', '议案'] as const;
