/**
 * Puts real files under sql.js: its `debug` build imports its system calls by readable names, and those that concern
 * paths below /fuhan (and descriptors opened there) are answered here by a Disk. All others stay sql.js's own.
 */
import { constants } from 'node:fs';
import { join } from 'node:path';
import { errnoCode } from './disk.ts';
import type { Disk, DiskStat } from './disk.ts';

/** The imports that are wrapped. A test compares them with what the pinned sql.js asks for. */
export const WRAPPED_ENV = [
  '__syscall_openat',
  '__syscall_stat64',
  '__syscall_lstat64',
  '__syscall_newfstatat',
  '__syscall_faccessat',
  '__syscall_unlinkat',
  '__syscall_readlinkat',
  '__syscall_chmod',
  '__syscall_utimensat',
  '__syscall_mkdirat',
  '__syscall_rmdir',
  '__syscall_fstat64',
  '__syscall_ftruncate64',
  '__syscall_fcntl64',
  '__syscall_fchmod',
  '__syscall_fchown32',
] as const;
export const WRAPPED_WASI = ['fd_read', 'fd_write', 'fd_seek', 'fd_sync', 'fd_close'] as const;

/** WASI's numbers of the errors that SQLite tells apart. */
const ERRNO: Readonly<Record<string, number>> = {
  EACCES: 2,
  EBADF: 8,
  EEXIST: 20,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ENOENT: 44,
  ENOSPC: 51,
  EDQUOT: 51,
  ENOTDIR: 54,
  EPERM: 63,
  EROFS: 69,
};
const EBADF = 8;
const EINVAL = 28;

/** Flags of open(2) as musl numbers them. */
const OPEN = { accessMode: 3, create: 0o100, exclusive: 0o200, truncate: 0o1000 } as const;
const FIRST_DESCRIPTOR = 10_000;
/** A device number that sql.js's in-memory files do not use: SQLite tells files apart by device and inode. */
const DEVICE = 0x4648;
const VIRTUAL_ROOT = '/fuhan/';

interface Mount {
  folder: string;
  disk: Disk;
}
interface OpenFile {
  disk: Disk;
  fd: number;
  position: number;
  path: string;
  isFolder: boolean;
}

/** What the disk last complained about: SQLite's own codes do not tell a full disk from a broken one everywhere. */
export interface DiskComplaint {
  code: string;
  call: string;
  path: string;
}

export interface VirtualFiles {
  /** Makes a folder of `disk` known to SQLite; answers the path below which its files are found. */
  mount(folder: string, disk: Disk): { path: string; unmount: () => void };
  /** The last complaint since the last call of this, if any. */
  takeComplaint(): DiskComplaint | undefined;
  /** Descriptors that are open on mounted folders. */
  openCount(): number;
}

type Call = (...args: (number | bigint)[]) => number;

/**
 * Wraps the imports in place. @param memory gives the instance's memory, read afresh at each call because it grows
 */
