/**
 * Half a character (a lone surrogate), which programs before this one took in a reason, an element or a name. It is no damage:
 * the record is what was written, and its hash is right.
 */
import { createHash } from 'node:crypto';
import { auditHash, auditText, type HashedAuditRow } from './audit.ts';
import type { VersionRecord } from './version-record.ts';

/**
 * A program before this one took half a character (a lone surrogate) in a reason, which the column can not hold: U+FFFD
 * stands for it there. The log has the reason as it was given, over which the version's hash was taken.
 */
export function asGiven(version: VersionRecord, told: string | undefined): VersionRecord {
  return told !== undefined && sameStored(version.reason, told) ? { ...version, reason: told } : version;
}

/** Whether a column holds a text, U+FFFD standing for each half character. */
export const sameStored = (column: unknown, text: string | null): boolean => column === (text?.toWellFormed() ?? null);

const FIRST_HALF = 0xd800;
const LAST_HALF = 0xdfff;

/** A row as stored, of which a hash tells what it was. */
type HashedRow = HashedAuditRow & { hash: string };

/** Where U+FFFD stands in the columns that took half a character. */
function placesOf(row: HashedRow): { column: 'actor' | 'subject'; at: number }[] {
  return (['actor', 'subject'] as const).flatMap((column) =>
    [...(row[column] ?? '').matchAll(/\ufffd/gu)].map(({ index }) => ({ column, at: index })),
  );
}

type Place = ReturnType<typeof placesOf>[number];

function withHalves<R extends HashedRow>(row: R, halves: readonly (Place & { half: number })[]): R {
  const given = { ...row };
  for (const { column, at, half } of halves) {
    const text = given[column] ?? '';
    given[column] = text.slice(0, at) + String.fromCharCode(half) + text.slice(at + 1);
  }
  return given;
}

/** For how many rows two different halves are looked for, some seconds each: a log in which many were changed is not looked at for hours. */
export interface Patience {
  pairs: number;
}
export const somePatience = (): Patience => ({ pairs: 10 });

/**
 * Rows that may have been given, in portions between which others can have a turn. The right one is the last that is made.
 * One half, the same half at all places, and two halves where there are two places: more would take longer than anybody waits.
 */
function* tried<R extends HashedRow>(row: R, patience: Patience): Generator<undefined, R | undefined> {
  const places = placesOf(row);
  const all = places.length > 1 ? [...places.map((one) => [one]), places] : places.map((one) => [one]);
  for (const some of all) {
    yield;
    for (let half = FIRST_HALF; half <= LAST_HALF; half++) {
      const given = withHalves(
        row,
        some.map((place) => ({ ...place, half })),
      );
      if (auditHash(given) === row.hash) return given;
    }
  }
  const [one, other] = places;
  if (places.length !== 2 || one === undefined || other === undefined || patience.pairs-- <= 0) return undefined;
  const pair = (half: number, second: number): R =>
    withHalves(row, [
      { ...one, half },
      { ...other, half: second },
    ]);
  // What is hashed is the same but for two escapes: it is put together from its pieces, four million times.
  const pieces = auditText(pair(FIRST_HALF, FIRST_HALF + 1)).split(/\\ud800|\\ud801/u);
  if (pieces.length !== 3) return undefined;
  const [before = '', between = '', behind = ''] = pieces;
  for (let half = FIRST_HALF; half <= LAST_HALF; half++) {
    yield;
    const begun = createHash('sha256').update(`${before}\\u${half.toString(16)}${between}\\u`);
    for (let second = FIRST_HALF; second <= LAST_HALF; second++) {
      const hash = begun.copy().update(second.toString(16) + behind);
      if (hash.digest('hex') === row.hash) return pair(half, second);
    }
  }
  return undefined;
}

/**
 * A row of the log of a program before this one, which took half a character in an actor's name or a subject: U+FFFD stands for it in the
 * column, while its hash was taken over what was given. Which of the 2,048 halves it was, the hash tells.
 * @param giveWay is called between portions of some milliseconds
 * @returns the row as it was given; undefined where no half makes its hash right
 */
export async function rowAsGiven<R extends HashedRow>(
  row: R,
  patience: Patience,
  giveWay: () => Promise<void>,
): Promise<R | undefined> {
  const tries = tried(row, patience);
  for (let next = tries.next(); ; next = tries.next()) {
    if (next.done === true) return next.value;
    await giveWay();
  }
}

/** The same at one go: where nobody else waits. */
export function rowAsGivenAtOnce<R extends HashedRow>(row: R, patience: Patience): R | undefined {
  const tries = tried(row, patience);
  let next = tries.next();
  while (next.done !== true) next = tries.next();
  return next.value;
}

const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/** JSON can say half a character by its escape. */
function holdsHalf(json: string): boolean {
  if (!ESCAPED_SURROGATE.test(json)) return false;
  try {
    // Written anew, whole characters are no longer escaped.
    return ESCAPED_SURROGATE.test(JSON.stringify(JSON.parse(json)).replaceAll('\\\\', ''));
  } catch {
    return false; // reported with the version
  }
}

/** Where a version holds half a character, in words; undefined where it does not. */
export function halfCharacterNote(version: VersionRecord): string | undefined {
  const places = [
    ...(version.reason.isWellFormed() ? [] : ['理由']),
    ...(holdsHalf(version.elements) ? ['要素'] : []),
    ...(holdsHalf(version.attachments) ? ['附件名'] : []),
  ];
  if (places.length === 0) return undefined;
  const where = `函件 ${version.letter_id} 第 ${version.version} 版的${places.join('、')}`;
  return `${where}中有不完整的字符，按原样保存，不影响完整性`;
}
