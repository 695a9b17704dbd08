/** 标题: 关于|对 … 答复|复函|意见 …, office first or not, over one or several lines. */
import { bare } from './known.ts';
import { readDate } from '../dates.ts';
import { looksLikeOffice } from './offices.ts';
import { TITLE_FORMS } from './title-forms.ts';
import { TITLE_OFFICE_SIGNS, WRAPPED_OFFICE_SIGNS } from './title-office-rules.ts';
import {
  BESIDE_TITLE_LINES,
  GLUED_END,
  GLUED_TITLE,
  IN_TITLE_CONFIDENCES,
  TITLE_CONFIDENCES,
  TITLE_LINES,
  TITLE_SIGNS,
} from './title-rules.ts';
import { TITLE_MARKS } from './title-word-rules.ts';
import { endsLikeTitle, opensLikeTitle, runsOn } from './title-words.ts';
import type { Found, Line, Squeezed } from './lines.ts';
import { spanOf, squeeze } from './lines.ts';
import { canonicalNumber, readOwnNumber, type OwnNumber } from './document-number.ts';

export interface Title extends Found<string> {
  squeezed: Squeezed;
  /** Lines of the head that the title takes. */
  firstLine: number;
  lastLine: number;
  /** The line goes on behind the title, with the addressee or the body. */
  glued: boolean;
  /** The line above may be the letterhead or the office that opens the title: nothing tells which. */
  officeUntold?: boolean;
}

/** How sure the title and the letterhead are where an office stands right above 关于. */
export const UNTOLD = TITLE_CONFIDENCES.untold;

const LONGEST = 150;
const MOST_LINES = 5;

const BLANKS = /\s/g;
/** What parts offices that stand side by side. */
const PARTED = /[\s、]+/;
/** 某某局文件: a letterhead's last word. */
const OF_LETTERHEAD = /文件$/;

/**
 * The title among the first lines.
 * @param head lines up to the addressee or the body
 */
export function findTitle(text: string, head: readonly Line[]): Title | null {
  for (let at = 0; at < head.length; at += 1) {
    for (let count = 1; count <= MOST_LINES && at + count <= head.length; count += 1) {
      const title = titleOf(text, head, at, at + count - 1);
      if (title) return withOffice(text, head, title);
    }
  }
  const first = head.findIndex((line, at) => {
    const written = line.text.replace(BLANKS, '');
    return (
      (!looksLikeOffice(line.text) &&
        (TITLE_FORMS.some(({ pattern }) => pattern.test(written)) || isOfficesAnswer(written))) ||
      isHeadline(head, at)
    );
  });
  const line = head[first];
  if (!line) return labelledTitle(text, head);
  const plain = make(squeeze(text, line.start, line.end), first, first, TITLE_CONFIDENCES.byForm);
  // Between the number and the title there is no letterhead: the office above opens the title.
  const above = head[first - 1];
  const numbered = head.slice(0, Math.max(0, first - 1)).some((before) => readOwnNumber(text, before) !== null);
  return numbered && above && looksLikeOffice(above.text.replace(BLANKS, ''))
    ? make(squeeze(text, above.start, line.end), first - 1, first, TITLE_CONFIDENCES.byForm)
    : { ...plain, officeUntold: above !== undefined && looksLikeOffice(above.text.replace(BLANKS, '')) };
}

/** A page's name for a letter is no shorter. */
const SHORTEST_NAME = 4;

/** 标题：新农合卡丢了怎么补办, where the letter has no title of its own. */
function labelledTitle(text: string, head: readonly Line[]): Title | null {
  for (const [at, line] of head.entries()) {
    const label = TITLE_LINES.labelled.pattern.exec(line.text)?.[0].length;
    const length = line.text.length - (label ?? 0);
    if (label === undefined || length < SHORTEST_NAME || length > LONGEST_ABOVE) continue;
    if (BESIDE_TITLE_LINES.severalFields.pattern.test(line.text.slice(label))) continue;
    return make(squeeze(text, line.start + label, line.end), at, at, TITLE_CONFIDENCES.labelled);
  }
  return null;
}

