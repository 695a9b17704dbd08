/**
 * Names, offices, numbers and titles for suggestions, held by FlexSearch: found from their beginning, by words inside
 * them, and by pinyin and initials. FlexSearch only proposes; every proposal is checked before it is shown, and totals,
 * hits and marks never come from here. The pinyin of titles lies beside it as plain text that is looked through: a
 * forward index of a hundred thousand long spellings would cost more memory than everything else together.
 */
import { Index } from 'flexsearch';
import { pinyin } from 'pinyin-pro';
import { foldText } from '../../../shared/text/fold.ts';
import type { NameRecord } from './types.ts';

export type SuggestionKind = 'title' | 'name' | 'office' | 'number';
export interface Suggestion {
  kind: SuggestionKind;
  text: string;
  /** In how many letters it stands. */
  count: number;
}

interface Named extends Suggestion {
  folded: string;
  /** Pinyin without tones and initials; '' for numbers, and for titles, whose spellings stand in `spelled`. */
  pinyin: string;
  initials: string;
}

/** What was typed may be pinyin or initials. */
const LATIN = /^[a-z]{2,}$/;

/** Words between these are kept apart in what FlexSearch is given. */
const BETWEEN = '\u0001';
/** Proposals that are looked at for one suggestion. */
const PROPOSALS = 300;
/** Among equals: names before offices, numbers and titles. */
const ORDER: Record<SuggestionKind, number> = { name: 0, office: 1, number: 2, title: 3 };

const split = (text: string): string[] => text.split(BETWEEN).filter((word) => word !== '');

/** Pairs of neighbouring characters: a title is found by any words inside it. */
function pairs(text: string): string[] {
  const found = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) found.add(text.slice(i, i + 2));
  return [...found];
}

function spelling(text: string, kind: SuggestionKind): { pinyin: string; initials: string } {
  if (kind === 'number' || kind === 'title') return { pinyin: '', initials: '' };
  const syllables = pinyin(text, { toneType: 'none', type: 'array', surname: kind === 'name' ? 'head' : 'off' });
  return {
    pinyin: foldText(syllables.join('').replaceAll('ü', 'v')),
    initials: foldText(syllables.map((syllable) => syllable.charAt(0)).join('')),
  };
}

/** What a name can be found by: itself and its later parts from their beginning, pinyin, initials. */
function words(named: Named): string {
  const { folded, kind } = named;
  const parts: string[] = [folded];
  // A given name without the surname, an office without the place before it.
  if (kind !== 'number') for (let i = 1; i + 1 < folded.length && i < 16; i++) parts.push(folded.slice(i));
  return [...parts, named.pinyin, named.initials].join(BETWEEN);
}

/** How well a name answers what was typed: 0 not at all, more is better. */
function answers(named: Named, wanted: string): number {
  const at = named.folded.indexOf(wanted);
  if (at === 0) return named.folded.length === wanted.length ? 4 : 3;
  if (at > 0) return 2;
  return named.pinyin.startsWith(wanted) || named.initials.startsWith(wanted) ? 1 : 0;
}

/** A character that stands in front of every syllable, so that pinyin is found from the beginning of a syllable only. */
const SYLLABLE = "'";
/** Titles spelled together in one text at most. */
const TITLES_IN_TEXT = 2000;

/** Texts one after the other in one string, each known by its number. */
class Joined {
  private text = '';
  private readonly starts: number[] = [];
  private readonly numbers: number[] = [];

  get size(): number {
    return this.numbers.length;
  }

  add(number: number, text: string): void {
    this.starts.push(this.text.length);
    this.numbers.push(number);
    this.text += text + BETWEEN;
  }

  /** Adds the numbers of the texts in which the pattern (global) stands. */
  collect(pattern: RegExp, found: Set<number>): void {
    let last = -1;
    for (const { index } of this.text.matchAll(pattern)) {
      // Only the first place in each text tells something new.
      if (index < (this.starts[last + 1] ?? Infinity) && last >= 0) continue;
      last = this.textAt(index);
      found.add(this.numbers[last] ?? -1);
    }
  }

