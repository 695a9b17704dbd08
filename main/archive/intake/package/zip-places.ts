/**
 * Where the files of a large zip lie in it. The reader of zips among letters (reading/readers/zip-container.ts) holds the
 * whole zip in memory, which a package may not fit into.
 */
import { readSync } from 'node:fs';
import { ArchiveError } from '../../../../shared/errors.ts';
import { decodeLegacyName } from '../../reading/readers/text-encoding.ts';

export interface ZipPlace {
  size: number;
  packedSize: number;
  /** 0 stored, 8 deflated; others are refused. */
  method: number;
  /** Where its bytes begin. @throws ArchiveError PACKAGE_BAD */
  dataAt(): number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const UTF8_FLAG = 0x800;
const END_SEARCHED = 22 + 0xffff;
const ENTRIES_MAX = 2_000_000;
const DIRECTORY_MAX = 512 * 1024 * 1024;

/** @throws ArchiveError PACKAGE_BAD: no zip, damaged, locked by a password, or packed in a way that is not known */
export function readZipDirectory(fd: number, sizeBytes: number, fileName: string): Map<string, ZipPlace> {
  const bad = (what: string): ArchiveError => new ArchiveError('PACKAGE_BAD', `${fileName}（${what}）`);
  const bytesAt = (position: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length;) {
      const count = readSync(fd, bytes, done, length - done, position + done);
      if (count === 0) throw bad('压缩包不完整');
      done += count;
    }
    return bytes;
  };
  const tailAt = Math.max(0, sizeBytes - END_SEARCHED);
  const tail = bytesAt(tailAt, sizeBytes - tailAt);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw bad('压缩包不完整，或不是压缩包');
  let count = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  if (end >= 20 && tail.readUInt32LE(end - 20) === LOCATOR_64) {
    const whole = bytesAt(Number(tail.readBigUInt64LE(end - 12)), 56);
    if (whole.readUInt32LE(0) !== END_64) throw bad('压缩包目录损坏');
    count = Number(whole.readBigUInt64LE(32));
    length = Number(whole.readBigUInt64LE(40));
    start = Number(whole.readBigUInt64LE(48));
  }
  if (count > ENTRIES_MAX || length > DIRECTORY_MAX || start + length > sizeBytes) throw bad('压缩包目录损坏');
  const directory = bytesAt(start, length);
  const places = new Map<string, ZipPlace>();
  for (let at = 0, n = 0; n < count; n++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw bad('压缩包目录损坏');
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const rawName = directory.subarray(at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const sizes = sizesOf(directory, at, extra);
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
    const name = (
      (flags & UTF8_FLAG) !== 0 ? rawName.toString('utf8') : decodeLegacyName(Uint8Array.from(rawName))
    ).replaceAll('\\', '/');
    if (name.endsWith('/')) continue;
    if ((flags & 1) !== 0) throw bad('压缩包设有密码');
    if (method !== 0 && method !== 8) throw bad('压缩方式不认识');
    if (places.has(name)) throw bad(`有两个“${name}”`);
    places.set(name, {
      size: sizes.size,
      packedSize: sizes.packedSize,
      method,
      dataAt: () => {
        const local = bytesAt(sizes.offset, 30);
        if (local.readUInt32LE(0) !== LOCAL) throw bad(`“${name}”的位置不对`);
        return sizes.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      },
    });
  }
  return places;
}

/** Zip64 keeps, in this order, only what does not fit into the entry itself. */
function sizesOf(directory: Buffer, at: number, extra: Buffer): { size: number; packedSize: number; offset: number } {
  const sizes = {
    size: directory.readUInt32LE(at + 24),
    packedSize: directory.readUInt32LE(at + 20),
    offset: directory.readUInt32LE(at + 42),
  };
  for (let place = 0; place + 4 <= extra.length;) {
    const length = extra.readUInt16LE(place + 2);
    if (extra.readUInt16LE(place) === 1) {
      let next = place + 4;
      for (const key of ['size', 'packedSize', 'offset'] as const) {
        if (sizes[key] !== 0xffffffff || next + 8 > extra.length) continue;
        sizes[key] = Number(extra.readBigUInt64LE(next));
        next += 8;
      }
    }
    place += 4 + length;
  }
  return sizes;
}
