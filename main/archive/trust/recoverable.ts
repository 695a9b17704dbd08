/** Which failures to open an archive a restore can mend. Apart, so that the main process need not load the engine to ask. */
import { ArchiveError } from '../../../shared/errors.ts';

/** True where the archive is damaged or missing beside its leftovers. */
export function isRecoverable(thrown: unknown): boolean {
  return thrown instanceof ArchiveError && (thrown.code === 'ARCHIVE_DAMAGED' || thrown.code === 'ARCHIVE_MISSING');
}
