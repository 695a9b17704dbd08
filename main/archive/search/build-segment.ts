/**
 * Makes a segment file from folded letters. Places are sorted by their first character in one pass over the text, then
 * by the second within each first: both passes stay in the processor's caches, and only places are moved.
 *
 * Keys: two neighbouring units are a bigram (high 16 bits the first), its list holds positions in the segment's text.
 * A single unit is a key below 65536 and its list holds letters; below 32 in the low bits stands a part of the letter
 * (no folded text holds such units), and the list holds the letters with that unit in that part.
 */
import type { Disk } from '../storage/disk.ts';
import type { Documents } from './documents.ts';
import { ELEMENT_SCOPES, elementSpec, type ElementScope } from '../../../shared/model/elements.ts';
import { SEARCHED_ELEMENTS, numberOf } from './letter-units.ts';
import { SegmentWriter } from './segment-writer.ts';

/** Parts of a letter for single units. `body` lists the letters that have the unit but not in the body. */
export const PART = {
  title: 1,
  notBody: 2,
  attachment: 3,
  doc_number: 4,
  case_number: 5,
  addressee: 6,
  office: 7,
  session: 8,
  case_title: 9,
  contact: 10,
  phones: 11,
  address: 12,
  cc: 13,
  cited: 14,
} as const;

const SCOPE_OF: readonly (ElementScope | undefined)[] = SEARCHED_ELEMENTS.reduce<(ElementScope | undefined)[]>(
  (scopes, name) => {
    scopes[numberOf(name)] = elementSpec(name).search?.scope;
    return scopes;
  },
  [],
);

/** The part that an element, by its number in the index, belongs to; 0 for none. */
export function partOfKind(kind: number): number {
  const scope = SCOPE_OF[kind];
  return scope === undefined ? 0 : PART[scope];
}

export const bigramKey = (first: number, second: number): number => ((first << 16) | second) >>> 0;
/** Whether the key's list holds letters, not positions. */
export const holdsLetters = (key: number): boolean => key < 65536 || (key & 0xffff) < 32;

/** The characters of a segment as small numbers in the order of their units: 0 is the separator. */
interface Characters {
  /** For each place of the segment's text the number of its character. */
  text: Uint16Array;
  /** The unit of each number. */
  units: Uint16Array;
}

function numberCharacters(segment: Uint16Array): Characters {
  const met = new Uint8Array(65536);
  met[0] = 1;
  for (let i = 0; i < segment.length; i++) met[segment[i] ?? 0] = 1;
  const numbers = new Uint16Array(65536);
  const units: number[] = [];
  for (let unit = 0; unit < 65536; unit++) if (met[unit] === 1) numbers[unit] = units.push(unit) - 1;
  const text = new Uint16Array(segment.length);
  for (let i = 0; i < text.length; i++) text[i] = numbers[segment[i] ?? 0] ?? 0;
  return { text, units: Uint16Array.from(units) };
}

/** Values grouped by a small number, in the order in which they came. */
interface Groups {
  /** Where each group begins; one more than there are groups. */
  starts: Uint32Array;
  values: Uint32Array;
}

/** Pairs of a small number and a value that come one by one. */
class Pairs {
  private numbers = new Uint16Array(4096);
  private values = new Uint32Array(4096);
  private length = 0;

  add(number: number, value: number): void {
    if (this.length === this.values.length) {
      const numbers = new Uint16Array(this.length * 2);
      numbers.set(this.numbers);
      this.numbers = numbers;
      const values = new Uint32Array(this.length * 2);
      values.set(this.values);
      this.values = values;
    }
    this.numbers[this.length] = number;
    this.values[this.length++] = value;
  }

  group(groups: number): Groups {
    const { numbers, values, length } = this;
    const starts = new Uint32Array(groups + 1);
    for (let i = 0; i < length; i++) {
      const number = numbers[i] ?? 0;
      starts[number + 1] = (starts[number + 1] ?? 0) + 1;
    }
    for (let i = 1; i <= groups; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const places = starts.slice();
    const grouped = new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      const number = numbers[i] ?? 0;
      const place = places[number] ?? 0;
      places[number] = place + 1;
      grouped[place] = values[i] ?? 0;
    }
    return { starts, values: grouped };
  }
}

