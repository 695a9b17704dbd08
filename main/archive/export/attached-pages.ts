/**
 * Attachments as pages behind their letter: what has pages is drawn page by page and set as pictures with their words, so that the file stays
 * PDF/A-2a whatever came; a list before them names every attachment with its hash. The letter's own pages stay as they were compared.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AttachedFile } from '../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { roleLabel, type Attachment, type Letter, type VersionRow } from '../../../shared/model/letter.ts';
import { fileTime } from '../print/letter-data.ts';
import type { LetterPdf } from '../print/letter-pdf.ts';
import { PdfVolume } from '../print/pdf-volume.ts';
import type { Report } from '../print/report.ts';
import { widthsWithWhole } from '../print/report-widths.ts';
import type { AttachedJob } from '../print/set-attached.ts';
import type { Typesetting } from '../print/typesetting.ts';
import { drawnKind, startDrawing, type PageSheet, type SheetDrawer } from '../reading/readers/page-picture.ts';
import { targetError } from '../storage/failures.ts';
import { requireOutside } from '../storage/output-guard.ts';

const READ_NO_LINK = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
/** Pages that are drawn, and set, at a time. */
const AT_ONCE = 2;
/** What the pages of one letter may take: they are in memory until they are set. */
const MOST_PAGES = 300;
const MOST_BYTES = 48 * 1024 * 1024;
/** Larger files are not held in memory to be drawn. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;
/** Words of a page that its picture says; a longer page says where the rest is. */
const MOST_WORDS = 5000;

/** What stands in the list of an attachment that is not behind it. */
const NOT_ATTACHED: Readonly<Record<string, string>> = {
  NO_PAGES: '没有页面，未附',
  PASSWORD_PROTECTED: '有密码，未附',
  BAD_FILE: '损坏，未附',
  FILE_TOO_LARGE: '页数过多或过大，未附',
  PAGE_NOT_DRAWN: '未能绘制，未附',
};

/** What is said of it; a file without pages is as it should be. */
const SAID: Readonly<Record<string, string>> = {
  PASSWORD_PROTECTED: '有密码，页面没有附在函后，只列入附件清单。请另存为没有密码的文件，作为附件补入后重新导出。',
  BAD_FILE: '已损坏，打不开，页面没有附在函后，只列入附件清单。请取得完好的文件，作为附件补入后重新导出。',
  FILE_TOO_LARGE: `超过 64 MB，或者连同同一函的其他附件超过 ${MOST_PAGES} 页、48 MB，页面没有附在函后，只列入附件清单。请把附件另行写出。`,
  PAGE_NOT_DRAWN: '有的页面未能绘制，没有附在函后，只列入附件清单。请另存后用原软件打开、打印。',
};

export interface AttachSource {
  letter: Letter;
  history?: readonly VersionRow[];
  /** Bytes of an attachment, checked against its hash. */
  bytesOf: (file: Attachment) => Iterable<Uint8Array>;
  /** What was read from a page of an attachment, '' where nothing is known. */
  wordsOf: (file: Attachment, page: number) => string;
}

export interface AttachContext {
  /** Folder in which the file is made, under a hidden name. */
  folder: string;
  typesetting: Typesetting;
  signal?: AbortSignal | undefined;
}

/** A letter's file with the pages of its attachments behind it, not yet named. */
export interface JoinedLetter {
  path: string;
  pages: number;
  sha256: string;
  attached: AttachedFile[];
  warnings: Warning[];
}

interface Drawn {
  file: Attachment;
  number: number;
  sheets: PageSheet[];
}

/** Warnings of what could not be put behind a letter. */
export const attachedWarnings = (attached: readonly AttachedFile[]): Warning[] =>
  attached.flatMap(({ name, code }) => {
    const said = code === undefined ? undefined : SAID[code];
    return code === undefined || said === undefined ? [] : [{ code, message: `附件“${name}”${said}` }];
  });

