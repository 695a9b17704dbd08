/** Why a letter may not be appraised or disposed of now. */
import { z } from 'zod';
import { ArchiveError, type ErrorCode } from '../../../shared/errors.ts';
import { KEPT_AFTER_HANDOVER_YEARS } from '../../../shared/model/disposal.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { compareDays } from '../../../shared/text/dates.ts';
import { officeToday } from '../letters/public/deciding.ts';
import { publicActsOf } from '../letters/public/acts.ts';
import { publicFile } from '../letters/public/status.ts';
import { expiryDate } from '../letters/ref-code.ts';
import { letterNames } from '../storage/letter-names.ts';
import type { ReadableDb } from '../storage/types.ts';
import { absent } from '../trust/disposed/records.ts';

export interface LetterFacts {
  id: string;
  version: number;
  ref_code: string | null;
  title: string | null;
  archive_year: number;
  retention: Retention;
  final_version: number | null;
  review: number;
}

/** @throws ArchiveError NOT_FOUND, LETTER_DISPOSED */
export function letterFacts(db: ReadableDb, id: string): LetterFacts {
  const row = db.get<LetterFacts>(
    'SELECT id, version, ref_code, title, archive_year, retention, final_version, review FROM letter WHERE id = ?',
    [id],
  );
  if (row === undefined) throw absent(db, id);
  return row;
}

const packedSchema = z.object({ ids: z.array(z.string()) });

/** When each letter was last put into a package, as the log tells. Packages of earlier programs did not say which letters. */
export function handedOver(db: ReadableDb): Map<string, string> {
  const found = new Map<string, string>();
  for (const { at, detail } of db.all<{ at: string; detail: string }>(
    "SELECT at, detail FROM audit WHERE action = 'export.package' ORDER BY seq",
  )) {
    const packed = packedSchema.safeParse(readRecord(detail));
    if (packed.success) for (const id of packed.data.ids) found.set(id, at);
  }
  return found;
}

/** The last day on which a letter that was handed over must be kept here. */
const keptUntil = (at: string): string => `${Number(at.slice(0, 4)) + KEPT_AFTER_HANDOVER_YEARS}${at.slice(4, 10)}`;

/** A public version that is out and was not withdrawn could not be withdrawn any more; one that was begun is neither published nor given up. */
function publicBlock(db: ReadableDb, id: string): ErrorCode | null {
  if (publicActsOf(db, id).length === 0) return null;
  const { state, publication } = publicFile(db, id).status;
  if (publication !== null) return publication.withdrawn === null ? 'DISPOSAL_PUBLIC' : null;
  return state === 'withheld' ? null : 'DISPOSAL_OPEN_CASE';
}

/**
 * @param handed as handedOver()
 * @param today as 2026-11-30
 * @returns the code of what is in the way; null where nothing is
 */
export function blockOf(
  db: ReadableDb,
  letter: LetterFacts,
  handed: ReadonlyMap<string, string>,
  today: string = officeToday(),
): ErrorCode | null {
  const expires = expiryDate(letter.archive_year, letter.retention);
  if (expires === null || compareDays(expires, today) >= 0) return 'DISPOSAL_NOT_EXPIRED';
  if (letter.final_version !== null) return 'DISPOSAL_FINAL';
  const at = handed.get(letter.id);
  if (at !== undefined && keptUntil(at) >= today) return 'DISPOSAL_HANDED_OVER';
  return letter.review === 1 ? 'DISPOSAL_OPEN_CASE' : publicBlock(db, letter.id);
}

export const nameOf = (
  db: ReadableDb,
  { ref_code, title, id }: Pick<LetterFacts, 'ref_code' | 'title' | 'id'>,
): string => `${ref_code ?? ''}《${title ?? letterNames(db, [id]).get(id) ?? ''}》`;

/** @throws ArchiveError as blockOf() answers, naming the letter */
export function refuseBlocked(db: ReadableDb, ids: readonly string[], today?: string): LetterFacts[] {
  const handed = handedOver(db);
  return ids.map((id) => {
    const letter = letterFacts(db, id);
    const code = blockOf(db, letter, handed, today);
    if (code !== null) throw new ArchiveError(code, nameOf(db, letter));
    return letter;
  });
}
