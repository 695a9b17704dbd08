/** Where words stand on the picture of a page, as shares of its width and height: what a person is shown beside what was read. Pure. */
import type { PagePlace } from '../../../../shared/model/page.ts';
import type { TextPiece } from './text-piece.ts';

/** Type reaches below its base line by about this share of its height, and above it by the rest. */
const BELOW = 0.2;

/**
 * What a picture went through before it was read: a turn (its size before and after, and the degrees, clockwise), or any other
 * change, by where a point of it was before.
 */
export type Turned =
  | {
      before: { width: number; height: number };
      after: { width: number; height: number };
      degrees: number;
    }
  | { back: (point: Point) => Point };

interface Point {
  x: number;
  y: number;
}

function cornersOf({ x, y, width, height, angle }: TextPiece): Point[] {
  const along = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(along), Math.sin(along)];
  const at = (right: number, down: number): Point => ({
    x: x + right * cos - down * sin,
    y: y + right * sin + down * cos,
  });
  const [top, bottom] = [-height * (1 - BELOW) - height * BELOW, height * BELOW];
  return [at(0, top), at(width, top), at(0, bottom), at(width, bottom)];
}

/** Where a point of the turned picture was before the turn. */
function unturned({ x, y }: Point, turned: Turned): Point {
  if ('back' in turned) return turned.back({ x, y });
  const { before, after, degrees } = turned;
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [x - after.width / 2, y - after.height / 2];
  return {
    x: before.width / 2 + dx * Math.cos(angle) + dy * Math.sin(angle),
    y: before.height / 2 - dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}

const share = (value: number, of: number): number => Math.round(Math.min(1, Math.max(0, value / of)) * 10_000) / 10_000;

/**
 * @param size of the page, in the units of the pieces where nothing was turned
 * @param turns what the picture went through before it was read, first turn first
 */
export function placesOf(
  pieces: readonly TextPiece[],
  size: { width: number; height: number },
  turns: readonly Turned[] = [],
): PagePlace[] {
  return pieces
    .filter(({ text, height }) => text.trim() !== '' && height > 0)
    .map((piece) => {
      const corners = cornersOf(piece).map((corner) => turns.reduceRight(unturned, corner));
      const xs = corners.map(({ x }) => x);
      const ys = corners.map(({ y }) => y);
      const [left, top] = [share(Math.min(...xs), size.width), share(Math.min(...ys), size.height)];
      return {
        text: piece.text,
        x: left,
        y: top,
        width: Math.max(0, share(Math.max(...xs), size.width) - left),
        height: Math.max(0, share(Math.max(...ys), size.height) - top),
      };
    });
}
