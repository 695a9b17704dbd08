/**
 * Seals lie over names and dates. A red one is taken off the page before it is read, point by point, so that the black type
 * below it stays; red type (letterheads, marks) is no ring and stays as it is. What a seal says is looked at by itself, for
 * marks of secrecy.
 */
import { cut, type Box, type Picture } from './ocr-image.ts';

/** Cells across the page on which seals are looked for, and points asked of each cell along either side. */
const CELLS = 160;
const ASKED = 4;
/** Of the points of a cell, so many make it red. */
const RED_POINTS = 2;
/** Red ink: green and blue are much darker than red, whatever light falls on the page. */
const RED_SHARE = 0.66;
const DARKEST_RED = 50;
/** A seal's sides, as shares of the page's width: 42 mm on A4 are 0.2; a photograph shows the table as well. */
const [SMALLEST, LARGEST] = [0.09, 0.36];
const ROUNDEST = 0.62;
/** Of a seal's ring, looked at in so many directions, at least this share is there. */
const DIRECTIONS = 48;
const RING = 0.7;

/** Where red seals lie on the page: rings, whole or nearly so. */
export function redSeals(page: Picture): Box[] {
  const size = Math.max(4, Math.round(Math.min(page.width, page.height) / CELLS));
  const [across, down] = [Math.ceil(page.width / size), Math.ceil(page.height / size)];
  const red = new Uint8Array(across * down);
  const step = Math.max(1, Math.floor(size / ASKED));
  let any = false;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      let count = 0;
      for (let y = row * size; y < Math.min(page.height, (row + 1) * size); y += step) {
        let at = (y * page.width + column * size) * 4;
        for (let x = column * size; x < Math.min(page.width, (column + 1) * size); x += step, at += step * 4) {
          const most = (page.points[at] ?? 0) * RED_SHARE;
          if (most > DARKEST_RED * RED_SHARE && (page.points[at + 1] ?? 0) < most && (page.points[at + 2] ?? 0) < most)
            count++;
        }
      }
      if (count >= RED_POINTS) {
        red[row * across + column] = 1;
        any = true;
      }
    }
  }
  if (!any) return [];
  const narrow = Math.min(page.width, page.height) / size;
  return ringsOf(red, across, down, narrow).map(({ x, y, width, height }) => ({
    x: x * size,
    y: y * size,
    width: width * size,
    height: height * size,
  }));
}

/** Groups of marked cells, with at most one cell between neighbours, that are rings of a seal's size. */
export function ringsOf(marked: Uint8Array, across: number, down: number, narrow: number): Box[] {
  const seen = new Uint8Array(marked.length);
  const rings: Box[] = [];
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] === 0 || seen[start] === 1) continue;
    const group: number[] = [start];
    seen[start] = 1;
    let [left, right, top, bottom] = [across, 0, down, 0];
    for (const at of group) {
      const [x, y] = [at % across, Math.floor(at / across)];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const [nextX, nextY] = [x + dx, y + dy];
          if (nextX < 0 || nextY < 0 || nextX >= across || nextY >= down) continue;
          const next = nextY * across + nextX;
          if (marked[next] === 0 || seen[next] === 1) continue;
          seen[next] = 1;
          group.push(next);
        }
      }
    }
    const [width, height] = [right - left + 1, bottom - top + 1];
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    if (short < narrow * SMALLEST || long > narrow * LARGEST || short < long * ROUNDEST) continue;
    const box = { x: left, y: top, width, height };
    if (isRing(group, across, box)) rings.push(box);
  }
  return rings;
}

/** Whether the cells stand round the middle of their box in nearly every direction, at the reach of its sides. */
function isRing(cells: readonly number[], across: number, { x, y, width, height }: Box): boolean {
  const directions = new Uint8Array(DIRECTIONS);
  let outside = 0;
  for (const at of cells) {
    const dx = ((at % across) + 0.5 - x - width / 2) / (width / 2);
    const dy = (Math.floor(at / across) + 0.5 - y - height / 2) / (height / 2);
    const reach = Math.hypot(dx, dy);
    if (reach > 1.12) outside++;
    else if (reach > 0.82) {
      const direction = Math.floor(((Math.atan2(dy, dx) / Math.PI + 1) / 2) * DIRECTIONS) % DIRECTIONS;
      directions[direction] = 1;
    }
  }
  const there = directions.reduce((sum, one) => sum + one, 0);
  // The corners of a seal's box are empty; those of a square of type are not.
  return there >= DIRECTIONS * RING && outside <= cells.length * 0.04;
}

/** How much of the red channel red ink takes, as a share of what it takes of green and blue beyond that. */
const INK = 0.32;

/**
 * Takes the red ink out of these boxes: what remains is what red light sees, brightened by what the ink takes of that. Black
 * under red stays black.
 */
export function takeOff({ width, height, points }: Picture, seals: readonly Box[]): void {
  for (const seal of seals) {
    const grown = Math.ceil(seal.width * 0.03) + 2;
    const [left, top] = [Math.max(0, seal.x - grown), Math.max(0, seal.y - grown)];
    const right = Math.min(width, seal.x + seal.width + grown);
    const bottom = Math.min(height, seal.y + seal.height + grown);
    for (let y = top; y < bottom; y++) {
      for (let x = left, at = (y * width + left) * 4; x < right; x++, at += 4) {
        const red = points[at] ?? 0;
        const others = Math.max(points[at + 1] ?? 0, points[at + 2] ?? 0);
        if (red > others) points.fill(red + (red - others) * INK, at, at + 3);
      }
    }
  }
}

/** The red ink in a box alone, dark on white: what the seal says, without the type below it. */
export function sealAlone(page: Picture, seal: Box): Picture {
  const { width, height, points } = cut(page, seal);
  const alone = new Uint8ClampedArray(points.length).fill(255);
  for (let at = 0; at < points.length; at += 4) {
    const redness = (points[at] ?? 0) - Math.max(points[at + 1] ?? 0, points[at + 2] ?? 0);
    alone.fill(255 - redness * 1.5, at, at + 3);
  }
  return { width, height, points: alone };
}
