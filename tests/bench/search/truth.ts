/** The truth of the bench: plain scans over all folded letters, one pass for all terms, and marks found character by character. */
import type { ParsedQuery, TextAtom } from '../../../shared/text/query.ts';
import { foldText } from '../../../shared/text/fold.ts';
import type { MarkTerms } from '../../../shared/text/query.ts';
import { bruteForce } from '../../unit/search/brute-force.ts';
import type { LetterFile } from './letter-file.ts';

/** Numbers of the letters that hold each term. */
export type Holding = Map<string, Uint32Array>;

/** A term with the letters in which it was seen. */
interface Seen {
  term: string;
  letters: number[];
}

/** Goes once through every letter and compares at every place every term that begins with the characters there. */
export function scanAll(texts: Iterable<string>, terms: Iterable<string>): Holding {
  const seen = Array.from(new Set(terms), (term): Seen => ({ term, letters: [] }));
  const single: (Seen | undefined)[] = [];
  const longer = new Map<number, Seen[]>();
  for (const one of seen) {
    const [first, second] = [one.term.charCodeAt(0), one.term.charCodeAt(1)];
    if (one.term.length === 1) single[first] = one;
    else longer.set(first * 65536 + second, [...(longer.get(first * 65536 + second) ?? []), one]);
  }
  let number = 0;
  for (const text of texts) {
    const note = ({ letters }: Seen): void => {
      if (letters.at(-1) !== number) letters.push(number);
    };
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const alone = single[unit];
      if (alone !== undefined) note(alone);
      for (const one of longer.get(unit * 65536 + text.charCodeAt(at + 1)) ?? [])
        if (text.startsWith(one.term, at)) note(one);
    }
    number++;
  }
  return new Map(seen.map(({ term, letters }) => [term, Uint32Array.from(letters)]));
}

/** All terms of a query. */
export function termsOf({ clauses }: ParsedQuery): string[] {
  return clauses.flatMap(({ any }) => any.flatMap((atom) => (atom.kind === 'text' ? [atom.term] : [])));
}

const isPlain = (atom: ParsedQuery['clauses'][number]['any'][number]): atom is TextAtom =>
  atom.kind === 'text' && atom.scope === 'all';

/** Numbers of the letters that meet the query, ascending: sets of letters; field by field where fields are asked for. */
export function truthOf(source: LetterFile, holding: Holding, query: ParsedQuery): number[] {
  const sets = query.clauses.map(({ negated, any: atoms }) => ({
    negated,
    exact: atoms.every(isPlain),
    letters: new Set(atoms.flatMap((atom) => (atom.kind === 'text' ? [...(holding.get(atom.term) ?? [])] : []))),
    narrows: atoms.every(({ kind }) => kind === 'text'),
  }));
  const first = sets.find(({ negated, narrows }) => !negated && narrows);
  const all = first === undefined ? Array.from({ length: source.count() }, (_, number) => number) : [...first.letters];
  const candidates = all.filter((number) =>
    sets.every(({ negated, exact, letters, narrows }) => {
      if (!negated) return !narrows || letters.has(number);
      return !exact || !letters.has(number);
    }),
  );
  const decided = sets.every(({ exact }) => exact);
  const met = decided ? candidates : candidates.filter((number) => bruteForce([source.at(number)], query).length === 1);
  return met.sort((a, b) => a - b);
}

/** Marks by folding each character alone, for texts without combining characters. */
export function plainMarks(text: string, { terms, joined }: MarkTerms): [number, number][] {
  let folded = '';
  const from: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const one = foldText(text.charAt(at));
    for (let i = 0; i < one.length; i++) from.push(at);
    folded += one;
  }
  const covered = new Uint8Array(text.length + 1);
  const begins = new Uint8Array(text.length + 1);
  const quiet = new Set<string>();
  const cover = (term: string): boolean => {
    let any = false;
    for (let at = folded.indexOf(term); at !== -1; at = folded.indexOf(term, at + 1)) {
      any = true;
      begins[from[at] ?? 0] = 1;
      covered.fill(1, from[at], (from[at + term.length - 1] ?? 0) + 1);
    }
    return any;
  };
  for (const run of joined) if (cover(run.term)) for (const part of run.parts) if (part.length === 1) quiet.add(part);
  for (const term of terms) if (!quiet.has(term)) cover(term);
  return spansOf(covered, begins, folded, from, [
    ...terms.filter((term) => !quiet.has(term)),
    ...joined.map((run) => run.term),
  ]);
}

/** Covered stretches; two places that touch without overlapping are two marks. */
function spansOf(
  covered: Uint8Array,
  begins: Uint8Array,
  folded: string,
  from: readonly number[],
  terms: readonly string[],
): [number, number][] {
  const spans: [number, number][] = [];
  const bridged = (at: number): boolean =>
    terms.some((term) => {
      for (let start = folded.indexOf(term); start !== -1; start = folded.indexOf(term, start + 1)) {
        if ((from[start] ?? 0) < at && at <= (from[start + term.length - 1] ?? 0)) return true;
      }
      return false;
    });
  for (let at = 0; at < covered.length; at++) {
    if (covered[at] !== 1) continue;
    const last = spans.at(-1);
    if (last !== undefined && last[1] === at && (begins[at] !== 1 || bridged(at))) last[1] = at + 1;
    else spans.push([at, at + 1]);
  }
  return spans;
}
