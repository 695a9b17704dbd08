/** Opens any file, decides by its content what it is, and lets the reader of that format read it. Stores nothing. */
import { createHash } from 'node:crypto';
import { constants, fstatSync, statSync, type BigIntStats, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ArchiveError, assertNever } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import { isHeld, whileHeldLater } from '../storage/held-files.ts';
import { canStartHelper } from '../work/helper-process.ts';
import { HEAD_BYTES, detectFormat, type FormatFamily } from './detect-format.ts';
import { refuseOwnFile, refuseOwnFileAt } from './own-files.ts';
import { readApart, readApartAhead } from './process/read-apart.ts';
import { checkPictures } from './secrecy-pictures.ts';
import { findSecrecyMarkInName } from './secrecy.ts';
import { refuseSecretFile } from './secrecy-check.ts';
import {
  LIMITS,
  ReadBudget,
  asArchiveError,
  stopIfCancelled,
  warning,
  type FileBytes,
  type ReadOptions,
  type Reader,
} from './readers/reader.ts';
import { isUnfilled } from './unfinished.ts';
import type { ZipContainer } from './readers/zip-container.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { RawText } from './types.ts';

export interface RawFile {
  /** The bare file name. */
  name: string;
  /** In bytes. */
  size: number;
  /** Lower-case hexadecimal SHA-256 of the whole file. */
  sha256: string;
  /** null where the file is larger than LIMITS.heldBytes: copy it from its path, and compare `sha256`. */
  bytes: Uint8Array<ArrayBuffer> | null;
  raw: RawText;
}

/**
 * Reads the text of a file of any known format. The content decides, not the extension.
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, EMPTY_FILE, FILE_TOO_LARGE, FILE_UNFINISHED, FILE_IN_USE, NO_PERMISSION,
 *   FILE_CHANGED, PASSWORD_PROTECTED, BAD_FILE, UNSUPPORTED_FORMAT, SECRET_REFUSED, CANCELLED
 */
export async function readRaw(source: FileSource, options: ReadOptions = {}): Promise<RawFile> {
  return readRawText(await loadFile(source, options.signal), options);
}

/** SHA-256 of bytes in memory, in lower-case hex. */
export const sha256OfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file in memory, not yet looked into. */
export interface LoadedFile extends FileOfFamily {
  sha256: string;
}

interface FileOfFamily extends FileBytes {
  /** What its first bytes say it is, where they were looked at already. */
  family?: FormatFamily;
}

const familyOf = ({ family, bytes, name }: FileOfFamily): FormatFamily =>
  family ?? detectFormat(bytes.subarray(0, HEAD_BYTES), name);

/**
 * Brings a file into memory, whole and unchanged.
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, EMPTY_FILE, FILE_TOO_LARGE, FILE_UNFINISHED, FILE_IN_USE, NO_PERMISSION,
 *   FILE_CHANGED, CANCELLED
 */
export async function loadFile(source: FileSource, signal?: AbortSignal): Promise<LoadedFile> {
  if ('path' in source) {
    const begun = takeLoaded(source.path);
    if (begun !== undefined) return begun;
  }
  const { file } =
    'path' in source
      ? await loadPath(source.path, signal)
      : { file: { name: path.basename(source.name), bytes: source.bytes } };
  return looked(file);
}

/** The hash of a file that is whole as far as its bytes tell. */
function looked(file: FileOfFamily): LoadedFile {
  if (file.bytes.length === 0) throw new ArchiveError('EMPTY_FILE', file.name);
  refuseOwnFile(file.bytes, file.name);
  if (file.bytes.length > LIMITS.fileBytes) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  if (isUnfilled(file.bytes, file.name)) throw new ArchiveError('FILE_UNFINISHED', file.name);
  return { ...file, sha256: sha256OfBytes(file.bytes) };
}

/**
 * Reads the text of a loaded file, and refuses it where anything in it bears a mark of secrecy.
 * @throws ArchiveError SECRET_REFUSED, and as `readRaw` from PASSWORD_PROTECTED on
 */
export async function readRawText(file: LoadedFile, options: ReadOptions = {}): Promise<RawFile> {
  stopIfCancelled(options.signal);
  const family = familyOf(file);
  const raw = isReadApart(family, options) ? await readApart(file, options) : await readHere(family, file, options);
  stopIfCancelled(options.signal);
  return {
    name: file.name,
    size: file.bytes.length,
    sha256: file.sha256,
    bytes: file.bytes.length > LIMITS.heldBytes ? null : file.bytes,
    raw,
  };
}

/** Larger files are not begun before they are asked for: they would lie in memory twice. */
const AHEAD_BYTES = 2 * 1024 * 1024;

