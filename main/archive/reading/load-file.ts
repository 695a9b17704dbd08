/**
 * Brings a file into memory as it lies on the disk, or, where it is very large, only its hash and its beginning. What is read ahead of its turn
 * counts as long as the file stays as it was.
 */
import { createHash } from 'node:crypto';
import { constants, fstatSync, statSync, type BigIntStats, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import { isHeld, whileHeldLater } from '../storage/held-files.ts';
import { HEAD_BYTES, detectFormat, type FormatFamily } from './detect-format.ts';
import { refuseOwnFile, refuseOwnFileAt } from './own-files.ts';
import { LIMITS, stopIfCancelled } from './readers/reader.ts';
import { isUnfilled } from './unfinished.ts';

/** SHA-256 of bytes in memory, in lower-case hex. */
export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file, and what it is called where its path does not say so. */
export type NamedSource = FileSource | { path: string; name: string };

export const nameOf = (source: NamedSource): string => path.basename('name' in source ? source.name : source.path);

/** A file that is whole as far as its bytes tell, not yet looked into. */
export interface LoadedFile {
  /** The bare file name. */
  name: string;
  /** In bytes. */
  size: number;
  sha256: string;
  family: FormatFamily;
  /** null where the file is larger than LIMITS.heldBytes and lies on the disk: `lies` says where. */
  bytes: Uint8Array<ArrayBuffer> | null;
  lies: LyingFile | null;
}

/** A file on the disk in the state in which it was hashed. */
export interface LyingFile {
  path: string;
  state: BigIntStats;
}

/**
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, EMPTY_FILE, FILE_TOO_LARGE, FILE_UNFINISHED, FILE_IN_USE, NO_PERMISSION,
 *   FILE_CHANGED, UNSUPPORTED_FORMAT, ARCHIVE_OWN_FILE, CANCELLED
 */
export async function loadFile(source: NamedSource, signal?: AbortSignal): Promise<LoadedFile> {
  const name = nameOf(source);
  if (!('path' in source)) return loadedFrom(name, source.bytes);
  return takeLoaded(source.path) ?? (await loadPath(source.path, { name, signal })).file;
}

/** The bytes of a loaded file as a whole. @throws ArchiveError FILE_CHANGED, and what `loadFile` throws of a path */
export async function wholeBytes({ bytes, lies, name, sha256 }: LoadedFile): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes !== null) return bytes;
  if (lies === null) throw new ArchiveError('FILE_CHANGED', name);
  return bytesOfHash(lies.path, sha256);
}

/** The bytes of a file that was hashed before. @throws ArchiveError FILE_CHANGED, and what `loadFile` throws of a path */
export async function bytesOfHash(filePath: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const { file } = await loadPath(filePath, { held: LIMITS.fileBytes });
  if (file.bytes === null || file.sha256 !== sha256) throw new ArchiveError('FILE_CHANGED', file.name);
  return file.bytes;
}

/** @throws ArchiveError FILE_CHANGED where the file is no longer as it was when it was hashed */
export function refuseChanged({ path: filePath, state }: LyingFile): void {
  const name = path.basename(filePath);
  if (!sameState(state, statOf(filePath, name, true))) throw new ArchiveError('FILE_CHANGED', name);
}

function loadedFrom(name: string, bytes: Uint8Array<ArrayBuffer>, family?: FormatFamily): LoadedFile {
  if (bytes.length === 0) throw new ArchiveError('EMPTY_FILE', name);
  refuseOwnFile(bytes, name);
  if (bytes.length > LIMITS.fileBytes) throw new ArchiveError('FILE_TOO_LARGE', name);
  if (isUnfilled(bytes, name)) throw new ArchiveError('FILE_UNFINISHED', name);
  const known = family ?? detectFormat(bytes.subarray(0, HEAD_BYTES), name);
  return { name, size: bytes.length, sha256: sha256OfBytes(bytes), family: known, bytes, lies: null };
}

/** Larger files are not begun before they are asked for: they would lie in memory twice. */
const AHEAD_BYTES = 2 * 1024 * 1024;

/** Loads a file before its turn and keeps it for `loadFile`. @throws ArchiveError as `loadFile` of a path */
export async function loadAhead(filePath: string, signal?: AbortSignal): Promise<LoadedFile> {
  const loaded = await loadPath(filePath, { signal, most: AHEAD_BYTES });
  keepLoaded(filePath, loaded);
  return loaded.file;
}

interface Loaded {
  file: LoadedFile;
  /** Of the file when it was loaded: it counts where the file is still in that state. */
  state: BigIntStats;
}
const loadedAhead = new Map<string, Loaded>();
/** Some of them are never asked for: a cancelled import leaves them. */
const MOST_LOADED = 16;

function keepLoaded(filePath: string, loaded: Loaded): void {
  loadedAhead.set(filePath, loaded);
  const [oldest] = loadedAhead.keys();
  if (loadedAhead.size > MOST_LOADED && oldest !== undefined) loadedAhead.delete(oldest);
}

function takeLoaded(filePath: string): LoadedFile | undefined {
  const loaded = loadedAhead.get(filePath);
  if (loaded === undefined) return undefined;
  loadedAhead.delete(filePath);
  try {
    return sameState(loaded.state, statSync(filePath, { bigint: true })) ? loaded.file : undefined;
  } catch {
    return undefined;
  }
}

interface LoadOptions {
  name?: string;
  signal?: AbortSignal | undefined;
  /** Larger files are refused. Bytes. */
  most?: number;
  /** Larger files are hashed and not held. Bytes. */
  held?: number;
}

