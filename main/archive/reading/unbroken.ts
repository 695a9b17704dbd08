/**
 * Letters that lost their line ends (pasted into a field, sent as a message, out of a table's cell): where their parts begin. Told by
 * salutation, ordinals, closing words, signature, date and labels. Pure, and linear.
 */
import { findDates } from '../../../shared/text/dates.ts';
import { halfWidthDigits } from '../../../shared/text/numerals.ts';
import { simplifiedKey } from '../../../shared/text/simplified.ts';
import { squeeze, type Squeezed } from '../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice, stripSeal } from '../../../shared/text/anatomy/offices.ts';
import type { CleanText, OffsetRun } from './types.ts';
import {
  ADDRESSED_SIGNS,
  FIELD,
  HEAD_SIGNS,
  OPENS_BODY,
  ORDINAL,
  TAIL_SIGNS,
  TITLE_END_SIGNS,
} from './unbroken-rules.ts';

/** A shorter line is a paragraph, whatever stands in it. */
const SHORTEST = 100;
/** The head stands in the first paragraphs. */
const MOST_PARAGRAPHS = 8;
/** Letterhead, number, marks, title and addressee are no longer. */
const HEAD_REACH = 420;
/** Signature, notes, copies and imprint are no longer. */
const TAIL_REACH = 700;

const BODY_SIGN = /[，。；！？]/;

/**
 * A letter whose line ends were lost gets paragraphs where its parts begin; every other one stays as it is. Lost they are where a title
 * and the text below it share a paragraph, or where all of a letter is one.
 */
export function withLostBreaks(clean: CleanText): CleanText {
  if (!clean.text.split('\n', MOST_PARAGRAPHS).some(({ length }) => length >= SHORTEST)) return clean;
  const paragraphs = clean.text.split('\n');
  const key = simplifiedKey(clean.text);
  if (paragraphs.length > 2 && !holdsTitleAndMore(paragraphs, key)) return clean;
  // Blanks that stood for a few line ends do not hold up the others.
  const finder = new Breaks(squeeze(key, 0, key.length), paragraphs.length <= MOST_PARAGRAPHS);
  const breaks = finder.find().filter((at) => at > 0 && key.charAt(at - 1) !== '\n');
  return breaks.length === 0 ? clean : { ...withLineEnds(clean, breaks), unbroken: true };
}

/** Whether a paragraph among the first ones holds the title and what stands below it. */
function holdsTitleAndMore(paragraphs: readonly string[], key: string): boolean {
  let start = 0;
  return paragraphs.slice(0, MOST_PARAGRAPHS).some(({ length }) => {
    const paragraph = squeeze(key, start, start + Math.min(length, HEAD_REACH)).text;
    start += length + 1;
    return length >= SHORTEST && (addresseeIn(paragraph)?.titleEnd ?? titleEndWithout(paragraph)) > 0;
  });
}

/** @param breaks positions in the clean text, rising */
function withLineEnds({ text, map }: CleanText, breaks: readonly number[]): CleanText {
  const pieces: string[] = [];
  const runs: OffsetRun[] = [];
  const take = (from: number, to: number, added: number): void => {
    pieces.push(text.slice(from, to));
    for (const run of map) {
      const start = Math.max(from, run.clean);
      const end = Math.min(to, run.clean + run.length);
      if (start < end) runs.push({ clean: start + added, raw: run.raw + start - run.clean, length: end - start });
    }
  };
  let from = 0;
  breaks.forEach((at, count) => {
    take(from, at, count);
    const last = runs.at(-1);
    // As every line end that is put in, it stands for what lies before it.
    runs.push({ clean: at + count, raw: last ? last.raw + last.length - 1 : 0, length: 1 });
    pieces.push('\n');
    from = at;
  });
  take(from, text.length, breaks.length);
  return { text: pieces.join(''), map: runs };
}

class Breaks {
  readonly #text: string;
  readonly #isAll: boolean;
  readonly #at: readonly number[];
  readonly #found = new Set<number>();
  /** The offices whose letter it is, as far as they are known. */
  readonly #offices: string[] = [];

  /** @param isAll also the body lost its line ends */
  constructor({ text, at }: Squeezed, isAll: boolean) {
    this.#isAll = isAll;
    this.#text = halfWidthDigits(text);
    this.#at = at;
  }