export function wrapImports(imports: WebAssembly.Imports, memory: () => WebAssembly.Memory): VirtualFiles {
  const mounts = new Map<string, Mount>();
  const files = new Map<number, OpenFile>();
  let nextMount = 1;
  let nextFile = FIRST_DESCRIPTOR;
  let complaint: DiskComplaint | undefined;

  const bytes = (pointer: number, length: number): Uint8Array => new Uint8Array(memory().buffer, pointer, length);
  const view = (): DataView => new DataView(memory().buffer);
  const pathAt = (pointer: number): string => {
    const all = new Uint8Array(memory().buffer);
    return Buffer.from(all.buffer, pointer, all.indexOf(0, pointer) - pointer).toString('utf8');
  };
  /** The real place of a path of ours; undefined for all others. */
  const resolve = (path: string): { disk: Disk; path: string } | undefined => {
    if (!path.startsWith(VIRTUAL_ROOT)) return undefined;
    const [id = '', ...rest] = path.slice(VIRTUAL_ROOT.length).split('/');
    const mount = mounts.get(id);
    return mount === undefined ? undefined : { disk: mount.disk, path: join(mount.folder, ...rest) };
  };
  /** Runs a call of the disk; answers its number or the number of its error. Nothing may be thrown through SQLite. */
  const guarded = (call: string, path: string, act: () => number): number => {
    try {
      return act();
    } catch (thrown) {
      const code = errnoCode(thrown) || String(thrown);
      // SQLite asks for files that need not be there; that is no complaint.
      if (code !== 'ENOENT') complaint = { code, call, path };
      return -(ERRNO[code] ?? ERRNO['EIO'] ?? EINVAL);
    }
  };
  const writeStat = (stat: DiskStat, pointer: number): number => {
    bytes(pointer, 96).fill(0);
    const out = view();
    out.setUint32(pointer, DEVICE, true);
    out.setUint32(pointer + 4, stat.mode, true);
    out.setUint32(pointer + 8, stat.links, true);
    out.setBigInt64(pointer + 24, BigInt(stat.sizeBytes), true);
    out.setInt32(pointer + 32, 4096, true);
    out.setInt32(pointer + 36, Math.ceil(stat.sizeBytes / 512), true);
    const seconds = BigInt(Math.floor(stat.modifiedMs / 1000));
    for (const at of [40, 56, 72]) out.setBigInt64(pointer + at, seconds, true);
    out.setBigUint64(pointer + 88, BigInt.asUintN(64, stat.inode), true);
    return 0;
  };

  const env = imports['env'] as Record<string, Call>;
  const wasi = imports['wasi_snapshot_preview1'] as Record<string, Call>;
  const original = (table: Record<string, Call>, name: string): Call => {
    const call = table[name];
    if (call === undefined) throw new Error(`sql.js no longer imports ${name}`);
    return call;
  };
  /** A call whose path is its argument number `pathArgument`. */
  const byPath = (
    name: (typeof WRAPPED_ENV)[number],
    pathArgument: number,
    act: (disk: Disk, path: string, args: number[]) => number,
  ): void => {
    const theirs = original(env, name);
    env[name] = (...args) => {
      const place = resolve(pathAt(Number(args[pathArgument])));
      if (place === undefined) return theirs(...args);
      return guarded(name, place.path, () => act(place.disk, place.path, args.map(Number)));
    };
  };
  /** A call on a descriptor. `__syscall_*` answer a negative error, `fd_*` (`positiveErrors`) a positive one. */
  const byDescriptor = (
    table: Record<string, Call>,
    name: string,
    act: (file: OpenFile, args: number[]) => number,
    positiveErrors: boolean,
  ): void => {
    const theirs = original(table, name);
    table[name] = (...args) => {
      const fd = Number(args[0]);
      if (fd < FIRST_DESCRIPTOR) return theirs(...args);
      const file = files.get(fd);
      const answer = file === undefined ? -EBADF : guarded(name, file.path, () => act(file, args.map(Number)));
      return answer < 0 && positiveErrors ? -answer : answer;
    };
  };

  byPath('__syscall_openat', 1, (disk, path, [, , flags = 0]) => {
    const mode = (flags & OPEN.accessMode) === 0 ? constants.O_RDONLY : constants.O_RDWR;
    const isFolder = mode === constants.O_RDONLY && disk.stat(path).isFolder;
    const wanted =
      mode |
      (flags & OPEN.create ? constants.O_CREAT : 0) |
      (flags & OPEN.exclusive ? constants.O_EXCL : 0) |
      (flags & OPEN.truncate ? constants.O_TRUNC : 0);
    // Folders are opened by SQLite only to fsync them.
    const fd = isFolder ? -1 : disk.open(path, wanted);
    const number = nextFile++;
    files.set(number, { disk, fd, position: 0, path, isFolder });
    return number;
  });
  byPath('__syscall_stat64', 0, (disk, path, [, out = 0]) => writeStat(disk.stat(path), out));
  byPath('__syscall_lstat64', 0, (disk, path, [, out = 0]) => writeStat(disk.stat(path), out));
  byPath('__syscall_newfstatat', 1, (disk, path, [, , out = 0]) => writeStat(disk.stat(path), out));
  byPath('__syscall_faccessat', 1, (disk, path, [, , mode = 0]) => {
    disk.access(path, mode);
    return 0;
  });
  byPath('__syscall_unlinkat', 1, (disk, path) => {
    disk.unlink(path);
    return 0;
  });
  byPath('__syscall_readlinkat', 1, () => -EINVAL);
  byPath('__syscall_chmod', 0, () => 0);
  byPath('__syscall_utimensat', 1, () => 0);
  byPath('__syscall_mkdirat', 1, (disk, path) => {
    disk.mkdir(path);
    return 0;
  });
  byPath('__syscall_rmdir', 0, () => -EINVAL);

  const syscall = (name: (typeof WRAPPED_ENV)[number], act: (file: OpenFile, args: number[]) => number): void => {
    byDescriptor(env, name, act, false);
  };
  syscall('__syscall_fstat64', (file, [, out = 0]) =>
    writeStat(file.isFolder ? file.disk.stat(file.path) : file.disk.statOpen(file.fd), out),
  );
  syscall('__syscall_ftruncate64', (file, [, size = 0]) => {
    file.disk.truncate(file.fd, size);
    return 0;
  });
  syscall('__syscall_fcntl64', (_file, [, command, varargs = 0]) => {
    // F_GETLK: nobody else holds a lock (the lock file keeps other processes out). Setting a lock always succeeds.
    if (command === 5 || command === 12) view().setInt16(view().getUint32(varargs, true), 2, true);
    return 0;
  });
  syscall('__syscall_fchmod', () => 0);
  syscall('__syscall_fchown32', () => 0);

  const wasiCall = (name: (typeof WRAPPED_WASI)[number], act: (file: OpenFile, args: number[]) => number): void => {
    byDescriptor(wasi, name, act, true);
  };
  /** Runs `act` over the buffers of an iovec list until one is not filled; answers the total. */
  const overBuffers = (list: number, count: number, act: (buffer: Uint8Array) => number): number => {
    let total = 0;
    for (let i = 0; i < count; i++) {
      const pointer = view().getUint32(list + 8 * i, true);
      const length = view().getUint32(list + 8 * i + 4, true);
      if (length === 0) continue;
      const done = act(bytes(pointer, length));
      total += done;
      if (done < length) break;
    }
    return total;
  };
  wasiCall('fd_read', (file, [, list = 0, count = 0, out = 0]) => {
    const total = overBuffers(list, count, (buffer) => {
      const done = file.disk.read(file.fd, buffer, file.position);
      file.position += done;
      return done;
    });
    view().setUint32(out, total, true);
    return 0;
  });
  wasiCall('fd_write', (file, [, list = 0, count = 0, out = 0]) => {
    const total = overBuffers(list, count, (buffer) => {
      const done = file.disk.write(file.fd, buffer, file.position);
      file.position += done;
      return done;
    });
    view().setUint32(out, total, true);
    return 0;
  });
  wasiCall('fd_seek', (file, [, offset = 0, whence = 0, out = 0]) => {
    const base = whence === 0 ? 0 : whence === 1 ? file.position : file.disk.statOpen(file.fd).sizeBytes;
    file.position = base + offset;
    view().setBigInt64(out, BigInt(file.position), true);
    return 0;
  });
  wasiCall('fd_sync', (file) => {
    if (file.isFolder) file.disk.syncFolder(file.path);
    else file.disk.sync(file.fd);
    return 0;
  });
  const theirClose = original(wasi, 'fd_close');
  wasi['fd_close'] = (...args) => {
    const fd = Number(args[0]);
    const file = files.get(fd);
    if (file === undefined) return fd < FIRST_DESCRIPTOR ? theirClose(...args) : EBADF;
    files.delete(fd);
    if (file.isFolder) return 0;
    return -guarded('fd_close', file.path, () => {
      file.disk.close(file.fd);
      return 0;
    });
  };

  return {
    mount: (folder, disk) => {
      const id = String(nextMount++);
      mounts.set(id, { folder, disk });
      return {
        path: `${VIRTUAL_ROOT}${id}`,
        unmount: () => {
          mounts.delete(id);
        },
      };
    },
    takeComplaint: () => {
      const last = complaint;
      complaint = undefined;
      return last;
    },
    openCount: () => files.size,
  };
}
