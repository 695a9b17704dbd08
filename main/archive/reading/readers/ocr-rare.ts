/**
 * Characters that the line reader does not know or took for another one, by what they look like: where it is in doubt, and where a line has ink
 * that it read nothing of.
 */
import { likest, type Likeness } from './ocr-glyphs.ts';
import type { Sign } from './ocr-decode.ts';
import type { Box, Picture } from './ocr-image.ts';

/** A sign, and where its middle lies on the page. */
export interface Placed extends Sign {
  x: number;
}

/** Below this the reader's sign is held against others. */
const DOUBTFUL = 0.9;
/** A shape must be as like as this, and so much liker than every other one. */
const [LIKE, APART] = [0.8, 0.05];
/** Where nothing was read at all, a guess is better than nothing: a person sees that something stands there. */
const [LIKE_UNREAD, APART_UNREAD] = [0.8, 0.015];
/** Against a sign that the reader saw the difference must be larger. */
const APART_FROM_READ = 0.07;
/** A shape that the reader thought of too need only be as like as this, and so much liker than the sign it read. */
const [LIKE_BOTH, APART_BOTH] = [0.7, 0.03];
/** How sure a sign is that was found by its shape, as a share of its likeness. */
const SURE = 0.9;
/** Middles of neighbours lie one width of type apart; from this many widths on there is room for another character, to this many for one only. */
const [ROOM, ROOM_FOR_TWO] = [1.6, 2.5];
/** Two signs as far apart as this are no neighbours: offices side by side, the fields of a row. */
const BLANK = 1.9;
/** Between a line's end and the middle of its first or last character lie about 0.7 widths; from here on there is room for one more. */
const ROOM_AT_END = 1.12;
/** Ink is darker than this share of the way from the darkest to the lightest point. */
const INK = 0.45;
/** A character's ink is at least as high, and with its neighbours' gaps at least as wide, as these shares of a width of type. */
const [HIGH, WIDE] = [0.5, 0.35];
/** How far above and below a line its ink is looked for, in widths of type. */
const BEYOND = 0.12;
/** A line that is read worse than this on the whole is none: the grain of a table, the edge of a sheet. */
const READABLE = 0.7;
/** Lines with fewer Han characters tell nothing of their width. */
const LEAST = 2;

const HAN = /^\p{Script=Han}$/u;

/**
 * The signs of a lying line, put right by their shapes, with a blank where there is room for one and no ink.
 * @param page dark type on light paper
 * @param box the line's
 */
export function byShape(page: Picture, box: Box, signs: readonly Placed[]): Placed[] {
  const width = typeWidth(signs) ?? box.height * 0.72;
  if (signs.filter(({ sign }) => HAN.test(sign)).length < LEAST || meanOf(signs) < READABLE) return [...signs];
  const at = (x: number): Likeness[] => {
    const cell = cellAround(page, box, x, width);
    return cell === null ? [] : likest(page, cell, 40);
  };
  const out: Placed[] = [];
  const add = (x: number, before: number): boolean => {
    const sign = unread(at(x));
    if (sign !== null) out.push({ ...sign, at: before, x });
    return sign !== null;
  };
  for (const [index, sign] of signs.entries()) {
    const [previous, next] = [signs[index - 1], signs[index + 1]];
    const isHan = HAN.test(sign.sign);
    if (previous === undefined && isHan && sign.x - box.x > width * ROOM_AT_END) add(sign.x - width, sign.at);
    out.push(isHan && sign.confidence < DOUBTFUL ? settledByShape(sign, at(sign.x)) : sign);
    if (next === undefined) {
      if (isHan && box.x + box.width - sign.x > width * ROOM_AT_END) add(sign.x + width, sign.at);
      continue;
    }
    const gap = next.x - sign.x;
    const middle = (sign.x + next.x) / 2;
    const mayMiss = (isHan || HAN.test(next.sign)) && gap > width * ROOM && gap < width * ROOM_FOR_TWO;
    const found = mayMiss && add(middle, sign.at);
    if (!found && gap > width * BLANK && ![sign, next].some((one) => one.sign.trim() === ''))
      out.push({ sign: '　', confidence: Math.min(sign.confidence, next.confidence), at: sign.at, x: middle });
  }
  return out;
}