  /** Where parts begin, rising, as positions in the text that was squeezed. */
  find(): number[] {
    const bodyStart = this.#head();
    const tail = this.#tail(bodyStart);
    if (this.#isAll) this.#body(bodyStart, tail);
    return [...this.#found]
      .filter((at) => at > 0 && at < this.#text.length)
      .sort((a, b) => a - b)
      .map((at) => this.#at[at] ?? 0);
  }

  #add(at: number): void {
    this.#found.add(at);
  }

  /** Parts of the head; where the body begins. */
  #head(): number {
    const reach = this.#text.slice(0, HEAD_REACH);
    const found = addresseeIn(reach);
    const titleEnd = found?.titleEnd ?? titleEndWithout(reach);
    if (found) {
      this.#add(found.start);
      this.#add(found.end);
    }
    if (titleEnd > 0) {
      this.#add(titleEnd);
      this.#titleStart(titleEnd);
      this.#aboveTitle(titleEnd, found?.start ?? titleEnd);
    } else this.#aboveTitle(0, found?.start ?? 0);
    const office = /^[\u3400-\u9fff（）()]{4,40}/.exec(reach.slice(0, firstBreak([...this.#found])))?.[0] ?? '';
    const letterhead = office.replace(/文件$/, '').replace(/(?:关于|对(?!外)).*$/, '');
    if (looksLikeOffice(letterhead)) this.#offices.push(letterhead);
    return found?.end ?? Math.max(0, titleEnd);
  }

  /** What stands before the title: letterhead, number, marks, labels. */
  #titleStart(titleEnd: number): void {
    const words = this.#text.slice(0, titleEnd);
    // An office may open the title; a number or a mark before it cannot.
    let from = 0;
    for (const { index, 0: whole } of words.matchAll(HEAD_SIGNS.closedNumber.pattern)) {
      if (
        index + whole.length < titleEnd - 4 &&
        !/第$/.test(words.slice(0, index)) &&
        !/(?:关于|对)/.test(words.slice(from, index))
      )
        from = index + whole.length;
    }
    for (const { index, 0: mark } of words.matchAll(HEAD_SIGNS.mark.pattern))
      if (index + mark.length < titleEnd) from = Math.max(from, index + mark.length);
    const opening =
      /关于|对(?!外)/.exec(words.slice(from)) ??
      /(?=[\u3400-\u9fff]{2,12}届[\u3400-\u9fff]{1,12}次)/.exec(words.slice(from));
    const above = words.slice(from, from + (opening?.index ?? 0));
    const marks = [...above.matchAll(HEAD_SIGNS.labelledMark.pattern)].at(-1);
    from += marks === undefined ? lastLabelled(above) : marks.index + marks[0].length;
    const before = words.slice(from, opening === null ? from : from + opening.index);
    const start = from + (before === '' ? 0 : titleOffice(before));
    this.#add(start);
    this.#aboveTitle(0, start);
  }

  #aboveTitle(from: number, to: number): void {
    const words = this.#text.slice(from, to);
    for (const { index, 0: number } of words.matchAll(HEAD_SIGNS.number.pattern)) {
      this.#add(from + codeStart(words, index));
      this.#add(from + index + number.length);
    }
    for (const { index, 0: mark } of words.matchAll(HEAD_SIGNS.mark.pattern)) {
      this.#add(from + index);
      this.#add(from + index + mark.length);
    }
    for (const { index } of words.matchAll(HEAD_SIGNS.label.pattern)) this.#add(from + index);
    for (const { index, 0: mark } of words.matchAll(HEAD_SIGNS.labelledMark.pattern)) {
      this.#add(from + index);
      this.#add(from + index + mark.length);
    }
  }

  /** Breaks of the closing lines; where they begin. */
  #tail(from: number): number {
    const text = this.#text;
    const reach = Math.max(from, text.length - TAIL_REACH);
    const dates = findDates(text.slice(reach)).map((date) => ({
      ...date,
      start: date.start + reach,
      end: date.end + reach,
    }));
    let start = text.length;
    const issuers = this.#offices;
    for (const date of dates) {
      const behind = text.slice(date.end, date.end + 12);
      const prints = /^[）)]?印/.test(behind);
      const before = text.slice(Math.max(from, date.start - 70), date.start);
      const offices = officesBefore(before, issuers);
      const closes = behind === '' || TAIL_SIGNS.behindDate.pattern.test(behind) || startsImprint(text, date.end);
      const alone = /[。！!”）)]$/.test(before) && closes;
      const below = offices.length === 0 && /[。！!”）)]$/.test(before) ? officeBehind(text, date.end) : 0;
      if (below > 0) {
        this.#add(date.start);
        this.#add(date.end);
        this.#add(date.end + below);
        start = Math.min(start, date.start);
        continue;
      }
      if (offices.length === 0 && !alone) continue;
      if (!closes && !prints && offices.length > 0 && BODY_SIGN.test(text.slice(date.end, date.end + 1))) continue;
      let at = date.start;
      for (const office of [...offices].reverse()) {
        at -= office.length;
        this.#add(at);
      }
      issuers.push(...offices.map(stripSeal));
      if (!prints) this.#add(date.start);
      this.#add(
        date.end +
          (prints
            ? (/^[）)]?印发?[。]?/.exec(behind)?.[0].length ?? 0)
            : /^[）)]/.test(behind) && !/[（(][^）)]*$/.test(before)
              ? 1
              : 0),
      );
      start = Math.min(start, at);
    }
    this.#notes(Math.min(start, Math.max(from, text.length - TAIL_REACH)), start);
    return start;
  }

  /** Labels that open a line of their own near the end. */
  #notes(from: number, signature: number): void {
    const text = this.#text;
    for (const { index, 0: label } of text.slice(from).matchAll(TAIL_SIGNS.label.pattern)) {
      const at = from + index;
      const before = text.slice(Math.max(0, at - 1), at);
      const behindDate = /[日号]$/.test(before) && at >= signature;
      const isBracket = /^[（(]/.test(label);
      const free = at >= signature ? !/[（(，、,]$/.test(before) : /[。！!？）)]$/.test(before);
      if (!free && !behindDate) continue;
      if (at >= signature && insideBracket(text, from, at)) continue;
      this.#add(at);
      if (!isBracket) continue;
      const close = text.slice(at, at + 120).search(/[）)]。?(?![^（(]{0,30}[）)])/);
      if (close > 0) this.#add(at + close + 1);
    }
  }

  /** Paragraphs of the body: at its ordinals. */
  #body(from: number, to: number): void {
    for (const { index } of this.#text.slice(from, to).matchAll(ORDINAL.pattern)) this.#add(from + index);
  }
}

