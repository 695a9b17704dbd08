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
  /** The paragraph stands at another place on the other side. */
  moved?: true;
}

/** Text that paragraph `left` of one side and paragraph `right` of the other have in common, and how much of it. */
interface Link {
  left: number;
  right: number;
  weight: number;
}
/** Paragraphs of both sides between two line breaks that the texts share; the last of each is still being written. */
interface Group {
  left: Piece[][];
  right: Piece[][];
  links: Link[];
}

/** Two paragraphs that only end together belong together, but less than any common character would say. */
const COMMON_END = 0.5;

const newGroup = (): Group => ({ left: [[]], right: [[]], links: [] });

function append(lines: Piece[][], text: string, changed: boolean): void {
  const line = lines.at(-1);
  const last = line?.at(-1);
  if (text === '' || line === undefined) return;
  if (last?.changed === changed) last.text += text;
  else line.push({ text, changed });
}

/** Adds text that only one side has; each line break inside it begins a paragraph there. */
function appendChanged(lines: Piece[][], text: string): void {
  text.split('\n').forEach((part, index) => {
    if (index > 0) lines.push([]);
    append(lines, part, true);
  });
}

function link(group: Group, weight: number): void {
  if (weight > 0) group.links.push({ left: group.left.length - 1, right: group.right.length - 1, weight });
}

/** The chain of links, rising on both sides, that joins the most common text: the heaviest rising sequence. */
function bestChain(links: readonly Link[]): Link[] {
  const best: { total: number; before: number }[] = [];
  links.forEach((here, index) => {
    let before = -1;
    for (let at = 0; at < index; at += 1) {
      const other = links[at];
      const total = best[at]?.total ?? 0;
      if (other && other.left < here.left && other.right < here.right && total > (best[before]?.total ?? 0))
        before = at;
    }
    best.push({ total: here.weight + (best[before]?.total ?? 0), before });
  });
  let at = best.reduce((top, { total }, index) => (total > (best[top]?.total ?? 0) ? index : top), 0);
  const chain: Link[] = [];
  for (let here = links[at]; here !== undefined; here = links[at]) {
    chain.unshift(here);
    at = best[at]?.before ?? -1;
  }
  return chain;
}

function textOf(pieces: Piece[] | null): string | null {
  return pieces && pieces.map((piece) => piece.text).join('');
}

function rowOf(left: Piece[] | null, right: Piece[] | null): Row {
  const pieces = [...(left ?? []), ...(right ?? [])];
  return { left, right, changed: textOf(left) !== textOf(right) || pieces.some((piece) => piece.changed) };
}

/** Rows for paragraphs that have no partner: one beside the other, as a replaced paragraph stands. */
function unpaired(left: readonly Piece[][], right: readonly Piece[][]): Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    rowOf(left[index] ?? null, right[index] ?? null),
  );
}

function rowsOf({ left, right, links }: Group): Row[] {
  const merged = new Map<string, Link>();
  for (const { left: l, right: r, weight } of links) {
    const known = merged.get(`${l}-${r}`);
    merged.set(`${l}-${r}`, { left: l, right: r, weight: weight + (known?.weight ?? 0) });
  }
  const rows: Row[] = [];
  let [l, r] = [0, 0];
  for (const pair of bestChain([...merged.values()])) {
    rows.push(...unpaired(left.slice(l, pair.left), right.slice(r, pair.right)));
    rows.push(rowOf(left[pair.left] ?? null, right[pair.right] ?? null));
    [l, r] = [pair.left + 1, pair.right + 1];
  }
  return [...rows, ...unpaired(left.slice(l), right.slice(r))];
}

/**
 * Rows of paragraphs out of the operations of a difference. Paragraphs meet again at each line break that both texts
 * share; between two of those, the ones that share the most text stand side by side.
 */
export function sideBySide(ops: readonly TextOp[]): Row[] {
  const groups = [newGroup()];
  for (const { op, text } of ops) {
    const group = groups.at(-1) ?? newGroup();
    if (op === 'delete') appendChanged(group.left, text);
    else if (op === 'insert') appendChanged(group.right, text);
    else {
      text.split('\n').forEach((part, index) => {
        let here = groups.at(-1) ?? group;
        if (index > 0) {
          link(here, COMMON_END);
          here = newGroup();
          groups.push(here);
        }
        append(here.left, part, false);
        append(here.right, part, false);
        link(here, part.length);
      });
    }
  }
  const last = groups.at(-1);
  if (last) link(last, COMMON_END);
  return withMoved(groups.flatMap(rowsOf));
}

/** Shorter paragraphs may stand twice by chance. */
const SHORTEST_MOVED = 8;

/** Paragraphs that only one side has here, and only the other there, were moved; the rest of their row stays what it is. */
export function withMoved(rows: readonly Row[]): Row[] {
  const whole = (pieces: Piece[] | null, other: Piece[] | null): string | null => {
    const text = textOf(pieces);
    // A row with both sides is a paragraph that was put in another's place: each of the two may have come from elsewhere.
    const alone = other === null || (pieces?.every(({ changed }) => changed) ?? false);
    return alone && text !== null && text.trim().length >= SHORTEST_MOVED ? text.trim() : null;
  };
  const left = new Set(rows.map((row) => whole(row.left, row.right)).filter((text) => text !== null));
  const right = new Set(rows.map((row) => whole(row.right, row.left)).filter((text) => text !== null));
  return rows.flatMap((row): Row[] => {
    const [gone, come] = [whole(row.left, row.right), whole(row.right, row.left)];
    const goneMoved = gone !== null && right.has(gone);
    const comeMoved = come !== null && left.has(come);
    if (!goneMoved && !comeMoved) return [row];
    const halves: Row[] = [];
    if (row.left !== null)
      halves.push({ left: row.left, right: null, changed: true, ...(goneMoved && { moved: true }) });
    if (row.right !== null)
      halves.push({ left: null, right: row.right, changed: true, ...(comeMoved && { moved: true }) });
    return halves;
  });
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
