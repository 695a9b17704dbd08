/** What whoever received or sent a paper stamped or wrote over it: with one of these a line begins that is no part of the letter's head. */
export const STAMPS = ['收文', '来文', '归档', '传真', '明传', '发电', '签批', '页数', '共\\s*\\d+\\s*页'] as const;
