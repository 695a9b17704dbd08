/**
 * Tells the parts of a letter's text apart, so that the export can set each where GB/T 9704-2012 wants it. Pure. The
 * parts are pieces of the text itself, in its order: joined again they are the text, so nothing can be lost or doubled.
 */
import type { Elements } from '../../../shared/model/elements.ts';

/**
 * `mark` is any short line of the head that is neither name, number nor title: 〔A类〕, 〔主动公开〕, 特急, 份号.
 * `subtitle` stands between title and addressee. `row` is one row of a table, its cells separated by tabs.
 * `annex` is the line 附件1 that opens an annex, `annexTitle` the annex's own title.
 */
export type PartRole =
  | 'letterhead'
  | 'mark'
  | 'number'
  | 'title'
  | 'subtitle'
  | 'addressee'
  | 'heading1'
  | 'heading2'
  | 'paragraph'
  | 'row'
  | 'attachments'
  | 'signature'
  | 'date'
  | 'note'
  | 'cc'
  | 'printed'
  | 'annex'
  | 'annexTitle';

export interface LetterPart {
  role: PartRole;
  /** The text of the part, blanks at its ends taken off. Of a heading: the part set in the heading's face. */
  text: string;
  /** Number of the source line (0-based, blank lines not counted). Two parts may share a line; in order they make it up. */
  line: number;
}

/** Where no title, addressee or other sign of a letter was found, all is `paragraph` or headings and `recognised` is false. */
export interface SplitLetter {
  parts: LetterPart[];
  recognised: boolean;
}

const HEAD_LINES_MAX = 20;
const HEAD_LINE_CHARS_MAX = 60;
const TITLE_LINES_MAX = 5;
const MARK_CHARS_MAX = 28;
const ADDRESSEE_CHARS_MAX = 120;
const HEADING_CHARS_MAX = 56;
const SIGNATURE_CHARS_MAX = 40;

const HEADING_1 = /^[一二三四五六七八九十百]+、/;
const HEADING_2 = /^[（(][一二三四五六七八九十百]+[）)]/;
const DATE_ALONE =
  /^(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇○零OＯ0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)$/;
const DATE_AT_END =
  /\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇○零OＯ0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)$/;
const CC_LINE = /^(?:抄\s*送|抄\s*报|主\s*送|分\s*送|送)\s*[：:]/;
const PRINTED_LINE = /印发[。]?$|^印发(?:机关|日期)[：:]/;
const NOTE_LINE =
  /^[（(].*(?:联系人|联系电话|联系方式|此件|公开).*[）)]。?$|^[（(]?(?:联系人|联系单位|联系电话|联系方式|经办人|承办人|咨询电话|电话)[^。]{0,80}$/;
const ATTACHMENTS_LINE = /^附件\s*[：:]/;
const ATTACHMENTS_MORE = /^\d{1,2}\s*[.．、]/;
const ANNEX_LINE = /^附件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?$/;
const OFFICE_END =
  /(?:局|委员会|委|办公室|办|厅|部|府|院|所|中心|站|处|科|队|会|公司|集团|学校|大学|学院|银行|法院|检察院|组|党组|支队|总队|馆|社|园|街道|镇|乡)(?:[（(][^）)]{0,12}[）)])?$/;

/** A text without blanks and with one form of bracket: what is compared, never what is printed. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[〔﹝[【]/g, '〔')
    .replace(/[〕﹞\]】]/g, '〕');
}

/** Index of the lines (first, one past the last) that together are the title, or undefined. */
function findTitle(lines: readonly string[], title: string): [number, number] | undefined {
  const wanted = bare(title);
  for (let first = 0; first < Math.min(lines.length, HEAD_LINES_MAX); first += 1) {
    let joined = '';
    for (let next = first; next < Math.min(lines.length, first + TITLE_LINES_MAX); next += 1) {
      joined += bare(lines[next] ?? '');
      if (joined === wanted) return [first, next + 1];
      if (!wanted.startsWith(joined)) break;
    }
    // Nothing so long stands over a title.
    if ((lines[first] ?? '').length > HEAD_LINE_CHARS_MAX) return undefined;
  }
  return undefined;
}

