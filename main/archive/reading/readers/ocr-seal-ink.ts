/**
 * The ink of a grey seal, told from type by how broad it is: a ring and a star are broader than any stroke of type. Without them lines of type hang
 * together, so that the line finder sees them whole; thinned to what is blacker than they are, type under them can be read.
 */
import { levelsOf, type Levels } from './ocr-grey-seals.ts';
import type { Box, Picture } from './ocr-image.ts';

/** Half of what the broadest stroke of type measures, and the soft rim of broad ink, as shares of a seal's width (0.46 and 0.34 mm). */
const [HALF_STROKE, RIM] = [0.011, 0.008];
/** How far a seal's ink reaches beyond its box, as a share of its width. */
const BEYOND = 0.05;
/** Ink is darker than this share of the way from the type's black to the paper. */
const INK = 0.7;
/** Neighbours that tell how dark a seal is round a point: so many points to every side, every second one; of them this share is darker. */
const [ROUND, STEP, DARKER] = [12, 2, 0.6];
/** How much darker than the seal round it type is: above 1 what is in between goes to the dark. */
const CONTRAST = 1.5;

/** What a seal says is thin and never as black as type: the darkest point of a piece of it is lighter than this share of the way to the paper. */
const FAINT = 0.08;
/** A piece of ink and its soft rim are darker than this share. */
const TOUCHED = 0.9;
/** It stands at this distance from the seal's middle, as shares of the way to the ring. */
const [INNER, OUTER] = [0.45, 1];

export interface SealOff {
  /** The page without what the seals say. */
  page: Picture;
  /** Ring and star painted over: for finding lines. */
  bare: Picture;
  /** Ring and star as light as paper, what is blacker than they are dark: for reading, beside the page as it is. */
  thinned: Picture;
}

/**
 * Takes the broad ink of seals off a page without colour.
 * @param seals where they lie (ocr-grey-seals.ts)
 */
export function sealInkOff(page: Picture, seals: readonly Box[]): SealOff {
  const levels = levelsOf(page);
  if (levels === null || seals.length === 0) return { page, bare: page, thinned: page };
  const { black, paper } = levels;
  const silent = silenced(page, seals, levels);
  const bare = { ...page, points: Uint8ClampedArray.from(silent.points) };
  const thinned = { ...page, points: Uint8ClampedArray.from(silent.points) };
  for (const seal of seals) {
    const part = partOf(page, seal);
    const dark = new Uint8Array(part.width * part.height);
    const limit = black + (paper - black) * INK;
    for (let at = 0; at < dark.length; at++) dark[at] = valueIn(page, part, at) < limit ? 1 : 0;
    const reach = Math.max(2, seal.width * HALF_STROKE);
    const core = shrunk(dark, part, reach);
    const broad = grown(core, part, reach + Math.max(1, seal.width * RIM));
    for (let at = 0; at < broad.length; at++) {
      if (broad[at] === 0) continue;
      const to = placeIn(page, part, at);
      bare.points.fill(paper, to, to + 3);
      const level = levelRound(page, part, core, at);
      const share = Math.min(1, meanRound(page, to) / Math.max(8, level));
      thinned.points.fill(share ** CONTRAST * paper, to, to + 3);
    }
  }
  return { page: silent, bare, thinned };
}

/** The page without the faint pieces of ink along the rings. */
function silenced(page: Picture, seals: readonly Box[], { black, paper }: Levels): Picture {
  const points = Uint8ClampedArray.from(page.points);
  const [faint, touched] = [black + (paper - black) * FAINT, black + (paper - black) * TOUCHED];
  for (const seal of seals) {
    const part = partOf(page, seal);
    const seen = new Uint8Array(part.width * part.height);
    for (let start = 0; start < seen.length; start++) {
      if (seen[start] === 1 || valueIn(page, part, start) >= touched) continue;
      const piece = [start];
      seen[start] = 1;
      let [darkest, sumX, sumY] = [255, 0, 0];
      for (const at of piece) {
        darkest = Math.min(darkest, valueIn(page, part, at));
        const [x, y] = [at % part.width, Math.floor(at / part.width)];
        sumX += x;
        sumY += y;
        for (const [dx, dy] of AROUND) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= part.width || ny >= part.height) continue;
          const next = ny * part.width + nx;
          if (seen[next] === 1 || valueIn(page, part, next) >= touched) continue;
          seen[next] = 1;
          piece.push(next);
        }
      }
      if (darkest < faint) continue;
      const dx = (part.x + sumX / piece.length - seal.x) / (seal.width / 2) - 1;
      const dy = (part.y + sumY / piece.length - seal.y) / (seal.height / 2) - 1;
      const reach = Math.hypot(dx, dy);
      if (reach < INNER || reach > OUTER) continue;
      for (const at of piece) points.fill(paper, placeIn(page, part, at), placeIn(page, part, at) + 3);
    }
  }
  return { ...page, points };
}

