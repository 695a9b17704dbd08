/** The end of a letter: 署名, 成文日期, 抄送, 印发. */
import { findDates, readDate, type FoundDate } from '../../../../shared/text/dates.ts';
import { looksLikeOffice, stripSeal } from './offices.ts';
import type { Found, Line, Squeezed } from './view.ts';
import { spanOf, squeeze, squeezeLine } from './view.ts';

export interface Tail {
  issuers: Found<string>[];
  issuedOn: Found<string> | null;
  /** A date stood there that is no day of the calendar. */
  badDate: string | null;
  cc: Found<string>[];
  printedBy: Found<string> | null;
  printedOn: Found<string> | null;
  /** Number of the line with the letter's date; lines.length where there is none. */
  dateLine: number;
}

/** A mark beside the signature: 某某局（盖章） 〔A类〕. */
const MARK_BESIDE = /\s*[〔﹝[［【（(]\s*[A-D]类?\s*[〕﹞\]］】）)]\s*$/;
const PRINT_LABEL = /^印发(?:机关|单位)?[：:]/;
const CC = /^[（(]?(?:抄送|抄报|抄发|分送)(?:单位|机关|：|:)?[：:]?/;
const CLOSING = /感谢|特此|专此|此复|此函|支持|致谢|为盼|谢谢|监督|如下|敬礼|答复|[。！!；]$/;
/** So many lines above the date may belong to joint issuers. */
const MOST_ISSUERS = 8;

/**
 * @param headEnd number of the first line behind title and addressee
 * @param letterhead the office's name at the top, which tells its signature from those of annexes
 */
export function findTail(text: string, lines: readonly Line[], headEnd: number, letterhead: string | null): Tail {
  const printed = findPrinted(text, lines);
  const cc = findCc(text, lines);
  const own = lines.slice(0, annexStart(lines, headEnd));
  const before = findSigned(text, own, headEnd, printed.line, letterhead);
  const signed =
    before.issuedOn !== null || own.length === lines.length
      ? before
      : findSigned(text, lines, headEnd, printed.line, letterhead);
  return { ...signed, cc, printedBy: printed.by, printedOn: printed.on };
}

/** 昆明市某某局 2022年6月27日印发, also on two lines. */
function findPrinted(
  text: string,
  lines: readonly Line[],
): { by: Found<string> | null; on: Found<string> | null; line: number } {
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 40); at -= 1) {
    const line = lines[at];
    if (!line || line.text.length > 120 || !/印\s*发|日\s*印\s*$/.test(line.text)) continue;
    const squeezed = squeezeLine(text, line);
    const match = /^(.*?)印发?(?:[。.]|[（(]共.{1,8}[）)]|共印.{1,8})?$/.exec(squeezed.text);
    const date = match?.[1] === undefined ? undefined : findDates(match[1]).at(-1);
    if (!match || !date || match[1]?.length !== date.end) continue;
    const office = match[1]
      .slice(0, date.start)
      .replace(PRINT_LABEL, '')
      .replace(/[，,、；;]$/, '');
    const from = match[1].indexOf(office);
    const above = lines[at - 1];
    const by: Found<string> | null =
      office !== ''
        ? {
            value: office,
            ...spanOf(squeezed, from, from + office.length),
            confidence: looksLikeOffice(office) ? 0.97 : 0.8,
          }
        : above && at > 1 && looksLikeOffice(above.text.replace(/\s/g, '')) && CC.test(lines[at - 2]?.text ?? '')
          ? { value: above.text.replace(/\s/g, ''), start: above.start, end: above.end, confidence: 0.85 }
          : null;
    const on =
      date.iso === null
        ? null
        : {
            value: date.iso,
            ...spanOf(squeezed, date.start, date.end),
            confidence: date.form === 'damaged' ? 0.8 : 0.97,
          };
    return { by, on, line: at };
  }
  return { by: null, on: null, line: lines.length };
}

