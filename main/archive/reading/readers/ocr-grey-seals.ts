/**
 * Seals on copies without colour: their ink comes out as a grey that is lighter than black type. Type under it is read as it stands; what the seal
 * itself says along its ring is no line of the letter.
 */
import { ringsOf } from './ocr-seals.ts';
import type { Box, Picture } from './ocr-image.ts';

const CELLS = 160;
const ASKED = 4;
/** A page whose points differ in their colours by no more than this has none. */
const COLOURLESS = 14;
/** A seal's grey lies between these shares of the way from the type's black to the paper. */
const [DARKEST, LIGHTEST] = [0.07, 0.62];
/** Of a cell's inner points, so many make it grey. */
const GREY_POINTS = 3;

/** Where grey seals lie on a page without colour. */
export function greySeals(page: Picture): Box[] {
  const levels = levelsOf(page);
  if (levels === null) return [];
  const { black, paper } = levels;
  const [low, high] = [black + (paper - black) * DARKEST, black + (paper - black) * LIGHTEST];
  const size = Math.max(4, Math.round(Math.min(page.width, page.height) / CELLS));
  const [across, down] = [Math.ceil(page.width / size), Math.ceil(page.height / size)];
  const marked = new Uint8Array(across * down);
  const step = Math.max(1, Math.floor(size / ASKED));
  // Strokes of type are thinner than this to either side: their edges are grey, their inside is black.
  const reach = Math.max(1, Math.round(Math.min(page.width, page.height) / 900));
  const [aside, below] = [reach * 4, reach * page.width * 4];
  for (let y = reach; y < page.height - reach; y += step) {
    const row = Math.floor(y / size) * across;
    for (let x = reach; x < page.width - reach; x += step) {
      const at = (y * page.width + x) * 4;
      const value = page.points[at] ?? 0;
      if (value > high) continue;
      const [left, right] = [page.points[at - aside] ?? 0, page.points[at + aside] ?? 0];
      const [upper, lower] = [page.points[at - below] ?? 0, page.points[at + below] ?? 0];
      const mean = (value + left + right + upper + lower) / 5;
      if (mean < low || mean > high || Math.max(left, right, upper, lower) > (high + paper) / 2) continue;
      const cell = row + Math.floor(x / size);
      marked[cell] = (marked[cell] ?? 0) + 1;
    }
  }
  for (let cell = 0; cell < marked.length; cell++) marked[cell] = (marked[cell] ?? 0) >= GREY_POINTS ? 1 : 0;
  const narrow = Math.min(page.width, page.height) / size;
  return ringsOf(marked, across, down, narrow).map(({ x, y, width, height }) => ({
    x: x * size,
    y: y * size,
    width: width * size,
    height: height * size,
  }));
}

/** Whether the page is a copy in greys: neither a coloured scan nor a photograph. */
export const isColourless = (page: Picture): boolean => levelsOf(page) !== null;

export interface Levels {
  black: number;
  paper: number;
}

/** How dark type and paper are, from every so many points; null where the page has colour or no type. */
export function levelsOf({ width, height, points }: Picture): Levels | null {
  const counts = new Uint32Array(256);
  const step = Math.max(1, Math.round(width / 400));
  for (let y = 0; y < height; y += step) {
    for (let x = 0, at = y * width * 4; x < width; x += step, at += step * 4) {
      const [red, green, blue] = [points[at] ?? 0, points[at + 1] ?? 0, points[at + 2] ?? 0];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > COLOURLESS) return null;
      counts[green] = (counts[green] ?? 0) + 1;
    }
  }
  const share = (of: number, from: number, to: number): number => {
    const all = counts.subarray(from, to).reduce((sum, count) => sum + count, 0);
    let sum = 0;
    for (let value = from; value < to; value++) if ((sum += counts[value] ?? 0) >= all * of) return value;
    return to;
  };
  const paper = share(0.6, 0, 256);
  if (paper < 120) return null;
  return { black: share(0.2, 0, paper >> 1), paper };
}

/** What a seal says begins beside its star and stands along its upper ring. */
const [UPPER, OUTER] = [0.4, 0.55];

/** Whether an area of text is what the seal says: it lies within the seal, in its upper part or, being one character, along its ring. */
export function isOfSeal(area: Box, seal: Box): boolean {
  const [middleX, middleY] = [area.x + area.width / 2 - seal.x, area.y + area.height / 2 - seal.y];
  const grown = seal.width * 0.04;
  if (area.x < seal.x - grown || area.x + area.width > seal.x + seal.width + grown) return false;
  if (middleY < 0 || middleY > seal.height) return false;
  if (middleY < seal.height * UPPER) return area.y > seal.y - grown;
  const reach = Math.hypot(middleX / seal.width - 0.5, middleY / seal.height - 0.5) * 2;
  return area.width < area.height * 1.6 && reach > OUTER && middleY < seal.height * 0.6;
}
