/** 版记: 抄送, and who printed a letter when (印发). */
import { findDates, readDate } from '../dates.ts';
import { looksLikeOffice } from './offices.ts';
import { opensLikeTitle } from './title-words.ts';
import type { Found, Line } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';

export interface Imprint {
  by: Found<string> | null;
  on: Found<string> | null;
  /** Number of the line of printing; lines.length where there is none. */
  line: number;
}

/** One list of copies: 抄送：…, over the lines up to its full stop. */
export interface Copies {
  line: number;
  lastLine: number;
  /** Where the names begin, behind 抄送：, and where they end. */
  start: number;
  end: number;
}

const HEAD_LINES = 8;
const PRINT_LABEL = /^印发(?:机关|单位)?[：:]/;
const OPENS_COPIES = /^[（(]?(?:抄送|抄报|抄发|分送)(?:单位|机关|：|:)?[：:]?/;
/** 主送：张惠民委员　　抄送：…: behind whom the letter is sent to. */
const BEHIND_SENT_TO = /^主\s*送\s*[：:][^：:]{2,60}[\s。；;]抄\s*[送报]\s*[：:]\s*/;
const COPIES_LABEL = /^[（(]?(?:抄\s*[送报发]|[抄报](?=[：:])|分?\s*送)\s*(?:单位|机关)?\s*[：:]\s*/;
/** 抄报：省新闻出版局　抄送：省政协: a second list on the same line. */
const SECOND_LABEL = /[；;。，,\s]\s*(?:抄\s*[送报发]|送)\s*[：:]\s*/;
const UPPER_LABEL = /^抄\s*[送报]\s*[：:]\s*/;

/** Whether a line begins a list of copies, also where its label lost the colon. */
export function opensCopies(text: string): boolean {
  return OPENS_COPIES.test(text);
}

/** 昆明市某某局 2022年6月27日印发, also on two lines. */
export function findImprint(text: string, lines: readonly Line[]): Imprint {
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - 40); at -= 1) {
    const line = lines[at];
    if (!line || line.text.length > 120 || !/印\s*发|日\s*印(?=\s|$)/.test(line.text)) continue;
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
        : above && at > 1 && looksLikeOffice(above.text.replace(/\s/g, '')) && opensCopies(lines[at - 2]?.text ?? '')
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
  return printedUnderCopies(text, lines) ?? { by: null, on: null, line: lines.length };
}

/** 某某局办公室打印　2003年6月6日, 某某局办公室　二〇〇一年八月十五日　打字：某某: without 印发, told by typist or copies beside it. */
const PRINTED = /^([\u3400-\u9fff（）()]{4,36}?)(?:打印|印制|打字|油印|印)?[，,]?$/;
const TYPIST = /(?:打字|打印|校对|印数|份数)[：:]|共印?\d+份/;

function printedUnderCopies(text: string, lines: readonly Line[]): Imprint | null {
  for (let at = lines.length - 1; at >= Math.max(2, lines.length - 4); at -= 1) {
    const line = lines[at];
    if (!line || line.text.length > 80) continue;
    const squeezed = squeezeLine(text, line);
    const date = findDates(squeezed.text)[0];
    if (!date || date.iso === null || date.start < 4) continue;
    const before = squeezed.text.slice(0, date.start);
    const behind = squeezed.text.slice(date.end);
    const office = PRINTED.exec(before)?.[1];
    const isTold =
      /(?:打印|印制|油印)$/.test(before) ||
      TYPIST.test(behind) ||
      (behind === '' && opensCopies(lines[at - 1]?.text ?? ''));
    if (office === undefined || !isTold || !looksLikeOffice(office) || (behind !== '' && !TYPIST.test(behind)))
      continue;
    // The same office beside the letter's own date signs it.
    if (!hasDateAbove(lines, at) && !/印$|印制$/.test(before)) continue;
    return {
      by: { value: office, ...spanOf(squeezed, 0, office.length), confidence: 0.85 },
      on: { value: date.iso, ...spanOf(squeezed, date.start, date.end), confidence: 0.85 },
      line: at,
    };
  }
  return null;
}

function hasDateAbove(lines: readonly Line[], at: number): boolean {
  return lines
    .slice(Math.max(0, at - 8), at)
    .some(({ text }) => text.length <= 60 && /日$/.test(text) && findDates(text).length > 0);
}

/** 某某局办公室　2001年8月15日: behind the copies, whatever stands behind the day. */
function opensWithPrinter(text: string): boolean {
  const date = text.length > 80 ? undefined : findDates(text)[0];
  return date !== undefined && date.start > 4 && looksLikeOffice(text.slice(0, date.start).replace(/\s/g, ''));
}

/** The letter's last list of copies, behind the one above it where two labels follow each other (抄报：…, 抄送：…). */
export function findCopies(text: string, lines: readonly Line[]): Copies[] {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    const label = line ? (COPIES_LABEL.exec(line.text) ?? BEHIND_SENT_TO.exec(line.text)) : null;
    if (!line || !label) continue;
    const found: Copies[] = [];
    const above = lines[at - 1];
    if (above && /^抄\s*[送报]/.test(above.text)) {
      const start = above.start + (UPPER_LABEL.exec(above.text)?.[0].length ?? 0);
      found.push({ line: at - 1, lastLine: at - 1, start, end: above.end });
    }
    let lastLine = at;
    let end = line.end;
    for (let next = at + 1; next < Math.min(lines.length, at + 4); next += 1) {
      const following = lines[next];
      if (
        !following ||
        /[。.]$/.test(text.slice(line.start, end)) ||
        /印\s*发|日\s*印(?=\s|$)|^抄|^主题词|^(?:打字|打印|校对|拟稿|印数|份数|共\s*印)|^共.{1,8}份$/.test(
          following.text,
        ) ||
        readDate(following.text) ||
        opensWithPrinter(following.text) ||
        // Copies that stand in the head end above the title or the addressee.
        (at <= HEAD_LINES && (/[：:]$/.test(following.text) || opensLikeTitle(following.text.replace(/\s/g, '')))) ||
        // The office that signs, where the copies stand above it.
        readDate(lines[next + 1]?.text ?? '')
      )
        break;
      lastLine = next;
      end = following.end;
    }
    const start = line.start + label[0].length;
    const second = SECOND_LABEL.exec(text.slice(start, line.end));
    if (second) {
      found.push({ line: at, lastLine: at, start, end: start + second.index });
      found.push({ line: at, lastLine, start: start + second.index + second[0].length, end });
    } else found.push({ line: at, lastLine, start, end });
    return found;
  }
  return [];
}