  private textAt(place: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** The spellings of titles: initials and pinyin, looked through from any character of the title on. */
class SpelledTitles {
  private readonly parts: { initials: Joined; pinyin: Joined }[] = [];
  /** Of each character met; reading one in its sentence would be truer, and far too slow for whole titles. */
  private readonly syllables = new Map<string, string>();

  private syllable(character: string): string {
    const known = this.syllables.get(character);
    if (known !== undefined) return known;
    const spelled = /\p{Script=Han}/u.test(character)
      ? pinyin(character, { toneType: 'none' }).replaceAll('ü', 'v')
      : foldText(character);
    this.syllables.set(character, spelled);
    return spelled;
  }

  add(number: number, title: string): void {
    let last = this.parts.at(-1);
    if (last === undefined || last.initials.size === TITLES_IN_TEXT) {
      last = { initials: new Joined(), pinyin: new Joined() };
      this.parts.push(last);
    }
    const syllables = Array.from(title, (character) => this.syllable(character));
    last.initials.add(number, syllables.map((syllable) => syllable.charAt(0)).join(''));
    last.pinyin.add(number, syllables.map((syllable) => SYLLABLE + syllable).join(''));
  }

  /** Numbers of titles that hold what was typed as initials or as pinyin, the latest first. */
  find(wanted: string, limit: number): number[] {
    const spelling = new RegExp(SYLLABLE + [...wanted].join(`${SYLLABLE}?`), 'g');
    const found: number[] = [];
    for (const { initials, pinyin: spelled } of this.parts.toReversed()) {
      const here = new Set<number>();
      initials.collect(new RegExp(wanted, 'g'), here);
      spelled.collect(spelling, here);
      found.push(...[...here].sort((a, b) => b - a));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }
}

export class NameIndex {
  private readonly begun = new Index({ tokenize: 'forward', encode: split, resolution: 3 });
  private readonly titles = new Index({ tokenize: 'strict', encode: pairs, resolution: 3 });
  private readonly all: Named[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly spelled = new SpelledTitles();

  /** Adds what the letters are called by. */
  add(records: readonly NameRecord[]): void {
    for (const { title, numbers, offices, names } of records) {
      if (title !== null) this.note('title', title);
      for (const text of numbers) this.note('number', text);
      for (const text of offices) this.note('office', text);
      for (const text of names) this.note('name', text);
    }
  }

  private note(kind: SuggestionKind, text: string): void {
    const key = `${kind}${BETWEEN}${text}`;
    const known = this.all[this.numbers.get(key) ?? -1];
    if (known !== undefined) {
      known.count++;
      return;
    }
    const named: Named = { kind, text, count: 1, folded: foldText(text), ...spelling(text, kind) };
    const number = this.all.push(named) - 1;
    this.numbers.set(key, number);
    if (kind === 'title') {
      this.titles.add(number, named.folded);
      this.spelled.add(number, text);
    } else this.begun.add(number, words(named));
  }

  /** The best answers to what was typed so far. */
  suggest(prefix: string, limit: number): Suggestion[] {
    const wanted = foldText(prefix);
    if (wanted === '') return [];
    const proposed = [...this.begun.search(wanted, { limit: PROPOSALS })];
    if (wanted.length > 1) proposed.push(...this.titles.search(wanted, { limit: PROPOSALS }));
    const ranked: { named: Named; rank: number }[] = [];
    for (const number of new Set(proposed)) {
      const named = this.all[Number(number)];
      const rank = named === undefined ? 0 : answers(named, wanted);
      if (named !== undefined && rank > 0) ranked.push({ named, rank });
    }
    if (LATIN.test(wanted)) {
      for (const number of this.spelled.find(wanted, limit)) {
        const named = this.all[number];
        if (named !== undefined && !ranked.some((other) => other.named === named)) ranked.push({ named, rank: 1 });
      }
    }
    ranked.sort(
      (a, b) => b.rank - a.rank || ORDER[a.named.kind] - ORDER[b.named.kind] || b.named.count - a.named.count,
    );
    return ranked.slice(0, limit).map(({ named: { kind, text, count } }) => ({ kind, text, count }));
  }
}
