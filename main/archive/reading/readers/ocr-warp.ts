/**
 * Lines of type that bend or fan out, as on a photograph of a sheet that does not lie flat, made straight again: what the
 * lines themselves tell of the sheet is fitted with one smooth field of heights, and every column of points is moved by it.
 */
import type { Picture } from './ocr-image.ts';

interface Point {
  x: number;
  y: number;
}

/** A line of type: points along its middle from left to right, and how high it stands. */
export interface Spine {
  points: readonly Point[];
  height: number;
}

/** How far each point of the page must move down for all lines to lie level. */
export type Field = (x: number, y: number) => number;

/** The field bends by no more than these: what lines alone can tell. Each is nothing in the middle of the page's width. */
const SHAPES: readonly ((u: number, v: number) => number)[] = [
  (u) => u,
  (u, v) => u * v,
  (u, v) => u * v * v,
  (u) => u * u,
  (u, v) => u * u * v,
  (u) => u * u * u,
  (u, v) => u * u * u * v,
];
/** Fewer lines than this say nothing of the page between them. */
const FEWEST_LINES = 5;
/** A line that strays less from its own straight middle than this share of its height is read as well as a straight one. */
const LEVEL = 0.1;
/** What a field of these shapes may still leave of the bend. */
const LEFT_OVER = 0.6;

/**
 * The field that levels the lines, or null where they are level already (but for one turn that all share), are too few, or
 * do not agree.
 */
export function levelling(spines: readonly Spine[], size: { width: number; height: number }): Field | null {
  const long = spines.filter(({ points, height }) => points.length >= 4 && spanOf(points) > height * 8);
  if (long.length < FEWEST_LINES) return null;
  const place = ({ x, y }: Point): readonly [number, number] => [x / size.width - 0.5, y / size.height - 0.5];
  const shared = fit(long, (point) => [place(point)[0]]);
  const before = strayOf(long, (point) => point.y + shared.reduce((sum, share) => sum + share * place(point)[0], 0));
  if (before <= LEVEL) return null;
  const shares = fit(long, (point) => SHAPES.map((shape) => shape(...place(point))));
  const field: Field = (x, y) => {
    const [u, v] = place({ x, y });
    return SHAPES.reduce((sum, shape, at) => sum + (shares[at] ?? 0) * shape(u, v), 0);
  };
  const after = strayOf(long, (point) => point.y + field(point.x, point.y));
  return after < before * LEFT_OVER && isOneToOne(field, size) ? field : null;
}

function spanOf(points: readonly Point[]): number {
  return (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
}

/** The mean of how far lines stray from level, in their own heights, the worst tenth aside. */
function strayOf(spines: readonly Spine[], level: (point: Point) => number): number {
  const strays = spines
    .map(({ points, height }) => {
      const levels = points.map(level);
      return (Math.max(...levels) - Math.min(...levels)) / height;
    })
    .sort((a, b) => a - b);
  const kept = strays.slice(0, Math.max(1, Math.ceil(strays.length * 0.9)));
  return kept.reduce((sum, stray) => sum + stray, 0) / kept.length;
}

/** How much of each shape makes the lines most level: least squares over what differs within each line. */
function fit(spines: readonly Spine[], shapesAt: (point: Point) => readonly number[]): number[] {
  const rows: { shapes: number[]; y: number }[] = [];
  for (const { points } of spines) {
    const all = points.map((point) => ({ shapes: shapesAt(point), y: point.y }));
    const mean = (of: (one: (typeof all)[number]) => number): number =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length;
    const y = mean((one) => one.y);
    const shapes = (all[0]?.shapes ?? []).map((_, at) => mean((one) => one.shapes[at] ?? 0));
    for (const one of all) rows.push({ shapes: one.shapes.map((s, at) => s - (shapes[at] ?? 0)), y: y - one.y });
  }
  const count = rows[0]?.shapes.length ?? 0;
  // A little is added on the diagonal: shapes of which the lines say nothing stay out.
  const sums = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count + 1 }, (_, column) =>
      rows.reduce(
        (sum, { shapes, y }) => sum + (shapes[row] ?? 0) * (column === count ? y : (shapes[column] ?? 0)),
        row === column ? rows.length * 1e-6 : 0,
      ),
    ),
  );
  return solve(sums);
}

/** Solves equations, a row each with what it equals last, by elimination. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      const [pivot, other] = [rows[column] ?? [], rows[row] ?? []];
      if (row === column) continue;
      const share = (other[column] ?? 0) / (pivot[column] ?? 1);
      for (let cell = column; cell <= size; cell++) other[cell] = (other[cell] ?? 0) - share * (pivot[cell] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

/** Whether no point comes to lie above one that stood above it, and none moves by more than a sixth of the page. */
function isOneToOne(field: Field, { width, height }: { width: number; height: number }): boolean {
  const step = height / 32;
  for (let x = 0; x <= width; x += width / 16) {
    for (let y = 0; y <= height; y += step) {
      if (Math.abs(field(x, y)) > height / 6 || field(x, y + step) - field(x, y) < -step / 2) return false;
    }
  }
  return true;
}

/** Where a point of the levelled page was before. */
export function unlevelled(field: Field, { x, y }: Point): Point {
  let before = y;
  for (let round = 0; round < 6; round++) before = y - field(x, before);
  return { x, y: before };
}

/** Points between which the field is taken as straight. */
const MESH = 16;

/** The page with its points moved by the field; white comes in where nothing was. */
export function levelled(page: Picture, field: Field): Picture {
  const { width, height } = page;
  const [across, down] = [Math.ceil(width / MESH) + 1, Math.ceil(height / MESH) + 1];
  const sources = new Float32Array(across * down);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++)
      sources[row * across + column] = unlevelled(field, { x: column * MESH, y: row * MESH }).y;
  }
  const aligned = page.points.byteOffset % 4 === 0 ? page.points : page.points.slice();
  const source = new Uint32Array(aligned.buffer, aligned.byteOffset, width * height);
  const points = new Uint8ClampedArray(width * height * 4);
  const target = new Uint32Array(points.buffer);
  for (let y = 0; y < height; y++) {
    const [row, dy] = [Math.floor(y / MESH), (y % MESH) / MESH];
    for (let column = 0; column + 1 < across; column++) {
      const at = row * across + column;
      const [upper, lower] = [at, row + 1 < down ? at + across : at];
      const left = (sources[upper] ?? 0) * (1 - dy) + (sources[lower] ?? 0) * dy;
      const right = (sources[upper + 1] ?? 0) * (1 - dy) + (sources[lower + 1] ?? 0) * dy;
      const end = Math.min(width, (column + 1) * MESH);
      let from = left;
      for (let x = column * MESH; x < end; x++, from += (right - left) / MESH) {
        const top = Math.floor(from);
        if (top < 0 || top + 1 >= height) {
          target[y * width + x] = 0xffffffff;
          continue;
        }
        const [above, below] = [source[top * width + x] ?? 0, source[(top + 1) * width + x] ?? 0];
        target[y * width + x] = between(above, below, Math.round((from - top) * 256));
      }
    }
  }
  return { width, height, points };
}

/** A point between two, `share` of 256 towards the second; planes are mixed two at a time. */
function between(first: number, second: number, share: number): number {
  const rest = 256 - share;
  const odd = ((((first >>> 8) & 0xff00ff) * rest + ((second >>> 8) & 0xff00ff) * share) & 0xff00ff00) >>> 0;
  const even = ((((first & 0xff00ff) * rest + (second & 0xff00ff) * share) >>> 8) & 0xff00ff) >>> 0;
  return (odd | even) >>> 0;
}
