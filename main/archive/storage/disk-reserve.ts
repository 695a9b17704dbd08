/**
 * Keeps the last room on a disk for the audit log: work that fills the disk is refused while the log can still be written
 * (GB/T 22239-2019 8.1.4.3, and an archive whose log has stopped must not go on being used).
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { delegate, diskFault } from './disk.ts';
import type { Disk } from './disk.ts';

/** Room for the log: thousands of rows. A very small medium keeps a twentieth of itself. */
const RESERVE_BYTES = 16 * 1024 * 1024;
const RESERVE_SHARE = 20;
/** The disk is asked anew after so many bytes, so that a large file cannot run past the reserve. */
const ASK_EVERY_BYTES = 1024 * 1024;

/** What is kept of a disk of that size. */
export function reserveBytes(totalBytes: number): number {
  return Math.min(RESERVE_BYTES, totalBytes / RESERVE_SHARE);
}

/** `log`: a transaction that only writes audit rows and the counters that belong to them. */
export type Purpose = 'work' | 'log';

export class DiskReserve {
  /** The disk below, which refuses work its last room. */
  readonly disk: Disk;
  readonly #base: Disk;
  readonly #journals = new Map<number, string>();
  #purpose: Purpose = 'log';
  #writtenBytes = ASK_EVERY_BYTES;

  constructor(base: Disk) {
    this.#base = base;
    this.disk = {
      ...delegate(base),
      open: (path, flags) => {
        const fd = base.open(path, flags);
        // Everything that is new goes into the journal first; the file itself is only written from there.
        if (path.endsWith('-wal') && (flags & constants.O_RDWR) !== 0) this.#journals.set(fd, path);
        return fd;
      },
      close: (fd) => {
        this.#journals.delete(fd);
        base.close(fd);
      },
      write: (fd, from, position) => {
        const path = this.#journals.get(fd);
        if (path !== undefined && this.#purpose === 'work') this.#ask(path, from.length);
        return base.write(fd, from, position);
      },
    };
  }

  /** Runs a transaction; work is refused with ENOSPC where it would take the reserve. */
  during<T>(purpose: Purpose, act: () => T): T {
    this.#purpose = purpose;
    this.#writtenBytes = ASK_EVERY_BYTES;
    try {
      return act();
    } finally {
      this.#purpose = 'log';
    }
  }

  #ask(path: string, bytes: number): void {
    this.#writtenBytes += bytes;
    if (this.#writtenBytes < ASK_EVERY_BYTES) return;
    this.#writtenBytes = 0;
    const { freeBytes, totalBytes } = this.#base.room(dirname(path));
    if (freeBytes < reserveBytes(totalBytes)) throw diskFault('ENOSPC', 'write', path);
  }
}
