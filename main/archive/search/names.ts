/**
 * Names, offices, numbers and titles for suggestions, held by FlexSearch: found from their beginning, by words inside
 * them, and by pinyin and initials. FlexSearch only proposes; every proposal is checked before it is shown, and totals,
 * hits and marks never come from here.
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
  /** Pinyin without tones and initials; '' where the text has none. */
  pinyin: string;
  initials: string;
}

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

export class NameIndex {
  private readonly begun = new Index({ tokenize: 'forward', encode: split, resolution: 3 });
  private readonly titles = new Index({ tokenize: 'strict', encode: pairs, resolution: 3 });
  private readonly all: Named[] = [];
  private readonly numbers = new Map<string, number>();

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
    if (kind === 'title') this.titles.add(number, named.folded);
    else this.begun.add(number, words(named));
  }

  /** The best answers to what was typed so far. */
  suggest(prefix: string, limit: number): Suggestion[] {
    const wanted = foldText(prefix);
    if (wanted === '') return [];
    const proposed = [...this.begun.search(wanted, { limit: PROPOSALS })];
    if (wanted.length > 1) proposed.push(...this.titles.search(wanted, { limit: PROPOSALS }));
    const ranked: { named: Named; rank: number }[] = [];
    for (const number of proposed) {
      const named = this.all[Number(number)];
      const rank = named === undefined ? 0 : answers(named, wanted);
      if (named !== undefined && rank > 0) ranked.push({ named, rank });
    }
    ranked.sort(
      (a, b) => b.rank - a.rank || ORDER[a.named.kind] - ORDER[b.named.kind] || b.named.count - a.named.count,
    );
    return ranked.slice(0, limit).map(({ named: { kind, text, count } }) => ({ kind, text, count }));
  }
}