async function loadPath(
  filePath: string,
  { name = path.basename(filePath), signal, most = LIMITS.fileBytes, held = LIMITS.heldBytes }: LoadOptions,
): Promise<Loaded> {
  if (filePath.includes('\0')) throw new ArchiveError('BAD_PATH', name);
  const facts = statOf(filePath, name);
  // Looked at before opening: opening a pipe waits for its writer, opening a device may do anything.
  if (!facts.isFile()) throw new ArchiveError('NOT_A_FILE', name);
  if (facts.size === 0) throw new ArchiveError('EMPTY_FILE', name);
  if (facts.size > most) {
    // What is too large to be read may still be attached.
    if (facts.size > LIMITS.fileBytes) refuseLargeOwnFile(filePath, name);
    throw new ArchiveError('FILE_TOO_LARGE', name, `${facts.size} bytes`);
  }
  const handle = await whileHeldLater(() => open(filePath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))).catch(
    (thrown: unknown) => {
      throw pathError(thrown, name);
    },
  );
  try {
    const before = fstatSync(handle.fd, { bigint: true });
    if (!before.isFile()) throw new ArchiveError('NOT_A_FILE', name);
    const size = Number(before.size);
    const { head, family } = await readHead(handle, name, size);
    const file =
      size > held
        ? await lyingFile(handle, { name, size, family, lies: { path: filePath, state: before } }, signal)
        : loadedFrom(name, await readAll(handle, name, head, size, signal), family);
    const after = fstatSync(handle.fd, { bigint: true });
    if (!sameState(before, after)) throw new ArchiveError('FILE_CHANGED', name);
    return { file, state: after };
  } catch (thrown) {
    throw pathError(thrown, name);
  } finally {
    await handle.close();
  }
}

function refuseLargeOwnFile(filePath: string, name: string): void {
  try {
    refuseOwnFileAt(filePath, name);
  } catch (thrown) {
    throw pathError(thrown, name);
  }
}

/** At once, as the walk that found the file: the way to another thread and back costs many times what the question does. */
function statOf(filePath: string, name: string): Stats;
function statOf(filePath: string, name: string, exact: true): BigIntStats;
function statOf(filePath: string, name: string, exact = false): Stats | BigIntStats {
  try {
    return statSync(filePath, { bigint: exact });
  } catch (thrown) {
    throw pathError(thrown, name);
  }
}

const READ_STEP_BYTES = 8 * 1024 * 1024;

async function readAll(
  handle: FileHandle,
  name: string,
  head: Uint8Array,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  bytes.set(head);
  let filled = head.length;
  while (filled < size) {
    stopIfCancelled(signal);
    const { bytesRead } = await handle.read(bytes, filled, Math.min(READ_STEP_BYTES, size - filled), filled);
    if (bytesRead === 0) throw new ArchiveError('FILE_CHANGED', name, 'shorter than at first');
    filled += bytesRead;
  }
  return bytes;
}

/** The same for a file that is not to be held: its hash, and a look at its end, for whether it was filled. */
async function lyingFile(
  handle: FileHandle,
  known: Pick<LoadedFile, 'name' | 'size' | 'family' | 'lies'>,
  signal: AbortSignal | undefined,
): Promise<LoadedFile> {
  const { name, size, family } = known;
  const digest = createHash('sha256');
  const piece = new Uint8Array(READ_STEP_BYTES);
  const read = async (at: number): Promise<Uint8Array> => {
    stopIfCancelled(signal);
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, size - at), at);
    if (bytesRead === 0) throw new ArchiveError('FILE_CHANGED', name, 'shorter than at first');
    return piece.subarray(0, bytesRead);
  };
  for (let at = 0; at < size;) {
    const bytes = await read(at);
    digest.update(bytes);
    at += bytes.length;
  }
  if (isUnfilled(await read(Math.max(0, size - piece.length)), name, family))
    throw new ArchiveError('FILE_UNFINISHED', name);
  return { ...known, sha256: digest.digest('hex'), bytes: null };
}

/** Text has a lower limit than files at large, and foreign formats are not read at all: the first bytes tell. */
async function readHead(
  handle: FileHandle,
  name: string,
  size: number,
): Promise<{ head: Uint8Array; family: FormatFamily }> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(Math.min(size, HEAD_BYTES)), { position: 0 });
  const head = buffer.subarray(0, bytesRead);
  refuseOwnFile(head, name);
  const family = detectFormat(head, name);
  if (family === 'unknown' && isUnfilled(head, name)) throw new ArchiveError('FILE_UNFINISHED', name);
  if (family === 'unknown') throw new ArchiveError('UNSUPPORTED_FORMAT', name);
  const text = family === 'text' || family === 'csv' || family === 'html';
  if (text && size > LIMITS.textBytes) throw new ArchiveError('FILE_TOO_LARGE', name, `${size} bytes of text`);
  return { head, family };
}

function sameState(before: BigIntStats, after: BigIntStats): boolean {
  return (
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs &&
    before.dev === after.dev &&
    before.ino === after.ino
  );
}

/** What the system says about a path, in the archive's words. */
export function pathError(thrown: unknown, name: string): ArchiveError {
  if (thrown instanceof ArchiveError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const details = thrown instanceof Error ? thrown.message : String(thrown);
  if (isHeld(thrown)) return new ArchiveError('FILE_IN_USE', name, details);
  if (code === 'EACCES' || code === 'EPERM') return new ArchiveError('NO_PERMISSION', name, details);
  if (code === 'EIO') return new ArchiveError('DISK_ERROR', name, details);
  if (code === 'EISDIR') return new ArchiveError('NOT_A_FILE', name, details);
  return new ArchiveError('BAD_PATH', name, details);
}
