/**
 * Specks of dust and toner: on a copy there are hundreds, and those between and beside words are read as points and colons. A point of type is larger
 * than they are, or stands close to what it belongs to.
 */
import type { Picture } from './ocr-image.ts';

/** Ink is darker than this. */
const DARK = 128;
/** A speck's sides and the paper round it, as shares of the page's narrow side: 0.37 and 0.75 mm on A4. */
const LARGEST = 1 / 560;
const ALONE = 1 / 280;
/** A page with fewer has none: what looks like one is more likely a point. */
const LEAST = 20;

/** Paints over the specks of a page that has many. @param page is changed */
export function takeOffSpecks(page: Picture): void {
  const { width, height, points } = page;
  const narrow = Math.min(width, height);
  const [largest, alone] = [Math.max(2, Math.round(narrow * LARGEST)), Math.max(3, Math.round(narrow * ALONE))];
  const isDark = (at: number): boolean => (points[at * 4] ?? 255) < DARK;
  const seen = new Uint8Array(width * height);
  const specks: { left: number; right: number; top: number; bottom: number }[] = [];
  for (let y = alone + 1; y < height - alone - 1; y++) {
    for (let x = alone + 1; x < width - alone - 1; x++) {
      const start = y * width + x;
      if (seen[start] === 1 || !isDark(start)) continue;
      const piece = pieceAt(start, width, isDark, seen);
      const columns = piece.map((at) => at % width);
      const [left, right] = [Math.min(...columns), Math.max(...columns)];
      const [top, bottom] = [y, Math.floor((piece.at(-1) ?? start) / width)];
      if (piece.length > MOST_POINTS || right - left >= largest || bottom - top >= largest) continue;
      if (isAlone({ left, right, top, bottom }, alone, width, height, isDark, piece.length))
        specks.push({ left, right, top, bottom });
    }
  }
  if (specks.length < LEAST) return;
  for (const { left, right, top, bottom } of specks) {
    const paper = points[((top - alone) * width + left) * 4] ?? 255;
    // With its soft rim.
    for (let y = top - 1; y <= bottom + 1; y++)
      points.fill(paper, (y * width + left - 1) * 4, (y * width + right + 2) * 4);
  }
}

/** More points than any speck has: the rest of such a piece is not gathered, only marked. */
const MOST_POINTS = 64;

/** The dark points that hang together with one, from top to bottom; of a large piece only the first. */
function pieceAt(start: number, width: number, isDark: (at: number) => boolean, seen: Uint8Array): number[] {
  const piece = [start];
  const all = [start];
  seen[start] = 1;
  for (let at = all.pop(); at !== undefined; at = all.pop()) {
    for (const next of [at - 1, at + 1, at - width, at + width]) {
      if (next < 0 || next >= seen.length || seen[next] === 1 || !isDark(next)) continue;
      seen[next] = 1;
      all.push(next);
      if (piece.length <= MOST_POINTS) piece.push(next);
    }
  }
  return piece.sort((a, b) => a - b);
}

function isAlone(
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  alone: number,
  width: number,
  height: number,
  isDark: (at: number) => boolean,
  own: number,
): boolean {
  if (left - alone < 0 || right + alone >= width || top - alone < 0 || bottom + alone >= height) return false;
  let dark = 0;
  for (let y = top - alone; y <= bottom + alone; y++)
    for (let x = left - alone; x <= right + alone; x++) if (isDark(y * width + x) && ++dark > own) return false;
  return true;
}
