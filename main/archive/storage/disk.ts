/**
 * The system calls that the archive makes, as one interface. Everything that touches the archive's folder goes through
 * it, so that tests can put a faulty disk underneath and prove that nothing acknowledged is lost.
 */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  statSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { whileHeld } from './held-files.ts';
import type { HeldInode } from './inode-lock.ts';
import { createOwnFile, makeOwnFolders } from './own-places.ts';
import { realPlaceOf } from './real-place.ts';

export interface DiskStat {
  isFolder: boolean;
  sizeBytes: number;
  mode: number;
  links: number;
  inode: bigint;
  /** The file system on which the inode is; undefined where there is only one. */
  device?: bigint;
  modifiedMs: number;
}

/** All paths are absolute; failures are thrown as Node throws them, with `code` (ENOENT, ENOSPC, EIO, …). */
export interface Disk {
  /** @param flags fs.constants.O_* ; answers a descriptor */
  open(path: string, flags: number): number;
  close(fd: number): void;
  /** Fills `into` from `position`; answers the bytes read, 0 at the end of the file. */
  read(fd: number, into: Uint8Array, position: number): number;
  /** Answers the bytes written, which may be fewer than given. */
  write(fd: number, from: Uint8Array, position: number): number;
  truncate(fd: number, sizeBytes: number): void;
  /** Returns when the file's content is on the medium. */
  sync(fd: number): void;
  /** The same without keeping anybody waiting: for files that may be large. */
  syncLater(fd: number): Promise<void>;
  /** Returns when the folder's entries (new, renamed, removed names) are on the medium. */
  syncFolder(path: string): void;
  statOpen(fd: number): DiskStat;
  stat(path: string): DiskStat;
  /** True where the name itself is a symbolic link, whatever it leads to. */
  isLink(path: string): boolean;
  /** The place that a path leads to, all links followed. */
  realPath(path: string): string;
  /** @param mode fs.constants.F_OK, R_OK, W_OK */
  access(path: string, mode: number): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  /** Gives a file a second name; fails with EEXIST where that name is taken, so it can never overwrite. */
  link(from: string, to: string): void;
  /**
   * Creates the folder and its parents, for the archive alone; an existing folder is no error.
   * @param apart takes no group over from a folder above that is merely writable for it
   */
  mkdir(path: string, apart?: boolean): void;
  list(path: string): string[];
  /** Bytes that may still be written to the file system of this path, and its size. */
  room(path: string): { freeBytes: number; totalBytes: number };
  /** Takes the system's own lock on a file, whatever its name; undefined where this system, or this disk, has none. */
  hold?(path: string): Promise<HeldInode | 'held by another' | undefined>;
}

/** What an error of the disk is called (ENOENT, ENOSPC, …); empty where it is none, and for the archive's own errors. */
export function errnoCode(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  // No file can have a name with a NUL in it; Node does not even ask the system.
  if (code === 'ERR_INVALID_ARG_VALUE') return 'ENOENT';
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : '';
}

/** An error as the system would throw it. */
export function diskFault(code: string, call: string, path: string): Error & { code: string } {
  return Object.assign(new Error(`${code}: ${call} '${path}'`), { code });
}

function toStat(stats: BigIntStats): DiskStat {
  return {
    isFolder: stats.isDirectory(),
    sizeBytes: Number(stats.size),
    mode: Number(stats.mode),
    links: Number(stats.nlink),
    inode: stats.ino,
    device: stats.dev,
    modifiedMs: Number(stats.mtimeMs),
  };
}

