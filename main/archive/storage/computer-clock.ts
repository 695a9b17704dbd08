/** The years in which times of the log can be told apart: as ISO texts they are in order only while a year has four digits. */
import { ArchiveError } from '../../../shared/errors.ts';

const FIRST_YEAR = 2000;
/** Not 9999: what is reckoned on from now (the end of a lock) must have four digits too. */
const LAST_YEAR = 9998;

/** @throws ArchiveError CLOCK_WRONG */
export function requireSoundClock(now: Date): void {
  const year = now.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new ArchiveError('CLOCK_WRONG', undefined, `year ${year}`);
}
