/**
 * What the lists of the index must hold of a letter, as one number: a sum over everything that they say of it, each mixed with
 * a random seed. The same number is made from the lists and from the text. Who forged a list cannot know the seed, so he cannot
 * make the sum fit.
 */
import { hash, randomInt } from 'node:crypto';
import { bigramKey, PART, partOfKind } from './build-segment.ts';
import { ELEMENT_SCOPES, FACET_ELEMENTS } from '../../../shared/model/elements.ts';
import { dateNumber, flagsOf, type Documents } from './documents.ts';
import { SEPARATOR, type LetterUnits } from './letter-units.ts';
import type { IndexedLetter } from './types.ts';

/** Two random numbers of 32 bits. */
export type Seed = readonly [number, number];

export function newSeed(): Seed {
  return [randomInt(2 ** 32), randomInt(2 ** 32)];
}

/** What a key adds to the mix; the same for all places of its list. */
export function keyMix(key: number, seed: Seed): number {
  const mixed = Math.imul(key ^ seed[0], 0xcc9e2d51);
  return (mixed << 15) | (mixed >>> 17);
}

/** One entry of a list. @param key its keyMix @param place within the letter; 0 where the list holds letters */
export function entryMix(key: number, place: number, seed: Seed): number {
  let mixed = key ^ Math.imul(place + seed[1], 0x1b873593);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Characters of a span, each once. */
class Distinct {
  readonly #stamps = new Uint32Array(65536);
  #stamp = 0;

  begin(): void {
    this.#stamp++;
  }

  /** Calls `take` for each character that has not been met since `begin`. */
  each(units: Uint16Array, from: number, to: number, take: (unit: number) => void): void {
    for (let i = from; i < to; i++) {
      const unit = units[i] ?? 0;
      if (unit === SEPARATOR || this.#stamps[unit] === this.#stamp) continue;
      this.#stamps[unit] = this.#stamp;
      take(unit);
    }
  }
}

const distinct = new Distinct();
const ELEMENT_PARTS = ELEMENT_SCOPES.map((scope) => PART[scope]);

/** The sum of a letter by its text. */
export function fingerprintOf({ units, elements, elementsAt, bodyAt, attachmentsAt }: LetterUnits, seed: Seed): number {
  let sum = 0;
  const end = units.length;
  for (let i = 0; i + 1 < end; i++) {
    const [first, second] = [units[i] ?? 0, units[i + 1] ?? 0];
    if (first === SEPARATOR || second === SEPARATOR) continue;
    sum = (sum + entryMix(keyMix(bigramKey(first, second), seed), i, seed)) | 0;
  }
  const add = (key: number): void => {
    sum = (sum + entryMix(keyMix(key, seed), 0, seed)) | 0;
  };
  // All of the letter, and what of it is not in the body: as build-segment.ts lists it.
  distinct.begin();
  distinct.each(units, bodyAt, attachmentsAt, add);
  const outside = (unit: number): void => {
    add(unit);
    add(bigramKey(unit, PART.notBody));
  };
  distinct.each(units, 0, bodyAt, outside);
  distinct.each(units, attachmentsAt, end, outside);
  const part = (number: number, spans: readonly (readonly [number, number])[]): void => {
    distinct.begin();
    for (const [from, to] of spans) distinct.each(units, from, to, (unit) => add(bigramKey(unit, number)));
  };
  part(PART.title, [[0, elementsAt]]);
  part(PART.attachment, [[attachmentsAt, end]]);
  for (const number of ELEMENT_PARTS) {
    part(
      number,
      elements.flatMap(({ at, kind }, i) =>
        partOfKind(kind) === number ? [[at, elements[i + 1]?.at ?? bodyAt] as const] : [],
      ),
    );
  }
  return sum >>> 0;
}

/** What the columns of the index say of a letter, as one text: filters, facets, scopes and the order of hits go by them. */
export interface ColumnFacts {
  /** Length; where elements, body and attachments begin. */
  places: number[];
  /** Place and kind of each element. */
  elements: number[][];
  date: number;
  flags: number;
  facets: string[];
}

/** A short name for facts that are equal. */
export function factsDigest({ places, elements, date, flags, facets }: ColumnFacts): string {
  return hash('sha256', JSON.stringify([places, elements, date, flags, facets])).slice(0, 24);
}

export function columnFactsOf(letter: IndexedLetter, units: LetterUnits): ColumnFacts {
  return {
    places: [units.units.length, units.elementsAt, units.bodyAt, units.attachmentsAt],
    elements: units.elements.map(({ at, kind }) => [at, kind]),
    date: dateNumber(letter.elements.issued_on),
    flags: flagsOf(letter),
    facets: FACET_ELEMENTS.map((facet) => letter.elements[facet] ?? ''),
  };
}

/** The same as a segment has it. */
export function columnFactsAt({ columns, values }: Documents, doc: number): ColumnFacts {
  const at = (column: Uint32Array, index = doc): number => column[index] ?? 0;
  const base = at(columns.bases);
  const elements: number[][] = [];
  for (let i = at(columns.elementIndex); i < at(columns.elementIndex, doc + 1); i++)
    elements.push([at(columns.elementStarts, i) - base, at(columns.elementKinds, i)]);
  return {
    places: [columns.bases, columns.elementsAt, columns.bodyAt, columns.attachmentsAt].map(
      (column, i) => (i === 0 ? at(column, doc + 1) : at(column)) - base,
    ),
    elements,
    date: at(columns.dates),
    flags: at(columns.flags),
    facets: FACET_ELEMENTS.map((facet) => values[facet][at(columns[facet])] ?? ''),
  };
}