function findCc(text: string, lines: readonly Line[]): Found<string>[] {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    const label = line ? /^[（(]?(?:抄\s*[送报发]|分?\s*送)\s*(?:单位|机关)?\s*[：:]\s*/.exec(line.text) : null;
    if (!line || !label) continue;
    const found: Found<string>[] = [];
    // More than one label may follow each other: 抄报：… 抄送：…
    const above = lines[at - 1];
    if (above && /^抄\s*[送报]/.test(above.text))
      found.push(...splitOffices(text, above, /^抄\s*[送报]\s*[：:]\s*/.exec(above.text)?.[0].length ?? 0, above.end));
    let end = line.end;
    for (let next = at + 1; next < Math.min(lines.length, at + 4); next += 1) {
      const following = lines[next];
      if (
        !following ||
        /[。.]$/.test(text.slice(line.start, end)) ||
        /印\s*发|日\s*印\s*$|^抄|^主题词/.test(following.text) ||
        readDate(following.text)
      )
        break;
      end = following.end;
    }
    found.push(...splitOffices(text, line, label[0].length, end));
    return found;
  }
  return [];
}

/** Offices of a list, parted by ， 、 ； outside brackets. */
function splitOffices(text: string, line: Line, offset: number, end: number): Found<string>[] {
  const found: Found<string>[] = [];
  let depth = 0;
  let start = line.start + offset;
  for (let i = start; i <= end; i += 1) {
    const character = i < end && !text.startsWith('主题词', i) ? text.charAt(i) : '。';
    if (/[（(]/.test(character)) depth += 1;
    if (/[）)]/.test(character)) depth -= 1;
    if (!(depth <= 0 && /[，,、；;。]/.test(character)) && i < end) continue;
    const value = text
      .slice(start, i)
      .replace(/\s/g, '')
      .replace(/各?[一\d]份$|[（(]各?[一二两三四五六七八九十\d０-９]{1,3}份[）)]$|[.．]$/, '');
    const lead = text.slice(start, i).length - text.slice(start, i).trimStart().length;
    const parts = [
      ...text.slice(start, i).matchAll(/\S+?(?=[（(]各?[一二两三四五六七八九十\d０-９]{1,3}份[）)]|\s|$)/g),
    ].filter((part) => !/^[（(]/.test(part[0]));
    if (parts.length > 1 && parts.every((part) => part[0].length >= 4 && looksLikeOffice(part[0]))) {
      for (const part of parts) {
        const from = start + part.index;
        found.push({ value: part[0], start: from, end: from + part[0].length, confidence: 0.9 });
      }
    } else if (value !== '' && !/^[）)]+$/.test(value))
      found.push({ value, start: start + lead, end: i, confidence: value.length > 24 ? 0.75 : 0.95 });
    start = i + 1;
    if (character === '。') break;
  }
  return found;
}

interface Signed {
  issuers: Found<string>[];
  issuedOn: Found<string> | null;
  badDate: string | null;
  dateLine: number;
}

/** A line that ends with a date, or is one: its end without blanks, and the date's place there. */
interface DatedLine {
  window: Squeezed;
  date: FoundDate;
}

/** The letter's date is the best dated line behind the head: alone, under an office, or glued to one. */
function findSigned(
  text: string,
  lines: readonly Line[],
  headEnd: number,
  printedLine: number,
  letterhead: string | null,
): Signed {
  let best: (DatedLine & { line: number; score: number }) | null = null;
  for (let at = Math.max(0, headEnd); at < lines.length; at += 1) {
    const line = lines[at];
    const dated = line && at !== printedLine ? dateAtEnd(text, line) : null;
    if (!dated) continue;
    const score = scoreOf(lines, at, dated, printedLine) + (signsAs(lines, at, dated, letterhead) ? 3 : 0);
    if (score > 0 && (!best || score >= best.score)) best = { ...dated, line: at, score };
  }
  if (!best) {
    const issuers = lastOffices(text, lines, headEnd, printedLine);
    return { issuers, issuedOn: headDate(text, lines, headEnd), badDate: null, dateLine: lines.length };
  }
  const { window, date } = best;
  const issuers = issuersOf(text, lines, best.line, best, headEnd);
  const form = date.form === 'damaged' ? 0.75 : date.form === 'compact' ? 0.88 : 0.96;
  const confidence = form - (best.score < 3 ? 0.1 : 0);
  return {
    issuers,
    issuedOn: date.iso === null ? null : { value: date.iso, ...spanOf(window, date.start, date.end), confidence },
    badDate: date.iso === null ? window.text.slice(date.start, date.end) : null,
    dateLine: best.line,
  };
}

