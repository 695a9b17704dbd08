/**
 * What is asked of every call before its room gets it: room for what it must log, outputs outside of the archive, no mark of secrecy typed,
 * nothing that was disposed of.
 */
import { CONTRACT, type Call, type CallName } from '../../shared/contract/index.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { keptStrings, refuseSecretInput } from './reading/secrecy-input.ts';
import type { ArchiveDb } from './storage/archive-db.ts';
import { requireOutside } from './storage/output-guard.ts';
import { hasAccounts } from './trust/accounts/accounts.ts';
import { isOpen } from './trust/accounts/rights.ts';
import { refuseComingElements } from './trust/disposed/coming.ts';
import { hasDisposed, knowsDisposals } from './trust/disposed/records.ts';
import { noRoomFor, requireRoomFor } from './trust/room-for-log.ts';

/**
 * Before anything is read or made for it: an export of hours is not to fail at its end.
 * @param input of the call, as its schema made it
 * @throws ArchiveError DISK_FULL, ARCHIVE_READ_ONLY, OUT_IN_ARCHIVE, SECRET_REFUSED, LETTER_DISPOSED
 */
export function requireSafeCall(name: CallName, input: Readonly<Record<string, unknown>>, db: ArchiveDb): void {
  const call: Call = CONTRACT[name];
  if (call.writes && db.readOnly) throw new ArchiveError(db.noRoom ? 'DISK_FULL' : 'ARCHIVE_READ_ONLY');
  // Who was signed in before the file was written anew may find no room behind it: reading, too, is in the log.
  if (db.noRoom && !isOpen(name) && hasAccounts(db.read)) throw noRoomFor('执行');
  const outputs = Object.entries(call.outputs ?? {});
  // What leaves the archive must be in its log.
  if (outputs.some(([field]) => input[field] !== undefined)) requireRoomFor('执行', db);
  for (const [field, kind] of outputs) {
    const path = input[field];
    if (typeof path === 'string') requireOutside(path, kind);
  }
  // What is typed for a paper or a package stands on it.
  if (call.writes || outputs.length > 0) refuseSecretInput(input);
  if (!call.writes) return;
  refuseDisposedInput(db, input);
}

/** Reasons and notes are kept for ever: they do not bring back what a letter said that was disposed of. A letter's text and elements are asked where they are written. */
function refuseDisposedInput(db: ArchiveDb, input: unknown): void {
  if (!knowsDisposals(db.read) || !hasDisposed(db.read)) return;
  const texts = [...keptStrings(input)].filter(({ key }) => key !== 'text').map(({ text }) => text);
  refuseComingElements(db.read, texts);
}
