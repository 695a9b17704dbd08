/** A disk that is really small, so that it can be really full, and read-only for root too. */
import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { atEnd, emptyFolder } from './archive.ts';

/**
 * A file system of its own of some size (as mount has it: `8m`, `16k`), gone when the test ends.
 * @returns undefined where mounting is not allowed
 */
export function smallDisk(size: string): string | undefined {
  const place = emptyFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    process.stdout.write('skipped: mounting is not allowed here\n');
    return undefined;
  }
  atEnd(() => {
    execFileSync('umount', [place]);
  });
  return place;
}

/** Nothing can be written there from now on. */
export function makeReadOnly(place: string): void {
  execFileSync('mount', ['-o', 'remount,ro', place]);
}

/** What files can still take there. */
export function freeBytes(place: string): number {
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}
