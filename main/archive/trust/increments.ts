/**
 * Incremental backups: the archive's file in blocks named by their SHA-256, each stored once for all backups of a folder, and
 * a small file a backup that lists its blocks. Content never changes, so from day to day only new blocks are written. Read
 * through `incrementDisk` a backup is one file again, which is opened and verified like any other.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { isLinked, refuseLinkedFolder } from '../storage/links.ts';
import { LOCK_NAME, takeLock, type ArchiveLock } from '../storage/lock.ts';
import { breathe } from '../work/time-slicer.ts';
import {
  delegate,
  diskFault,
  errnoCode,
  exists,
  publish,
  readFully,
  removeQuietly,
  writeFully,
  type Disk,
} from '../storage/disk.ts';
import type { CopyOptions } from '../storage/copy.ts';

export const INCREMENT_EXTENSION = '.increment';
export const BLOCK_FOLDER = 'fuhan-backup-blocks';
const BLOCK_BYTES = 1024 * 1024;
const FORMAT = 'fuhan-incremental-backup';
const VERSION = 1;
const MOST_LIST_BYTES = 256 * 1024 * 1024;
/** Blocks kept open while a backup is read: SQLite jumps from page to page. */
const OPEN_BLOCKS = 64;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  block_bytes: z
    .number()
    .int()
    .min(4096)
    .max(64 * BLOCK_BYTES),
  size: z.number().int().min(1),
  /** Of the whole file. */
  sha256: sha256Schema,
  blocks: z.array(sha256Schema),
});
export type Increment = z.infer<typeof manifestSchema>;

export function isIncrement(file: string): boolean {
  return file.endsWith(INCREMENT_EXTENSION);
}

/** @throws ArchiveError BACKUP_BAD, ARCHIVE_NEWER; what the disk says is thrown as it is */
export function readIncrement(disk: Disk, file: string): Increment {
  const fd = disk.open(file, constants.O_RDONLY);
  let text: string;
  try {
    const { sizeBytes } = disk.statOpen(fd);
    // A file of that name may be of any size; so many bytes list the blocks of four terabytes.
    if (sizeBytes > MOST_LIST_BYTES) throw new ArchiveError('BACKUP_BAD', file, `a list of ${sizeBytes} bytes`);
    const bytes = Buffer.alloc(sizeBytes);
    text = bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0));
  } finally {
    disk.close(fd);
  }
  const read = readRecord(text);
  const { format, version } = read;
  if (format === FORMAT && typeof version === 'number' && version > VERSION)
    throw new ArchiveError('ARCHIVE_NEWER', file, `list of version ${version}, known up to ${VERSION}`);
  const manifest = manifestSchema.safeParse(read);
  // A parser's own words would repeat what the file begins with: it may be any file.
  if (!manifest.success) throw new ArchiveError('BACKUP_BAD', file, 'not a list of blocks');
  const { blocks, size, block_bytes } = manifest.data;
  if (blocks.length !== Math.ceil(size / block_bytes)) throw new ArchiveError('BACKUP_BAD', file, 'blocks are missing');
  return manifest.data;
}

/** Where a block lies: 256 folders, so that none grows very large. */
function blockPath(folder: string, hash: string): string {
  return join(folder, BLOCK_FOLDER, hash.slice(0, 2), hash);
}

function isStored(disk: Disk, path: string, bytes: number): boolean {
  try {
    // What a link leads to is somewhere else, and may go from there: the block is written in its place.
    return !disk.isLink(path) && disk.stat(path).sizeBytes === bytes;
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT' || errnoCode(thrown) === 'ENOTDIR') return false;
    throw thrown;
  }
}

/**
 * Keeps two programs from tidying up each other's blocks. @param blocks the folder of the blocks
 * @throws ArchiveError BACKUP_PLACE_IN_USE, whatever has the name of the lock: it is about the place of backups, not about the archive
 */
