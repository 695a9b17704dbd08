/**
 * Names, offices, numbers and titles for suggestions. FlexSearch holds titles and offices by the words in them; it only
 * proposes, every proposal is checked before it is shown, and totals, hits and marks never come from here. Names, numbers
 * and all spellings (pinyin, initials) lie beside it as plain text that is looked through: nearly every beginning of a
 * number is a word of its own, and a hundred thousand letters would fill FlexSearch with most of a gigabyte of them.
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

/** Parts texts that lie together; words between these are kept apart in what FlexSearch is given. */
const BETWEEN = '\u0001';
/** A mark in front of every syllable, so that pinyin is found from the beginning of a syllable only. */
const SYLLABLE = "'";
/** Proposals of one sort that are looked at for one suggestion. */
const PROPOSALS = 300;
/** Texts that lie together in one string at most. */
const TOGETHER = 2000;
/** Among equals: names before offices, numbers and titles. */
const ORDER: Record<SuggestionKind, number> = { name: 0, office: 1, number: 2, title: 3 };
/** What was typed may be pinyin or initials. */
const LATIN = /^[a-z]+$/;

const split = (text: string): string[] => text.split(BETWEEN).filter((word) => word !== '');

/** Pairs of neighbouring characters: a title is found by any words inside it. */
function pairs(text: string): string[] {
  const found = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) found.add(text.slice(i, i + 2));
  return [...found];
}

/** A name and its later parts: a given name without the surname, an office without the place before it. */
function laterParts(folded: string): string {
  const parts = [folded];
  for (let i = 1; i + 1 < folded.length && i < 16; i++) parts.push(folded.slice(i));
  return parts.join(BETWEEN);
}

/** Texts one after the other in one string, by the order in which they came. */
class Joined {
  private readonly parts: string[] = [];
  /** Texts of the part that is not full yet. */
  private open: string[] = [];

  add(text: string): void {
    this.open.push(text);
    if (this.open.length < TOGETHER) return;
    this.parts.push(this.join());
    this.open = [];
  }

  private join(): string {
    return BETWEEN + this.open.map((text) => text + BETWEEN).join('');
  }

  /** Numbers of texts in which the pattern (global) stands, the latest first, about `limit` of them. */
  find(pattern: RegExp, limit: number): number[] {
    const found: number[] = [];
    for (let part = this.parts.length; part >= 0 && found.length < limit; part--) {
      const text = this.parts[part] ?? this.join();
      const here: number[] = [];
      let number = -1;
      let next = 0;
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        // What begins with the mark between texts belongs to the text behind it.
        const place = match.index + (match[0].startsWith(BETWEEN) ? 1 : 0);
        for (; next <= place && next !== -1; next = text.indexOf(BETWEEN, next + 1)) number++;
        here.push(part * TOGETHER + number);
        // Only the first place in each text tells something new.
        pattern.lastIndex = Math.max(pattern.lastIndex, next === -1 ? text.length : next);
      }
      found.push(...here.reverse());
    }
    return found;
  }
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** How texts are read aloud, looked through. */
class Spellings {
  private readonly initials = new Joined();
  private readonly pinyin = new Joined();
  /** Only from the beginning of a text, or from any of its characters. */
  private readonly start: string;

  constructor(from: 'beginning' | 'anywhere') {
    this.start = from === 'beginning' ? BETWEEN : '';
  }

  add(syllables: readonly string[]): void {
    this.initials.add(syllables.map((syllable) => syllable.charAt(0)).join(''));
    this.pinyin.add(syllables.map((syllable) => SYLLABLE + syllable).join(''));
  }

  find(wanted: string): number[] {
    const spelled = this.start + SYLLABLE + [...wanted].join(`${SYLLABLE}?`);
    return [
      ...this.initials.find(new RegExp(this.start + wanted, 'g'), PROPOSALS),
      ...this.pinyin.find(new RegExp(spelled, 'g'), PROPOSALS),
    ];
  }
}

/** All texts of one kind, each once. */
class Kind {
  readonly kind: SuggestionKind;
  readonly texts: string[] = [];
  readonly counts: number[] = [];
  private readonly known = new Map<string, number>();
  private readonly spellings: Spellings | undefined;
  private readonly words: Index | undefined;
  private readonly plain: Joined | undefined;
  /** Of each character met: reading whole titles in their sentences would be truer, and far too slow. */
  private readonly syllables = new Map<string, string>();

