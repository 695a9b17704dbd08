/** What letter.typ reads: a letter's parts where the page wants them, words as data. Pure but for the fonts it is given. */
import type { Warning } from '../../../shared/model/elements.ts';
import type { Elements } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { stampCells, toCover, toHistory, type Cover, type History, type StampCell } from './cover-data.ts';
import type { LetterFonts } from './fonts.ts';
import {
  closeUp,
  ofRole,
  toAnnexes,
  toBlocks,
  toColophon,
  toTail,
  type Annex,
  type Block,
  type ColophonItem,
  type Print,
  type TailItem,
} from './letter-blocks.ts';
import type { LetterPdfOptions } from './letter-options.ts';
import { PrintableText } from './printable.ts';
import { splitLetter, type LetterPart } from './split-letter.ts';
import { breakTitle } from './title-lines.ts';

/** What letter.typ reads. */
export interface LetterData {
  meta: { title: string; author: string; date: [number, number, number, number, number, number] };
  fonts: LetterFonts['roles'];
  head: { org: string[]; marks: string[]; number: string | null; title: string[]; subtitle: string[] };
  addressee: string | null;
  blocks: Block[];
  tail: TailItem[];
  annexes: Annex[];
  colophon: ColophonItem[];
  cover: Cover | null;
  /** 归档章 on the letter's first page. */
  stamp: StampCell[] | null;
  history: History | null;
}

/** When the file says it was made: the time of the version that it prints (of a public version: of its review), else that of filing; never the time of export. */
export function fileTime(letter: Letter, options: LetterPdfOptions): LetterData['meta']['date'] {
  const at = new Date(
    options.publicVersion?.at ??
      options.versions?.find(({ version }) => version === letter.version)?.at ??
      letter.filed_at,
  );
  const time = Number.isNaN(at.getTime()) ? new Date(0) : at;
  return [
    time.getUTCFullYear(),
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  ];
}

const own = (elements: Elements): string | null => elements.letterhead ?? elements.issuer;

/** Names of offices that write together stand each on a line of its own; a name that was broken into lines is one. */
function letterheads(main: readonly LetterPart[], name: string | null): string[] {
  if (name === null) return [];
  const lines = ofRole(main, 'letterhead').map(closeUp);
  return lines.length > 1 && lines.every(looksLikeOffice) ? lines : [name];
}

/** Puts the letter's parts where the page wants them. */
export function toLetterData(
  letter: Letter,
  options: LetterPdfOptions,
  fonts: LetterFonts,
): { data: LetterData; warnings: Warning[] } {
  const { elements } = letter;
  const printable = new PrintableText(fonts);
  const print: Print = (role, text) => printable.print(role, text);
  const warnings: Warning[] = [];
  const { parts, recognised } = splitLetter(letter.text, elements);
  const annexFrom = parts.findIndex((part) => part.role === 'annex');
  const colophon = parts.filter((part) => part.role === 'cc' || part.role === 'printed');
  const main = (annexFrom < 0 ? parts : parts.slice(0, annexFrom)).filter((part) => !colophon.includes(part));
  const annexes = (annexFrom < 0 ? [] : parts.slice(annexFrom)).filter((part) => !colophon.includes(part));
  const is =
    (...roles: LetterPart['role'][]) =>
    (part: LetterPart) =>
      roles.includes(part.role);

  const supplied: string[] = [];
  const supply = (label: string, inText: string, fromElements: string | null): string | null => {
    if (inText !== '') return inText;
    if (fromElements === null || !recognised) return null;
    supplied.push(label);
    return fromElements;
  };
  const isProposed = elements.title?.startsWith('〔') ?? false;
  const org = letterheads(
    main,
    supply('发文机关标志', ofRole(main, 'letterhead').map(closeUp).join(''), own(elements)),
  );
  const number = supply('发文字号', ofRole(main, 'number').join(''), elements.doc_number);
  const title = supply('标题', ofRole(main, 'title').map(closeUp).join(''), isProposed ? null : elements.title);
  if (!recognised) warnings.push({ code: 'PDF_PLAIN', message: '未能分出标题和主送机关，全文按正文排印。' });
  if (supplied.length > 0) {
    warnings.push({ code: 'PDF_FROM_ELEMENTS', message: `正文中没有${supplied.join('、')}，已按著录要素补印。` });
  }

  const data: LetterData = {
    meta: {
      title: (elements.title ?? elements.doc_number ?? '复函').toWellFormed(),
      author: (elements.issuer ?? elements.letterhead ?? '').toWellFormed(),
      date: fileTime(letter, options),
    },
    fonts: fonts.roles,
    head: {
      org: org.map((name) => print('xiaobiaosong', name)),
      marks: ofRole(main, 'mark').map((text) => print('fangsong', text)),
      number: number === null ? null : print('fangsong', number),
      title: title === null ? [] : breakTitle(title).map((line) => print('xiaobiaosong', line)),
      subtitle: ofRole(main, 'subtitle').map((text) => print('fangsong', text)),
    },
    addressee: ofRole(main, 'addressee').map((text) => print('fangsong', text))[0] ?? null,
    blocks: toBlocks(main.filter(is('heading1', 'heading2', 'paragraph', 'row', 'attachments')), print),
    tail: toTail(main.filter(is('signature', 'date', 'note')), print),
    annexes: toAnnexes(annexes, print),
    colophon: toColophon(colophon, print),
    cover: toCover(letter, options, print),
    stamp: options.stampFirst === true && options.stamp !== undefined ? stampCells(options.stamp, print) : null,
    history: toHistory(options, print),
  };
  return { data, warnings: [...warnings, ...printable.warnings()] };
}
