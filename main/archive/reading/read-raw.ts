/** Opens any file, decides by its content what it is, and lets the reader of that format read it. Stores nothing. */
import path from 'node:path';
import { ArchiveError, assertNever } from '../../../shared/errors.ts';
import { canStartHelper } from '../work/helper-process.ts';
import type { FormatFamily } from './detect-format.ts';
import { loadAhead, loadFile, refuseChanged, wholeBytes, type LoadedFile, type NamedSource } from './load-file.ts';
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
export async function readRaw(source: NamedSource, options: ReadOptions = {}): Promise<RawFile> {
  return readRawText(await loadFile(source, options.signal), options);
}

/**
 * Reads the text of a loaded file, and refuses it where anything in it bears a mark of secrecy.
 * @throws ArchiveError SECRET_REFUSED, and as `readRaw` from PASSWORD_PROTECTED on
 */
export async function readRawText(file: LoadedFile, options: ReadOptions = {}): Promise<RawFile> {
  const { name, size, sha256, family, bytes, lies } = file;
  stopIfCancelled(options.signal);
  const raw = isReadApart(family, options)
    ? await readApart(file, options)
    : await readHere(family, { name, bytes: await wholeBytes(file) }, options);
  stopIfCancelled(options.signal);
  // What was read in pieces meanwhile is what was hashed.
  if (lies !== null) refuseChanged(lies);
  return { name, size, sha256, bytes, raw };
}

/**
 * Begins to read a file that will be read soon, so that the disk and the reading process have work while its caller files the last
 * one. Never fails.
 */
export async function readAhead(source: { path: string }, options: ReadOptions): Promise<void> {
  try {
    if (findSecrecyMarkInName(path.basename(source.path)) !== null) return;
    const file = await loadAhead(source.path, options.signal);
    if (isReadApart(file.family, options)) readApartAhead(file, options);
  } catch {
    // It is met, and told, when the file is read.
  }
}

/** Plain text makes no more of itself than it is: to send it to another process and back would cost more than to read it. */
function isReadApart(family: FormatFamily, options: ReadOptions): boolean {
  return options.apart === true && family !== 'text' && family !== 'csv' && family !== 'unknown' && canStartHelper();
}

/** Reads a file that is in memory, by the reader of its format. @throws ArchiveError as `readRawText` */
export async function readHere(family: FormatFamily, file: FileBytes, options: ReadOptions): Promise<RawText> {
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