/** Longer than a last phrase, an office and a date with blanks between. */
const WINDOW = 200;

function dateAtEnd(text: string, line: Line): DatedLine | null {
  if (!/[日号曰0-9０-９]\s*[）)。.]?$/.test(line.text.slice(-12))) return null;
  const from = Math.max(line.start, line.end - WINDOW);
  const window = squeeze(text, from, line.end);
  const body = window.text.replace(/[）)。.]$/, '');
  const label = /^(?:成文日期|日期|时间)[：:]/.exec(body)?.[0].length ?? 0;
  const alone = from === line.start ? readDate(body.slice(label)) : null;
  if (alone) return { window, date: { ...alone, start: alone.start + label, end: alone.end + label } };
  const last = findDates(body).at(-1);
  if (last?.end !== body.length) return null;
  // 2022-06-27 within a line is a date of the letter only behind an office's name.
  if (last.form === 'numeric' && !looksLikeOffice(lastPhrase(body.slice(0, last.start)))) return null;
  return { window, date: last };
}

/** Without a date at the end: one alone in the head, or one that says of itself that the answer was given then. */
function headDate(text: string, lines: readonly Line[], headEnd: number): Found<string> | null {
  for (const line of lines.slice(0, Math.max(1, headEnd + 1))) {
    const squeezed = squeezeLine(text, { ...line, end: Math.min(line.end, line.start + 60) });
    const label = /^[（(](?=\d)|(?:^|局|委|办|厅|部)(?:成文日期|发文日期|答复日期|答复时间|回复时间|日期)[：:]/.exec(
      squeezed.text,
    );
    const labelled = label === null ? 0 : label.index + label[0].length;
    const date = findDates(squeezed.text).find(({ start }) => start >= labelled);
    if (!date || date.iso === null || date.start !== labelled) continue;
    const rest = squeezed.text.slice(date.end);
    if (!/^[）)]?$/.test(rest) && !/^(?:第.次)?(?:回复|答复|函复)[：:]/.test(rest)) continue;
    return { value: date.iso, ...spanOf(squeezed, date.start, date.end), confidence: 0.75 };
  }
  return null;
}

/** The first line of an annex: 附件1 alone on its line. */
function annexStart(lines: readonly Line[], headEnd: number): number {
  for (let at = headEnd + 1; at < lines.length; at += 1) {
    if (/^附\s*件\s*[一二三四五六七八九十\d]{0,3}\s*[：:]?$/.test(lines[at]?.text ?? '')) return at;
  }
  return lines.length;
}

/** Whether the office beside or above a date is the letterhead's. */
function signsAs(lines: readonly Line[], at: number, { window, date }: DatedLine, letterhead: string | null): boolean {
  if (letterhead === null) return false;
  const before = lastPhrase(window.text.slice(0, date.start));
  const name = stripSeal(before !== '' ? before : (lines[at - 1]?.text ?? '')).replace(/\s/g, '');
  return looksLikeOffice(name) && (name.endsWith(letterhead) || letterhead.endsWith(name));
}

