/** 案由: the proposal's or message's own title, as quoted where its receipt is acknowledged. */
import {
  ASKED_SIGNS,
  CALLED_SIGNS,
  NO_CASE_BEFORE,
  NO_CASE_BEHIND,
  NO_CASE_WORDS,
  PLACED_RULES,
  UNQUOTED_RULES,
} from './case-title-rules.ts';
import type { ReplyKind } from './kind.ts';
import type { Found, Line, Squeezed } from '../../../../shared/text/anatomy/lines.ts';
import { spanOf } from '../../../../shared/text/anatomy/lines.ts';

/** The opening ends where the answer is announced. */
const OPENING_ENDS =
  /(?:答复|回复|函复|解答|说明|汇报|反馈|复函|意见)(?:意见)?(?:函告)?(?:如[下左]|于下)|(?:现|特)(?:答复|回复|告知)(?:您|你们?)[：:]|收悉|获悉|已收到/;
/**
 * The case title in the letter's opening.
 * @param opening the first paragraphs behind the addressee, without blanks
 * @param head lines above the addressee
 * @param kind for a proposal or suggestion only 《…》 is taken; what a petition quotes may be its matter
 *   or a mere paper, so that it is never sure
 */
export function findCaseTitle(
  opening: Squeezed,
  kind: ReplyKind,
  title: Squeezed | null,
  head: readonly Line[],
): Found<string> | null {
  return readCaseTitle(withPlainMarks(opening), kind, title) ?? fromLabel(head);
}

/** <<…>> and 〈…〉 as 《…》, 『…』 as 「…」; of two signs the second has no place of its own. */
function withPlainMarks(opening: Squeezed): Squeezed {
  if (!/<<|>>|〈|『/.test(opening.text)) return opening;
  if (!opening.text.includes('《') && opening.text.includes('〈'))
    return withPlainMarks({ ...opening, text: opening.text.replace(/〈/g, '《').replace(/〉/g, '》') });
  if (opening.text.includes('『'))
    return withPlainMarks({ ...opening, text: opening.text.replace(/『/g, '「').replace(/』/g, '」') });
  if (!/<<|>>/.test(opening.text)) return opening;
  let text = '';
  const at: number[] = [];
  for (let i = 0; i < opening.text.length; i += 1) {
    const mark = DOUBLED[opening.text.slice(i, i + 2)];
    text += mark ?? opening.text.charAt(i);
    at.push(opening.at[i] ?? 0);
    if (mark !== undefined) i += 1;
  }
  return { text, at };
}

const DOUBLED: Readonly<Record<string, string>> = { '<<': '《', '>>': '》' };

/** 案    由：关于降低作业本费的提案, in a table above the letter. */
function fromLabel(head: readonly Line[]): Found<string> | null {
  for (const line of head) {
    const match = /^(?:案\s*由|(?:提案|建议)(?:题目|标题|名称|案由|主题))\s*[：:]\s*(\S.{3,80})$/.exec(line.text);
    const value = match?.[1]?.trim();
    if (value === undefined) continue;
    const start = line.start + line.text.lastIndexOf(value);
    return { value: value.replace(/^《(.*)》$/, '$1'), start, end: start + value.length, confidence: 0.9 };
  }
  return null;
}

function readCaseTitle(opening: Squeezed, kind: ReplyKind, title: Squeezed | null): Found<string> | null {
  const isCase = kind === '政协提案' || kind === '人大建议' || kind === '会办意见';
  const received = titledPaper(opening);
  if (kind === '依申请公开') return received ?? whatIsAsked(opening);
  if (kind === '其他' && received !== null) return received;
  if (kind === '信访') {
    if (received !== null) return received;
    const matter = quotedTitle(opening, opening.text.slice(0, openingLength(opening.text)), '“"「', 0.7);
    return matter ?? fromTitle(title, '“"', 0.7);
  }
  const limit = openingLength(opening.text);
  const head = opening.text.slice(0, limit);
  const nesting = isCase ? nestingTitle(opening, head) : null;
  if (nesting) return nesting;
  const quoted =
    quotedTitle(opening, head, isCase ? '《' : '《“"「', isCase ? 0.96 : 0.9) ??
    (isCase ? behindReceipt(opening, limit) : null);
  if (!isCase) return quoted ?? fromTitle(title, '《“"') ?? unquoted(opening, limit, 0.85);
  if (quoted) return quoted;
  const plain = halfQuoted(opening, limit) ?? unquoted(opening, limit, UNQUOTED_RULES.put.confidence);
  if (plain) return plain;
  return (
    fromTitle(title, '《') ??
    quotedTitle(opening, head, '“"「', 0.8, true) ??
    caseInTitle(title) ??
    plainCaseInTitle(title)
  );
}