/** A page's headline right at its top, above whom it addresses, or the matter above its own fields. */
function isHeadline(head: readonly Line[], at: number): boolean {
  const written = head[at]?.text ?? '';
  const below = head[at + 1]?.text;
  const { headlineMark, anyName, addressee, letterFields } = BESIDE_TITLE_LINES;
  if (at === 0 && TITLE_LINES.answeredMatter.pattern.test(written)) return anyName.pattern.test(below ?? '');
  if (at === 0 && TITLE_LINES.headline.pattern.test(written) && headlineMark.pattern.test(written))
    return below === undefined || addressee.pattern.test(below);
  return (
    at <= 2 &&
    TITLE_LINES.headedMatter.pattern.test(written.replace(BLANKS, '')) &&
    letterFields.pattern.test(below ?? '')
  );
}

function isOfficesAnswer(written: string): boolean {
  const office = TITLE_LINES.officeAnswers.pattern.exec(written)?.[1];
  return office !== undefined && looksLikeOffice(office);
}

/** Nothing so long stands over a title whose words are known. */
const LONGEST_ABOVE = 60;
const MOST_LINES_ABOVE = 20;

/** The first lines that together say exactly these words. */
export function titleOfWords(text: string, lines: readonly Line[], words: string): Title | null {
  const wanted = bare(words);
  if (wanted === '') return null;
  for (let first = 0; first < Math.min(lines.length, MOST_LINES_ABOVE); first += 1) {
    const opening = lines[first];
    let joined = '';
    for (let last = first; last < Math.min(lines.length, first + MOST_LINES); last += 1) {
      const line = lines[last];
      if (!opening || !line || line.text.length > LONGEST * 2 + wanted.length) break;
      joined += bare(line.text);
      if (joined === wanted) return make(squeeze(text, opening.start, line.end), first, last, TITLE_CONFIDENCES.known);
      if (!wanted.startsWith(joined)) break;
    }
    if ((opening?.text.length ?? 0) > LONGEST_ABOVE) return null;
  }
  return null;
}

function titleOf(text: string, head: readonly Line[], from: number, to: number): Title | null {
  const first = head[from];
  const last = head[to];
  if (
    !first ||
    !last ||
    last.end - first.start > LONGEST * 2 ||
    !opensLikeTitle(first.text.replace(BLANKS, '').replace(TITLE_MARKS.before.pattern, ''))
  )
    return null;
  const squeezed = squeeze(text, first.start, last.end);
  const written = squeezed.text;
  if (written.length > LONGEST || TITLE_SIGNS.noTitle.pattern.test(written)) return null;
  const hasTail = TITLE_SIGNS.withTail.pattern.test(written);
  if (!hasTail && !endsLikeTitle(written.replace(TITLE_MARKS.bareBehind.pattern, ''))) return null;
  // 【A】【公开】对…的答复: marks of a page before the title.
  const marked = TITLE_MARKS.before.pattern.exec(written)?.[0].length ?? 0;
  if (marked > 0) {
    const rest = { text: squeezed.text.slice(marked), at: squeezed.at.slice(marked) };
    return opensLikeTitle(rest.text) ? make(rest, from, to, UNTOLD) : null;
  }
  // Where the words run on over the next line (建议答复 / 的函), the longer one is the title.
  const next = head[to + 1];
  if (next && runsOn(next.text) && endsLikeTitle(written + next.text)) return null;
  // Nor does it end before （市政协九届三次会议第65号提案） on a line of its own.
  if (next && TITLE_SIGNS.caseInBrackets.pattern.test(next.text.replace(BLANKS, ''))) return null;
  const mark = hasTail ? null : TITLE_MARKS.behind.pattern.exec(written);
  const confidence = isUntoldEnd(last, next)
    ? UNTOLD
    : to - from > 2
      ? TITLE_CONFIDENCES.long
      : TITLE_CONFIDENCES.found;
  return make(mark ? cut(squeezed, mark.index) : squeezed, from, to, confidence);
}

