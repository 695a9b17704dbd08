/** One change of one letter: the state before, what is altered, the new version and its audit row. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { Elements, Warning } from '../../../shared/model/elements.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import { isKnownResult } from '../../../shared/model/result-schemes.ts';
import type { StoredElements } from '../../../shared/model/stored.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { resultWarnings } from '../reading/recognition/checks.ts';
import { appendAudit } from '../trust/audit.ts';
import { readSettings } from '../trust/settings.ts';
import { bringsDoubtBack, doubtsInWords, doubtsOf, isSettled } from './open-doubts.ts';
import { readVersion, writeVersion, type Snapshot } from './versions.ts';

/** The reason of a version that a correction in the review makes. It is in the archive's index of corrections: it never changes. */
export const CORRECTED = '核对时更正';

export interface ChangeRequest {
  id: string;
  actor: string;
  reason: string;
  /** The version that the user saw; a newer one refuses the change. */
  baseVersion?: number | undefined;
  /**
   * What the person says of 待核对: the whole letter was looked at, or nothing is open any more (believed only where that is so).
   * Left out, the letter waits on where it waits.
   */
  reviewed?: 'whole' | 'settled' | undefined;
  /** The act goes back to earlier values: where these are in doubt again, the letter waits again. */
  goesBack?: true;
  /** A correction in the review, which alone bears that reason: it teaches recognition. */
  inReview?: true;
  /** The act brings a reading at which a person has to look. */
  waits?: boolean;
}

/** A version that was made, and what is to be known of it. */
export interface Change extends Snapshot {
  /** Whether the letter waits for a review afterwards. */
  review: boolean;
  warnings: Warning[];
}

/** The state that a change starts from and may alter. */
export interface Draft {
  /** With those that this program does not know: an edit keeps them. */
  elements: StoredElements;
  text: string;
  attachments: Attachment[];
}

export type Alter = (draft: Draft, tx: WritableDb, at: string) => object | undefined;

/** @throws ArchiveError LETTER_LOCKED while the letter is final */
export function refuseFinal(tx: WritableDb, id: string): void {
  const row = tx.get<{ final_version: number | null }>('SELECT final_version FROM letter WHERE id = ?', [id]);
  if (row?.final_version != null) throw new ArchiveError('LETTER_LOCKED');
}

/** @throws ArchiveError VERSION_CONFLICT */
export function refuseConflict(newest: number, baseVersion: number | undefined): void {
  if (baseVersion !== undefined && baseVersion !== newest) {
    throw new ArchiveError(
      'VERSION_CONFLICT',
      baseVersion > newest
        ? `没有第 ${baseVersion} 版，最新为第 ${newest} 版`
        : `最新为第 ${newest} 版，您所见为第 ${baseVersion} 版`,
    );
  }
}

/**
 * Changes one letter in a transaction of its own.
 * @param action the audit log's word for the act
 * @param alter alters the draft; what it answers goes into the audit row
 * @throws ArchiveError REASON_REQUIRED, NOT_FOUND, LETTER_LOCKED, VERSION_CONFLICT, NOTHING_CHANGED
 */
export function changeLetter(db: ArchiveDb, request: ChangeRequest, action: AuditAction, alter: Alter): Change {
  return db.transaction((tx) => changeIn(tx, request, action, alter));
}

/** The same inside a transaction that covers more than one letter. */
export function changeIn(tx: WritableDb, request: ChangeRequest, action: AuditAction, alter: Alter): Change {
  const at = new Date().toISOString();
  const reason = request.reason.trim();
  if (reason === '') throw new ArchiveError('REASON_REQUIRED');
  if (reason === CORRECTED && request.inReview !== true)
    throw new ArchiveError('BAD_VALUE', `理由“${CORRECTED}”只由核对时的更正写入，请写明这次修改的理由`);
  const previous = readVersion(tx, request.id);
  refuseFinal(tx, request.id);
  refuseConflict(previous.version, request.baseVersion);
  const draft: Draft = {
    elements: previous.stored,
    text: readText(tx, previous.textSha256),
    attachments: [...previous.attachments],
  };
  const detail = alter(draft, tx, at);
  const made = writeVersion(tx, { letterId: request.id, actor: request.actor, reason, ...draft, previous }, at);
  const { review, warnings } = reviewAfter(tx, request, previous, made);
  tx.run('UPDATE letter SET review = ? WHERE id = ?', [review ? 1 : 0, request.id]);
  appendAudit(tx, {
    actor: request.actor,
    action,
    subject: request.id,
    detail: { version: made.version, sha256: made.sha256, reason, changes: made.changes, review, ...detail },
  });
  const told = [...warnings, ...toldOf(tx, request.id, previous.elements, made.elements)];
  return { ...made, review, warnings: told };
}