/** 《关于整修…道路的提案收悉: the mark that closes was left out. */
function halfQuoted(opening: Squeezed, limit: number): Found<string> | null {
  const match = /《(关于[^《》，。；]{4,80}?(?:提案|建议案|建议|议案))(?=已?收[悉到]|[，。])/.exec(
    opening.text.slice(0, limit + 4),
  );
  const value = match?.[1];
  if (!match || value === undefined) return null;
  return { value, ...spanOf(opening, match.index + 1, match.index + 1 + value.length), confidence: 0.85 };
}

function unquoted(opening: Squeezed, limit: number, confidence: number): Found<string> | null {
  const plain = UNQUOTED_RULES.put.pattern.exec(opening.text.slice(0, limit + 12));
  const alone = plain ?? UNQUOTED_RULES.acknowledged.pattern.exec(opening.text.slice(0, limit + 100));
  const value = alone?.slice(1).find((group) => group !== undefined);
  if (!alone || value === undefined) return null;
  const from = alone.index + alone[0].indexOf(value);
  return {
    value,
    ...spanOf(opening, from, from + value.length),
    confidence: plain ? confidence : UNQUOTED_RULES.acknowledged.confidence,
  };
}

/** What an application asks for, in quotation marks. */
function whatIsAsked(opening: Squeezed): Found<string> | null {
  const text = opening.text.slice(0, 400);
  for (const quoted of quotations(text, '“"「《')) {
    const before = text.slice(Math.max(0, quoted.start - 24), quoted.start - 1);
    const after = text.slice(quoted.end + 1, quoted.end + 12);
    const asked =
      ASKED_SIGNS.before.pattern.test(before) ||
      (ASKED_SIGNS.begun.pattern.test(before) && ASKED_SIGNS.behind.pattern.test(after));
    // A quotation mark inside the first one's words opens none.
    if (asked && quoted.value.length >= 4)
      return { value: quoted.value, ...spanOf(opening, quoted.start, quoted.end), confidence: 0.85 };
  }
  return null;
}

/** “关于尽快出版《某县志》的提案”: the outer marks hold the title, the inner ones what it is about. */
function nestingTitle(opening: Squeezed, head: string): Found<string> | null {
  const found = quotations(head, '“"「').find(
    ({ value }) => value.includes('《') && /^(?:关于|要求|请|建议|对).*(?:提案|建议|议案)$/.test(value),
  );
  return found ? { value: found.value, ...spanOf(opening, found.start, found.end), confidence: 0.93 } : null;
}

/** The letter's own title, where it says no more than what the case asks for. */
function plainCaseInTitle(title: Squeezed | null): Found<string> | null {
  const match = title === null ? null : PLACED_RULES.inTitle.pattern.exec(title.text);
  const value = match?.[1];
  if (title === null || !match || value === undefined) return null;
  const start = match.index + match[0].indexOf(value);
  return { value, ...spanOf(title, start, start + value.length), confidence: PLACED_RULES.inTitle.confidence };
}

/** 关于“关于规范夜市的建议”的答复. */
function caseInTitle(title: Squeezed | null): Found<string> | null {
  if (!title) return null;
  const found = quotations(title.text, '“"「').find(({ value }) => /^关于.{4,}(?:提案|建议|议案)$/.test(value));
  return found ? { value: found.value, ...spanOf(title, found.start, found.end), confidence: 0.9 } : null;
}

/** 你局《关于商请…的函》（某函〔2017〕33号）收悉, 您邮寄的《…申诉信》收悉: the paper that is answered, by its own title. */
function titledPaper(opening: Squeezed): Found<string> | null {
  const match = PLACED_RULES.paper.pattern.exec(opening.text.slice(0, 240));
  const value = match?.[1];
  if (!match || value === undefined) return null;
  const start = match.index + match[0].indexOf(`《${value}》`) + 1;
  return { value, ...spanOf(opening, start, start + value.length), confidence: PLACED_RULES.paper.confidence };
}

/** 您提出的第5号提案收悉。您在《…》中提出…: named only behind the receipt, but plainly the addressee's. */
function behindReceipt(opening: Squeezed, from: number): Found<string> | null {
  const rest = opening.text.slice(from, from + 160);
  const stop = rest.search(/如下/);
  const near = PLACED_RULES.behindReceipt.pattern.exec(stop < 0 ? '' : rest.slice(0, stop));
  const match = near ?? PLACED_RULES.later.pattern.exec(opening.text.slice(from, from + 500));
  const value = match?.slice(1).find((group) => group !== undefined);
  if (!match || value === undefined) return null;
  const start = from + match.index + match[0].length - 1 - value.length;
  return {
    value,
    ...spanOf(opening, start, start + value.length),
    confidence: PLACED_RULES[near ? 'behindReceipt' : 'later'].confidence,
  };
}