/** A title that the elements do not name: 关于…的答复, …的函, …意见 and the like alone on up to three head lines. */
function guessTitle(lines: readonly string[]): [number, number] | undefined {
  for (let first = 0; first < Math.min(lines.length, 12); first += 1) {
    const opens = /^(?:[\u4e00-\u9fff（）()]{2,24})?(?:关于|对)/.test(bare(lines[first] ?? ''));
    let joined = '';
    for (let next = first; opens && next < Math.min(lines.length, first + 3); next += 1) {
      joined += bare(lines[next] ?? '');
      if (joined.length > 90 || /[。：:；]/.test(joined)) break;
      if (/(?:答复|的函|复函|意见|答复书|告知书|报告|情况|批复)$/.test(joined)) return [first, next + 1];
    }
    if ((lines[first] ?? '').length > HEAD_LINE_CHARS_MAX) return undefined;
  }
  return undefined;
}

/** Splits `〔A类〕 云民函〔2023〕5号` into the mark and the number; a line that is only the number gives one piece. */
function splitNumberLine(line: string, number: string): { text: string; role: PartRole }[] | undefined {
  const wanted = bare(number);
  if (wanted === '') return undefined;
  if (bare(line) === wanted) return [{ text: line.trim(), role: 'number' }];
  if (!bare(line).includes(wanted) || bare(line).length > wanted.length + MARK_CHARS_MAX) return undefined;
  // The number's own first and last characters, at the place where what lies between them is exactly the number.
  for (let start = 0; start < line.length; start += 1) {
    for (let end = start + 1; end <= line.length; end += 1) {
      if (line[start]?.trim() === '' || line[end - 1]?.trim() === '') continue;
      if (bare(line.slice(start, end)) !== wanted) continue;
      return [
        { text: line.slice(0, start).trim(), role: 'mark' as const },
        { text: line.slice(start, end), role: 'number' as const },
        { text: line.slice(end).trim(), role: 'mark' as const },
      ].filter((piece) => piece.text !== '');
    }
  }
  return undefined;
}

/** Where the addressee ends in a line (one past its colon), or 0 where the line does not open with the addressee. */
function addresseeEnd(line: string, addressees: readonly string[], afterTitle: boolean): number {
  const colon = line.search(/[：:]/);
  if (colon <= 0 || colon > ADDRESSEE_CHARS_MAX) return 0;
  const before = bare(line.slice(0, colon));
  const known = addressees.some((name) => before.includes(bare(name)));
  const alone = colon === line.length - 1;
  const plain = !/[。；]/.test(before) && !HEADING_1.test(before) && !HEADING_2.test(before);
  if (!plain || CC_LINE.test(line) || ATTACHMENTS_LINE.test(line) || NOTE_LINE.test(line)) return 0;
  if (known && (alone || before.length <= 40)) return colon + 1;
  return afterTitle && alone && before.length <= 60 && !before.startsWith('现') ? colon + 1 : 0;
}

/**
 * How much of a paragraph is its heading: its first sentence where more follows, all of it where it does not read as a
 * sentence, or nothing.
 */
function headingLength(line: string): number {
  const sentence = line.search(/[。！？；]/);
  if (sentence >= 0 && sentence < line.length - 1) return sentence < HEADING_CHARS_MAX ? sentence + 1 : 0;
  const isSentence = sentence >= 0 && (line.includes('，') || line.length > 30);
  if (line.length <= HEADING_CHARS_MAX) return isSentence ? 0 : line.length;
  const colon = line.search(/[：:]/);
  return colon >= 0 && colon < HEADING_CHARS_MAX ? colon + 1 : 0;
}

function bodyParts(text: string, line: number): LetterPart[] {
  if (text.includes('\t')) return [{ role: 'row', text, line }];
  const role = HEADING_1.test(text) ? 'heading1' : HEADING_2.test(text) ? 'heading2' : undefined;
  const length = role === undefined ? 0 : headingLength(text);
  if (role === undefined || length === 0) return [{ role: 'paragraph', text, line }];
  const rest = text.slice(length).trim();
  const heading: LetterPart = { role, text: text.slice(0, length).trim(), line };
  return rest === '' ? [heading] : [heading, { role: 'paragraph', text: rest, line }];
}

