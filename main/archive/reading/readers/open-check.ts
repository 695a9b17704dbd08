/**
 * Opens a file by the reader of its format, as a person would: all pages of a pdf, all points of a picture, every entry of a package
 * with its checksum, the main stream of an old office file. What no reader here knows is said to be unknown, never to be good.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { HEAD_BYTES, detectFormat } from '../detect-format.ts';
import { CompoundFile } from './compound-file.ts';
import { readDoc } from './doc.ts';
import { openPdf } from './pdf.ts';
import { countPictures, decodePictures } from './picture-file.ts';
import { LIMITS, type FileBytes } from './reader.ts';
import { readRtf } from './rtf.ts';
import { ZipContainer, zipKind } from './zip-container.ts';

export interface Opening {
  /** null where no reader here knows the format: a person must open it. */
  opens: boolean | null;
  /** The kind of opening: 逐页读出, 解码, … ; '' where it does not open. */
  how: string;
  /** What came of it, or why it does not open. */
  what: string;
  /** Locked by a password, or packed so that only one maker's programs open it: the file itself, or what lies in it, by name. */
  locked: string[];
}

/** What files of these extensions are; a file that is something else is not what its name says. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  pdf: ['pdf'],
  ofd: ['ofd'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  pptx: ['pptx'],
  odt: ['odt'],
  zip: ['zip'],
  doc: ['ole', 'docx', 'rtf', 'html', 'mht', 'xml'],
  wps: ['ole', 'docx'],
  et: ['ole', 'xlsx'],
  dps: ['ole', 'pptx'],
  xls: ['ole', 'xlsx', 'html', 'xml'],
  ppt: ['ole', 'pptx'],
  rtf: ['rtf'],
  jpg: ['image'],
  jpeg: ['image'],
  png: ['image'],
  gif: ['image'],
  bmp: ['image'],
  tif: ['image'],
  tiff: ['image'],
  webp: ['image'],
};
/** Formats of archives that are not open, or that no reader here unpacks. */
const CLOSED = /^(?:Rar!|7z\xbc\xaf)/;

const extensionOf = (name: string): string => /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
const fail = (what: string): Opening => ({ opens: false, how: '', what, locked: [] });

/** Looks into a file. Never throws for what is wrong with it. */
export async function openAny(file: FileBytes, depth = 0): Promise<Opening> {
  if (file.bytes.length === 0) return fail('文件为空');
  try {
    const { kind, opening } = await openAs(file, depth);
    const expected = EXPECTED[extensionOf(file.name)];
    if (opening.opens !== false && expected !== undefined && !expected.includes(kind)) {
      return { ...opening, opens: false, what: '内容与扩展名不符' };
    }
    return opening;
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
    switch (thrown.code) {
      case 'PASSWORD_PROTECTED':
        return { opens: false, how: '', what: '有密码，打不开', locked: [file.name] };
      case 'FILE_TOO_LARGE':
      case 'UNSUPPORTED_FORMAT':
        return { opens: null, how: '', what: '超出本程序能打开的范围', locked: [] };
      default:
        return fail('已损坏，打不开');
    }
  }
}

async function openAs(file: FileBytes, depth: number): Promise<{ kind: string; opening: Opening }> {
  const family = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  const opened = (how: string, what: string): Opening => ({ opens: true, how, what, locked: [] });
  switch (family) {
    case 'pdf':
      return { kind: 'pdf', opening: await openPages(file) };
    case 'image':
      return { kind: 'image', opening: opened('图像解码', await decodeAll(file)) };
    case 'zip':
      return openPackage(file, depth);
    case 'ole':
      return { kind: 'ole', opening: await openCompound(file) };
    case 'rtf':
      await readRtf(file, { ocr: false });
      return { kind: 'rtf', opening: opened('读出全文', '读出全文') };
    case 'unknown': {
      const closed = CLOSED.test(Buffer.from(file.bytes.subarray(0, 4)).toString('latin1'));
      return {
        kind: family,
        opening: { opens: null, how: '', what: '本程序不能打开这种格式', locked: closed ? [file.name] : [] },
      };
    }
    default:
      return { kind: family, opening: opened('文本', '文本') };
  }
}

