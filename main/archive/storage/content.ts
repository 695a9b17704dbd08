/**
 * Content of the archive, addressed by its SHA-256: short content packed where that pays, other bytes in rows of 1 MiB and other
 * text in rows of 262,144 characters, so that nothing large is ever held whole in SQLite's memory. The same content is stored
 * once, whether it came as a text or as a file (a UTF-8 text file is both); nothing is ever changed.
 */
import { isUtf8 } from 'node:buffer';
import { createHash, hash, randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { ArchiveError } from '../../../shared/errors.ts';
import { errnoCode, exists, publish, realDisk, removeQuietly } from './disk.ts';
import { requireOutside } from './output-guard.ts';
import { targetError } from './failures.ts';
import { isHeld, whileHeld } from './held-files.ts';
import { pack, unpack } from './packing.ts';
import { newPlace } from './windows-paths.ts';
import type { ReadableDb, WritableDb } from './types.ts';

export const BYTE_CHUNK = 1024 * 1024;
export const TEXT_CHUNK_UNITS = 262_144;

export interface StoredContent {
  sha256: string;
  /** Bytes. */
  size: number;
}
type ContentKind = 'bytes' | 'text';

const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data);

/** What the archive says of a content. */
export interface ContentRecord {
  sha256: string;
  kind: ContentKind;
  /** Bytes, unpacked. */
  size: number;
  /** Where it is packed; null where it is in pieces. A schema version before packing has no such column. */
  place?: number | null;
}

function contentRecord(db: ReadableDb, sha256: string): ContentRecord | undefined {
  return db.get<ContentRecord>('SELECT * FROM archive.content WHERE sha256 = ?', [sha256]);
}

/** True where this content is in the archive, as text or as bytes. */
export function hasContent(db: ReadableDb, sha256: string): boolean {
  return contentRecord(db, sha256) !== undefined;
}

const ADD_CONTENT = 'INSERT INTO archive.content (sha256, kind, size) VALUES (?, ?, ?)';
const ADD_PACKED_CONTENT = 'INSERT INTO archive.content (sha256, kind, size, place) VALUES (?, ?, ?, ?)';
const LAST_PLACE = 'SELECT max(place) AS last FROM archive.packed_content';
const ADD_PACKED = 'INSERT INTO archive.packed_content (place, data) VALUES (?, ?)';
const GET_PACKED = 'SELECT data FROM archive.packed_content WHERE place = ?';
const ADD_BYTES = 'INSERT INTO archive.byte_chunk (sha256, seq, data) VALUES (?, ?, ?)';
const ADD_TEXT = 'INSERT INTO archive.text_chunk (sha256, seq, data) VALUES (?, ?, ?)';
const GET_BYTES = 'SELECT data FROM archive.byte_chunk WHERE sha256 = ? ORDER BY seq';
const GET_TEXT = 'SELECT data FROM archive.text_chunk WHERE sha256 = ? ORDER BY seq';

/** Stores new content packed. @returns false where that does not pay, and nothing was stored */
function putPacked(db: WritableDb, kind: ContentKind, { sha256, size }: StoredContent, bytes: Uint8Array): boolean {
  const packed = pack(bytes);
  if (packed === undefined) return false;
  const place = (db.get<{ last: number | null }>(LAST_PLACE)?.last ?? 0) + 1;
  db.run(ADD_PACKED, [place, packed]);
  db.run(ADD_PACKED_CONTENT, [sha256, kind, size, place]);
  return true;
}

/** @throws ArchiveError ARCHIVE_DAMAGED where it is not there, or cannot be unpacked to as many bytes as it had */
function unpacked(db: ReadableDb, { sha256, size }: ContentRecord, place: number): Buffer {
  const packed = db.get<{ data: Uint8Array }>(GET_PACKED, [place])?.data;
  if (packed === undefined) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `nothing packed for ${sha256}`);
  const bytes = unpack(packed, size);
  if (bytes.length !== size) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `unpacked length of ${sha256}`);
  return bytes;
}

/** Cuts a text into rows, never between the two halves of a surrogate pair. */
function* textChunks(text: string): Iterable<string> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + TEXT_CHUNK_UNITS, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    yield text.slice(start, end);
    start = end;
  }
}

/**
 * Stores a text; answers the SHA-256 of its UTF-8.
 * @throws ArchiveError BAD_VALUE where the text holds half a character (a lone surrogate), which UTF-8 cannot say
 */