/**
 * Begins to read a file that will be read soon, so that the disk and the reading process have work while its caller files the last
 * one. Never fails.
 */
export async function readAhead(source: { path: string }, options: ReadOptions): Promise<void> {
  try {
    const name = path.basename(source.path);
    if (findSecrecyMarkInName(name) !== null) return;
    const { file: bare, state } = await loadPath(source.path, options.signal, AHEAD_BYTES);
    const file = looked(bare);
    keepLoaded(source.path, { file, state });
    if (isReadApart(familyOf(file), options)) readApartAhead(file, options);
  } catch {
    // It is met, and told, when the file is read.
  }
}

/** Plain text makes no more of itself than it is: to send it to another process and back would cost more than to read it. */
function isReadApart(family: FormatFamily, options: ReadOptions): boolean {
  return options.apart === true && family !== 'text' && family !== 'csv' && family !== 'unknown' && canStartHelper();
}

async function readHere(family: FormatFamily, file: FileBytes, options: ReadOptions): Promise<RawText> {
  const reader = await readerFor(family, file);
  const budget = options.budget ?? new ReadBudget(file.name);
  const {
    unseenText = [],
    pictures = [],
    ...raw
  } = await reader(file, { ...options, budget }).catch((thrown: unknown) => {
    throw asArchiveError(thrown, 'BAD_FILE', file.name);
  });
  stopIfCancelled(options.signal);
  if (raw.text.length > LIMITS.characters) throw new ArchiveError('FILE_TOO_LARGE', file.name, 'text');
  refuseSecretFile({ ...raw, unseenText });
  const unchecked = await checkPictures(pictures, options);
  const mismatch = extensionMismatch(file.name, raw.format);
  // Half a surrogate pair (a damaged or hostile file) can be neither stored as UTF-8 nor hashed; its place is kept.
  const text = raw.text.toWellFormed();
  const warnings = [...raw.warnings, ...unchecked, ...privateWarnings(text), ...(mismatch === null ? [] : [mismatch])];
  return { ...raw, text, warnings };
}

/** Characters of the private area are shapes of the file's own font: a few are rare names, many are text nobody can search. */
function privateWarnings(text: string): Warning[] {
  const count = text.match(/[\uE000-\uF8FF]/g)?.length ?? 0;
  if (count < 5 || count < text.length * 0.02) return [];
  return [warning('CHARACTERS_UNKNOWN', `有 ${count} 个字用文件自带的编码写成，无法认出，请对照原件录入。`)];
}

/** What was loaded before its turn, with the state of the file then: it counts where the file is still in that state. */
interface Loaded<F> {
  file: F;
  state: BigIntStats;
}
const loadedAhead = new Map<string, Loaded<LoadedFile>>();
/** Some of them are never asked for: a cancelled import leaves them. */
const MOST_LOADED = 16;

