/** Makes one segment file of several, leaving out letters that a newer state has replaced. */
import { DocumentsBuilder } from './documents.ts';
import { holdsLetters } from './build-segment.ts';
import { letterAt } from './matching.ts';
import type { PostingList } from './postings.ts';
import { SegmentFile, SegmentWriter } from './segment-file.ts';

export interface MergeSource {
  path: string;
  /** Letters (numbers within the segment) to leave out. */
  dead: Uint32Array;
}

const GONE = 0xffffffff;

interface KeyedList {
  key: number;
  count: number;
  list: PostingList;
}

interface Input {
  file: SegmentFile;
  lists: IterableIterator<KeyedList, undefined>;
  next: KeyedList | undefined;
  /** New number of each letter, GONE for those left out. */
  letters: Uint32Array;
  /** What is added to a position in each letter, modulo 2^32. */
  shifts: Uint32Array;
  /** No letter is left out. */
  whole: boolean;
}

function openInput(source: MergeSource, builder: DocumentsBuilder): Input {
  const file = new SegmentFile(source.path);
  const { documents } = file;
  const letters = new Uint32Array(documents.count);
  const shifts = new Uint32Array(documents.count);
  for (const doc of source.dead) letters[doc] = GONE;
  for (let doc = 0; doc < documents.count; doc++) {
    if (letters[doc] === GONE) continue;
    letters[doc] = builder.count;
    shifts[doc] = builder.units - (documents.columns.bases[doc] ?? 0);
    builder.copy(documents, doc);
  }
  const lists = file.lists();
  return { file, lists, next: lists.next().value, letters, shifts, whole: source.dead.length === 0 };
}

/** Moves the values of one list to their new numbers, into `out` at `length`; answers the new length. */
function move(values: Uint32Array, input: Input, letters: boolean, out: Uint32Array, length: number): number {
  const { bases } = input.file.documents.columns;
  let at = length;
  if (letters) {
    for (const value of values) {
      const moved = input.letters[value] ?? GONE;
      if (moved !== GONE) out[at++] = moved;
    }
    return at;
  }
  if (input.whole) {
    // Nothing is left out: all letters move by the same distance.
    const shift = input.shifts[0] ?? 0;
    for (let i = 0; i < values.length; i++) out[at++] = (values[i] ?? 0) + shift;
    return at;
  }
  let doc = 0;
  for (const value of values) {
    doc = letterAt(bases, value, doc);
    if (input.letters[doc] !== GONE) out[at++] = value + (input.shifts[doc] ?? 0);
  }
  return at;
}

/** @returns the new file's size in bytes @throws IndexDamaged where a source cannot be trusted */
export function mergeSegments(path: string, sources: readonly MergeSource[]): number {
  const builder = new DocumentsBuilder();
  const inputs = sources.map((source) => openInput(source, builder));
  const writer = new SegmentWriter(path);
  try {
    let values = new Uint32Array(1024);
    for (;;) {
      let key = Infinity;
      for (const { next } of inputs) key = Math.min(key, next?.key ?? Infinity);
      if (key === Infinity) break;
      const having = inputs.filter(({ next }) => next?.key === key);
      const expected = having.reduce((sum, { next }) => sum + (next?.count ?? 0), 0);
      if (values.length < expected) values = new Uint32Array(expected * 2);
      let length = 0;
      for (const input of having) {
        if (input.next !== undefined) length = move(input.next.list.all(), input, holdsLetters(key), values, length);
        input.next = input.lists.next().value;
      }
      if (length > 0) writer.list(key, values, 0, length);
    }
    return writer.finish(builder.documents());
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    for (const { file } of inputs) file.close();
  }
}