export function putText(db: WritableDb, text: string): string {
  if (!text.isWellFormed()) throw new ArchiveError('BAD_VALUE', '文字中有不完整的字符', 'lone surrogate');
  const bytes = Buffer.from(text);
  const sha256 = sha256Hex(bytes);
  if (hasContent(db, sha256)) return sha256;
  if (putPacked(db, 'text', { sha256, size: bytes.length }, bytes)) return sha256;
  db.run(ADD_CONTENT, [sha256, 'text', bytes.length]);
  let seq = 0;
  for (const chunk of textChunks(text)) db.run(ADD_TEXT, [sha256, seq++, chunk]);
  return sha256;
}

/**
 * A stored text.
 * @throws ArchiveError NOT_FOUND; ARCHIVE_DAMAGED where it is no longer the text that was stored
 */
export function readText(db: ReadableDb, sha256: string): string {
  const parts: string[] = [];
  const record = contentRecord(db, sha256);
  if (record === undefined) throw new ArchiveError('NOT_FOUND', sha256);
  if (typeof record.place === 'number') {
    const bytes = unpacked(db, record, record.place);
    // A file that is no text may be asked for as one.
    if (sha256Hex(bytes) === sha256 && isUtf8(bytes)) return bytes.toString('utf8');
    throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `text ${sha256}`);
  }
  if (record.kind === 'text') {
    for (const row of db.iterate<{ data: string }>(GET_TEXT, [sha256])) parts.push(row.data);
  } else {
    const decoder = new StringDecoder('utf8');
    for (const row of db.iterate<{ data: Uint8Array }>(GET_BYTES, [sha256]))
      parts.push(decoder.write(Buffer.from(row.data)));
    parts.push(decoder.end());
  }
  const text = parts.join('');
  if (sha256Hex(text) !== sha256) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `text ${sha256}`);
  return text;
}

/** Stores bytes that are in memory. */
export function putBytes(db: WritableDb, bytes: Uint8Array): StoredContent {
  const sha256 = sha256Hex(bytes);
  const stored = { sha256, size: bytes.length };
  if (hasContent(db, sha256) || putPacked(db, 'bytes', stored, bytes)) return stored;
  db.run(ADD_CONTENT, [sha256, 'bytes', bytes.length]);
  for (let start = 0, seq = 0; start < bytes.length; start += BYTE_CHUNK, seq++) {
    db.run(ADD_BYTES, [sha256, seq, bytes.subarray(start, start + BYTE_CHUNK)]);
  }
  return stored;
}

/** Pieces of any size as pieces of 1 MiB, the last one shorter; a piece is good only until the next one. */
function* inChunks(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const chunk = Buffer.alloc(BYTE_CHUNK);
  let filled = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + BYTE_CHUNK - filled);
      chunk.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < BYTE_CHUNK) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/**
 * Stores bytes whose hash is known, piece by piece.
 * @throws ArchiveError FILE_CHANGED where they are not what the hash says: let it end the transaction
 */
export function putPieces(db: WritableDb, sha256: string, size: number, pieces: Iterable<Uint8Array>): void {
  if (!hasContent(db, sha256) && !putChunks(db, { sha256, size }, inChunks(pieces)))
    throw new ArchiveError('FILE_CHANGED');
}

/** Stores new bytes that come in pieces of 1 MiB, the last one shorter. @returns false where they are not what the hash says */
function putChunks(db: WritableDb, { sha256, size }: StoredContent, chunks: Iterable<Uint8Array>): boolean {
  const digest = createHash('sha256');
  let seq = 0;
  let stored = 0;
  for (const chunk of chunks) {
    digest.update(chunk);
    stored += chunk.length;
    const isAll = seq === 0 && chunk.length === size;
    if (!isAll || !putPacked(db, 'bytes', { sha256, size }, chunk)) {
      if (seq === 0) db.run(ADD_CONTENT, [sha256, 'bytes', size]);
      db.run(ADD_BYTES, [sha256, seq, chunk]);
    }
    seq++;
  }
  if (seq === 0) db.run(ADD_CONTENT, [sha256, 'bytes', size]);
  return stored === size && digest.digest('hex') === sha256;
}

