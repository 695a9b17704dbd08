/** Words of sessions (五届二次会议). A new one is a word here. */

/** What a session is called behind its number. */
export const MEETINGS = ['代表大会', '会议', '全会', '大会', '人代会', '年会'] as const;

/** What follows a session that is written without that word: an assembly (its meeting is meant), or the noun of the case. */
export const SHORT_SESSION_ENDS = [
  ...['教代会', '职代会', '职工代表大会', '教职工代表大会', '党代会', '团代会', '妇代会', '政协', '人大'],
  ...['提案', '建议'],
] as const;

/** Whose deputies meet once only, so that the session has no second number (第三届居民代表会议). */
export const LONE_ASSEMBLY_PEOPLE = ['居民', '村民', '职工', '学生', '会员', '社员'] as const;