  constructor(kind: SuggestionKind) {
    this.kind = kind;
    if (kind !== 'number') this.spellings = new Spellings(kind === 'title' ? 'anywhere' : 'beginning');
    if (kind === 'title') this.words = new Index({ tokenize: 'strict', encode: pairs, resolution: 1 });
    else if (kind === 'office') this.words = new Index({ tokenize: 'forward', encode: split, resolution: 1 });
    else this.plain = new Joined();
  }

  note(text: string): void {
    const number = this.known.get(text);
    if (number !== undefined) {
      this.counts[number] = (this.counts[number] ?? 0) + 1;
      return;
    }
    const folded = foldText(text);
    this.known.set(text, this.texts.push(text) - 1);
    this.counts.push(1);
    this.plain?.add(folded);
    this.words?.add(this.texts.length - 1, this.kind === 'title' ? folded : laterParts(folded));
    this.spellings?.add(this.spell(text));
  }

  private spell(text: string): string[] {
    if (this.kind === 'title') return Array.from(text, (character) => this.syllable(character));
    const syllables = pinyin(text, { toneType: 'none', type: 'array', surname: this.kind === 'name' ? 'head' : 'off' });
    return syllables.map((syllable) => foldText(syllable.replaceAll('ü', 'v')));
  }

  private syllable(character: string): string {
    const known = this.syllables.get(character);
    if (known !== undefined) return known;
    const han = /\p{Script=Han}/u.test(character);
    const spelled = foldText(han ? pinyin(character, { toneType: 'none' }).replaceAll('ü', 'v') : character);
    this.syllables.set(character, spelled);
    return spelled;
  }

  /** Texts that may be meant, each with how well it answers: more is better. */
  find(wanted: string): { suggestion: Suggestion; rank: number }[] {
    const found = new Map<number, number>();
    for (const number of this.propose(wanted)) {
      const rank = answers(foldText(this.texts[number] ?? ''), wanted);
      if (rank > 0) found.set(number, rank);
    }
    if (LATIN.test(wanted))
      for (const number of this.spellings?.find(wanted) ?? []) if (!found.has(number)) found.set(number, 1);
    return Array.from(found, ([number, rank]) => ({
      suggestion: { kind: this.kind, text: this.texts[number] ?? '', count: this.counts[number] ?? 0 },
      rank,
    }));
  }

  private propose(wanted: string): number[] {
    if (this.plain !== undefined) {
      const text = literally(wanted);
      const begun = this.plain.find(new RegExp(BETWEEN + text, 'g'), PROPOSALS);
      return begun.length >= PROPOSALS ? begun : [...begun, ...this.plain.find(new RegExp(text, 'g'), PROPOSALS)];
    }
    if (this.kind === 'title' && wanted.length < 2) return [];
    return (this.words?.search(wanted, { limit: PROPOSALS }) ?? []).map(Number);
  }
}

/** How well a text answers what was typed: 0 not at all, more is better. */
function answers(folded: string, wanted: string): number {
  const at = folded.indexOf(wanted);
  if (at === 0) return folded.length === wanted.length ? 4 : 3;
  return at > 0 ? 2 : 0;
}

export class NameIndex {
  private readonly titles = new Kind('title');
  private readonly numbers = new Kind('number');
  private readonly offices = new Kind('office');
  private readonly names = new Kind('name');

  /** Adds what the letters are called by. */
  add(records: readonly NameRecord[]): void {
    for (const { title, numbers, offices, names } of records) {
      if (title !== null) this.titles.note(title);
      for (const text of numbers) this.numbers.note(text);
      for (const text of offices) this.offices.note(text);
      for (const text of names) this.names.note(text);
    }
  }

  /** The best answers to what was typed so far. */
  suggest(prefix: string, limit: number): Suggestion[] {
    const wanted = foldText(prefix);
    if (wanted === '') return [];
    const found = [this.names, this.offices, this.numbers, this.titles].flatMap((kind) => kind.find(wanted));
    found.sort(
      (a, b) =>
        b.rank - a.rank ||
        ORDER[a.suggestion.kind] - ORDER[b.suggestion.kind] ||
        b.suggestion.count - a.suggestion.count,
    );
    return found.slice(0, limit).map(({ suggestion }) => suggestion);
  }
}
