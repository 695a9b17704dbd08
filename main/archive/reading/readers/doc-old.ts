/**
 * Word files of before Word 97 (Word 6 and Word 95). Everything stands in one stream; text is in the code page of the
 * language, or in 16 bits where a Far Eastern version wrote it. What such a file holds beyond text is told, not read.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { u16, u32, type FormattedRun } from './doc-formatting.ts';
import { lieWithin, readPieceTable, type Piece, type Story } from './doc-pieces.ts';
import { headerStories, readSections } from './doc-sections.ts';
import { readStories } from './doc-stories.ts';
import { DocStyles } from './doc-styles.ts';
import { decodeText } from './text-encoding.ts';
import { warning, type ReadBudget } from './reader.ts';
import type { WordLosses } from './word-losses.ts';
import type { RawText } from '../types.ts';

const WESTERN_MAGIC = 0xa5dc;
const EASTERN_MAGICS = new Set([0xa697, 0xa698, 0xa699]);
const COMPLEX = 0x0004;
const WIDE = 0x1000;
const PAGE_BYTES = 512;

export function isOldWord(magic: number): boolean {
  return magic === WESTERN_MAGIC || EASTERN_MAGICS.has(magic);
}

/** Code pages by the primary part of the language's number. */
const CODE_PAGES: Readonly<Record<number, string>> = {
  0x01: 'cp1256',
  0x02: 'cp1251',
  0x05: 'cp1250',
  0x08: 'cp1253',
  0x0d: 'cp1255',
  0x0e: 'cp1250',
  0x11: 'cp932',
  0x12: 'cp949',
  0x15: 'cp1250',
  0x18: 'cp1250',
  0x19: 'cp1251',
  0x1e: 'cp874',
  0x1f: 'cp1254',
  0x22: 'cp1251',
};
const CHINESE = 0x04;
const MACINTOSH = 256;
const TRADITIONAL = new Set([0x0404, 0x0c04, 0x1404]);

/**
 * @param word the WordDocument stream
 * @throws ArchiveError UNSUPPORTED_FORMAT where the file is not built as Word 6 and 95 build theirs
 */
export function readOldDoc(word: Uint8Array, fileName: string, losses: WordLosses, budget: ReadBudget): RawText {
  const magic = u16(word, 0);
  const place = (at: number): [number, number] => [u32(word, at), u32(word, at + 4)];
  let end = 0;
  const [body, footnotes, headers, , comments, endnotes, boxes, headerBoxes] = [
    0x34, 0x38, 0x3c, 0x40, 0x44, 0x48, 0x4c, 0x50,
  ].map((at) => {
    const start = end;
    end += u32(word, at);
    return { start, end };
  }) as [Story, Story, Story, Story, Story, Story, Story, Story];
  const pieces = isOldWord(magic) ? oldPieces(word, end) : null;
  if (pieces === null || body.end === 0) {
    const advice = '（旧格式：Word 95 及更早的版本，请用 Word 或 WPS 打开，另存为 docx 后再导入）';
    throw new ArchiveError('UNSUPPORTED_FORMAT', fileName + advice, `Word kind ${magic}, ${u16(word, 2)}`);
  }
  const eastern = EASTERN_MAGICS.has(magic);
  const paragraphs = oldRuns(word, place(0xc0), 'paragraph', eastern);
  const raw = readStories(
    {
      word,
      pieces,
      characters: oldRuns(word, place(0xb8), 'character', eastern),
      paragraphs,
      styles: new DocStyles(new Uint8Array(0), [0, 0]),
      fonts: [],
      counter: null,
      data: new Uint8Array(0),
      losses,
      budget,
    },
    {
      stories: { body, footnotes, comments, endnotes, boxes: [headerBoxes, boxes] },
      sections: readSections({
        table: word,
        word,
        place: place(0x88),
        body,
        titlePage: (sprms) => oldSprms(sprms, eastern).get(143)?.[0] === 1,
      }),
      headers: headerStories(word, place(0xb0), headers),
      drawings: { art: [], descriptions: [] },
    },
  );
  const notice = warning('OLD_FORMAT', '这是 Word 95 或更早版本的旧格式，自动编号和隐藏样式可能未读出，请对照原件。');
  return { ...raw, warnings: [...raw.warnings, notice] };
}

/** Text in one stretch, or in pieces where the file was saved in haste; null where the header contradicts itself. */
function oldPieces(word: Uint8Array, length: number): Piece[] | null {
  const flags = u16(word, 0x0a);
  const codePage = (flags & WIDE) !== 0 ? null : codePageOf(word);
  const [start, end] = [u32(word, 0x18), u32(word, 0x1c)];
  const clxAt = u32(word, 0x160);
  if ((flags & COMPLEX) !== 0) {
    const table = readPieceTable(word.subarray(clxAt, clxAt + u32(word, 0x164)));
    const pieces = table?.map((entry): Piece => ({
      start: entry.start,
      end: entry.end,
      offset: entry.place,
      codePage,
    }));
    return pieces !== undefined && lieWithin(pieces, word.length) ? pieces : null;
  }
  const bytes = length * (codePage === null ? 2 : 1);
  return start < 0x180 || end > word.length || bytes > end - start
    ? null
    : [{ start: 0, end: length, offset: start, codePage }];
}