/** A line that closes a letter, or undefined. */
function tailRole(text: string, elements: Elements): PartRole | undefined {
  if (CC_LINE.test(text)) return 'cc';
  if (PRINTED_LINE.test(text) && text.length <= 80) return 'printed';
  if (elements.printed_by !== null && bare(text) === bare(elements.printed_by)) return undefined;
  if (DATE_ALONE.test(text.trim())) return 'date';
  if (NOTE_LINE.test(text) && text.length <= 200) return 'note';
  return undefined;
}

function isSignature(text: string, elements: Elements): boolean {
  const name = bare(text);
  if (name.length > SIGNATURE_CHARS_MAX || /[，。；：！？、]/.test(name)) return false;
  const known = [elements.issuer, elements.letterhead].some((office) => office !== null && bare(office) === name);
  return known || OFFICE_END.test(name);
}

/** Pieces of the lines after the body: signature, date, notes, copies. */
function tailParts(lines: readonly string[], from: number, to: number, elements: Elements): LetterPart[] | undefined {
  const parts: LetterPart[] = [];
  for (let index = from; index < to; index += 1) {
    const text = lines[index] ?? '';
    const role = tailRole(text, elements);
    if (role !== undefined) {
      parts.push({ role, text, line: index });
      continue;
    }
    // "云溪市民政局 2023年6月1日" in one line.
    const date = DATE_AT_END.exec(text);
    if (date !== null && date.index > 0 && isSignature(text.slice(0, date.index), elements)) {
      parts.push({ role: 'signature', text: text.slice(0, date.index).trim(), line: index });
      parts.push({ role: 'date', text: date[1] ?? '', line: index });
      continue;
    }
    if (isSignature(text, elements)) {
      parts.push({ role: 'signature', text, line: index });
      continue;
    }
    return undefined;
  }
  return parts;
}

/** First line of the longest run of closing lines that ends before `to`. */
function tailStart(lines: readonly string[], from: number, to: number, elements: Elements): number {
  let start = to;
  while (start > from && tailParts(lines, start - 1, start, elements) !== undefined) start -= 1;
  // An office's name closes a letter only with a date, a note or a copy line after it.
  const found = tailParts(lines, start, to, elements) ?? [];
  return found.every((part) => part.role === 'signature') && !found.some((part) => isNamedIssuer(part.text, elements))
    ? to
    : start;
}

function isNamedIssuer(text: string, elements: Elements): boolean {
  return elements.issuer !== null && bare(elements.issuer) === bare(text);
}

function headParts(
  lines: readonly string[],
  to: number,
  titleAt: [number, number] | undefined,
  elements: Elements,
): LetterPart[] {
  const parts: LetterPart[] = [];
  const letterheads = [elements.letterhead, elements.issuer].flatMap((name) => (name === null ? [] : [bare(name)]));
  let hasLetterhead = false;
  let hasNumber = false;
  for (let index = 0; index < to; index += 1) {
    const text = lines[index] ?? '';
    if (titleAt !== undefined && index >= titleAt[0] && index < titleAt[1]) {
      parts.push({ role: 'title', text, line: index });
      continue;
    }
    const afterTitle = titleAt !== undefined && index >= titleAt[1];
    const number = hasNumber || elements.doc_number === null ? undefined : splitNumberLine(text, elements.doc_number);
    if (number !== undefined) {
      hasNumber = true;
      parts.push(...number.map((piece) => ({ ...piece, line: index })));
      continue;
    }
    const name = bare(text).replace(/文件$/, '');
    if (
      !hasLetterhead &&
      !afterTitle &&
      letterheads.some((head) => head === name || head.endsWith(name) || name.endsWith(head)) &&
      name.length >= 3
    ) {
      hasLetterhead = true;
      parts.push({ role: 'letterhead', text, line: index });
      continue;
    }
    parts.push({ role: afterTitle ? 'subtitle' : 'mark', text, line: index });
  }
  return parts;
}

/** Lines of an annex: its label, its title, its body. */
function annexParts(lines: readonly string[], from: number, to: number): LetterPart[] {
  const parts: LetterPart[] = [];
  let expectTitle = false;
  for (let index = from; index < to; index += 1) {
    const text = lines[index] ?? '';
    if (ANNEX_LINE.test(text)) {
      parts.push({ role: 'annex', text, line: index });
      expectTitle = true;
    } else if (expectTitle && text.length <= 60 && !/[。；：\t]/.test(text)) {
      parts.push({ role: 'annexTitle', text, line: index });
      expectTitle = false;
    } else {
      parts.push(...bodyParts(text, index));
      expectTitle = false;
    }
  }
  return parts;
}