const meanOf = (signs: readonly Placed[]): number =>
  signs.reduce((sum, { confidence }) => sum + confidence, 0) / signs.length;

/** The middle distance of neighbouring Han characters. */
function typeWidth(signs: readonly Placed[]): number | null {
  const widths: number[] = [];
  for (const [index, { sign, x }] of signs.entries()) {
    const next = signs[index + 1];
    if (next !== undefined && HAN.test(sign) && HAN.test(next.sign)) widths.push(next.x - x);
  }
  widths.sort((a, b) => a - b);
  return widths.length < LEAST ? null : (widths[widths.length >> 1] ?? null);
}

function settledByShape(read: Placed, shapes: readonly Likeness[]): Placed {
  const [best, second] = shapes;
  if (best === undefined || second === undefined || best.sign === read.sign) return read;
  const own = shapes.find(({ sign }) => sign === read.sign)?.likeness ?? 0;
  const thoughtOf = read.others?.some(({ sign }) => sign === best.sign) === true;
  const plain =
    best.likeness >= LIKE && best.likeness - own >= APART_FROM_READ && best.likeness - second.likeness >= APART;
  const both = thoughtOf && best.likeness >= LIKE_BOTH && best.likeness - own >= APART_BOTH;
  if (!plain && !both) return read;
  return { ...read, sign: best.sign, confidence: best.likeness * SURE };
}

function unread([best, second]: readonly Likeness[]): Pick<Sign, 'sign' | 'confidence'> | null {
  if (best === undefined || best.likeness < LIKE_UNREAD) return null;
  if (best.likeness - (second?.likeness ?? 0) < APART_UNREAD) return null;
  return { sign: best.sign, confidence: best.likeness * SURE };
}

/** The ink of the character whose middle lies about x; null where there is none of a character's size. */
function cellAround(page: Picture, box: Box, x: number, width: number): Box | null {
  const left = Math.max(0, Math.round(x - width * 0.75));
  const right = Math.min(page.width, Math.round(x + width * 0.75));
  // The finder's box may cut a stroke off.
  const more = width * BEYOND;
  const top = Math.max(0, Math.floor(box.y - more));
  const bottom = Math.min(page.height, Math.ceil(box.y + box.height + more));
  if (right - left < width || bottom - top < 6) return null;
  const isInk = inkOf(page, { x: left, y: top, width: right - left, height: bottom - top });
  const columns = Array.from({ length: right - left }, (_, column) => {
    let count = 0;
    for (let y = top; y < bottom; y++) if (isInk(left + column, y)) count++;
    return count;
  });
  const middle = x - left;
  const from = emptiest(columns, middle - width * 0.7, middle - width * 0.34);
  const to = emptiest(columns, middle + width * 0.34, middle + width * 0.7);
  return tight({ x: left + from, y: top, width: to - from + 1, height: bottom - top }, isInk, width);
}

function inkOf(page: Picture, { x, y, width, height }: Box): (x: number, y: number) => boolean {
  let [dark, light] = [255, 0];
  const value = (px: number, py: number): number => page.points[(py * page.width + px) * 4 + 1] ?? 255;
  for (let py = y; py < y + height; py++) {
    for (let px = x; px < x + width; px++) {
      dark = Math.min(dark, value(px, py));
      light = Math.max(light, value(px, py));
    }
  }
  const limit = light - (light - dark) * INK;
  return (px, py) => value(px, py) < limit;
}

/** The column with the least ink between two, of several the one in the middle. */
function emptiest(columns: readonly number[], from: number, to: number): number {
  const [first, last] = [Math.max(0, Math.round(from)), Math.min(columns.length - 1, Math.round(to))];
  let [best, least] = [first, Infinity];
  for (let column = first; column <= last; column++) {
    const weight = (columns[column] ?? 0) + Math.abs(column - (first + last) / 2) * 0.02;
    if (weight < least) [best, least] = [column, weight];
  }
  return best;
}

function tight(box: Box, isInk: (x: number, y: number) => boolean, type: number): Box | null {
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      if (!isInk(x, y)) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const [width, height] = [right - left + 1, bottom - top + 1];
  return width >= type * WIDE && height >= type * HIGH ? { x: left, y: top, width, height } : null;
}