export function lockBlocks(disk: Disk, blocks: string): ArchiveLock {
  const path = join(blocks, LOCK_NAME);
  if (isLinked(disk, path)) throw new ArchiveError('BACKUP_PLACE_IN_USE', `${path}（是链接）`, 'a symbolic link');
  if (exists(disk, path) && disk.stat(path).isFolder)
    throw new ArchiveError('BACKUP_PLACE_IN_USE', `${path}（是文件夹）`, 'a folder');
  try {
    return takeLock(disk, blocks);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code !== 'ARCHIVE_IN_USE') throw thrown;
    throw new ArchiveError('BACKUP_PLACE_IN_USE', path, thrown.details);
  }
}

/** Reads a stored block. */
function isRight(disk: Disk, path: string, hash: string): boolean {
  const fd = disk.open(path, constants.O_RDONLY);
  try {
    const bytes = Buffer.alloc(disk.statOpen(fd).sizeBytes);
    readFully(disk, fd, bytes, 0);
    return createHash('sha256').update(bytes).digest('hex') === hash;
  } finally {
    disk.close(fd);
  }
}

async function storeBlock(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  refuseLinkedFolder(disk, dirname(path));
  disk.mkdir(dirname(path));
  const half = `${path}.${randomUUID()}.part`;
  try {
    const fd = disk.open(half, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
    try {
      writeFully(disk, fd, bytes, 0);
      await disk.syncLater(fd);
    } finally {
      disk.close(fd);
    }
    // A block of another length under this name is half of one that a crash left.
    disk.rename(half, path);
  } catch (thrown) {
    removeQuietly(disk, half);
    throw thrown;
  }
}

/**
 * Stores the blocks of a file that no earlier backup of the folder holds, and lists all of them.
 * @param options distrust: blocks that are there are read, and written again where they are no longer right
 * @returns the list, to be published once verified, and the bytes that were written
 * @throws ArchiveError CANCELLED; what the disk says is thrown as it is
 */
export async function storeBlocks(
  from: { disk: Disk; path: string },
  to: { disk: Disk; folder: string },
  options: CopyOptions & { distrust?: boolean },
): Promise<{ manifest: Increment; writtenBytes: number }> {
  const hash = createHash('sha256');
  const blocks: string[] = [];
  const touched = new Set<string>();
  let writtenBytes = 0;
  let size = 0;
  const source = from.disk.open(from.path, constants.O_RDONLY);
  try {
    const total = from.disk.statOpen(source).sizeBytes;
    const block = Buffer.alloc(BLOCK_BYTES);
    for (;;) {
      if (options.signal?.aborted === true) throw new ArchiveError('CANCELLED');
      const part = block.subarray(0, readFully(from.disk, source, block, size));
      if (part.length === 0) break;
      hash.update(part);
      const name = createHash('sha256').update(part).digest('hex');
      const path = blockPath(to.folder, name);
      const stored =
        isStored(to.disk, path, part.length) && (options.distrust !== true || isRight(to.disk, path, name));
      if (!stored) {
        await storeBlock(to.disk, path, part);
        touched.add(dirname(path));
        writtenBytes += part.length;
      }
      blocks.push(name);
      size += part.length;
      options.onBytes?.(size, total);
      await breathe();
    }
  } finally {
    from.disk.close(source);
  }
  for (const folder of [...touched, join(to.folder, BLOCK_FOLDER)]) {
    to.disk.syncFolder(folder);
    await breathe();
  }
  const manifest: Increment = {
    format: FORMAT,
    version: 1,
    block_bytes: BLOCK_BYTES,
    size,
    sha256: hash.digest('hex'),
    blocks,
  };
  return { manifest, writtenBytes };
}

/**
 * Writes the list of a verified backup under another name and hands over what gives it its own.
 * @throws what the disk says; EEXIST where the name is taken
 */
export async function prepareIncrement(
  disk: Disk,
  file: string,
  manifest: Increment,
  finish: (publishIt: () => void) => void,
): Promise<void> {
  const half = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  try {
    const fd = disk.open(half, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
    try {
      writeFully(disk, fd, Buffer.from(JSON.stringify(manifest)), 0);
      await disk.syncLater(fd);
    } finally {
      disk.close(fd);
    }
    finish(() => publish(disk, half, file));
  } catch (thrown) {
    removeQuietly(disk, half);
    throw thrown;
  }
}

/**
 * Looks whether all blocks of a backup are there; not yet what is in them.
 * @throws ArchiveError BACKUP_BAD, which names the first block that is not
 */
export function requireBlocks(disk: Disk, file: string, manifest: Increment): void {
  manifest.blocks.forEach((hash, index) => {
    const path = blockPath(dirname(file), hash);
    const bytes = Math.min(manifest.block_bytes, manifest.size - index * manifest.block_bytes);
    if (isStored(disk, path, bytes)) return;
    throw new ArchiveError(
      'BACKUP_BAD',
      `数据块 ${path} 缺失或不完整`,
      `block ${index + 1} of ${manifest.blocks.length}, ${file}`,
    );
  });
}

const FIRST_DESCRIPTOR = 2_000_000;

/**
 * A disk on which an incremental backup is one file again, for reading.
 * @param file the path under which it is found; its blocks lie beside it
 */
export function incrementDisk(base: Disk, file: string, manifest: Increment): Disk {
  const open = new Set<number>();
  /** Descriptors of the blocks read last, the oldest first. */
  const blocks = new Map<number, number>();
  let next = FIRST_DESCRIPTOR;
  const stat = {
    isFolder: false,
    sizeBytes: manifest.size,
    mode: 0o100400,
    links: 1,
    inode: 1n << 61n,
    modifiedMs: 0,
  };
  const closeBlock = (index: number): void => {
    const fd = blocks.get(index);
    blocks.delete(index);
    if (fd !== undefined) base.close(fd);
  };
  const block = (index: number): number => {
    const known = blocks.get(index);
    if (known !== undefined) {
      blocks.delete(index);
      blocks.set(index, known);
      return known;
    }
    if (blocks.size >= OPEN_BLOCKS) closeBlock(blocks.keys().next().value ?? -1);
    const fd = base.open(blockPath(dirname(file), manifest.blocks[index] ?? ''), constants.O_RDONLY);
    blocks.set(index, fd);
    return fd;
  };
  return {
    ...delegate(base),
    open: (path, flags) => {
      if (path !== file) return base.open(path, flags);
      const fd = next++;
      open.add(fd);
      return fd;
    },
    close: (fd) => {
      if (!open.delete(fd)) base.close(fd);
      else if (open.size === 0) for (const index of [...blocks.keys()]) closeBlock(index);
    },
    read: (fd, into, position) => {
      if (!open.has(fd)) return base.read(fd, into, position);
      if (position >= manifest.size) return 0;
      const index = Math.floor(position / manifest.block_bytes);
      const start = position - index * manifest.block_bytes;
      const length = Math.min(into.length, manifest.block_bytes - start, manifest.size - position);
      // A block that is shorter than it was is no end of the file.
      if (readFully(base, block(index), into.subarray(0, length), start) < length) throw diskFault('EIO', 'read', file);
      return length;
    },
    statOpen: (fd) => (open.has(fd) ? stat : base.statOpen(fd)),
    stat: (path) => (path === file ? stat : base.stat(path)),
  };
}

/**
 * Removes blocks that no backup of the folder lists any more. Where one of the lists cannot be read nothing is removed.
 * @returns how many went
 */
export async function collectBlocks(disk: Disk, folder: string): Promise<number> {
  const place = join(folder, BLOCK_FOLDER);
  // Through a link the blocks of another folder would go.
  if (isLinked(disk, place) || !exists(disk, place)) return 0;
  const wanted = new Set<string>();
  for (const name of disk.list(folder).filter(isIncrement)) {
    try {
      for (const block of readIncrement(disk, join(folder, name)).blocks) wanted.add(block);
    } catch {
      return 0;
    }
  }
  let removed = 0;
  const groups = disk.list(place).filter((name) => /^[0-9a-f]{2}$/.test(name) && !isLinked(disk, join(place, name)));
  for (const group of groups) {
    for (const name of disk.list(join(place, group))) {
      if (wanted.has(name)) continue;
      removeQuietly(disk, join(place, group, name));
      removed++;
    }
    await breathe();
  }
  return removed;
}
