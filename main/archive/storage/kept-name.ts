/**
 * Whether an open database still has its name. Where the system lets an open file be moved away or another be put in its place (Linux), what is
 * written afterwards goes into a file that nobody will open again: it must not be called saved. Windows does not let that happen.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, type Disk, type DiskStat } from './disk.ts';

export class KeptName {
  /** The disk to open the database on. */
  readonly disk: Disk;
  readonly #path: string;
  #fd: number | undefined;
  #opened: DiskStat | undefined;
  #lost = false;

  constructor(base: Disk, path: string) {
    this.#path = path;
    this.disk = {
      ...base,
      open: (name, flags) => {
        const fd = base.open(name, flags);
        if (name === path) {
          this.#fd = fd;
          this.#opened = base.statOpen(fd);
        }
        return fd;
      },
    };
  }

  /** @throws ArchiveError ARCHIVE_REPLACED once the name was seen to lead to another file, or to none */
  requireNotLost(): void {
    if (this.#lost) throw new ArchiveError('ARCHIVE_REPLACED', this.#path, 'seen before');
  }

  /** To be called when something is committed, and before anybody is told so. @throws ArchiveError ARCHIVE_REPLACED */
  requireName(): void {
    if (this.#fd === undefined || this.#isNamed()) return;
    this.#lost = true;
    throw new ArchiveError('ARCHIVE_REPLACED', this.#path, 'the name is not that of the open file');
  }

  #isNamed(): boolean {
    let named: DiskStat;
    try {
      named = this.disk.stat(this.#path);
    } catch (thrown) {
      // A disk that fails now is not a file that is gone: reading and writing tell of it.
      return errnoCode(thrown) !== 'ENOENT' && errnoCode(thrown) !== 'ENOTDIR';
    }
    if (isSame(named, this.#opened)) return true;
    // Some network disks number a file anew while it is open.
    this.#opened = this.disk.statOpen(this.#fd ?? -1);
    return isSame(named, this.#opened);
  }
}

const isSame = (one: DiskStat, other: DiskStat | undefined): boolean =>
  one.inode === other?.inode && one.device === other.device;
