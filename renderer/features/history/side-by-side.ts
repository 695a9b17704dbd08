/** Lays the difference of two texts side by side, paragraph against paragraph. Pure. */
import type { TextOp } from '../../../shared/model/letter.ts';

export interface Piece {
  text: string;
  changed: boolean;
}
export interface Row {
  /** null where this side has no paragraph. */
  left: Piece[] | null;
  right: Piece[] | null;
  changed: boolean;
}

function append(line: Piece[], text: string, changed: boolean): void {
  if (text === '') return;
  const last = line.at(-1);
  if (last?.changed === changed) last.text += text;
  else line.push({ text, changed });
}

interface Side {
  done: Piece[][];
  line: Piece[];
}

/** Adds a run to one side; each line break inside it ends a paragraph there. */
function feed(side: Side, text: string, changed: boolean): void {
  text.split('\n').forEach((part, index) => {
    if (index > 0) {
      side.done.push(side.line);
      side.line = [];
    }
    append(side.line, part, changed);
  });
}

function rowsOf(left: Side, right: Side, rows: Row[]): void {
  const count = Math.max(left.done.length, right.done.length);
  for (let index = 0; index < count; index += 1) {
    const l = left.done[index] ?? null;
    const r = right.done[index] ?? null;
    const pieces = [...(l ?? []), ...(r ?? [])];
    rows.push({ left: l, right: r, changed: l === null || r === null || pieces.some((piece) => piece.changed) });
  }
  left.done = [];
  right.done = [];
}

/**
 * Rows of paragraphs out of the operations of a difference: paragraphs meet again at each line break that both texts
 * share; what only one side has stands against nothing.
 */
export function sideBySide(ops: readonly TextOp[]): Row[] {
  const left: Side = { done: [], line: [] };
  const right: Side = { done: [], line: [] };
  const rows: Row[] = [];
  for (const { op, text } of ops) {
    if (op === 'delete') feed(left, text, true);
    else if (op === 'insert') feed(right, text, true);
    else {
      text.split('\n').forEach((part, index) => {
        if (index > 0) {
          left.done.push(left.line);
          right.done.push(right.line);
          left.line = [];
          right.line = [];
          rowsOf(left, right, rows);
        }
        append(left.line, part, false);
        append(right.line, part, false);
      });
    }
  }
  left.done.push(left.line);
  right.done.push(right.line);
  rowsOf(left, right, rows);
  return rows;
}

export type Block = { kind: 'row'; row: Row } | { kind: 'skipped'; count: number };

/** Leaves out unchanged paragraphs except one on either side of a change. */
export function onlyChanged(rows: readonly Row[], context = 1): Block[] {
  const near = (index: number): boolean =>
    rows.slice(Math.max(0, index - context), index + context + 1).some((row) => row.changed);
  const blocks: Block[] = [];
  rows.forEach((row, index) => {
    const last = blocks.at(-1);
    if (near(index)) blocks.push({ kind: 'row', row });
    else if (last?.kind === 'skipped') last.count += 1;
    else blocks.push({ kind: 'skipped', count: 1 });
  });
  return blocks;
}
