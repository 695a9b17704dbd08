/**
 * Half a character (a lone surrogate), which programs before this one took in a reason, an element or a name. It is no damage:
 * the record is what was written, and its hash is right.
 */
import { auditHash, type HashedAuditRow } from './audit.ts';
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

/**
 * A row of the log of a program before this one, which took half a character in an actor's name or a subject: U+FFFD stands for it in the
 * column, while its hash was taken over what was given. Which of the 2,048 halves it was, the hash tells. Rows with more than one
 * are not found again.
 * @returns the row as it was given; undefined where no half makes its hash right
 */
export function rowAsGiven<R extends HashedAuditRow & { hash: string }>(row: R): R | undefined {
  for (const column of ['actor', 'subject'] as const) {
    const text = row[column] ?? '';
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
      for (let half = FIRST_HALF; half <= LAST_HALF; half++) {
        const given = { ...row, [column]: text.slice(0, at) + String.fromCharCode(half) + text.slice(at + 1) };
        if (auditHash(given) === row.hash) return given;
      }
    }
  }
  return undefined;
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