/**
 * @param set the letter, set and compared
 * @returns undefined where the letter has no attachments
 * @throws ArchiveError CANCELLED, EXPORT_FAILED; EXPORT_MISMATCH where an attachment is not what its hash says, or the file does not open
 *   with all its pages; as the disk says
 */
export async function attachPages(
  source: AttachSource,
  set: LetterPdf,
  context: AttachContext,
): Promise<JoinedLetter | undefined> {
  if (source.letter.attachments.length === 0) return undefined;
  const { drawn, attached } = await drawAll(source, context);
  // Others may write in the folder: no name that can be foreseen, and a new file or none.
  const path = join(context.folder, `.fuhan-attached-${randomBytes(8).toString('hex')}.part`);
  requireOutside(path);
  try {
    const { pages, sha256 } = await writeJoined(path, source, set, drawn, attached, context);
    const found = await context.typesetting.countFile(path);
    if (found !== pages) throw new ArchiveError('EXPORT_MISMATCH', source.letter.id, `${found}/${pages} pages`);
    return { path, pages, sha256, attached, warnings: attachedWarnings(attached) };
  } catch (thrown) {
    rmSync(path, { force: true });
    throw targetError(thrown, path);
  }
}

/** Bytes of the joined file, piece by piece; at the end they are those that were written, or there is an error. */
export function* joinedPieces({ path, sha256 }: JoinedLetter): Iterable<Uint8Array> {
  const descriptor = openSync(path, READ_NO_LINK);
  const hash = createHash('sha256');
  try {
    for (;;) {
      const piece = Buffer.alloc(1 << 20);
      const count = readSync(descriptor, piece);
      if (count === 0) break;
      hash.update(piece.subarray(0, count));
      yield piece.subarray(0, count);
    }
    if (hash.digest('hex') !== sha256) throw new ArchiveError('EXPORT_MISMATCH', basename(path));
  } finally {
    closeSync(descriptor);
  }
}

async function drawAll(
  source: AttachSource,
  context: AttachContext,
): Promise<{ drawn: Drawn[]; attached: AttachedFile[] }> {
  const drawn: Drawn[] = [];
  const attached: AttachedFile[] = [];
  const room = { pages: MOST_PAGES, bytes: MOST_BYTES };
  const drawer = startDrawing();
  try {
    for (const [at, file] of source.letter.attachments.entries()) {
      const made = await drawOne(source, file, room, drawer, context);
      const { id, name } = file;
      if (typeof made === 'string') {
        attached.push({ id, name, pages: 0, code: made });
        continue;
      }
      room.pages -= made.length;
      room.bytes -= sizeOf(made);
      drawn.push({ file, number: at + 1, sheets: made });
      attached.push({ id, name, pages: made.length });
    }
  } finally {
    await drawer.end();
  }
  return { drawn, attached };
}

const sizeOf = (sheets: readonly PageSheet[]): number => sheets.reduce((sum, { jpeg }) => sum + jpeg.length, 0);

/** All pages of a file, or the code that says why there are none. */
async function drawOne(
  source: AttachSource,
  file: Attachment,
  room: { pages: number; bytes: number },
  drawer: SheetDrawer,
  { typesetting, signal }: AttachContext,
): Promise<PageSheet[] | string> {
  if (file.size > MOST_FILE_BYTES) return 'FILE_TOO_LARGE';
  const bytes = Buffer.concat([...source.bytesOf(file)]);
  const opened = { name: file.name, bytes };
  if (drawnKind(opened) === undefined) return 'NO_PAGES';
  // Who sets and who draws hold some 200 MB each: not at the same time.
  await typesetting.rest();
  const sheets: PageSheet[] = [];
  try {
    for (;;) {
      if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
      const next = await drawer.draw(opened, sheets.length + 1, AT_ONCE);
      sheets.push(...next.sheets);
      if (next.pages > room.pages || sizeOf(sheets) > room.bytes) return 'FILE_TOO_LARGE';
      if (sheets.length >= next.pages) return sheets;
      if (next.sheets.length === 0) return 'BAD_FILE';
    }
  } catch (thrown) {
    const { code } = reportError(thrown);
    if (!(code in NOT_ATTACHED)) throw thrown;
    return code;
  }
}