/** Lists the letters of every character: in all of the letter (part 0), and by part. */
class CharacterLists {
  private readonly characters: Characters;
  private readonly documents: Documents;
  private readonly parts: Pairs[] = [0, ...Object.values(PART)].map(() => new Pairs());
  private readonly stamps: Uint32Array;
  private readonly bodyStamps: Uint32Array;
  private stamp = 0;

  constructor(characters: Characters, documents: Documents) {
    this.characters = characters;
    this.documents = documents;
    this.stamps = new Uint32Array(characters.units.length);
    this.bodyStamps = new Uint32Array(characters.units.length);
  }

  private addPart(part: number, from: number, to: number, doc: number): void {
    const { stamps, stamp } = this;
    const { text } = this.characters;
    const pairs = this.parts[part];
    for (let i = from; i < to; i++) {
      const number = text[i] ?? 0;
      if (stamps[number] === stamp) continue;
      stamps[number] = stamp;
      if (number !== 0) pairs?.add(number, doc);
    }
  }

  /** The whole letter, and what of it is not in the body. */
  private addWhole(from: number, bodyAt: number, attachmentsAt: number, to: number, doc: number): void {
    const { stamps, bodyStamps, stamp } = this;
    const { text } = this.characters;
    this.addPart(0, bodyAt, attachmentsAt, doc);
    for (let i = bodyAt; i < attachmentsAt; i++) bodyStamps[text[i] ?? 0] = stamp;
    const [all, notBody] = [this.parts[0], this.parts[PART.notBody]];
    const rest = (start: number, end: number): void => {
      for (let i = start; i < end; i++) {
        const number = text[i] ?? 0;
        if (stamps[number] === stamp) continue;
        stamps[number] = stamp;
        if (number === 0 || bodyStamps[number] === stamp) continue;
        all?.add(number, doc);
        notBody?.add(number, doc);
      }
    };
    rest(from, bodyAt);
    rest(attachmentsAt, to);
  }

  add(doc: number): void {
    const { columns } = this.documents;
    const [from, to] = [columns.bases[doc] ?? 0, columns.bases[doc + 1] ?? 0];
    const [bodyAt, attachmentsAt] = [columns.bodyAt[doc] ?? 0, columns.attachmentsAt[doc] ?? 0];
    this.stamp++;
    this.addWhole(from, bodyAt, attachmentsAt, to, doc);
    this.stamp++;
    this.addPart(PART.title, from, columns.elementsAt[doc] ?? 0, doc);
    this.stamp++;
    this.addPart(PART.attachment, attachmentsAt, to, doc);
    const [first, last] = [columns.elementIndex[doc] ?? 0, columns.elementIndex[doc + 1] ?? 0];
    for (const part of ELEMENT_SCOPES.map((scope) => PART[scope])) {
      this.stamp++;
      for (let i = first; i < last; i++) {
        if (partOfKind(columns.elementKinds[i] ?? 0) !== part) continue;
        this.addPart(
          part,
          columns.elementStarts[i] ?? 0,
          i + 1 < last ? (columns.elementStarts[i + 1] ?? 0) : bodyAt,
          doc,
        );
      }
    }
  }

  groups(): Groups[] {
    return this.parts.map((pairs) => pairs.group(this.characters.units.length));
  }
}

/** Places sorted at once: they and their tables fit into a processor's cache. */
const STRETCH = 1 << 17;

/** The places of one stretch of the text by their first character, each with its second. */
interface Stretch {
  starts: Uint32Array;
  places: Uint32Array;
  seconds: Uint16Array;
}