/** A line in brackets ends the title, or may: （某区水务站） under it. */
function isUntoldEnd(last: Line, next: Line | undefined): boolean {
  if (TITLE_SIGNS.caseInBrackets.pattern.test(last.text.replace(BLANKS, ''))) return true;
  const inside = TITLE_SIGNS.inBrackets.pattern.exec(next?.text.replace(BLANKS, '') ?? '')?.[1];
  return inside !== undefined && looksLikeOffice(inside);
}

function cut(squeezed: Squeezed, length: number): Squeezed {
  return { text: squeezed.text.slice(0, length), at: squeezed.at.slice(0, length) };
}

function make(squeezed: Squeezed, firstLine: number, lastLine: number, confidence: number): Title {
  return {
    value: squeezed.text,
    ...spanOf(squeezed, 0, squeezed.text.length),
    confidence,
    squeezed,
    firstLine,
    lastLine,
    glued: false,
  };
}

const isLetterSpaced = (line: Line): boolean => TITLE_OFFICE_SIGNS.letterSpaced.pattern.test(line.text.trim());

/** Under a letterhead comes the number; where it stands below the title, the office above is more likely the title's own. */
function numberedBelow(text: string, head: readonly Line[], titleEnd: number): boolean {
  const day = TITLE_OFFICE_SIGNS.dayInBrackets.pattern.test(head[titleEnd + 1]?.text ?? '') ? 1 : 0;
  const below = head[titleEnd + 1 + day];
  return below !== undefined && readOwnNumber(text, below) !== null;
}

/**
 * An office on the line above 关于 opens the title where the number, or the letterhead, stands above that line. Without either
 * it more likely does, for under a letterhead comes the number (GB/T 9704-2012, 7.2.5); only a person can tell.
 */
function withOffice(text: string, head: readonly Line[], title: Title): Title {
  const wrapped = withWrappedOffices(text, head, title);
  if (wrapped) return wrapped;
  const above = head[title.firstLine - 1];
  if (
    !above ||
    !TITLE_OFFICE_SIGNS.matterFirst.pattern.test(title.value) ||
    !looksLikeOffice(above.text.replace(BLANKS, ''))
  )
    return title;
  // A date alone above the office tells nothing of it.
  const before = head.slice(0, title.firstLine - 1).filter((line) => readDate(line.text) === null);
  const office = above.text.replace(BLANKS, '');
  const numbered = before.some((line) => readOwnNumber(text, line) !== null);
  const repeated = before.some((line) => line.text.replace(BLANKS, '').replace(OF_LETTERHEAD, '') === office);
  if (!numbered && !repeated) {
    // Two offices side by side open a joint letter's title; letterheads of two stand one over the other.
    if (standSideBySide(above.text))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    if (
      before.length > 0 &&
      before.every((line) => TITLE_OFFICE_SIGNS.stamp.pattern.test(line.text) || isOtherOffice(line.text, office))
    )
      return { ...title, confidence: Math.min(title.confidence, UNTOLD), officeUntold: true };
    // Nor does a letterhead stand under a mark or under a web page's own head.
    if (before.length > 0 && !isLetterSpaced(above))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    if (numberedBelow(text, head, title.lastLine) && !isLetterSpaced(above))
      return make(squeeze(text, above.start, title.end), title.firstLine - 1, title.lastLine, UNTOLD);
    return { ...title, confidence: Math.min(title.confidence, UNTOLD), officeUntold: true };
  }
  // Two lines of joint offices open it together where the number stands above both.
  const second = head[title.firstLine - 2];
  const isJoint =
    second !== undefined &&
    head.slice(0, title.firstLine - 2).some((line) => readOwnNumber(text, line) !== null) &&
    looksLikeOffice(second.text.replace(BLANKS, ''));
  const first = isJoint ? second : above;
  const squeezed = squeeze(text, first.start, title.end);
  return make(
    squeezed,
    title.firstLine - (isJoint ? 2 : 1),
    title.lastLine,
    isJoint ? UNTOLD : TITLE_CONFIDENCES.withOffice,
  );
}

