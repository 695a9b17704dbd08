/** A package as it lies before us: a folder, or one zip that is read where it is. Nothing of it is copied anywhere to be looked at. */
import { closeSync, existsSync, fstatSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { ArchiveError } from '../../../../shared/errors.ts';
import { errnoCode } from '../../storage/disk.ts';
import { diskError } from '../../storage/failures.ts';
import { readOrdinaryFile } from '../../storage/ordinary-file.ts';
import { readZipDirectory, type ZipPlace } from './zip-places.ts';
import { verifier, type PackageSource } from './verifier.ts';

/** A package that is open. */
export interface OpenPackage extends PackageSource {
  /** Its folder's or file's name. */
  readonly name: string;
  /** Bytes of a file. @param path in NFC @throws ArchiveError PACKAGE_BAD where there is none */
  sizeOf: (path: string) => number;
  /** Where the file lies on the disk; undefined in a zip. @throws ArchiveError PACKAGE_BAD where there is none */
  liesAt: (path: string) => string | undefined;
  close: () => void;
}

const DECLARATION = 'bagit.txt';
const INFO_MAX = 16 * 1024 * 1024;
const FORM_LABEL = /^Fuhan-Package-Form:/im;
/** A packed file is unpacked in memory: larger ones only where they are stored as they are, as our own packages have them. */
const INFLATED_MAX = 256 * 1024 * 1024;

/** What the packages of this program carry at their top, beside what any bag has. */
const OWN_VERIFIER = '校验.cjs';

/**
 * Whether these are the top files of a package of this archive's kind. One that has lost its declaration or its bag-info is one all the same:
 * taken for a folder of letters, each of its files would be filed as a letter.
 * @param info bag-info.txt; null where there is none
 */
function isOwn(has: (name: string) => boolean, info: () => string | null): boolean {
  if (has('bag-info.txt') && FORM_LABEL.test(info() ?? '')) return true;
  return has(OWN_VERIFIER) && (has(DECLARATION) || has('bag-info.txt') || has('manifest-sha256.txt'));
}

/** Whether a folder holds a package of this archive's kind. */
export function isPackageFolder(folder: string): boolean {
  try {
    const info = join(folder, 'bag-info.txt');
    return isOwn(
      (name) => existsSync(join(folder, name)),
      () => readOrdinaryFile(info, INFO_MAX).toString('utf8'),
    );
  } catch {
    return false;
  }
}

/** The list of a zip's entries lies at its end: of a package of ten thousand letters it takes some megabytes. */
const LIST_BYTES = 64 * 1024 * 1024;

/** Whether the list at a zip's end has the names of a package, though it cannot be read as one: names that stand twice, and the like. */
function listsOwn(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const size = fstatSync(fd).size;
    const end = Buffer.alloc(Math.min(size, LIST_BYTES));
    fill(fd, end, size - end.length, path);
    return isOwn(
      (name) => end.includes(name),
      () => null,
    );
  } finally {
    closeSync(fd);
  }
}

/** Whether a zip does. Anything that is no zip, or a damaged one that does not name what a package has, is none: whoever imports it says what is wrong. */
export function isPackageZip(path: string): boolean {
  if (!/\.zip$/i.test(path)) return false;
  let opened: OpenPackage | undefined;
  try {
    const source = openZip(path);
    opened = source;
    const names = new Set(source.files.map((file) => file.path.normalize('NFC')));
    return isOwn(
      (name) => names.has(name),
      () => Buffer.concat([...source.read('bag-info.txt')].map((piece) => Buffer.from(piece))).toString(),
    );
  } catch {
    return opened === undefined && listsOwn(path);
  } finally {
    opened?.close();
  }
}

export const isPackage = (path: string): boolean => {
  try {
    return statSync(path).isDirectory() ? isPackageFolder(path) : isPackageZip(path);
  } catch {
    return false;
  }
};