const READ_IN_DOUBT = '新识别的内容有疑问，此函件重新列入待核对。';

/** Whether a letter waits for a review after a change: only who looked at it takes the mark away. */
function reviewAfter(
  tx: WritableDb,
  { id, reviewed, goesBack, waits = false }: ChangeRequest,
  before: Snapshot,
  after: Snapshot,
): { review: boolean; warnings: Warning[] } {
  if (reviewed === 'whole') return { review: false, warnings: [] };
  const waited = tx.get<{ review: number }>('SELECT review FROM letter WHERE id = ?', [id])?.review === 1;
  if (waits && !waited) return { review: true, warnings: [{ code: 'REVIEW_AGAIN', message: READ_IN_DOUBT }] };
  if (!waited) {
    const again = goesBack === true && bringsDoubtBack(tx, id, before.elements, after.elements);
    if (!again) return { review: false, warnings: [] };
  }
  const doubts = doubtsOf(tx, id, after.elements);
  if (reviewed === 'settled' && isSettled(doubts)) return { review: false, warnings: [] };
  const open = isSettled(doubts) ? '' : `，尚有疑问：${doubtsInWords(doubts)}`;
  const message = waited ? `此函件仍待核对${open}。` : `恢复的内容识别时有疑问，此函件重新列入待核对${open}。`;
  return { review: true, warnings: [{ code: waited ? 'REVIEW_STAYS' : 'REVIEW_AGAIN', message }] };
}

/** What is to be known of new values of a letter: that its archive year stays, that its result is none of the scheme's. */
export function toldOf(db: ReadableDb, id: string, before: Elements, after: Elements): Warning[] {
  return [...yearKept(db, id, before.issued_on, after.issued_on), ...unknownResult(db, before, after)];
}

/** The number and the retention go by the year of filing: a date of another year changes neither, which is told. */
function yearKept(db: ReadableDb, id: string, was: string | null, is: string | null): Warning[] {
  if (was === is || is === null) return [];
  const row = db.get<{ archive_year: number; ref_code: string | null }>(
    'SELECT archive_year, ref_code FROM letter WHERE id = ?',
    [id],
  );
  if (row === undefined || Number(is.slice(0, 4)) === row.archive_year) return [];
  const number = row.ref_code === null ? '' : `档号 ${row.ref_code} 和`;
  const message = `成文日期在 ${is.slice(0, 4)} 年，${number}保管期限仍按归档年度 ${row.archive_year} 年，不随日期改变。`;
  return [{ code: 'ARCHIVE_YEAR_KEPT', message }];
}

/** A result that the office's scheme does not have; where no scheme is known, one that none has. */
function unknownResult(db: ReadableDb, before: Elements, elements: Elements): Warning[] {
  const { result_code: code } = elements;
  if (code === null || code === before.result_code) return [];
  const told = resultWarnings({ elements, schemes: readSettings(db).reading.schemes });
  return told.filter((warning) => warning.code === 'RESULT_CODE_UNKNOWN' || !isKnownResult(code));
}

type GivenValues = { [K in keyof Elements]?: Elements[K] | undefined };

/** Elements with given values laid over them; undefined leaves one as it is. */
export function withValues<E extends object>(elements: E, set: GivenValues): E {
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  return { ...elements, ...given };
}

/** Lays given values over a draft's elements. */
export function setElements(draft: Draft, set: GivenValues): void {
  draft.elements = withValues(draft.elements, set);
}