/** The language says the code page; where it says a western one and the text is plainly Chinese, the text does. */
function codePageOf(word: Uint8Array): string {
  const language = u16(word, 6);
  const primary = language & 0x3ff;
  if (primary === CHINESE) return TRADITIONAL.has(language) ? 'big5' : 'gb18030';
  if (u16(word, 0x14) === MACINTOSH) return 'macintosh';
  const text = word.subarray(u32(word, 0x18), Math.min(u32(word, 0x1c), u32(word, 0x18) + 65_536));
  const named = CODE_PAGES[primary] ?? 'cp1252';
  if (named !== 'cp1252' || !looksChinese(text)) return named;
  const { encoding } = decodeText(text);
  return encoding === 'big5' || encoding === 'gb18030' ? encoding : named;
}

/** High bytes come in pairs, and nearly all begin as common characters and marks of GB 2312 and Big5 do. */
function looksChinese(text: Uint8Array): boolean {
  let [pairs, common] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (byte < 0x80) continue;
    at++;
    pairs++;
    if (byte >= 0xa1 && byte <= 0xd7 && (text[at] ?? 0) >= 0x40) common++;
  }
  return pairs > 0 && common > pairs * 0.8;
}

/** Formatting runs by the bin table at this place, whose pages are named in two bytes each. */
function oldRuns(
  word: Uint8Array,
  [at, length]: readonly [number, number],
  kind: 'character' | 'paragraph',
  eastern: boolean,
): FormattedRun[] {
  const count = Math.floor((Math.min(length, word.length - at) - 4) / 6);
  const runs: FormattedRun[] = [];
  for (let index = 0; index < count; index++) {
    const start = u16(word, at + (count + 1) * 4 + index * 2) * PAGE_BYTES;
    const page = word.subarray(start, start + PAGE_BYTES);
    if (page.length < PAGE_BYTES) continue;
    const entries = page[PAGE_BYTES - 1] ?? 0;
    const step = kind === 'character' ? 1 : 7;
    if ((entries + 1) * 4 + entries * step > PAGE_BYTES - 1) continue;
    for (let entry = 0; entry < entries; entry++) {
      const run: FormattedRun = { start: u32(page, entry * 4), end: u32(page, entry * 4 + 4) };
      const place = (page[(entries + 1) * 4 + entry * step] ?? 0) * 2;
      // A paragraph's properties count in words, and stand behind the number of its style.
      const [head, size] = kind === 'character' ? [1, page[place] ?? 0] : [3, (page[place] ?? 0) * 2 - 2];
      if (place > 0 && size > 0) apply(run, oldSprms(page.subarray(place + head, place + head + size), eastern));
      runs.push(run);
    }
  }
  return runs.sort((a, b) => a.start - b.start);
}

function apply(run: FormattedRun, sprms: ReadonlyMap<number, Uint8Array>): void {
  const on = (sprm: number): boolean => (sprms.get(sprm)?.[0] ?? 0) !== 0;
  if (on(24)) run.inTable = true;
  if (on(25)) run.rowEnd = true;
  if (on(65)) run.deleted = true;
  if (on(117)) run.special = true;
  const hidden = sprms.get(92)?.[0];
  if (hidden !== undefined) run.hidden = hidden;
  const symbol = sprms.get(74);
  if (symbol !== undefined) run.symbol = { font: u16(symbol, 0), code: symbol[2] ?? 0 };
}

/** Properties by the length of their operands in bytes; `counted`: a byte in front of the operand tells it. */
const OPERANDS: readonly (readonly [number | 'counted', string])[] = [
  [0, '0 52 83 163'],
  [
    1,
    '4-11 13 14 24 25 29 37 44 50 51 65-67 71 75 85-92 94 98 100 102 104 117-119 131 132 138 139 142 143 146 147 150-153 158 159 162 185 186',
  ],
  [
    2,
    '2 16-19 21 22 26-28 30-36 38-43 45-49 69 72 80 93 96 97 99 101 107 109 110 121-124 140 141 144 145 148 149 154-157 160 161 164-171 182-184 189',
  ],
  [3, '73 95 136 137'],
  [4, '20 70 192'],
  [5, '193'],
  [12, '187'],
  ['counted', '3 12 15 23 64 68 74 77 79 81 82 103 105 106 108 111-116 120 133 188 191'],
];
const LENGTHS = new Map(
  OPERANDS.flatMap(([length, ranges]) =>
    ranges.split(' ').flatMap((range) => rangeOf(range).map((sprm) => [sprm, length] as const)),
  ),
);
/** sprmTDefTable alone counts its length in two bytes, less one. */
const TABLE_DEFINITION = 190;

function rangeOf(range: string): number[] {
  const [from = 0, to = from] = range.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** The operands of a list of properties by their numbers, up to the first that is not known. */
function oldSprms(bytes: Uint8Array, eastern: boolean): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length;) {
    const sprm = bytes[at++] ?? 0;
    if (sprm === TABLE_DEFINITION) {
      at += u16(bytes, at) + 1;
      continue;
    }
    // Of fonts; Far Eastern versions write them plainly.
    const length = eastern && sprm >= 111 && sprm <= 113 ? 2 : LENGTHS.get(sprm);
    if (length === undefined) break;
    const [start, size] = length === 'counted' ? [at + 1, bytes[at] ?? 0] : [at, length];
    found.set(sprm, bytes.subarray(start, start + size));
    at = start + size;
  }
  return found;
}