/** 某某市民政局　某某市卫生健 / 康委员会[ / ]关于…: joint offices whose line the page's edge broke inside a name open the title. */
function withWrappedOffices(text: string, head: readonly Line[], title: Title): Title | null {
  const above = head[title.firstLine - 1];
  const second = head[title.firstLine - 2];
  const rest = WRAPPED_OFFICE_SIGNS.restInTitle.pattern.exec(title.value)?.[1];
  const [from, behind] = rest === undefined ? [second, above?.text ?? ''] : [above, rest];
  if (!from || behind === '' || behind.length > 20 || looksLikeOffice(from.text.replace(BLANKS, ''))) return null;
  const last = from.text.trim().split(PARTED).at(-1) ?? '';
  if (WRAPPED_OFFICE_SIGNS.noOffices.pattern.test(from.text) || looksLikeOffice(last)) return null;
  if (standSideBySide(from.text) || !standSideBySide(from.text + behind)) return null;
  const firstLine = title.firstLine - (rest === undefined ? 2 : 1);
  return make(squeeze(text, from.start, title.end), firstLine, title.lastLine, UNTOLD);
}

/** 某某市教育局 某某市财政局. */
function standSideBySide(written: string): boolean {
  const offices = written.trim().split(PARTED);
  return offices.length > 1 && offices.every((office) => office.length > 3 && looksLikeOffice(office));
}

function isOtherOffice(written: string, office: string): boolean {
  const name = written.replace(BLANKS, '');
  return name !== office && looksLikeOffice(name);
}

/** The office with which a title opens: 延安市医疗保障局对…, 某某局关于…. */
export function officeOfTitle(title: Title): Found<string> | null {
  const match = TITLE_OFFICE_SIGNS.inTitle.pattern.exec(title.value);
  const name = match?.[1];
  if (name === undefined || !looksLikeOffice(name)) return null;
  return { value: name, ...spanOf(title.squeezed, 0, name.length), confidence: IN_TITLE_CONFIDENCES.office };
}

/** A title whose line lost its end: 关于…的答复李晓青委员：您提出的…. */
export function gluedTitle(text: string, line: Line | undefined, at: number): Title | null {
  if (!line || at > 3) return null;
  const squeezed = squeeze(text, line.start, Math.min(line.end, line.start + LONGEST * 2));
  const match = GLUED_END.pattern.test(squeezed.text) ? GLUED_TITLE.pattern.exec(squeezed.text) : null;
  if (!match) return null;
  return { ...make(cut(squeezed, match[0].length), at, at, TITLE_CONFIDENCES.glued), glued: true };
}

/** …答复的函（百医保函〔2024〕9号）: the number in brackets behind the title's words. */
export function numberInTitle(text: string, title: Title, head: readonly Line[]): OwnNumber | null {
  const last = head[title.lastLine];
  const squeezed = last ? squeeze(text, title.start, last.end) : title.squeezed;
  const match = TITLE_SIGNS.number.pattern.exec(squeezed.text);
  if (!match || match[1] === undefined || match[2] === undefined || match[3] === undefined) return null;
  const span = spanOf(squeezed, match.index + 1, match.index + match[0].length - 1);
  return {
    value: canonicalNumber(match[1], match[2], match[3]),
    ...span,
    confidence: IN_TITLE_CONFIDENCES.number,
    damaged: false,
  };
}
