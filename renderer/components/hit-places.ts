/**
 * Where the marks of a text stand in another telling of it: the words of its page, of a Word file as it looks, of the cells of a workbook.
 * Only letters and digits are compared; what is told in another order, or told once more, is found all the same. Pure.
 */
import { plain } from './page-boxes.ts';

/** What is compared of a text, and for each of its characters where in the text it comes from. */
export interface PlainText {
  text: string;
  from: readonly number[];
}

/** [from, to) in what is compared of the other telling. */
export type Stretch = readonly [number, number];

/** A piece that both tell with the same letters. */
interface Shared {
  told: number;
  shown: number;
  length: number;
}

/** Pieces of this many letters are looked up; any common piece of twice as many is found. */
const STEP = 5;
/** A piece that stands oftener says little of where one is. */
const MOST_PLACES = 64;

export function plainOf(text: string): PlainText {
  let compared = '';
  const from: number[] = [];
  let at = 0;
  for (const sign of text) {
    for (const unit of plain(sign)) {
      compared += unit;
      for (let i = 0; i < unit.length; i++) from.push(at);
    }
    at += sign.length;
  }
  return { text: compared, from };
}

/** The pieces that two tellings share, as they follow in the one that is shown. Each letter of either is in one piece at most. */
function sharedPieces(told: string, shown: string): Shared[] {
  const places = new Map<string, number[]>();
  for (let at = 0; at + STEP <= told.length; at += STEP) {
    const key = told.slice(at, at + STEP);
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else if (known.length < MOST_PLACES) known.push(at);
  }
  const pieces: Shared[] = [];
  const isTaken = new Uint8Array(told.length);
  let done = 0;
  for (let at = 0; at + STEP <= shown.length; at++) {
    const last = pieces.at(-1);
    const expected = last === undefined ? at : last.told + at - last.shown;
    let best: Shared | undefined;
    for (const place of places.get(shown.slice(at, at + STEP)) ?? []) {
      if (isTaken[place] === 1) continue;
      const grown = grow(told, shown, place, at, done, isTaken);
      const isBetter =
        best === undefined ||
        grown.length > best.length ||
        (grown.length === best.length && awayFrom(grown, at, expected) < awayFrom(best, at, expected));
      if (isBetter) best = grown;
    }
    if (best === undefined) continue;
    pieces.push(best);
    isTaken.fill(1, best.told, best.told + best.length);
    done = best.shown + best.length;
    at = done - 1;
  }
  return pieces;
}

const awayFrom = (piece: Shared, at: number, expected: number): number =>
  Math.abs(piece.told + at - piece.shown - expected);

/** As far to both sides as the letters are the same and stand in no other piece. */
function grow(told: string, shown: string, place: number, at: number, done: number, isTaken: Uint8Array): Shared {
  let before = 0;
  while (
    at - before > done &&
    place - before > 0 &&
    isTaken[place - before - 1] === 0 &&
    told[place - before - 1] === shown[at - before - 1]
  )
    before += 1;
  let length = STEP;
  while (
    at + length < shown.length &&
    place + length < told.length &&
    isTaken[place + length] === 0 &&
    told[place + length] === shown[at + length]
  )
    length += 1;
  return { told: place - before, shown: at - before, length: length + before };
}

/** A mark in what is compared of the text. */
interface Wanted {
  mark: number;
  start: number;
  end: number;
}