const firstBreak = (found: readonly number[]): number => Math.min(...found.filter((at) => at > 0), 60);

interface AddresseeFound {
  /** Where the title ends; 0 where none stands before. */
  titleEnd: number;
  start: number;
  end: number;
}

/** The first colon behind which the text of the letter opens, and the words before it that address. */
function addresseeIn(reach: string): AddresseeFound | null {
  for (const { index } of reach.matchAll(/[：:]|(?<=委员|代表|同志|先生|女士|网友)(?=[您你])/g)) {
    const isColon = /[：:]/.test(reach.charAt(index));
    const end = index + (isColon ? 1 : 0);
    const behind = reach.slice(end);
    if (!OPENS_BODY.pattern.test(behind) && !BODY_SIGN.test(behind.slice(0, 120))) continue;
    const before = reach.slice(0, index);
    const titleEnd = lastTitleEnd(before);
    const from = Math.max(
      titleEnd,
      ...[...before.matchAll(HEAD_SIGNS.numberOrMark.pattern)].map(({ index: at, 0: whole }) => at + whole.length),
    );
    const start = Math.max(from, behindFields(before, from));
    const words = before.slice(start);
    if (words.length < 2 || words.length > 90 || /[。；！？：:]/.test(words) || FIELD.pattern.test(words)) continue;
    if (ADDRESSED_SIGNS.whole.pattern.test(words) || (titleEnd > 0 && isAddressed(words))) {
      return { titleEnd, start, end };
    }
  }
  return null;
}

/** 承办单位：澄湖市体育局叶知秋委员: fields stand before the addressee, the last one an office. */
function behindFields(before: string, from: number): number {
  const colon = Math.max(before.lastIndexOf('：'), before.lastIndexOf(':'));
  if (colon < from) return from;
  const reads = /^\d+次/.exec(before.slice(colon + 1));
  if (reads) return colon + 1 + reads[0].length;
  const words = before.slice(colon + 1);
  const name = ADDRESSED_SIGNS.named.pattern.exec(words);
  for (let at = (name?.index ?? 0) + 2; name !== null && at >= 4; at -= 1) {
    if (looksLikeOffice(words.slice(0, at))) return colon + 1 + at;
  }
  return from;
}

function isAddressed(words: string): boolean {
  return words.split(/[、，,]/).every((name) => looksLikeOffice(name) || /^[\u3400-\u9fff·]{2,12}$/.test(name));
}

/** Where the last words of a title end before an addressee. */
function lastTitleEnd(before: string): number {
  let end = 0;
  for (const { index, 0: words } of before.matchAll(TITLE_END_SIGNS.words.pattern)) {
    const at = index + words.length;
    if (before.length - at < 2) break;
    end = at;
  }
  return end;
}

