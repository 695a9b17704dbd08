/**
 * Rebuilds the lines of a page from pieces of text and their places, in reading order: rotated pages are turned, columns
 * are read one after another, table rows across. Used for pdf, ofd and the boxes that OCR finds.
 */

import { withoutOverprints } from './overprints.ts';
import type { TextPiece } from './text-piece.ts';

interface Line {
  pieces: TextPiece[];
  left: number;
  right: number;
  y: number;
  height: number;
}

/** The page's text, a line a line. Pieces at odd angles (stamps, watermarks) come last. */
export function linesOfPage(pieces: readonly TextPiece[]): string[] {
  const shown = pieces.filter((piece) => piece.text.trim() !== '' && piece.height > 0);
  const quarters = new Map<number, TextPiece[]>();
  const odd: TextPiece[] = [];
  for (const piece of shown) {
    const turn = ((Math.round(piece.angle / 90) % 4) + 4) % 4;
    if (isSlanted(piece)) odd.push(piece);
    else {
      const group = quarters.get(turn);
      if (group === undefined) quarters.set(turn, [piece]);
      else group.push(piece);
    }
  }
  const groups = [...quarters].sort((a, b) => lengthOf(b[1]) - lengthOf(a[1]));
  const straight = groups.flatMap(([turn, group]) => {
    const lines = toLines(group.map((piece) => turned(piece, turn)));
    return group.length > MOST_IN_COLUMNS ? lines : orderLines(lines);
  });
  const slanted = odd.sort((a, b) => a.y - b.y || a.x - b.x).map((piece) => piece.text.trim());
  return [...straight.map(lineText), ...slanted];
}

/** How many letters and digits lines hold: what a scanned page with a mere stamp or page number lacks. */
export function lettersOf(lines: readonly string[]): number {
  return lines.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** A page with no more letters than this may be a scan with a stamp or page number on it. */
const FEW_LETTERS = 10;

export function isNearlyEmpty(lines: readonly string[]): boolean {
  return lettersOf(lines) <= FEW_LETTERS;
}

/** What stands across the page, as one text: stamps and watermarks, often a character at a time. */
export function slantedText(pieces: readonly TextPiece[]): string {
  return pieces
    .filter(isSlanted)
    .map((piece) => piece.text)
    .join('');
}

function isSlanted({ angle }: TextPiece): boolean {
  return Math.abs(angle - Math.round(angle / 90) * 90) > 5;
}

function lengthOf(pieces: readonly TextPiece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
}

/** Turns the page so that text in this quarter's direction reads from left to right. */
function turned(piece: TextPiece, turn: number): TextPiece {
  switch (turn) {
    case 1:
      return { ...piece, x: piece.y, y: -piece.x };
    case 2:
      return { ...piece, x: -piece.x, y: -piece.y };
    case 3:
      return { ...piece, x: -piece.y, y: piece.x };
    default:
      return piece;
  }
}

/** More lines than this never lie within a character's height of one another. */
const NEAR_LINES = 64;

/** Pieces whose base lines lie within half a character of one another stand on one line, unless a gutter parts them. */
function toLines(pieces: readonly TextPiece[]): Line[] {
  const sorted = [...pieces].sort((a, b) => a.y - b.y || a.x - b.x);
  const lines: Line[] = [];
  for (const piece of sorted) {
    // Pieces come from top to bottom: the line that this one belongs to is among the last.
    const line = lines.slice(-NEAR_LINES).findLast((candidate) => {
      const reach = Math.min(candidate.height, piece.height) * 0.5;
      // Super- and subscripts are small and stand inside the height of their neighbours.
      const small = Math.min(candidate.height, piece.height) < Math.max(candidate.height, piece.height) * 0.75;
      return Math.abs(candidate.y - piece.y) <= (small ? Math.max(candidate.height, piece.height) * 0.45 : reach);
    });
    if (line === undefined) {
      lines.push({ pieces: [piece], left: piece.x, right: piece.x + piece.width, y: piece.y, height: piece.height });
      continue;
    }
    line.pieces.push(piece);
    line.left = Math.min(line.left, piece.x);
    line.right = Math.max(line.right, piece.x + piece.width);
    if (piece.height > line.height) [line.height, line.y] = [piece.height, piece.y];
  }
  for (const line of lines) {
    line.pieces.sort((a, b) => a.x - b.x);
    if (overlaps(line)) line.pieces = withoutOverprints(line.pieces);
  }
  return lines.sort((a, b) => a.y - b.y);
}

/** Whether a piece begins well inside the one before it. */
function overlaps({ pieces, height }: Line): boolean {
  let end = -Infinity;
  return pieces.some((piece) => {
    const inside = piece.x < end - height * 0.5;
    end = Math.max(end, piece.x + piece.width);
    return inside;
  });
}

/**
 * Puts lines in reading order. A run of lines that a clear gutter cuts in two, with running text on both sides, is two
 * columns; anything else, tables too, is read across.
 */
function orderLines(lines: readonly Line[]): Line[] {
  const out: Line[] = [];
  for (let at = 0; at < lines.length;) {
    const block = columnBlock(lines, at);
    if (block === null) {
      const line = lines[at];
      if (line !== undefined) out.push(line);
      at++;
      continue;
    }
    const [left, right] = splitBlock(lines.slice(at, block.end), block.gutter);
    out.push(...orderLines(left), ...orderLines(right));
    at = block.end;
  }
  return out;
}

const COLUMN_MIN_LINES = 5;
/** A line of running text in columns has few gaps; a row of a table may have hundreds. */
const MOST_GUTTERS = 8;
/** Pages with more pieces of text than this are drawings or tables: they are read across. */
const MOST_IN_COLUMNS = 20_000;

/** The longest run of lines from `start` that one gutter parts into two columns of running text. */
function columnBlock(lines: readonly Line[], start: number): { end: number; gutter: number } | null {
  const first = lines[start];
  if (first === undefined) return null;
  for (const gutter of gapsOf(first).slice(0, MOST_GUTTERS)) {
    let end = start;
    while (end < lines.length && keepsClear(lines[end], gutter)) end++;
    if (end - start < COLUMN_MIN_LINES) continue;
    const middle = (gutter.from + gutter.to) / 2;
    const [left, right] = splitBlock(lines.slice(start, end), middle);
    if (isRunningText(left) && isRunningText(right)) return { end, gutter: middle };
  }
  return null;
}

function gapsOf(line: Line): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  line.pieces.forEach((piece, index) => {
    const next = line.pieces[index + 1];
    const end = piece.x + piece.width;
    if (next !== undefined && next.x - end >= line.height * 0.8) gaps.push({ from: end, to: next.x });
  });
  return gaps;
}