/** The first quotation of the opening, in one of `marks`, that is neither a platform's name nor a cited document. */
function quotedTitle(
  opening: Squeezed,
  head: string,
  marks: string,
  confidence: number,
  mustBeCalled = false,
): Found<string> | null {
  for (const quoted of quotations(head, marks)) {
    const before = head.slice(Math.max(0, quoted.start - 12), quoted.start - 1);
    if (
      (NO_CASE_BEFORE.platform.pattern.test(before) && !/(?:提案|建议|议案)$/.test(quoted.value)) ||
      NO_CASE_BEFORE.cited.pattern.test(before)
    )
      continue;
    const after = head.slice(quoted.end + 1, quoted.end + 32);
    if (NO_CASE_BEFORE.reason.pattern.test(before)) continue;
    if (
      mustBeCalled &&
      !CALLED_SIGNS.words.pattern.test(quoted.value) &&
      !CALLED_SIGNS.behind.pattern.test(after) &&
      !CALLED_SIGNS.before.pattern.test(before)
    )
      continue;
    // 《…的函》（鹤环函〔2023〕94号): a paper with a number of its own is no proposal.
    // 《社情民意信息》第47期《…》: a paper that appears in numbers holds what is answered.
    if (NO_CASE_BEHIND.issue.pattern.test(after)) continue;
    if (NO_CASE_BEHIND.numbered.pattern.test(after) || NO_CASE_WORDS.law.pattern.test(quoted.value)) continue;
    if (
      quoted.value.length < 4 ||
      NO_CASE_WORDS.code.pattern.test(quoted.value) ||
      NO_CASE_BEHIND.part.pattern.test(after)
    )
      continue;
    return { value: quoted.value, ...spanOf(opening, quoted.start, quoted.end), confidence };
  }
  return null;
}

/** 关于“…”的回复, …提案《…》的答复: the title itself quotes the matter. */
function fromTitle(title: Squeezed | null, marks: string, confidence = 0.91): Found<string> | null {
  if (!title) return null;
  const quoted = quotations(title.text, marks).find(
    (one) => one.value.length >= 4 && !NO_CASE_WORDS.code.pattern.test(one.value),
  );
  return quoted ? { value: quoted.value, ...spanOf(title, quoted.start, quoted.end), confidence } : null;
}

function openingLength(text: string): number {
  const match = OPENING_ENDS.exec(text.slice(0, 600));
  if (match) {
    // 收悉 may stand before the quotation; its sentence, or the announcement of the answer, ends the opening.
    const rest = text.slice(match.index + match[0].length, 600);
    const stop = /如下$/.test(match[0]) ? 0 : rest.search(/如下|[。！]/);
    return match.index + match[0].length + Math.max(0, stop);
  }
  const greeting = /^[^。！!]{0,16}(?:您|你|你们|大家)好[！!。，,]/.exec(text)?.[0].length ?? 0;
  const stop = text.slice(greeting, 300).search(/[。！]/);
  return stop < 0 ? Math.min(text.length, 200) : greeting + stop + 1;
}

interface Quotation {
  value: string;
  start: number;
  end: number;
}

const PAIRS: Readonly<Record<string, string>> = { '《': '》', '“': '”', '"': '"', '「': '」' };

/** Outermost quotations of a text that open with one of `marks`; nested marks belong to the value. */
function quotations(text: string, marks: string): Quotation[] {
  const found: Quotation[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const mark = text.charAt(i);
    const closing = marks.includes(mark) ? PAIRS[mark] : undefined;
    if (closing === undefined) continue;
    let end = matchingEnd(text, i, mark, closing);
    // “关于…的提案": a typist's closing mark.
    if (end < 0 && mark === '“') end = typedEnd(text, i);
    if (end < 0) continue;
    found.push({ value: text.slice(i + 1, end), start: i + 1, end });
    i = end;
  }
  return found;
}

function typedEnd(text: string, from: number): number {
  const length = /^“[^“”"。！？]{4,80}(?=")/.exec(text.slice(from, from + 100))?.[0].length;
  return length === undefined ? -1 : from + length;
}

function matchingEnd(text: string, from: number, mark: string, closing: string): number {
  let depth = 0;
  for (let i = from; i < Math.min(text.length, from + 200); i += 1) {
    const character = text.charAt(i);
    if (character === mark && (mark !== closing || i === from)) depth += 1;
    else if (character === closing) depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}