/** The first place in an ascending list that is not below a value. */
function firstFrom(list: readonly number[], value: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface MarksShown {
  /** Of each mark that is shown, where: one that is broken by something (a page's number between its lines) has several places. */
  places: ReadonlyMap<number, readonly Stretch[]>;
  /** Where in the text what is shown about stands; undefined where they share nothing. */
  around: number | undefined;
}

/**
 * The places of marks in what is shown.
 * @param marks [start, end) in the text
 * @param shown what is compared of the other telling, as `plainOf` and its like give it
 * @param isPart what is shown is a part of the text, which part is not known
 */
export function marksShown(
  text: string,
  marks: readonly (readonly [number, number])[],
  shown: string,
  isPart = false,
): MarksShown {
  const told = plainOf(text);
  const wanted = marks.flatMap(([from, to], mark): Wanted[] => {
    const [start, end] = [firstFrom(told.from, from), firstFrom(told.from, to)];
    return start < end ? [{ mark, start, end }] : [];
  });
  const pieces = sharedPieces(told.text, shown);
  const places = new Map<number, Stretch[]>();
  const broken = new Map<number, Stretch[]>();
  const missed: Wanted[] = [];
  for (const one of wanted) {
    const { parts, whole, isBroken } = partsOf(one, pieces, shown.length, isPart);
    if (whole) places.set(one.mark, parts);
    else missed.push(one);
    if (isBroken) broken.set(one.mark, parts);
  }
  for (const [mark, place] of nearPieces(told.text, missed, pieces, shown, isPart)) {
    places.set(mark, [place]);
    broken.delete(mark);
  }
  for (const [mark, parts] of broken) places.set(mark, parts);
  const longest = pieces.toSorted((a, b) => b.length - a.length)[0];
  return { places, around: longest === undefined ? undefined : told.from[longest.told] };
}

/** A mark by the pieces that it stands in; broken where a part of it is shown, the rest being beyond the end. */
function partsOf(
  { start, end }: Wanted,
  pieces: readonly Shared[],
  length: number,
  isPart: boolean,
): { parts: Stretch[]; whole: boolean; isBroken: boolean } {
  let covered = 0;
  let atEdge = isPart;
  const parts: Stretch[] = [];
  for (const piece of pieces) {
    const from = Math.max(start, piece.told);
    const to = Math.min(end, piece.told + piece.length);
    if (from >= to) continue;
    covered += to - from;
    const place = [piece.shown + from - piece.told, piece.shown + to - piece.told] as const;
    parts.push(place);
    if ((place[0] === 0 && from > start) || (place[1] === length && to < end)) atEdge = true;
  }
  const whole = covered === end - start;
  return { parts, whole, isBroken: !whole && covered > 0 && atEdge };
}

/** How far from a shared piece words may stand that are told apart from it, where only a part of the text is shown. */
const NEAR = 300;

/** Marks that stand in no shared piece, told by the same words where nothing else claims them: the nearest to where they would be. */
function nearPieces(
  told: string,
  missed: readonly Wanted[],
  pieces: readonly Shared[],
  shown: string,
  isPart: boolean,
): Map<number, Stretch> {
  const pairs: { one: Wanted; at: number; away: number }[] = [];
  for (const one of missed) {
    const words = told.slice(one.start, one.end);
    for (let at = shown.indexOf(words); at !== -1; at = shown.indexOf(words, at + 1)) {
      const end = at + words.length;
      if (pieces.some((piece) => piece.shown < end && at < piece.shown + piece.length)) continue;
      const away = awayFromPieces(one, at, pieces) ?? (isPart ? Infinity : Math.abs(one.start - at));
      if (!isPart || away <= NEAR) pairs.push({ one, at, away });
    }
  }
  pairs.sort((a, b) => a.away - b.away || a.one.start - b.one.start || a.at - b.at);
  const found = new Map<number, Stretch>();
  const taken: Stretch[] = [];
  for (const { one, at } of pairs) {
    const place = [at, at + one.end - one.start] as const;
    if (found.has(one.mark) || taken.some(([from, to]) => from < place[1] && place[0] < to)) continue;
    found.set(one.mark, place);
    taken.push(place);
  }
  return found;
}

/** How far a place is from where a mark would stand, told by the piece next to it; undefined where nothing is shared. */
function awayFromPieces(one: Wanted, at: number, pieces: readonly Shared[]): number | undefined {
  const near = pieces.filter(
    (piece, index) => piece.shown > at || (pieces[index + 1]?.shown ?? Number.POSITIVE_INFINITY) > at,
  );
  const aways = near.slice(0, 2).map((piece) => Math.abs(one.start - piece.told - (at - piece.shown)));
  return aways.length === 0 ? undefined : Math.min(...aways);
}