async function openPages(file: FileBytes): Promise<Opening> {
  const document = await openPdf(file);
  try {
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number).catch(() => null);
      if (page === null) return fail(`第 ${number} 页已损坏`);
      await page.getTextContent();
      page.cleanup();
    }
    const { info } = await document.getMetadata();
    const filter: unknown = (info as Record<string, unknown>)['EncryptFilterName'];
    const locked = typeof filter === 'string' && filter !== '' ? [file.name] : [];
    return { opens: true, how: 'PDF 逐页读出', what: `${document.numPages} 页`, locked };
  } catch (thrown) {
    if (thrown instanceof ArchiveError) throw thrown;
    return fail('已损坏，页面读不出');
  } finally {
    await document.loadingTask.destroy();
  }
}

async function decodeAll({ bytes, name }: FileBytes): Promise<string> {
  const count = await countPictures(bytes, name);
  for await (const { width, height } of decodePictures(bytes, name)) {
    if (count === 1) return `图像 ${width}×${height}`;
  }
  return `图像 ${count} 幅`;
}

/** Every entry is unpacked and its checksum compared; what may be locked by itself is opened as well. */
async function openPackage(file: FileBytes, depth: number): Promise<{ kind: string; opening: Opening }> {
  const zip = new ZipContainer(file.bytes, file.name);
  const kind = zipKind(zip);
  const locked: string[] = [];
  const damaged: string[] = [];
  let unknown = 0;
  for (const [at, entry] of zip.entries.entries()) {
    if (entry.folder) continue;
    if (entry.encrypted) {
      locked.push(`${file.name}：${entry.name}`);
      continue;
    }
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = zip.readAt(at);
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError)) throw thrown;
      if (thrown.code === 'BAD_FILE') damaged.push(entry.name);
      else unknown += 1;
      continue;
    }
    if (kind !== 'zip' || depth >= LIMITS.zipDepth || bytes.length === 0) continue;
    const inner = await openAny({ name: entry.name, bytes }, depth + 1);
    locked.push(...inner.locked.map((name) => `${file.name}：${name}`));
    if (inner.opens === false && inner.locked.length === 0) damaged.push(entry.name);
    if (inner.opens === null) unknown += 1;
  }
  const files = zip.entries.filter(({ folder }) => !folder).length;
  if (
    kind === 'odt' &&
    /encryption-data/.test(zip.has('META-INF/manifest.xml') ? text(zip, 'META-INF/manifest.xml') : '')
  )
    locked.push(file.name);
  if (kind === 'ofd' && zip.has('Encryptions.xml')) locked.push(file.name);
  if (damaged.length > 0) {
    return { kind, opening: { opens: false, how: '', what: `其中 ${damaged.slice(0, 5).join('、')} 已损坏`, locked } };
  }
  if (locked.length > 0) return { kind, opening: { opens: false, how: '', what: '其中有打不开的加密内容', locked } };
  if (unknown > 0) {
    return { kind, opening: { opens: null, how: '', what: `其中 ${unknown} 项本程序不能打开`, locked } };
  }
  return { kind, opening: { opens: true, how: '逐项解开并核对 CRC', what: `${files} 项逐项解开，CRC 相符`, locked } };
}

const text = (zip: ZipContainer, name: string): string => new TextDecoder().decode(zip.read(name));

async function openCompound(file: FileBytes): Promise<Opening> {
  const compound = new CompoundFile(file.bytes, file.name);
  if (compound.has('EncryptedPackage')) return { opens: false, how: '', what: '有密码，打不开', locked: [file.name] };
  if (compound.has('WordDocument')) {
    await readDoc(file, { ocr: false });
    return { opens: true, how: '读出全文', what: '读出全文', locked: [] };
  }
  for (const stream of ['Workbook', 'Book', 'PowerPoint Document']) {
    if (!compound.has(stream)) continue;
    const bytes = compound.read(stream);
    // FILEPASS (0x2f) stands right behind the first record of a locked workbook.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const second = bytes.length > 4 ? 4 + view.getUint16(2, true) : 0;
    const isLocked =
      stream !== 'PowerPoint Document' && second + 2 <= bytes.length && view.getUint16(second, true) === 0x2f;
    return isLocked
      ? { opens: false, how: '', what: '有密码，打不开', locked: [file.name] }
      : { opens: true, how: '读出主流', what: `读出 ${bytes.length} 字节的主流`, locked: [] };
  }
  return { opens: null, how: '', what: '本程序不能打开这种格式', locked: [] };
}