/** The disk of this machine. */
export function realDisk(): Disk {
  return {
    open: (path, flags) =>
      whileHeld(() => {
        // A pipe that somebody laid in the place of a file must neither be waited for nor read.
        const careful = flags | (constants.O_NONBLOCK ?? 0);
        const fd = (flags & constants.O_CREAT) === 0 ? openSync(path, careful) : createOwnFile(path, careful);
        const stats = fstatSync(fd);
        if (stats.isFile() || stats.isDirectory()) return fd;
        closeSync(fd);
        throw diskFault('ENOTSUP', 'open', path);
      }),
    close: (fd) => {
      closeSync(fd);
    },
    read: (fd, into, position) => readSync(fd, into, 0, into.length, position),
    write: (fd, from, position) => writeSync(fd, from, 0, from.length, position),
    truncate: (fd, sizeBytes) => {
      ftruncateSync(fd, sizeBytes);
    },
    sync: (fd) => {
      fsyncSync(fd);
    },
    syncLater: promisify(fsync),
    syncFolder: (path) => {
      // Windows has no such call for folders: NTFS keeps names in its own journal.
      if (process.platform === 'win32') return;
      const fd = openSync(path, constants.O_RDONLY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    },
    statOpen: (fd) => toStat(fstatSync(fd, { bigint: true })),
    stat: (path) => toStat(statSync(path, { bigint: true })),
    isLink: (path) => lstatSync(path).isSymbolicLink(),
    realPath: realPlaceOf,
    access: (path, mode) => {
      accessSync(path, mode);
    },
    unlink: (path) => {
      whileHeld(() => {
        unlinkSync(path);
      });
    },
    rename: (from, to) => {
      whileHeld(() => {
        renameSync(from, to);
      });
    },
    link: (from, to) => {
      whileHeld(() => {
        linkSync(from, to);
      });
    },
    mkdir: makeOwnFolders,
    list: (path) => readdirSync(path),
    room: (path) => {
      const { bavail, blocks, bsize } = statfsSync(path);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
    // Loaded when it is asked for: most threads never lock, and need nothing that starts programs.
    hold: async (path) => (await import('./inode-lock.ts')).holdInode(path),
  };
}

/** A disk that hands every call on, to be altered in part. */
export function delegate(base: Disk): Disk {
  return {
    open: (path, flags) => base.open(path, flags),
    close: (fd) => {
      base.close(fd);
    },
    read: (fd, into, position) => base.read(fd, into, position),
    write: (fd, from, position) => base.write(fd, from, position),
    truncate: (fd, sizeBytes) => {
      base.truncate(fd, sizeBytes);
    },
    sync: (fd) => {
      base.sync(fd);
    },
    syncLater: (fd) => base.syncLater(fd),
    syncFolder: (path) => {
      base.syncFolder(path);
    },
    statOpen: (fd) => base.statOpen(fd),
    stat: (path) => base.stat(path),
    isLink: (path) => base.isLink(path),
    realPath: (path) => base.realPath(path),
    access: (path, mode) => {
      base.access(path, mode);
    },
    unlink: (path) => {
      base.unlink(path);
    },
    rename: (from, to) => {
      base.rename(from, to);
    },
    link: (from, to) => {
      base.link(from, to);
    },
    mkdir: (path, apart) => {
      base.mkdir(path, apart);
    },
    list: (path) => base.list(path),
    room: (path) => base.room(path),
  };
}

/** Reads from `position` until `into` is full or the file ends; answers the bytes read. */
export function readFully(disk: Disk, fd: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = disk.read(fd, done === 0 ? into : into.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Writes all of `from`, however many calls that takes. */
export function writeFully(disk: Disk, fd: number, from: Uint8Array, position: number): void {
  let done = 0;
  while (done < from.length) {
    done += disk.write(fd, done === 0 ? from : from.subarray(done), position + done);
  }
}

/** Writes a new file whole and synced. @throws EEXIST where the name is taken */
export function writeNewFile(disk: Disk, path: string, bytes: Uint8Array): void {
  const fd = disk.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
  try {
    writeFully(disk, fd, bytes, 0);
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
}

/** True where something by that name exists. @throws what the disk says, other than that it is not there */
export function exists(disk: Pick<Disk, 'stat'>, path: string): boolean {
  try {
    disk.stat(path);
    return true;
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT' || errnoCode(thrown) === 'ENOTDIR') return false;
    throw thrown;
  }
}

/**
 * Errors by which a file system says that it has no second names for files (FAT32, exFAT, some network shares). Windows
 * says "invalid function", which Node calls EISDIR.
 */
const NO_LINKS = new Set(['EISDIR', 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV']);

/**
 * Gives a finished file its final name, durably and without ever overwriting: it appears there whole or not at all.
 * @throws EEXIST where the name is taken
 */
export function publish(disk: Disk, from: string, to: string): void {
  try {
    disk.link(from, to);
    disk.unlink(from);
  } catch (thrown) {
    if (!NO_LINKS.has(errnoCode(thrown))) throw thrown;
    if (exists(disk, to)) throw diskFault('EEXIST', 'rename', to);
    disk.rename(from, to);
  }
  disk.syncFolder(dirname(to));
}

/** Removes a file that is of no more use; that it stays, or was not there, is no failure. */
export function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.unlink(path);
  } catch {
    return;
  }
}
