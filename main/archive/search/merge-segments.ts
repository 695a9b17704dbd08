/** Makes one segment file of several, leaving out letters that a newer state has replaced. */
import type { Disk } from '../storage/disk.ts';
import { DocumentsBuilder, letterAt } from './documents.ts';
import { holdsLetters } from './build-segment.ts';
import { type ListCursor, SegmentFile } from './segment-file.ts';
import { SegmentWriter } from './segment-writer.ts';

export interface MergeSource {
  path: string;
  /** Letters (numbers within the segment) to leave out. */
  dead: Uint32Array;
}

const GONE = 0xffffffff;

interface Input {
  file: SegmentFile;
  lists: ListCursor;
  /** The key of the list in hand; Infinity at the end. */
  key: number;
  /** New number of each letter, GONE for those left out. */
  letters: Uint32Array;
  /** What is added to a position in each letter, modulo 2^32. */
  shifts: Uint32Array;
  /** No letter is left out. */
  whole: boolean;
}

function step(input: Input): void {
  input.key = input.lists.next() ? input.lists.key : Infinity;
}

function openInput(source: MergeSource, builder: DocumentsBuilder, disk: Disk): Input {
  const file = new SegmentFile(source.path, disk);
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
  const input = { file, lists: file.lists(), key: 0, letters, shifts, whole: source.dead.length === 0 };
  step(input);
  return input;
}

/** Moves the values in out[from..to) to their new numbers, in place; answers where those that remain end. */
function move(out: Uint32Array, from: number, to: number, input: Input, letters: boolean): number {
  if (input.whole) {
    // Nothing is left out: all letters, and all places, move by the same distance.
    const shift = (letters ? input.letters[0] : input.shifts[0]) ?? 0;
    for (let i = from; i < to; i++) out[i] = (out[i] ?? 0) + shift;
    return to;
  }
  let at = from;
  if (letters) {
    for (let i = from; i < to; i++) {
      const moved = input.letters[out[i] ?? 0] ?? GONE;
      if (moved !== GONE) out[at++] = moved;
    }
    return at;
  }
  const { bases } = input.file.documents.columns;
  let doc = 0;
  for (let i = from; i < to; i++) {
    const value = out[i] ?? 0;
    doc = letterAt(bases, value, doc);
    if (input.letters[doc] !== GONE) out[at++] = value + (input.shifts[doc] ?? 0);
  }
  return at;
}

/** Writes every list that any input has. */
function mergeLists(inputs: readonly Input[], writer: SegmentWriter): void {
  let values = new Uint32Array(1024);
  for (;;) {
    let key = Infinity;
    for (const input of inputs) if (input.key < key) key = input.key;
    if (key === Infinity) return;
    const letters = holdsLetters(key);
    let length = 0;
    for (const input of inputs) {
      if (input.key !== key) continue;
      const end = length + input.lists.count;
      if (values.length < end) {
        const wider = new Uint32Array(end * 2);
        wider.set(values.subarray(0, length));
        values = wider;
      }
      input.lists.into(values, length);
      length = move(values, length, end, input, letters);
      step(input);
    }
    if (length > 0) writer.list(key, values, 0, length);
  }
}

/** @returns the new file's size in bytes @throws IndexDamaged where a source cannot be trusted */
export function mergeSegments(path: string, sources: readonly MergeSource[], disk: Disk): number {
  const builder = new DocumentsBuilder();
  const inputs = sources.map((source) => openInput(source, builder, disk));
  const writer = new SegmentWriter(path, disk);
  try {
    mergeLists(inputs, writer);
    return writer.finish(builder.documents());
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    for (const { file } of inputs) file.close();
  }
}