const AROUND = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));

function partOf(page: Picture, { x, y, width, height }: Box): Box {
  const more = Math.ceil(width * BEYOND) + 2;
  // A point's neighbours are always on the page.
  const [left, top] = [Math.max(1, x - more), Math.max(1, y - more)];
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(page.width - 1, x + width + more) - left),
    height: Math.max(0, Math.min(page.height - 1, y + height + more) - top),
  };
}

/** Where a point of a part lies among the page's points. */
const placeIn = (page: Picture, part: Box, at: number): number =>
  ((part.y + Math.floor(at / part.width)) * page.width + part.x + (at % part.width)) * 4;

const valueIn = (page: Picture, part: Box, at: number): number => page.points[placeIn(page, part, at)] ?? 255;

/** How dark the seal is round a point: of its broad points near by the one that this share of them is darker than. */
function levelRound(page: Picture, part: Box, core: Uint8Array, at: number): number {
  const [x, y] = [at % part.width, Math.floor(at / part.width)];
  const counts = new Uint16Array(256);
  let all = 0;
  for (let ny = Math.max(0, y - ROUND); ny <= Math.min(part.height - 1, y + ROUND); ny += STEP) {
    for (let nx = Math.max(0, x - ROUND); nx <= Math.min(part.width - 1, x + ROUND); nx += STEP) {
      const near = ny * part.width + nx;
      if (core[near] === 0) continue;
      const value = valueIn(page, part, near);
      counts[value] = (counts[value] ?? 0) + 1;
      all++;
    }
  }
  let sum = 0;
  for (let value = 0; value < 256; value++) if ((sum += counts[value] ?? 0) > all * DARKER) return value;
  return 0;
}

/** Of a point and its eight neighbours: the grain of a copy goes. */
function meanRound({ width, points }: Picture, at: number): number {
  let sum = 0;
  for (const row of [-width * 4, 0, width * 4])
    for (const column of [-4, 0, 4]) sum += points[at + row + column] ?? 255;
  return sum / 9;
}

/** Steps to all points within a reach. */
function stepsWithin(reach: number, width: number): number[] {
  const steps: number[] = [];
  const whole = Math.ceil(reach);
  for (let dy = -whole; dy <= whole; dy++)
    for (let dx = -whole; dx <= whole; dx++) if (Math.hypot(dx, dy) <= reach) steps.push(dy * width + dx);
  return steps;
}

/** The marked points all of whose neighbours within a reach are marked. */
function shrunk(marked: Uint8Array, part: Box, reach: number): Uint8Array {
  return eachInside(marked, part, reach, (out, at, steps) => {
    if (steps.every((step) => marked[at + step] === 1)) out[at] = 1;
  });
}

/** The marked points and all within a reach of them. */
function grown(marked: Uint8Array, part: Box, reach: number): Uint8Array {
  return eachInside(marked, part, reach, (out, at, steps) => {
    for (const step of steps) out[at + step] = 1;
  });
}

function eachInside(
  marked: Uint8Array,
  { width, height }: Box,
  reach: number,
  change: (out: Uint8Array, at: number, steps: readonly number[]) => void,
): Uint8Array {
  const out = new Uint8Array(marked.length);
  const steps = stepsWithin(reach, width);
  const edge = Math.ceil(reach);
  for (let y = edge; y < height - edge; y++)
    for (let x = edge; x < width - edge; x++) {
      const at = y * width + x;
      if (marked[at] === 1) change(out, at, steps);
    }
  return out;
}