/** How much a dated line looks like the letter's end. */
function scoreOf(lines: readonly Line[], at: number, { window, date }: DatedLine, printedLine: number): number {
  const before = window.text.slice(0, date.start).replace(/^(?:成文日期|日期|时间)[：:]$/, '');
  const above = lines[at - 1];
  const behind = lines[at + 1];
  let score = 0;
  if (before === '') score += 2;
  else {
    const sentence = lastPhrase(before);
    if (sentence === '' && /[。！!？”]$/.test(before)) score += 2;
    else if (looksLikeOffice(sentence)) score += 3;
    else return 0;
  }
  if (above && looksLikeOffice(above.text.replace(/\s/g, ''))) score += 2;
  else if (above && CLOSING.test(above.text)) score += 1;
  else if (above && /^[（(].*[）)]$/.test(above.text)) score += 1;
  if (
    !behind ||
    at + 1 === printedLine ||
    CC.test(behind.text) ||
    /^[（(]|^附件|^联系|^主题词|^公开|^此件/.test(behind.text)
  )
    score += 1;
  if (at >= lines.length - 8) score += 1;
  return score;
}

/** What follows the last sign of punctuation or the last telephone number: …电话：0000-00000000 某某中心. */
function lastPhrase(text: string): string {
  const phrase = /[^。！!？；，,：:”"）)]*(?:[（(][^（）()]{1,12}[）)])?$/.exec(text)?.[0] ?? '';
  return phrase.replace(/^.*?\d[\d-]{5,}(?=[^\d-])/, '').replace(/^.*\d[\d-]{5,}(?=[^\d-])/, '');
}

/** The office or offices that sign: before the date on its line, or alone on the lines above it. */
function issuersOf(
  text: string,
  lines: readonly Line[],
  dateLine: number,
  { window, date }: DatedLine,
  headEnd: number,
): Found<string>[] {
  const before = window.text.slice(0, date.start).replace(/^(?:成文日期|日期|时间)[：:]$/, '');
  const glued = lastPhrase(before);
  const sameLine = before !== '' && looksLikeOffice(glued) ? glued : null;
  if (sameLine !== null) {
    const name = stripSeal(sameLine);
    const from = before.length - sameLine.length;
    return [{ value: name, ...spanOf(window, from, from + name.length), confidence: 0.94 }];
  }
  if (before !== '') return [];
  const above = officesAbove(text, lines, dateLine, headEnd);
  return above.length > 0 ? above : officeBelow(lines, dateLine);
}

function officesAbove(text: string, lines: readonly Line[], below: number, headEnd: number): Found<string>[] {
  const issuers: Found<string>[] = [];
  for (let at = below - 1; at >= Math.max(headEnd, below - MOST_ISSUERS); at -= 1) {
    const line = lines[at];
    if (!line) break;
    const bare = stripSeal(line.text.replace(MARK_BESIDE, ''));
    if (issuers.length === 0 && /^[（(].*[）)]$/.test(line.text) && at === below - 1) continue;
    if (looksLikeOffice(bare.replace(/\s/g, ''))) {
      const parts = [...bare.matchAll(/\S+(?:\s\S\b)*/g)];
      const several = parts.length > 1 && parts.every((part) => part[0].length > 3 && looksLikeOffice(part[0]));
      if (several) {
        const found = parts.map((part) => ({
          value: part[0],
          start: line.start + part.index,
          end: line.start + part.index + part[0].length,
          confidence: 0.92,
        }));
        issuers.unshift(...found);
      } else {
        issuers.unshift({
          value: bare.replace(/\s/g, ''),
          start: line.start,
          end: line.start + bare.length,
          confidence: 0.96,
        });
      }
      continue;
    }
    if (issuers.length === 0) {
      const glued = gluedOffice(text, line);
      if (glued) issuers.unshift(glued);
    }
    break;
  }
  return issuers;
}

/** Some pages give the date before the office that stands beside it. */
function officeBelow(lines: readonly Line[], dateLine: number): Found<string>[] {
  const line = lines[dateLine + 1];
  const name = line ? stripSeal(line.text).replace(/\s/g, '') : '';
  if (!line || !looksLikeOffice(name)) return [];
  return [{ value: name, start: line.start, end: line.end, confidence: 0.8 }];
}

/** …的理解与支持！ A7县住房和城乡建设局: an office behind the last sentence of a paragraph. */
function gluedOffice(text: string, line: Line): Found<string> | null {
  const from = Math.max(line.start, line.end - 60);
  const squeezed = squeeze(text, from, line.end);
  const name = lastPhrase(squeezed.text);
  const start = squeezed.text.length - name.length;
  if (start === 0 || !/[。！!？；”\d]/.test(squeezed.text.charAt(start - 1)) || !looksLikeOffice(name)) return null;
  return { value: stripSeal(name), ...spanOf(squeezed, start, start + name.length), confidence: 0.85 };
}

/** Without a date: an office alone on one of the last lines. */
function lastOffices(text: string, lines: readonly Line[], headEnd: number, printedLine: number): Found<string>[] {
  const end = Math.min(lines.length, printedLine);
  for (let at = end - 1; at >= Math.max(headEnd + 1, end - 6); at -= 1) {
    const line = lines[at];
    if (!line || CC.test(line.text)) continue;
    if (looksLikeOffice(stripSeal(line.text).replace(/\s/g, '')))
      return officesAbove(text, lines, at + 1, headEnd).map((found) => ({ ...found, confidence: 0.8 }));
  }
  return [];
}