function keepLoaded(filePath: string, loaded: Loaded<LoadedFile>): void {
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

async function loadPath(
  filePath: string,
  signal: AbortSignal | undefined,
  most: number = LIMITS.fileBytes,
): Promise<Loaded<FileOfFamily>> {
  const name = path.basename(filePath);
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
    const { bytes, family, state } = await readAll(handle, name, signal);
    return { file: { name, bytes, family }, state };
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
function statOf(filePath: string, name: string): Stats {
  try {
    return statSync(filePath);
  } catch (thrown) {
    throw pathError(thrown, name);
  }
}

const READ_STEP_BYTES = 8 * 1024 * 1024;

async function readAll(
  handle: FileHandle,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; family: FormatFamily; state: BigIntStats }> {
  const before = fstatSync(handle.fd, { bigint: true });
  if (!before.isFile()) throw new ArchiveError('NOT_A_FILE', name);
  const { head, family } = await readHead(handle, name, Number(before.size));
  const bytes = new Uint8Array(Number(before.size));
  bytes.set(head);
  let filled = head.length;
  while (filled < bytes.length) {
    stopIfCancelled(signal);
    const { bytesRead } = await handle.read(bytes, filled, Math.min(READ_STEP_BYTES, bytes.length - filled), filled);
    if (bytesRead === 0) throw new ArchiveError('FILE_CHANGED', name, 'shorter than at first');
    filled += bytesRead;
  }
  const after = fstatSync(handle.fd, { bigint: true });
  if (!sameState(before, after)) throw new ArchiveError('FILE_CHANGED', name);
  return { bytes, family, state: after };
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

/** Readers are loaded when the first file of their kind comes, so that the command line starts fast. */
async function readerFor(family: FormatFamily, file: FileBytes): Promise<Reader> {
  switch (family) {
    case 'text':
      return (await import('./readers/txt.ts')).readTxt;
    case 'zip':
      return zipReader(file);
    case 'ole':
      return oleReader(file);
    case 'pdf':
      return (await import('./readers/pdf.ts')).readPdf;
    case 'html':
      return (await import('./readers/html.ts')).readHtml;
    case 'mht':
      return (await import('./readers/mail.ts')).readMht;
    case 'eml':
      return (await import('./readers/mail.ts')).readEml;
    case 'rtf':
      return (await import('./readers/rtf.ts')).readRtf;
    case 'image':
      return (await import('./readers/image.ts')).readImage;
    case 'csv':
      return (await import('./readers/txt.ts')).readCsv;
    case 'xml': {
      const [{ readFlatXml }, { readDocxFrom }, { unseenOfXml }] = await Promise.all([
        import('./readers/flat-xml.ts'),
        import('./readers/docx.ts'),
        import('./readers/xml-unseen.ts'),
      ]);
      return async (flat, options) => {
        const raw = await readFlatXml(flat, options, readDocxFrom);
        return { ...raw, unseenText: [...(raw.unseenText ?? []), ...unseenOfXml(flat.bytes, flat.name, true)] };
      };
    }
    default:
      throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
  }
}

async function zipReader(file: FileBytes): Promise<Reader> {
  const { ZipContainer, zipKind } = await import('./readers/zip-container.ts');
  const zip = new ZipContainer(file.bytes, file.name);
  const kind = zipKind(zip);
  switch (kind) {
    case 'docx':
      return withUnseen(zip, (await import('./readers/docx.ts')).readDocx);
    case 'xlsx':
      return withUnseen(zip, (await import('./readers/xlsx.ts')).readXlsx);
    case 'ofd':
      return withUnseen(zip, (await import('./readers/ofd.ts')).readOfd);
    case 'zip':
      return (await import('./readers/zip.ts')).readZip;
    case 'odt':
      return withUnseen(zip, (await import('./readers/odt.ts')).readOdt);
    case 'pptx':
      throw new ArchiveError('UNSUPPORTED_FORMAT', file.name, kind);
    default:
      return assertNever(kind);
  }
}

/** Adds what every such package holds beside its text, for the question of secrecy. */
async function withUnseen(zip: ZipContainer, reader: Reader): Promise<Reader> {
  const { unseenOfPackage } = await import('./readers/package-unseen.ts');
  return async (file, options) => {
    const raw = await reader(file, options);
    const unseen = unseenOfPackage(zip, file.name);
    return {
      ...raw,
      unseenText: [...(raw.unseenText ?? []), ...unseen.texts],
      pictures: [...(raw.pictures ?? []), ...unseen.pictures],
      warnings: [...raw.warnings, ...unseen.warnings],
    };
  };
}

/** Compound files hold Word files, and locked files of the newer kind. */
async function oleReader(file: FileBytes): Promise<Reader> {
  const { CompoundFile } = await import('./readers/compound-file.ts');
  const ole = new CompoundFile(file.bytes, file.name);
  if (ole.has('EncryptedPackage')) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  if (ole.has('WordDocument')) return (await import('./readers/doc.ts')).readDoc;
  throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
}

/** Extensions under which each format goes about. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  txt: ['txt', 'text', 'md', 'log'],
  csv: ['csv', 'tsv'],
  html: ['html', 'htm', 'xhtml', 'shtml'],
  mht: ['mht', 'mhtml'],
  eml: ['eml'],
  image: ['jpg', 'jpeg', 'jpe', 'png', 'gif', 'bmp', 'webp', 'tif', 'tiff'],
  zip: ['zip'],
  ofd: ['ofd'],
  xlsx: ['xlsx', 'xlsm', 'xltx', 'et'],
  docx: ['docx', 'docm', 'dotx', 'dotm', 'wps', 'wpt', 'xml'],
  wordml: ['xml', 'doc', 'wps'],
  odt: ['odt', 'ott', 'fodt', 'xml'],
  rtf: ['rtf', 'doc', 'wps'],
  doc: ['doc', 'dot', 'wps', 'wpt'],
  pdf: ['pdf'],
};

function extensionMismatch(name: string, format: string): ReturnType<typeof warning> | null {
  const known = EXTENSIONS[format];
  const extension = path.extname(name).slice(1).toLowerCase();
  if (known === undefined || extension === '' || known.includes(extension)) return null;
  return warning('EXTENSION_MISMATCH', `扩展名是“.${extension}”，内容实为 ${format} 格式，已按内容读取。`);
}
