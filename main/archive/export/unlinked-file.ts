/** Reads files of a folder in which others may write: ordinary ones, never through a link, never waiting for a pipe. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** A descriptor of an ordinary file that has this one name alone; undefined where there is none that may be read. */
function openUnlinked(path: string): number | undefined {
  let descriptor: number;
  let found: Stats | undefined;
  try {
    found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) return undefined;
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined;
  }
  const opened = fstatSync(descriptor);
  if (opened.isFile() && opened.ino === found.ino && opened.nlink <= 1) return descriptor;
  closeSync(descriptor);
  return undefined;
}

/** The bytes of such a file; undefined where there is none, or where it is larger. */
export function readUnlinked(path: string, mostBytes = Number.POSITIVE_INFINITY): Buffer | undefined {
  const descriptor = openUnlinked(path);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).size > mostBytes ? undefined : readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
