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
  path: string;
  bytes: Buffer;
  sizeBytes: number;
}

export function readOnlyDisk(base: Disk): Disk {
  const memory = new Map<string, MemoryFile>();
  const open = new Map<number, MemoryFile>();
  let next = FIRST_MEMORY_DESCRIPTOR;
  const isJournal = (path: string): boolean => JOURNALS.some((end) => path.endsWith(end));
  const refuse = (call: string, path: string): never => {
    throw diskFault('EROFS', call, path);
  };
  /** The journal as the medium has it, read once. */
  const load = (path: string, create: boolean): MemoryFile => {
    const known = memory.get(path);
    if (known !== undefined) return known;
    let bytes: Buffer = Buffer.alloc(0);
    try {
      bytes = readAll(base, path);
    } catch (thrown) {
      if (errnoCode(thrown) !== 'ENOENT' || !create) throw thrown;
    }
    const file = { path, bytes, sizeBytes: bytes.length };
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
        const fd = next++;
        open.set(fd, load(path, (flags & constants.O_CREAT) !== 0));
        return fd;
      }
      if ((flags & (constants.O_RDWR | constants.O_WRONLY | constants.O_CREAT)) !== 0) refuse('open', path);
      return base.open(path, flags);
    },
    close: (fd) => {
      if (!open.delete(fd)) base.close(fd);
    },
    read: (fd, into, position) => {
      const file = open.get(fd);
      if (file === undefined) return base.read(fd, into, position);
      return file.bytes.copy(into, 0, position, Math.min(file.sizeBytes, position + into.length));
    },
    write: (fd, from, position) => {
      const file = open.get(fd);
      if (file === undefined) return refuse('write', '');
      if (position + from.length > file.sizeBytes) resize(file, position + from.length);
      file.bytes.set(from, position);
      return from.length;
    },
    truncate: (fd, sizeBytes) => {
      const file = open.get(fd);
      if (file === undefined) refuse('truncate', '');
      else resize(file, sizeBytes);
    },
    sync: () => undefined,
    syncLater: () => Promise.resolve(),
    syncFolder: () => undefined,
    statOpen: (fd) => {
      const file = open.get(fd);
      return file === undefined ? base.statOpen(fd) : memoryStat(file, fd);
    },
    stat: (path) => {
      const file = memory.get(path);
      return file === undefined ? base.stat(path) : memoryStat(file, 0);
    },
    access: (path, mode) => {
      if (isJournal(path) && memory.has(path)) return;
      if ((mode & constants.W_OK) !== 0) refuse('access', path);
      base.access(path, mode);
    },
    unlink: (path) => {
      if (!isJournal(path)) refuse('unlink', path);
      memory.set(path, { path, bytes: Buffer.alloc(0), sizeBytes: 0 });
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
