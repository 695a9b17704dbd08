/** Lines of a raw text: where they lie, how wide they are, and which of their blanks belong to the record. */

export interface Piece {
  start: number;
  end: number;
  /** True where white space stands for a paragraph's end inside the line (web text that lost its line ends). */
  breaks: boolean;
}

export interface RawLine {
  /** Number of the line in the raw text, blank ones counted. */
  index: number;
  /** Place of the line without the blanks around it. */
  start: number;
  end: number;
  /** What is kept of the line. */
  trimmed: string;
  /** Ems, blanks inside counted: a Han character 1, ASCII one half. */
  width: number;
  /** Ems of the blanks before the text. */
  indent: number;
  /** How many form feeds stand before it. */
  feeds: number;
  pieces: Piece[];
}

/** Blanks, zero-width characters and control characters: never part of the record. */
const BLANK = '\\t \\u00a0\\u1680\\u2000-\\u200d\\u202f\\u205f\\u2060\\u3000\\ufeff\\u00ad\\x00-\\x08\\x0e-\\x1f\\x7f';
/** The same without tabs: these part the cells of a table and stay. */
const SPACE = BLANK.replace('\\t', '');
const CJK =
  '\\u2e80-\\u2fd5\\u3001-\\u303f\\u3400-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff01-\\uff0f\\uff1a-\\uff1f\\uff3b-\\uff40\\uff5b-\\uff65“”‘’…—\\ud840-\\ud87f\\udc00-\\udfff';
const HAN = '\\u2e80-\\u2fd5\\u3400-\\u9fff\\uf900-\\ufaff';

const LINE_END = /\r\n|[\n\r\f\v\u0085\u2028\u2029]/g;
/** What a page's source leaves in a copied text: blanks and line breaks by their names. */
const STRAY_MARKUP = /&(?:nbsp|emsp|ensp|#160|#12288);|<br ?\/?>/i;
const CLOSED_UP = new RegExp(
  `(?<=[${CJK}])[${SPACE}]{1,2}(?=[0-9])|(?<=[0-9])[${SPACE}]{1,2}(?=[${CJK}])|[\\u200b-\\u200d\\u2060\\ufeff\\u00ad\\x00-\\x08\\x0e-\\x1f\\x7f]+|${STRAY_MARKUP.source}`,
  'gi',
);
const BETWEEN_CJK = new RegExp(`(?<=[${CJK}0-9])[${SPACE}]+(?=[${CJK}0-9])`, 'g');
const WIDE_GAP = new RegExp(`[${BLANK}]{2,}`, 'g');
const IS_BLANK = new RegExp(`[${BLANK}]`);
const HAN_BLANK_HAN = new RegExp(`[${HAN}][${BLANK}]+(?=[${HAN}])`, 'g');
const EACH_HAN = new RegExp(`[${HAN}]`, 'g');

/** No page of an office is set wider: a longer line is a whole paragraph, or several. */
export const WIDEST_LINE_EMS = 70;

/** The lines of a raw text that hold more than blanks; blank ones only count in `index`. Linear. */
export function splitLines(text: string): RawLine[] {
  const lines: RawLine[] = [];
  let start = 0;
  let index = 0;
  let feeds = 0;
  const add = (end: number): void => {
    const line = end > start ? readLine(text, start, end, index, feeds) : null;
    if (line) lines.push(line);
    index += 1;
  };
  for (const match of text.matchAll(LINE_END)) {
    add(match.index);
    start = match.index + match[0].length;
    if (match[0] === '\f') feeds += 1;
  }
  add(text.length);
  return lines;
}

function readLine(text: string, from: number, to: number, index: number, feeds: number): RawLine | null {
  let start = from;
  while (start < to && IS_BLANK.test(text.charAt(start))) start += 1;
  let end = to;
  while (end > start && IS_BLANK.test(text.charAt(end - 1))) end -= 1;
  if (start === end) return null;
  const body = text.slice(start, end);
  const indent = start === from ? 0 : emWidth(text.slice(from, start));
  if (!IS_BLANK.test(body) && !(body.includes('&') || body.includes('<') ? STRAY_MARKUP.test(body) : false)) {
    return {
      index,
      start,
      end,
      trimmed: body,
      width: emWidth(body),
      indent,
      feeds,
      pieces: [{ start, end, breaks: false }],
    };
  }
  const spaced = isLetterSpaced(body);
  const pieces = keptPieces(body, start, spaced);
  const trimmed = pieces.map((piece) => (piece.breaks ? '\n' : text.slice(piece.start, piece.end))).join('');
  return trimmed === ''
    ? null
    : { index, start, end, trimmed, width: emWidth(spaced ? trimmed : body), indent, feeds, pieces };
}

/** What stays of a line: letter-spacing closed up, blanks between Han characters and digits out, lost paragraph ends back. */
function keptPieces(body: string, offset: number, spaced: boolean): Piece[] {
  const lostEnds =
    emWidth(body) > WIDEST_LINE_EMS ? [...body.matchAll(WIDE_GAP)].filter((gap) => isLostParagraphEnd(gap[0])) : [];
  const pieces: Piece[] = [];
  let at = 0;
  let nextEnd = 0;
  const leave = (from: number, to: number, breaks: boolean): void => {
    if (from < at) return;
    if (from > at) pieces.push({ start: offset + at, end: offset + from, breaks: false });
    if (breaks) pieces.push({ start: offset + to, end: offset + to, breaks: true });
    at = to;
  };
  const leaveEndsBefore = (position: number): void => {
    for (; nextEnd < lostEnds.length; nextEnd += 1) {
      const gap = lostEnds[nextEnd];
      if (!gap || gap.index > position) break;
      leave(gap.index, gap.index + gap[0].length, true);
    }
  };
  for (const match of body.matchAll(spaced ? BETWEEN_CJK : CLOSED_UP)) {
    leaveEndsBefore(match.index);
    leave(match.index, match.index + match[0].length, false);
  }
  leaveEndsBefore(body.length);
  if (at < body.length) pieces.push({ start: offset + at, end: offset + body.length, breaks: false });
  return pieces;
}

function isLostParagraphEnd(blanks: string): boolean {
  return blanks.length >= 4 || (blanks.match(/\u3000/g)?.length ?? 0) >= 2;
}

/** 官 渡 区 民 政 局, or a page whose reader put blanks between all characters: most Han characters stand apart. */
function isLetterSpaced(body: string): boolean {
  const sample = body.slice(0, 2000);
  const han = sample.match(EACH_HAN)?.length ?? 0;
  if (han < 3) return false;
  const apart = sample.match(HAN_BLANK_HAN)?.length ?? 0;
  return apart >= 2 && apart >= (han - 1) * 0.6;
}

/** Width in ems. Blanks of half width count one half, tabs two. */
export function emWidth(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 9) width += 2;
    else if (code < 0x20) width += 0;
    else if (code < 0x2e80) width += code >= 0x2010 && code <= 0x2027 ? 1 : 0.5;
    else if (code >= 0xdc00 && code <= 0xdfff) width += 0;
    else width += 1;
  }
  return width;
}
