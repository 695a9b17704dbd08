/** Zips of letters: their files, one zip inside opened too. Names are only names: none is ever used as a path. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { textsOfBytes } from './bytes-unseen.ts';
import { LIMITS, stopIfCancelled, warning, type FileBytes, type ReadOptions, type Reader } from './reader.ts';
import { ZipContainer, zipKind } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { EmbeddedFile, RawText } from '../types.ts';

/** Gives the files inside as `embedded`; the zip itself has no text. */
export const readZip: Reader = async (file, options) => {
  const found: Found = {
    files: [],
    damaged: [],
    methods: new Map(),
    unsafe: 0,
    closed: 0,
    locked: 0,
    bytes: 0,
    beside: [],
  };
  collect(new ZipContainer(file.bytes, file.name), file, '', 1, found, options);
  if (found.files.length === 0 && found.locked > 0) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  const raw: RawText = {
    format: 'zip',
    mime: 'application/zip',
    text: '',
    layout: 'unknown',
    pages: [],
    warnings: warningsOf(found),
    embedded: found.files,
    unseenText: found.beside,
  };
  return raw;
};

interface Found {
  files: EmbeddedFile[];
  damaged: string[];
  /** Files packed in a way that is not known here, by its name. */
  methods: Map<string, string[]>;
  unsafe: number;
  closed: number;
  locked: number;
  bytes: number;
  /** Comments, and words that belong to no file. */
  beside: string[];
}

/** What systems leave in zips beside people's files. */
export const LEFT_OUT = /(^|\/)(__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/i;

function collect(
  zip: ZipContainer,
  file: FileBytes,
  prefix: string,
  depth: number,
  found: Found,
  options: ReadOptions,
): void {
  found.beside.push(...zip.comments, ...textsOfBytes(zip.outside));
  zip.entries.forEach((entry, index) => {
    stopIfCancelled(options.signal);
    if (entry.folder || LEFT_OUT.test(entry.name)) return;
    if (entry.encrypted) {
      found.locked++;
      return;
    }
    const name = safeName(entry.name);
    if (name !== entry.name.replaceAll('\\', '/')) found.unsafe++;
    const bytes = readEntry(zip, index, found, name);
    if (bytes === null) return;
    found.bytes += bytes.length;
    if (found.bytes > LIMITS.zipTotalBytes || found.files.length >= LIMITS.zipEntries) {
      throw new ArchiveError('FILE_TOO_LARGE', file.name, 'all entries together');
    }
    const inner = openInner(name, bytes);
    if (inner === null) found.files.push({ name: prefix + name, bytes });
    else if (depth >= LIMITS.zipDepth) found.closed++;
    else collect(inner, file, `${prefix}${name}/`, depth + 1, found, options);
  });
}

/** Ways of packing by their number (APPNOTE 4.4.5) that are met in practice and not unpacked here. */
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'BZip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

function methodName(method: number | undefined): string {
  return METHODS[method ?? -1] ?? `${method ?? '?'} 号`;
}

/** null where the entry is damaged or cannot be unpacked: the others are still read. Limits end the reading of the whole. */
function readEntry(zip: ZipContainer, index: number, found: Found, name: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(zip.readAt(index));
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE') throw thrown;
    if (thrown.code === 'UNSUPPORTED_FORMAT') {
      const method = methodName(zip.entries[index]?.method);
      found.methods.set(method, [...(found.methods.get(method) ?? []), name]);
    } else found.damaged.push(name);
    return null;
  }
}

function openInner(name: string, bytes: Uint8Array<ArrayBuffer>): ZipContainer | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return null;
  try {
    const zip = new ZipContainer(bytes, name);
    return zipKind(zip) === 'zip' ? zip : null;
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'FILE_TOO_LARGE') throw thrown;
    return null;
  }
}

/** `/`-separated, without drive, root, `.` and `..`, without control characters. */
export function safeName(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replaceAll(/[\0-\x1f\x7f]/g, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? '未命名' : parts.join('/');
}

function warningsOf(found: Found): Warning[] {
  const warnings: Warning[] = [];
  if (found.damaged.length > 0) {
    const shown = found.damaged.slice(0, 10).join('、');
    warnings.push(warning('ENTRIES_DAMAGED', `压缩包中 ${found.damaged.length} 个文件已损坏，未读出：${shown}`));
  }
  for (const [method, names] of found.methods) {
    const shown = names.slice(0, 10).join('、');
    warnings.push(
      warning(
        'METHOD_UNKNOWN',
        `压缩包中 ${names.length} 个文件用 ${method} 方式压缩，本程序不能解开，未读出（文件并未损坏）：${shown}。请用普通 zip（Deflate）方式重新压缩。`,
      ),
    );
  }
  if (found.locked > 0) warnings.push(warning('ENTRIES_LOCKED', `压缩包中 ${found.locked} 个文件设有密码，未读出。`));
  if (found.closed > 0)
    warnings.push(warning('NESTED_NOT_OPENED', `压缩包中有 ${found.closed} 个多层嵌套的压缩包，未展开。`));
  if (found.unsafe > 0)
    warnings.push(warning('UNSAFE_NAMES', `压缩包中 ${found.unsafe} 个文件名含有不安全的路径，只保留了文件名部分。`));
  return warnings;
}