/** Reads an open file piece by piece; the piece is good only until the next one. */
function* filePieces(fd: number): Iterable<Uint8Array> {
  const piece = Buffer.alloc(BYTE_CHUNK);
  for (let position = 0; ;) {
    let filled = 0;
    while (filled < piece.length) {
      const count = readSync(fd, piece, filled, piece.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    if (filled === 0) return;
    position += filled;
    yield piece.subarray(0, filled);
  }
}

function withFile<T>(path: string, act: (fd: number) => T): T {
  let fd: number | undefined;
  try {
    // Without O_NONBLOCK a named pipe would wait for its writer for ever.
    fd = whileHeld(() =>
      openSync(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)),
    );
    if (!fstatSync(fd).isFile()) throw new ArchiveError('NOT_A_FILE', basename(path));
    return act(fd);
  } catch (thrown) {
    if (errnoCode(thrown) === 'EISDIR') throw new ArchiveError('NOT_A_FILE', basename(path));
    throw errnoCode(thrown) === '' ? thrown : sourceError(thrown, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A file that cannot be read is the file's matter, whatever the reason. */
function sourceError(thrown: unknown, path: string): ArchiveError {
  const code = errnoCode(thrown);
  if (isHeld(thrown)) return new ArchiveError('FILE_IN_USE', basename(path), `${code} ${path}`);
  return new ArchiveError(code === 'EIO' ? 'DISK_ERROR' : 'BAD_PATH', basename(path), `${code} ${path}`);
}

function hashOpen(fd: number): StoredContent {
  const digest = createHash('sha256');
  let size = 0;
  for (const piece of filePieces(fd)) {
    digest.update(piece);
    size += piece.length;
  }
  return { sha256: digest.digest('hex'), size };
}

/**
 * SHA-256 and size of a file on disk, read in pieces of 1 MiB.
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, DISK_ERROR
 */
export function hashFile(path: string): StoredContent {
  return withFile(path, hashOpen);
}

/**
 * Stores a file, read twice in pieces of 1 MiB: once for its hash, once to store it under it.
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, DISK_ERROR; FILE_CHANGED where the second reading differs from the first:
 *   let it end the transaction, so that nothing of the file stays
 */
export function putFile(db: WritableDb, path: string): StoredContent {
  return withFile(path, (fd) => {
    const stored = hashOpen(fd);
    if (!hasContent(db, stored.sha256) && !putChunks(db, stored, filePieces(fd)))
      throw new ArchiveError('FILE_CHANGED', basename(path));
    return stored;
  });
}

/**
 * Stored bytes, piece by piece; their hash is checked at the end.
 * @throws ArchiveError NOT_FOUND, ARCHIVE_DAMAGED
 */
export function* iterateBytes(db: ReadableDb, sha256: string): Iterable<Uint8Array> {
  const record = contentRecord(db, sha256);
  if (record === undefined) throw new ArchiveError('NOT_FOUND', sha256);
  const digest = createHash('sha256');
  for (const piece of storedPieces(db, record)) {
    digest.update(piece);
    yield piece;
  }
  if (digest.digest('hex') !== sha256) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `bytes ${sha256}`);
}

function* storedPieces(db: ReadableDb, record: ContentRecord): Iterable<Uint8Array> {
  if (typeof record.place === 'number') {
    yield unpacked(db, record, record.place);
    return;
  }
  const sql = record.kind === 'text' ? GET_TEXT : GET_BYTES;
  for (const { data } of db.iterate<{ data: Uint8Array | string }>(sql, [record.sha256]))
    yield typeof data === 'string' ? Buffer.from(data) : data;
}

/** Stored bytes as a whole: for content that is known to be small. @throws as iterateBytes */
export function readBytes(db: ReadableDb, sha256: string): Uint8Array {
  return new Uint8Array(Buffer.concat([...iterateBytes(db, sha256)]));
}

/**
 * Writes stored bytes to a new file: it appears under its name whole, checked and synced, or not at all.
 * @param out path of the file; its folder must exist
 * @throws ArchiveError OUT_IN_ARCHIVE, TARGET_EXISTS, BAD_PATH, NO_PERMISSION, DISK_FULL, DISK_ERROR, NOT_FOUND, ARCHIVE_DAMAGED
 */
export function writeContentTo(db: ReadableDb, sha256: string, out: string): void {
  const target = newPlace(out);
  requireOutside(target);
  const disk = realDisk();
  const half = join(dirname(target), `.${randomUUID()}.part`);
  if (!hasContent(db, sha256)) throw new ArchiveError('NOT_FOUND', sha256);
  try {
    if (exists(disk, target)) throw new ArchiveError('TARGET_EXISTS', target);
    writePieces(half, iterateBytes(db, sha256));
    publish(disk, half, target);
  } catch (thrown) {
    removeQuietly(disk, half);
    if (errnoCode(thrown) === 'EEXIST') throw new ArchiveError('TARGET_EXISTS', target);
    throw errnoCode(thrown) === '' ? thrown : targetError(thrown, target);
  }
}

function writePieces(path: string, pieces: Iterable<Uint8Array>): void {
  const fd = whileHeld(() => openSync(path, 'wx'));
  try {
    for (const piece of pieces) {
      for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