async function writeJoined(
  path: string,
  source: AttachSource,
  set: LetterPdf,
  drawn: readonly Drawn[],
  attached: readonly AttachedFile[],
  { typesetting, signal }: AttachContext,
): Promise<{ pages: number; sha256: string }> {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'wx');
  try {
    const joined = new PdfVolume((bytes) => {
      hash.update(bytes);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    });
    joined.add({ pdf: set.pdf, title: '复函' });
    const list = await typesetting.report(listOf(source, attached));
    joined.add({ pdf: list.pdf, title: '附件清单', label: '附件' });
    for (const one of drawn) {
      for (let first = 0; first < one.sheets.length; first += AT_ONCE) {
        if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
        const job = jobOf(source, one, first, one.sheets.slice(first, first + AT_ONCE));
        const { pdf } = await typesetting.attached(job);
        const name = { title: headingOf(one), label: `附件${one.number}-` };
        joined.add({ pdf, ...(first === 0 ? name : {}) });
      }
      // What is set is not held twice.
      one.sheets.length = 0;
    }
    return { ...joined.end(), sha256: hash.digest('hex') };
  } finally {
    closeSync(descriptor);
  }
}

const headingOf = ({ file, number }: Drawn): string => `附件${number}　${file.name}`;

function jobOf(
  { letter, history, wordsOf }: AttachSource,
  one: Drawn,
  first: number,
  sheets: readonly PageSheet[],
): AttachedJob {
  const pages = one.sheets.length;
  return {
    title: one.file.name,
    author: letter.elements.issuer ?? '',
    date: fileTime(letter, history === undefined ? {} : { versions: history }),
    sheets: sheets.map(({ jpeg, width, height, words }, at) => {
      const page = first + at + 1;
      const line = page === 1 && pages === 1 ? headingOf(one) : `${headingOf(one)}　第 ${page} 页，共 ${pages} 页`;
      const read = wordsOf(one.file, page);
      const said = (read.trim() === '' ? words : read).replaceAll(/\s+/g, ' ').trim();
      return { jpeg, wide: width > height, first: page === 1, line, words: wordsFor(one, page, said) };
    }),
  };
}

function wordsFor(one: Drawn, page: number, said: string): string {
  const of = `附件${one.number}“${one.file.name}”第 ${page} 页的图像`;
  if (said === '') return `${of}，没有识别出文字。`;
  return `${of}：${said.length > MOST_WORDS ? `${said.slice(0, MOST_WORDS)}……（其余见附件原件）` : said}`;
}

/** Every attachment with its hash, and whether its pages follow. */
function listOf({ letter, history }: AttachSource, attached: readonly AttachedFile[]): Report {
  const [year, month, ...rest] = fileTime(letter, history === undefined ? {} : { versions: history });
  const rows = letter.attachments.map((file, at) => {
    const { pages, code } = attached[at] ?? { pages: 0, code: 'NO_PAGES' };
    const behind = code === undefined ? `附后，${pages} 页` : (NOT_ATTACHED[code] ?? '未附');
    return [String(at + 1), roleLabel(file.role), file.name, String(file.size), file.sha256, behind];
  });
  return {
    title: '附件清单',
    subtitle: [letter.ref_code, letter.elements.doc_number].filter((part) => part !== null).join('　'),
    foot: `库内编号 ${letter.id}　第 ${letter.version} 版`,
    date: new Date(Date.UTC(year, month - 1, ...rest)),
    blocks: [
      {
        kind: 'table',
        columns: ['序号', '种类', '名称', '字节', 'SHA-256', '附页'],
        ...widthsWithWhole([1, 1.6, 4, 1.8, 4.6, 2.6], [0, 3], rows),
        rows,
      },
      { kind: 'text', text: '附后的页面是附件的图像，供阅读；附件本身以清单所列的 SHA-256 为准。' },
    ],
  };
}