function sortStretch({ text, units }: Characters, from: number, to: number): Stretch {
  const starts = new Uint32Array(units.length + 1);
  for (let i = from; i < to; i++) {
    const first = text[i] ?? 0;
    if (first !== 0 && text[i + 1] !== 0) starts[first + 1] = (starts[first + 1] ?? 0) + 1;
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const next = starts.slice();
  const total = starts[units.length] ?? 0;
  const places = new Uint32Array(total);
  const seconds = new Uint16Array(total);
  for (let i = from; i < to; i++) {
    const first = text[i] ?? 0;
    const second = text[i + 1] ?? 0;
    if (first === 0 || second === 0) continue;
    const at = next[first] ?? 0;
    next[first] = at + 1;
    places[at] = i;
    seconds[at] = second;
  }
  return { starts, places, seconds };
}

function sortByFirst(characters: Characters): Stretch[] {
  const stretches: Stretch[] = [];
  const last = characters.text.length - 1;
  for (let from = 0; from < last; from += STRETCH)
    stretches.push(sortStretch(characters, from, Math.min(last, from + STRETCH)));
  return stretches;
}

/** Hands on the lists of all bigrams that begin with one character. */
class BigramWriter {
  /** For each second character how many there are, then where the next goes. */
  private readonly counts: Uint32Array;
  private sorted = new Uint32Array(4096);
  private readonly units: Uint16Array;

  constructor(units: Uint16Array) {
    this.units = units;
    this.counts = new Uint32Array(units.length);
  }

  write(first: number, stretches: readonly Stretch[], writer: SegmentWriter): void {
    const { counts, units } = this;
    const met: number[] = [];
    let total = 0;
    for (const { starts, seconds } of stretches) {
      const to = starts[first + 1] ?? 0;
      for (let i = starts[first] ?? 0; i < to; i++) {
        const second = seconds[i] ?? 0;
        const count = counts[second] ?? 0;
        if (count === 0) met.push(second);
        counts[second] = count + 1;
        total++;
      }
    }
    if (this.sorted.length < total) this.sorted = new Uint32Array(total * 2);
    const { sorted } = this;
    const ordered = Uint16Array.from(met).sort();
    let at = 0;
    for (let i = 0; i < ordered.length; i++) {
      const second = ordered[i] ?? 0;
      const count = counts[second] ?? 0;
      counts[second] = at;
      at += count;
    }
    for (const { starts, places, seconds } of stretches) {
      const to = starts[first + 1] ?? 0;
      for (let i = starts[first] ?? 0; i < to; i++) {
        const second = seconds[i] ?? 0;
        const place = counts[second] ?? 0;
        counts[second] = place + 1;
        sorted[place] = places[i] ?? 0;
      }
    }
    const unit = units[first] ?? 0;
    let start = 0;
    for (let i = 0; i < ordered.length; i++) {
      const second = ordered[i] ?? 0;
      const end = counts[second] ?? 0;
      writer.list(bigramKey(unit, units[second] ?? 0), sorted, start, end);
      counts[second] = 0;
      start = end;
    }
  }
}

/** Writes all lists, keys ascending. */
function writeLists(characters: Characters, lists: readonly Groups[], writer: SegmentWriter): void {
  const { units } = characters;
  const write = (key: number, { starts, values }: Groups, number: number): void => {
    const [from, to] = [starts[number] ?? 0, starts[number + 1] ?? 0];
    if (to > from) writer.list(key, values, from, to);
  };
  const [all, ...parts] = lists;
  for (let number = 1; number < units.length && all !== undefined; number++) write(units[number] ?? 0, all, number);
  const stretches = sortByFirst(characters);
  const bigrams = new BigramWriter(units);
  for (let number = 1; number < units.length; number++) {
    const unit = units[number] ?? 0;
    parts.forEach((part, i) => {
      write(bigramKey(unit, i + 1), part, number);
    });
    bigrams.write(number, stretches, writer);
  }
}

/**
 * Writes the segment of these letters.
 * @param units the folded letters, each as letterUnits() lays it out
 * @returns the file's size in bytes
 */
export function buildSegment(path: string, units: Uint16Array, documents: Documents, disk: Disk): number {
  const characters = numberCharacters(units);
  const lists = new CharacterLists(characters, documents);
  for (let doc = 0; doc < documents.count; doc++) lists.add(doc);
  const writer = new SegmentWriter(path, disk);
  try {
    writeLists(characters, lists.groups(), writer);
    return writer.finish(documents);
  } catch (error) {
    writer.abandon();
    throw error;
  }
}
