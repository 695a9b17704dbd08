/** Puts a finished package into one zip: stored as it is, so that every file in it can be read where it lies. */
import { closeSync, fsyncSync, openSync, readSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Zip, ZipPassThrough } from 'fflate';
import { randomBytes } from 'node:crypto';
import { ArchiveError } from '../../../../shared/errors.ts';
import { publish, realDisk } from '../../storage/disk.ts';
import { errnoCode } from '../../storage/disk.ts';
import type { TimeSlicer } from '../../work/time-slicer.ts';

/** A zip without the later, larger form holds no more (APPNOTE 4.4.1.4); some programs that open zips know only this one. */
const BYTES_MAX = 0xffffffff;
const FILES_MAX = 0xffff;
const PIECE = 1024 * 1024;
const UNIX = 3;
const FILE_RIGHTS = 0o100644 << 16;
/** Of each entry, in its header and in the directory, beside its name twice. */
const ENTRY_BYTES = 30 + 46 + 16;

function filesOf(folder: string): { path: string; size: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const place = join(entry.parentPath, entry.name);
      return { path: place.slice(folder.length + 1).replaceAll('\\', '/'), size: statSync(place).size };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * @param name the folder that the zip opens into
 * @param target appears whole or not at all
 * @throws ArchiveError FILE_TOO_LARGE where a zip cannot hold it; TARGET_EXISTS; CANCELLED; the system's error
 */
export async function zipFolder(folder: string, name: string, target: string, slicer: TimeSlicer): Promise<void> {
  const files = filesOf(folder);
  const entries = files.map(({ path, size }) => ({ path, size, name: `${name}/${path}` }));
  const total = entries.reduce((sum, one) => sum + one.size + 2 * Buffer.byteLength(one.name) + ENTRY_BYTES, 0);
  if (total > BYTES_MAX || files.length > FILES_MAX)
    throw new ArchiveError('FILE_TOO_LARGE', `一个压缩包装不下（${files.length} 个文件，${total} 字节），请不用压缩包`);
  const half = join(dirname(target), `.fuhan-${randomBytes(6).toString('hex')}.part`);
  const fd = openSync(half, 'wx');
  let open = true;
  try {
    let failed: Error | undefined;
    const zip = new Zip((error, bytes) => {
      if (error !== null) failed = error;
      else for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    });
    slicer.stage('压缩包', total);
    for (const entry of entries) {
      const packed = new ZipPassThrough(entry.name);
      // Of a Unix system, with a file's usual rights: Info-ZIP takes names for the code page of DOS otherwise, whatever the zip says.
      packed.os = UNIX;
      packed.attrs = FILE_RIGHTS;
      zip.add(packed);
      await pushFile(packed, join(folder, entry.path), slicer);
    }
    zip.end();
    if (failed !== undefined) throw failed;
    fsyncSync(fd);
    closeSync(fd);
    open = false;
    publish(realDisk(), half, target);
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') throw new ArchiveError('TARGET_EXISTS', target);
    throw thrown;
  } finally {
    if (open) closeSync(fd);
    rmSync(half, { force: true });
  }
}

async function pushFile(packed: ZipPassThrough, path: string, slicer: TimeSlicer): Promise<void> {
  const fd = openSync(path, 'r');
  try {
    for (;;) {
      // A buffer of its own: what is pushed is kept until it has been written.
      const piece = new Uint8Array(PIECE);
      const count = readSync(fd, piece, 0, PIECE, null);
      packed.push(piece.subarray(0, count), count < PIECE);
      await slicer.step(count);
      if (count < PIECE) return;
    }
  } finally {
    closeSync(fd);
  }
}