/** The folder that is meant: itself, or the one bag directly in it. */
function bagFolder(path: string): string {
  if (existsSync(join(path, DECLARATION))) return path;
  const below = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name))
    .filter((folder) => existsSync(join(folder, DECLARATION)));
  return below.length === 1 && below[0] !== undefined ? below[0] : path;
}

/** @throws ArchiveError BAD_PATH, NO_PERMISSION, PACKAGE_BAD for a zip that cannot be read as one */
export function openPackage(path: string): OpenPackage {
  try {
    if (!statSync(path).isDirectory()) return openZip(path);
    const folder = bagFolder(path);
    const source = verifier().folderSource(folder);
    return opened(basename(folder), source, () => undefined, folder);
  } catch (thrown) {
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, path);
  }
}

/** Names are looked up in NFC, however a file system or a zip writes them (macOS parts accents from letters). */
function opened(name: string, source: PackageSource, close: () => void, folder?: string): OpenPackage {
  const byName = new Map(source.files.map((file) => [file.path.normalize('NFC'), file]));
  const find = (path: string): PackageSource['files'][number] => {
    const file = byName.get(path.normalize('NFC'));
    if (file === undefined || file.link === true) throw new ArchiveError('PACKAGE_BAD', `${name}（缺少 ${path}）`);
    return file;
  };
  return {
    name,
    files: source.files,
    read: (path) => source.read(find(path).path),
    sizeOf: (path) => find(path).size,
    liesAt: (path) => (folder === undefined ? undefined : join(folder, find(path).path)),
    close,
  };
}

function openZip(path: string): OpenPackage {
  // A pipe would wait for its writer.
  if (!statSync(path).isFile()) throw new ArchiveError('NOT_A_FILE', basename(path));
  const fd = openSync(path, 'r');
  try {
    const places = readZipDirectory(fd, fstatSync(fd).size, basename(path));
    // A bag in a zip lies in one folder (RFC 8493, 4.1); one that was packed without it is read as well.
    const tops = new Set([...places.keys()].map((name) => name.split('/')[0] ?? ''));
    const [top] = tops;
    const under = tops.size === 1 && top !== undefined && !places.has(top) ? `${top}/` : '';
    const byPath = new Map([...places].map(([name, place]) => [name.slice(under.length), place]));
    const files = [...byPath].map(([name, { size }]) => ({ path: name, size }));
    const source = { files, read: (name: string) => readPlace(fd, byPath.get(name), name) };
    return opened(basename(path).replace(/\.zip$/i, ''), source, () => closeSync(fd));
  } catch (thrown) {
    closeSync(fd);
    throw thrown;
  }
}

const PIECE = 1024 * 1024;

function* readPlace(fd: number, place: ZipPlace | undefined, name: string): Iterable<Uint8Array> {
  if (place === undefined) throw new ArchiveError('NOT_FOUND', name);
  const start = place.dataAt();
  if (place.method === 8) {
    if (place.size > INFLATED_MAX)
      throw new ArchiveError('FILE_TOO_LARGE', `${name}（请先解压整个数据包再读入）`, `${place.size} bytes`);
    const packed = Buffer.alloc(place.packedSize);
    fill(fd, packed, start, name);
    yield inflateRawSync(packed, { maxOutputLength: place.size + 1 });
    return;
  }
  const piece = Buffer.alloc(Math.min(PIECE, Math.max(place.size, 1)));
  for (let done = 0; done < place.size;) {
    const part = piece.subarray(0, Math.min(piece.length, place.size - done));
    fill(fd, part, start + done, name);
    done += part.length;
    yield part;
  }
}

function fill(fd: number, into: Uint8Array, position: number, name: string): void {
  for (let done = 0; done < into.length;) {
    const count = readSync(fd, into, done, into.length - done, position + done);
    if (count === 0) throw new ArchiveError('PACKAGE_BAD', `${name} 在压缩包中不完整`);
    done += count;
  }
}