/**
 * Splits a letter's text into its parts (GB/T 9704-2012, 7 and 10.1).
 * @param text the letter's text: paragraphs separated by line ends; blank lines carry nothing
 * @param elements what is known of the letter; the head is found by its values
 * @returns the parts in the order of the text. Joined by source line they give the text again, blanks at line ends aside
 */
export function splitLetter(text: string, elements: Elements): SplitLetter {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029\f\v\u0085]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const titleAt = (elements.title === null ? undefined : findTitle(lines, elements.title)) ?? guessTitle(lines);

  // The head ends with the title, or with what stands between title and addressee.
  const searchFrom = titleAt?.[1] ?? 0;
  const searchTo = Math.min(lines.length, titleAt === undefined ? 8 : searchFrom + 4);
  let addresseeAt: number | undefined;
  let addresseeLength = 0;
  for (let index = searchFrom; index < searchTo && addresseeAt === undefined; index += 1) {
    addresseeLength = addresseeEnd(lines[index] ?? '', elements.addressees, titleAt !== undefined);
    if (addresseeLength > 0) addresseeAt = index;
    else if ((lines[index] ?? '').length > MARK_CHARS_MAX) break;
  }
  const shortBefore = lines
    .slice(0, addresseeAt ?? 0)
    .every((line, index) => line.length <= MARK_CHARS_MAX * 2 || (titleAt !== undefined && index < titleAt[1]));
  if (addresseeAt !== undefined && !shortBefore) addresseeAt = undefined;
  const headEnd = addresseeAt ?? titleAt?.[1] ?? numberEnd(lines, elements);
  const bodyStart = addresseeAt === undefined ? headEnd : addresseeAt + 1;

  // Copies and the print line stand at the very end, behind annexes too; the annexes begin after the date.
  let end = lines.length;
  while (end > bodyStart && ['cc', 'printed'].includes(tailRole(lines[end - 1] ?? '', elements) ?? '')) end -= 1;
  const annexAt = findAnnex(lines, bodyStart, end, elements);
  const tailEnd = annexAt ?? end;
  const tailFrom = tailStart(lines, bodyStart, tailEnd, elements);

  const parts: LetterPart[] = headParts(lines, headEnd, titleAt, elements);
  if (addresseeAt !== undefined) {
    const line = lines[addresseeAt] ?? '';
    parts.push({ role: 'addressee', text: line.slice(0, addresseeLength).trim(), line: addresseeAt });
    const rest = line.slice(addresseeLength).trim();
    if (rest !== '') parts.push(...bodyParts(rest, addresseeAt));
  }
  let inAttachments = false;
  for (let index = bodyStart; index < tailFrom; index += 1) {
    const line = lines[index] ?? '';
    inAttachments = ATTACHMENTS_LINE.test(line) || (inAttachments && ATTACHMENTS_MORE.test(line));
    if (inAttachments && index >= tailFrom - 20) parts.push({ role: 'attachments', text: line, line: index });
    else parts.push(...bodyParts(line, index));
  }
  parts.push(...(tailParts(lines, tailFrom, tailEnd, elements) ?? []));
  if (annexAt !== undefined) parts.push(...annexParts(lines, annexAt, end));
  parts.push(...(tailParts(lines, end, lines.length, elements) ?? []));
  return { parts, recognised: titleAt !== undefined || addresseeAt !== undefined || headEnd > 0 };
}

/** With neither title nor addressee: the head still ends with the letter's own number, if that stands in the first lines. */
function numberEnd(lines: readonly string[], elements: Elements): number {
  if (elements.doc_number === null) return 0;
  for (let index = 0; index < Math.min(lines.length, 6); index += 1) {
    const line = lines[index] ?? '';
    if (line.length > MARK_CHARS_MAX * 2) return 0;
    if (splitNumberLine(line, elements.doc_number) !== undefined) return index + 1;
  }
  return 0;
}

function findAnnex(lines: readonly string[], from: number, to: number, elements: Elements): number | undefined {
  for (let index = from; index < to; index += 1) {
    if (!ANNEX_LINE.test(lines[index] ?? '')) continue;
    const before = tailStart(lines, from, index, elements);
    if (before < index) return index;
  }
  return undefined;
}