/** The title's end in a letter that addresses nobody. */
function titleEndWithout(reach: string): number {
  return TITLE_END_SIGNS.withoutAddressee.pattern.exec(reach)?.[0].length ?? 0;
}

/** How much of the words before 关于 is a letterhead: a name that stands there twice. */
function titleOffice(before: string): number {
  for (let half = 2; half <= before.length - 2; half += 1) {
    const second = before.slice(half);
    const first = before.slice(0, half).replace(/文件$/, '');
    if (
      looksLikeOffice(second) &&
      (first === second || first.endsWith(second) || second.endsWith(first)) &&
      looksLikeOffice(first)
    )
      return half;
  }
  return /文件$/.test(before) ? before.length : 0;
}

/** Behind a label and its value: 签发人：某某. */
function lastLabelled(words: string): number {
  const match =
    /^(?:.*[：:])(?:[\u3400-\u9fff]{2,3}(?=[\u3400-\u9fff]{4,}(?:局|委|厅|办|府|部|院|会|公司|$))|[A-D]类?|主动公开|依申请公开|不予公开)/.exec(
      words,
    );
  return match?.[0].length ?? 0;
}

const LONGEST_CODE = 8;

/** Where the code of a number begins: behind the office before it. */
function codeStart(words: string, bracket: number): number {
  const before = /[\u3007\u3400-\u9fffA-Za-z（）()·-]{1,40}$/.exec(words.slice(0, bracket))?.[0] ?? '';
  let shortest = 0;
  // 枳教字 of 枳川县教育局: a code mostly begins with a character of the office's name.
  let kin = 0;
  for (let length = 2; length <= Math.min(LONGEST_CODE, before.length - 3); length += 1) {
    const office = before.slice(0, -length).replace(/文件$/, '');
    if (!looksLikeOffice(office)) continue;
    shortest ||= length;
    if (office.includes(before.charAt(before.length - length))) kin = length;
  }
  if (shortest > 0) return bracket - (kin || shortest);
  return bracket - before.length;
}

/** The offices that end right before a date, in their order. */
function officesBefore(before: string, known: readonly string[]): string[] {
  const phrase = /[^。！!？；，,、：:”"]*$/.exec(before)?.[0] ?? '';
  const bare = phrase
    .replace(/^.*\d[\d-]{4,}(?=[^\d-])/, '')
    .replace(/^[^（(]*[）)](?=.{3,})/, (lead) => (/[（(]/.test(lead) ? lead : ''));
  // 抄送：…、县政府办公室枳川县教育局办公室: the name that signed stands there again.
  for (const name of known) {
    const at = name === '' ? -1 : bare.lastIndexOf(name);
    if (at > 0 && looksLikeOffice(bare.slice(at))) return [bare.slice(at)];
  }
  const name = bare.replace(TAIL_SIGNS.closing.pattern, '');
  for (const office of [name, bare])
    if (office.length >= 3 && looksLikeOffice(stripSeal(office))) return splitJoint(office);
  return [];
}

/** Joint offices of one place, side by side: 枳川县交通运输局枳川县公安局. */
function splitJoint(name: string): string[] {
  for (let at = 4; at <= name.length - 4; at += 1) {
    if (!/[）)局委厅办院会部府司队站处]/.test(name.charAt(at - 1))) continue;
    const left = name.slice(0, at);
    const right = name.slice(at);
    if (right.slice(0, 2) === left.slice(0, 2) && looksLikeOffice(stripSeal(left)) && looksLikeOffice(stripSeal(right)))
      return [left, ...splitJoint(right)];
  }
  return [name];
}

/** The length of the office's name that follows a date (some pages give the date first); 0 where none does. */
function officeBehind(text: string, at: number): number {
  const name =
    /^[\u3400-\u9fff（）]{4,30}?(?=联系|[（(]联系|抄[送报]|附件|主题词|$)/.exec(text.slice(at, at + 40))?.[0] ?? '';
  return looksLikeOffice(name) ? name.length : 0;
}

/** 某某局2022年6月27日印发 follows. */
function startsImprint(text: string, at: number): boolean {
  return TAIL_SIGNS.imprint.pattern.test(text.slice(at, at + 60));
}

function insideBracket(text: string, from: number, at: number): boolean {
  let depth = 0;
  for (let i = from; i < at; i += 1) {
    const character = text.charAt(i);
    if (/[（(]/.test(character)) depth += 1;
    else if (/[）)]/.test(character)) depth = Math.max(0, depth - 1);
  }
  return depth > 0;
}
