/**
 * Which names an account may have. A name stands in every row of the log and in every version: it must not look like another person's, or like
 * the system's own. Names that earlier programs took stay; they are told.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { UNSEEN_IN_NAME } from '../../../../shared/text/unseen.ts';
import type { ReadableDb } from '../../storage/types.ts';

/** Who stands in the log for an attempt to sign in: nobody is known yet. No account can have this name. */
export const NOBODY = '未登录';

/** Han characters, letters and digits, with joining marks between them; `·` is in the names of many peoples. */
const NAME = /^(?=.{2,32}$)[\p{L}\p{N}](?:[\p{L}\p{N}·._-]*[\p{L}\p{N}])?$/u;

/** How names are compared: letter case and width make no other person. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** Names of nobody in the office: who reads the log would take them for the program or the computer. */
const SYSTEM_NAMES = [
  'root',
  'admin',
  'administrator',
  'system',
  'nobody',
  'anonymous',
  'guest',
  NOBODY,
  '系统',
  '命令行',
  '程序',
  '本程序',
  '本机',
  '本机用户',
  '匿名',
  '管理员',
  '超级管理员',
];

/** Latin letters with their marks taken off, digits and Han characters: none of them looks like one of another kind. */
const PLAIN = /[a-z0-9\p{Script=Han}·._-]/iu;
/** Other scripts of the peoples of China: a name is written in one of them alone. Cyrillic and Greek letters look like Latin ones. */
const OTHER_SCRIPTS: readonly RegExp[] = [
  /\p{Script=Arabic}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Mongolian}/u,
  /\p{Script=Tibetan}/u,
  /\p{Script=Yi}/u,
];
/** Between letters of whatever script. */
const JOINING = /[0-9·._-]/u;

const withoutMarks = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFC');

function isOneScript(name: string): boolean {
  const others = [...withoutMarks(name)].filter((one) => !PLAIN.test(one));
  return (
    others.length === 0 ||
    OTHER_SCRIPTS.some((script) => [...name].every((one) => script.test(one) || JOINING.test(one)))
  );
}

/** What a name looks like: names of the same look are taken for each other (after Unicode TS 39, for the letters that a name may have). */
export function lookOf(name: string): string {
  return withoutMarks(name)
    .replaceAll(/[I1]/gu, 'l')
    .toLowerCase()
    .replaceAll(/[0〇]/gu, 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[·._-]/gu, '-');
}

const SYSTEM_LOOKS: ReadonlySet<string> = new Set(SYSTEM_NAMES.map(lookOf));

/** A number behind it makes no other name of it. */
const isOfSystem = (name: string): boolean =>
  SYSTEM_LOOKS.has(lookOf(name)) || SYSTEM_LOOKS.has(lookOf(name.normalize('NFKC').replace(/[\d·._-]+$/u, '')));

/** Why a name misleads, whatever other names there are; undefined where it does not. */
function whyMisleading(name: string): string | undefined {
  if (UNSEEN_IN_NAME.test(name)) return '含有看不见的字符';
  if (isOfSystem(name)) return '与系统自身的名称相同或相似';
  return isOneScript(name) ? undefined : '混有不同文字，或含有与汉字、拉丁字母形似的其他文字的字母';
}

const misleads = (name: string, why: string): ArchiveError =>
  new ArchiveError('ACCOUNT_NAME_MISLEADING', `“${name}”${why}`);

/** @throws ArchiveError BAD_ACCOUNT_NAME, ACCOUNT_NAME_MISLEADING */
export function properName(name: string): string {
  const proper = name.trim().normalize('NFC');
  if (!NAME.test(proper)) throw new ArchiveError('BAD_ACCOUNT_NAME');
  const why = whyMisleading(proper);
  if (why !== undefined) throw misleads(proper, why);
  return proper;
}

/** The person's name as it is shown beside the account's; that one where none is given. @throws ArchiveError ACCOUNT_NAME_MISLEADING */
export function properDisplayName(given: string | undefined, name: string): string {
  const proper = (given ?? '').trim().normalize('NFC');
  if (UNSEEN_IN_NAME.test(proper)) throw new ArchiveError('ACCOUNT_NAME_MISLEADING', '姓名含有看不见的字符');
  if (isOfSystem(proper)) throw misleads(proper, '与系统自身的名称相同或相似');
  return proper || name;
}

/** Names of accounts, with others by whose look they can be taken for. */
function namesIn(db: ReadableDb): string[] {
  return db
    .all<{ name: string }>('SELECT name FROM archive.account ORDER BY created, name_key')
    .map(({ name }) => name);
}

/** @throws ArchiveError ACCOUNT_EXISTS, ACCOUNT_NAME_MISLEADING where a name is, or looks like, that of an account */
export function requireNameFree(db: ReadableDb, name: string): void {
  requireUnlike(namesIn(db), name);
}

/** The same beside names that are no accounts yet. */
export function requireUnlike(names: readonly string[], name: string): void {
  if (names.some((other) => nameKey(other) === nameKey(name))) throw new ArchiveError('ACCOUNT_EXISTS', name);
  const like = names.find((other) => lookOf(other) === lookOf(name));
  if (like !== undefined) throw misleads(name, `与已有的用户名“${like}”看起来相同`);
}

/**
 * Papers and lists call people by their names: two of one look are one person to who reads them. Names of accounts are looked at too, also of
 * accounts that are disabled, because their acts stay.
 * @throws ArchiveError ACCOUNT_NAME_MISLEADING
 */
export function requirePersonFree(db: ReadableDb, name: string, displayName: string): void {
  const others = db.all<{ name: string; display_name: string }>('SELECT name, display_name FROM archive.account');
  requirePersonUnlike(others, name, displayName);
}

/** The same beside people who have no accounts yet. */
export function requirePersonUnlike(
  others: readonly { name: string; display_name: string }[],
  name: string,
  displayName: string,
): void {
  const look = (text: string): string => lookOf(text.replaceAll(/\s/gu, ''));
  const looks = new Set([look(name), look(displayName)]);
  const like = others.find((one) => [one.name, one.display_name].some((other) => looks.has(look(other))));
  if (like !== undefined)
    throw misleads(displayName, `与账户“${like.name}”的姓名或用户名看起来相同，请在姓名后加以区别，如科室`);
}

/** Names of accounts that an earlier program took and this one would not: with why, as sentences in Chinese. */
export function misleadingNames(db: ReadableDb): { name: string; message: string }[] {
  const seen = new Map<string, string>();
  return namesIn(db).flatMap((name) => {
    const look = lookOf(name);
    const like = seen.get(look);
    if (like === undefined) seen.set(look, name);
    const why = whyMisleading(name) ?? (like === undefined ? undefined : `与用户名“${like}”看起来相同`);
    if (why === undefined) return [];
    return [{ name, message: `账户“${name}”的用户名容易混淆（${why}）。账户仍可使用，查看记录时请留意` }];
  });
}
