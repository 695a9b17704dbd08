/** The head of a letter: what stands above its text (GB/T 9704-2012, 7.2 and 7.3.1 to 7.3.2). */
import { findAddressees, type Addressees } from './addressees.ts';
import { readDate } from '../dates.ts';
import { labelledNumber, readOwnNumber, type OwnNumber } from './document-number.ts';
import { bare, type KnownElements } from './known.ts';
import { findLetterhead } from './letterhead.ts';
import type { Found, Line } from './lines.ts';
import { findTitle, gluedTitle, numberInTitle, titleOfWords, type Title } from './title.ts';

export interface Head {
  title: Title | null;
  addressees: Addressees | null;
  number: OwnNumber | null;
  letterhead: Found<string> | null;
  /** Number of the first line behind the head: the addressee's, else the first that is plainly body. */
  end: number;
  /** Where the body begins in the text, behind the addressee. */
  bodyStart: number;
}

/** A letter's head is never longer: what follows is body. */
const MOST_HEAD_LINES = 30;
/** A longer line is body, whatever it says. */
const LONGEST_HEAD_LINE = 200;
/** 文号：某函〔2022〕15号  关键词：乡村振兴；建议: a row of a page's own table. */
const FIELDS = /^[\u3400-\u9fff][\u3400-\u9fff\s]{0,8}[：:]\s*\S.*\s{2,}[\u3400-\u9fff]{2,8}[：:]/;
const BODY_START =
  /^(?:您好|你好|您提|你提|您在|你在|您反映|你反映|贵[单局委处办院]|现将|根据|感谢|非常感谢|来信收悉|一、|我[局委部办院单])/;

const LONGEST_ADDRESSEE_LINE = 40;
const LONGEST_HEADLINE = 60;
const ANSWER_BEGINS =
  /^[【\[]?(?:回复|答复|办理|处理)(?:内容|意见|情况|结果)[】\]]?\s*[：:]?$|^(?:回复|答复|办理|承办)(?:单位|部门|机关)\s*[：:]/;
/** 周明远代表：, as a whole line. */
const PLAIN_ADDRESSEE = /^[\u3400-\u9fff·、]{2,20}(?:委员|代表|同志|先生|女士|网友)[：:]$/;

export function findHead(text: string, lines: readonly Line[], known: KnownElements): Head {
  const title = titleOf(text, lines, known.title);
  const rough = roughEnd(lines, title && !title.glued ? title.lastLine + 1 : 0);
  const below = findAddressees(
    lines,
    title ? title.lastLine + (title.glued ? 0 : 1) : 0,
    rough + 1,
    title?.glued ? title.end : 0,
  );
  const above = below === null && title && !title.glued ? addresseesAbove(lines, title.firstLine) : null;
  const found = below ?? above;
  // A greeting to nobody in a page's fields gives way to whom the answer addresses.
  const addressees =
    (found === null || found.names.length === 0 ? addresseesOfAnswer(lines, title ? title.lastLine + 1 : 0) : null) ??
    found;
  const end =
    (above && addressees === above ? null : addressees?.line) ?? Math.max(title ? title.lastLine + 1 : 0, rough);
  const head = lines.slice(0, end);
  return {
    title,
    addressees,
    number: findNumber(text, lines, head, title),
    letterhead: findLetterhead(text, head.slice(0, title && !title.glued ? title.firstLine : end)),
    end,
    bodyStart: addressees && addressees !== above ? addressees.end : (lines[end]?.start ?? text.length),
  };
}

/** The addressee's line right above the title's first one, or as the letter's very first one, where none stands below: never sure. */
function addresseesAbove(lines: readonly Line[], titleLine: number): Addressees | null {
  const line = lines[titleLine - 1];
  const at =
    line && /[：:]$/.test(line.text) && line.text.length <= LONGEST_ADDRESSEE_LINE
      ? titleLine - 1
      : titleLine > 0 && PLAIN_ADDRESSEE.test(lines[0]?.text ?? '')
        ? 0
        : -1;
  const found = at < 0 ? null : findAddressees(lines, at, at + 1, 0);
  return found && doubtful(found);
}

/** 回复内容： / 汪女士：: a page with question and answer addresses where the answer begins. */
function addresseesOfAnswer(lines: readonly Line[], from: number): Addressees | null {
  for (let at = from + 1; at < Math.min(lines.length, MOST_HEAD_LINES); at += 1) {
    if (!ANSWER_BEGINS.test(lines[at - 1]?.text ?? '') || !/[：:]$/.test(lines[at]?.text ?? '')) continue;
    const found = findAddressees(lines, at, at + 1, 0);
    if (found && found.names.length > 0) return doubtful(found);
  }
  return null;
}

function doubtful(found: Addressees): Addressees {
  const names = found.names.map((name) => ({ ...name, confidence: Math.min(name.confidence, 0.85) }));
  return { ...found, names, confidence: Math.min(found.confidence, 0.85) };
}

/** The title as it is known, else as its own words tell. */
function titleOf(text: string, lines: readonly Line[], known: string | null): Title | null {
  const rough = roughEnd(lines, 0);
  const read = findTitle(text, lines.slice(0, rough));
  if (known === null || (read !== null && bare(read.value) === bare(known)))
    return read ?? gluedTitle(text, lines[rough], rough);
  return titleOfWords(text, lines, known) ?? read ?? gluedTitle(text, lines[rough], rough);
}

/** The first line from `from` on that is plainly body: a sentence, or words with which bodies open. */
function roughEnd(lines: readonly Line[], from: number): number {
  const end = lines.slice(from, MOST_HEAD_LINES).findIndex(
    ({ text }, at) =>
      // A page's headline, with a question in it: the addressee follows.
      !(text.length <= LONGEST_HEADLINE && PLAIN_ADDRESSEE.test(lines[from + at + 1]?.text ?? '')) &&
      (text.length > LONGEST_HEAD_LINE ||
        BODY_START.test(text) ||
        (text.length > 30 && /[，。；！？].{4,}/.test(text) && !FIELDS.test(text))),
  );
  return end < 0 ? Math.max(from, Math.min(lines.length, MOST_HEAD_LINES)) : from + end;
}

/** Alone on a line of the head, else in brackets behind the title's words. */
function findNumber(
  text: string,
  lines: readonly Line[],
  head: readonly Line[],
  title: Title | null,
): OwnNumber | null {
  let worn: OwnNumber | null = null;
  for (const line of head) {
    const number = readOwnNumber(text, line);
    if (number && !number.damaged) return number;
    worn ??= number;
  }
  for (const line of [...head, ...lines.slice(-6)]) {
    const number = labelledNumber(text, line);
    if (number) return number;
  }
  return (title ? numberInTitle(text, title, head) : null) ?? worn ?? footNumber(text, lines);
}

/** Pages of websites give it below the letter, by its label. */
function footNumber(text: string, lines: readonly Line[]): OwnNumber | null {
  for (const [at, line] of lines.slice(-6).entries()) {
    const number = readOwnNumber(text, line);
    // Without its label only as the last line of all or right under the date: a typist's habit.
    const labelled = /^(?:发文字号|文号)[：:]/.test(line.text);
    const isUnderDate = at > 0 && readDate(lines.slice(-6)[at - 1]?.text ?? '') !== null;
    if (!labelled && ((at < Math.min(lines.length, 6) - 1 && !isUnderDate) || number?.damaged === true)) continue;
    if (number !== null) return { ...number, confidence: Math.min(number.confidence, 0.85) };
  }
  return null;
}