/** Whether no piece of the line crosses the gutter; the gutter narrows to what all lines leave free. */
function keepsClear(line: Line | undefined, gutter: { from: number; to: number }): boolean {
  if (line === undefined) return false;
  let { from, to } = gutter;
  for (const piece of line.pieces) {
    const end = piece.x + piece.width;
    if (end <= (from + to) / 2) from = Math.max(from, end);
    else if (piece.x >= (from + to) / 2) to = Math.min(to, piece.x);
    else return false;
  }
  if (to - from < line.height * 0.6) return false;
  gutter.from = from;
  gutter.to = to;
  return true;
}

function splitBlock(lines: readonly Line[], gutter: number): [Line[], Line[]] {
  const side = (keep: (piece: TextPiece) => boolean): Line[] =>
    toLines(lines.flatMap((line) => line.pieces.filter(keep)));
  return [side((piece) => piece.x + piece.width <= gutter), side((piece) => piece.x + piece.width > gutter)];
}

/** Running text fills most of its lines; the cells of a table do not. */
function isRunningText(lines: readonly Line[]): boolean {
  if (lines.length < COLUMN_MIN_LINES) return false;
  const left = Math.min(...lines.map((line) => line.left));
  const right = Math.max(...lines.map((line) => line.right));
  const full = lines.filter((line) => line.right - line.left > (right - left) * 0.75).length;
  const height = lines[0]?.height ?? 1;
  return full >= lines.length * 0.6 && right - left > height * 8;
}

/** Joins the pieces of a line; a gap that is wider than letter spacing becomes blanks, so that cells stay apart. */
function lineText(line: Line): string {
  let out = '';
  let end: number | null = null;
  for (const piece of line.pieces) {
    const gap: number = end === null ? 0 : piece.x - end;
    const joined = /\s$/.test(out) || /^\s/.test(piece.text);
    if (gap > line.height * 1.5) out += joined ? ' ' : '  ';
    else if (gap > line.height * 0.25 && !joined) out += ' ';
    out += piece.text;
    end = Math.max(end ?? piece.x, piece.x + piece.width);
  }
  return out.trimEnd();
}
