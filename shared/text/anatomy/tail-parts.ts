/** The parts of a letter behind its head: body, closing lines, annexes, and what stands at the foot of the last page. */
import { annexParts, opensAnnex } from './annexes.ts';
import { bodyParts, paragraphParts } from './body.ts';
import { closingParts, isFoot, isNamedSigner, isWhollyClosing, partsUnderDate, type ClosingClues } from './closing.ts';
import type { Part } from './parts.ts';

export interface PartsBehindHead {
  parts: Part[];
  /** Numbers of the lines that are the annexes'; the same number twice where there are none. */
  annexes: readonly [from: number, to: number];
}

/** @param from the first line behind the head */
export function partsBehindHead(clues: ClosingClues, from: number): PartsBehindHead {
  return new Tail(clues, from).parts();
}

/** Each line is looked at once, however many runs touch it. */
class Tail {
  readonly #clues: ClosingClues;
  readonly #from: number;
  readonly #seen: (Part[] | null | undefined)[];

  constructor(clues: ClosingClues, from: number) {
    this.#clues = clues;
    this.#from = from;
    this.#seen = new Array<undefined>(clues.body.length).fill(undefined);
    const dated = clues.signature.dated?.line ?? clues.body.length;
    for (let at = Math.max(from, dated + 1); at < clues.body.length; at += 1) {
      const parts = partsUnderDate(clues, at);
      this.#seen[at] = parts;
      if (!isWhollyClosing(parts)) break;
    }
  }

  parts(): PartsBehindHead {
    const { body } = this.#clues;
    // Copies and imprint stand at the very end, behind annexes too; the annexes begin behind the closing lines.
    let foot = body.length;
    while (foot > this.#from && isFoot(this.#closing(foot - 1))) foot -= 1;
    const annexes = this.#annexesBefore(foot);
    const tail = this.#runBefore(annexes);
    const [start, end] = this.#ownRun(tail);
    const parts = [
      ...bodyParts(body, this.#from, start),
      ...this.#endOf(start, end),
      ...bodyParts(body, end, tail),
      ...this.#endOf(tail, annexes),
      ...annexParts(body, annexes, foot),
      ...this.#endOf(foot, body.length),
    ];
    return { parts, annexes: [annexes, foot] };
  }

  #closing(at: number): Part[] | null {
    const seen = this.#seen[at];
    if (seen !== undefined) return seen;
    const parts = closingParts(this.#clues, at);
    this.#seen[at] = parts;
    return parts;
  }

  #closingOf(from: number, to: number): Part[] {
    const parts: Part[] = [];
    for (let at = from; at < to; at += 1) parts.push(...(this.#closing(at) ?? []));
    return parts;
  }

  /** The same, with what stands before a signature on its line told apart as a paragraph is. */
  #endOf(from: number, to: number): Part[] {
    const [first, ...rest] = this.#closingOf(from, to);
    if (first?.role !== 'text') return first ? [first, ...rest] : [];
    const { start, end, line } = first;
    return [...paragraphParts({ start, end, text: this.#clues.text.slice(start, end) }, line), ...rest];
  }

  /** The heading of the first annex: closing lines stand right above it. */
  #annexesBefore(foot: number): number {
    const { body } = this.#clues;
    for (let at = this.#from; at < foot; at += 1) {
      if (opensAnnex(body, at) && this.#runBefore(at) < at) return at;
    }
    return foot;
  }

  /** First line of the closing lines that end before `to`. An office's name closes a letter only with a date or a note, or where it is the one that signs. */
  #runBefore(to: number): number {
    const start = this.#runStart(to);
    const found = this.#closingOf(start, to);
    const isClosed = found.some(
      (part) => (part.role !== 'signature' && part.role !== 'text') || isNamedSigner(this.#clues, part),
    );
    return isClosed ? start : to;
  }

  #runStart(to: number): number {
    let start = to;
    while (start > this.#from && isWhollyClosing(this.#closing(start - 1))) start -= 1;
    // A sentence may stand before the signature on its line.
    return start > this.#from && this.#closing(start - 1) !== null ? start - 1 : start;
  }

  /** The letter's own closing lines where more text follows them, up to `tail`. */
  #ownRun(tail: number): [number, number] {
    const { dated, offices } = this.#clues.signature;
    const at = dated?.line ?? this.#clues.body.findIndex(({ end }) => end >= (offices[0]?.end ?? Infinity));
    if (at < this.#from || at >= tail) return [tail, tail];
    let end = at + 1;
    while (end < tail && isWhollyClosing(this.#closing(end))) end += 1;
    return [this.#runStart(end), end];
  }
}
