/**
 * A disk of which nothing is changed: what SQLite must write beside a database that it only reads (an empty journal,
 * the end of a journal that a crash left) is kept in memory. This is how an archive on a read-only medium is read.
 */
import { constants } from 'node:fs';
import { diskFault, errnoCode } from './disk.ts';
import type { Disk, DiskStat } from './disk.ts';

const JOURNALS = ['-wal', '-journal', '-shm'];
const FIRST_MEMORY_DESCRIPTOR = 1_000_000;

interface MemoryFile {
  bytes: Buffer;
  sizeBytes: number;
}

/** A journal that is open; `fd` where the medium has it. */
interface OpenJournal {
  path: string;
  fd: number | undefined;
}

export function readOnlyDisk(base: Disk): Disk {
  /** Journals as they are since they were changed; until then they are read where they lie, however large they are. */
  const memory = new Map<string, MemoryFile>();
  const open = new Map<number, OpenJournal>();
  let next = FIRST_MEMORY_DESCRIPTOR;
  const isJournal = (path: string): boolean => JOURNALS.some((end) => path.endsWith(end));
  const refuse = (call: string, path: string): never => {
    throw diskFault('EROFS', call, path);
  };
  const putEmpty = (path: string): void => {
    memory.set(path, { bytes: Buffer.alloc(0), sizeBytes: 0 });
  };
  const openJournal = (path: string, create: boolean): OpenJournal => {
    if (memory.has(path)) return { path, fd: undefined };
    try {
      return { path, fd: base.open(path, constants.O_RDONLY) };
    } catch (thrown) {
      if (errnoCode(thrown) !== 'ENOENT' || !create) throw thrown;
      putEmpty(path);
      return { path, fd: undefined };
    }
  };
  /** The journal in memory, to be changed. */
  const changing = ({ path }: OpenJournal): MemoryFile => {
    const known = memory.get(path);
    if (known !== undefined) return known;
    const bytes = readAll(base, path);
    const file = { bytes, sizeBytes: bytes.length };
    memory.set(path, file);
    return file;
  };
  const resize = (file: MemoryFile, sizeBytes: number): void => {
    if (sizeBytes > file.bytes.length) {
      const grown = Buffer.alloc(Math.max(sizeBytes, 2 * file.bytes.length));
      file.bytes.copy(grown, 0, 0, file.sizeBytes);
      file.bytes = grown;
    }
    if (sizeBytes < file.sizeBytes) file.bytes.fill(0, sizeBytes, file.sizeBytes);
    file.sizeBytes = sizeBytes;
  };
  const memoryStat = (file: MemoryFile, fd: number): DiskStat => ({
    isFolder: false,
    sizeBytes: file.sizeBytes,
    mode: 0o100600,
    links: 1,
    inode: BigInt(fd) + (1n << 62n),
    modifiedMs: 0,
  });
  return {
    open: (path, flags) => {
      if (isJournal(path)) {
        const journal = openJournal(path, (flags & constants.O_CREAT) !== 0);
        open.set(next, journal);
        return next++;
      }
      if ((flags & (constants.O_RDWR | constants.O_WRONLY | constants.O_CREAT)) !== 0) refuse('open', path);
      return base.open(path, flags);
    },
    close: (fd) => {
      const journal = open.get(fd);
      open.delete(fd);
      if (journal === undefined) base.close(fd);
      else if (journal.fd !== undefined) base.close(journal.fd);
    },
    read: (fd, into, position) => {
      const journal = open.get(fd);
      if (journal === undefined) return base.read(fd, into, position);
      const file = memory.get(journal.path);
      if (file === undefined) return journal.fd === undefined ? 0 : base.read(journal.fd, into, position);
      return file.bytes.copy(into, 0, position, Math.min(file.sizeBytes, position + into.length));
    },
    write: (fd, from, position) => {
      const journal = open.get(fd);
      if (journal === undefined) return refuse('write', '');
      const file = changing(journal);
      if (position + from.length > file.sizeBytes) resize(file, position + from.length);
      file.bytes.set(from, position);
      return from.length;
    },
    truncate: (fd, sizeBytes) => {
      const journal = open.get(fd);
      if (journal === undefined) refuse('truncate', '');
      else resize(changing(journal), sizeBytes);
    },
    sync: () => undefined,
    syncLater: () => Promise.resolve(),
    syncFolder: () => undefined,
    statOpen: (fd) => {
      const journal = open.get(fd);
      if (journal === undefined) return base.statOpen(fd);
      const file = memory.get(journal.path);
      if (file !== undefined) return memoryStat(file, fd);
      return journal.fd === undefined
        ? memoryStat({ bytes: Buffer.alloc(0), sizeBytes: 0 }, fd)
        : base.statOpen(journal.fd);
    },
    stat: (path) => {
      const file = memory.get(path);
      return file === undefined ? base.stat(path) : memoryStat(file, 0);
    },
    isLink: (path) => base.isLink(path),
    realPath: (path) => base.realPath(path),
    access: (path, mode) => {
      if (isJournal(path) && memory.has(path)) return;
      if ((mode & constants.W_OK) !== 0) refuse('access', path);
      base.access(path, mode);
    },
    unlink: (path) => {
      if (!isJournal(path)) refuse('unlink', path);
      putEmpty(path);
    },
    rename: (from) => refuse('rename', from),
    link: (from) => refuse('link', from),
    mkdir: (path) => refuse('mkdir', path),
    list: (path) => base.list(path),
    room: (path) => base.room(path),
  };
}

function readAll(disk: Disk, path: string): Buffer {
  const fd = disk.open(path, constants.O_RDONLY);
  try {
    const bytes = Buffer.alloc(disk.statOpen(fd).sizeBytes);
    let done = 0;
    while (done < bytes.length) {
      const count = disk.read(fd, bytes.subarray(done), done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  } finally {
    disk.close(fd);
  }
}
