/** The years in which times of the log can be told apart (as ISO texts they are in order only while a year has four digits) and letters are filed. */
import { ArchiveError } from '../../../shared/errors.ts';
import { LAST_ARCHIVE_YEAR } from '../../../shared/model/archive-year.ts';

const FIRST_YEAR = 2000;

/** @throws ArchiveError CLOCK_WRONG */
export function requireSoundClock(now: Date): void {
  const year = now.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_ARCHIVE_YEAR))
    throw new ArchiveError('CLOCK_WRONG', undefined, `year ${year}`);
}
