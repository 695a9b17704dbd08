/** What a password must be like (GB/T 22239-2019, 身份鉴别), as far as that can be told without a dictionary. */
const SHORTEST = 8;
/** Longer ones are refused rather than cut. */
const LONGEST = 128;
const CLASSES_NEEDED = 3;
const CLASSES: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** How a name is looked for inside a password. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * The first rule that a password does not meet, in words; null where it meets them.
 * @param about the account's name and the person's name: neither may be part of the password
 */
export function passwordFault(password: string, about: readonly string[]): string | null {
  const length = [...password].length;
  if (length < SHORTEST) return `密码至少须有 ${SHORTEST} 个字符`;
  if (length > LONGEST) return `密码最多 ${LONGEST} 个字符`;
  if (CLASSES.filter((one) => one.test(password)).length < CLASSES_NEEDED)
    return '密码须含大写字母、小写字母、数字、其他字符中的三类';
  const names = about.map(folded).filter((name) => [...name].length >= 2);
  return names.some((name) => folded(password).includes(name)) ? '密码不得包含用户名或姓名' : null;
}
