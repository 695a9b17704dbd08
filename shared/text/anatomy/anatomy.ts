/**
 * The anatomy of a letter: its parts and their roles, found once, for recognition, the printed page and the reading view alike.
 * Pure, and linear in the length of the text.
 */
import { findHead, type Head } from './head.ts';
import { headParts } from './head-parts.ts';
import { findCopies, findImprint, type Copies, type Imprint } from './imprint.ts';
import { NOTHING_KNOWN, simplifiedElements, type KnownElements } from './known.ts';
import { simplifiedKey } from '../simplified.ts';
import { linesOf, type Line } from './lines.ts';
import type { Part } from './parts.ts';
import { findSignature, type Signature } from './signature.ts';
import { letterheadOfSigner } from './letterhead.ts';
import { partsBehindHead } from './tail-parts.ts';

export interface Anatomy {
  /** The lines that hold anything, without blanks around them, in simplified characters as all values here. */
  lines: readonly Line[];
  /** In the order of the text; they do not overlap, and together they are all of it but blanks. */
  parts: readonly Part[];
  /** How many of the parts stand above the body; an addressee is the last of them. */
  partsAboveBody: number;
  head: Head;
  signature: Signature;
  copies: readonly Copies[];
  imprint: Imprint;
  /** Numbers of the lines that are the annexes'; the same number twice where there are none. */
  annexes: readonly [from: number, to: number];
}

/**
 * @param written a letter's clean text: paragraphs parted by line ends, blank ones carry nothing
 * @param knownWritten elements of the letter, where it has been read or corrected before: their words are looked for first
 */
export function anatomyOf(written: string, knownWritten: KnownElements = NOTHING_KNOWN): Anatomy {
  // Of the same length: places in the one are places in the other.
  const text = simplifiedKey(written);
  const known = simplifiedElements(knownWritten);
  const lines = linesOf(text);
  const read = findHead(text, lines, known);
  const imprint = findImprint(text, lines);
  const copies = findCopies(text, lines);
  const letterhead = known.letterhead ?? read.letterhead?.value ?? null;
  const signature = findSignature(text, lines, read.end, imprint.line, letterhead);
  const head = read.letterhead === null ? withSignersHead(text, lines, read, signature) : read;
  const above = headParts(text, lines, head, known);
  const behind = partsBehindHead({ text, body: above.body, signature, copies, imprint, known }, above.bodyLine);
  const parts = [...above.parts, ...behind.parts];
  const partsAboveBody = above.parts.length;
  return { lines, parts, partsAboveBody, head, signature, copies, imprint, annexes: behind.annexes };
}

/** A letterhead that no ending tells: the words that sign stand above the title, too. */
function withSignersHead(text: string, lines: readonly Line[], head: Head, { offices }: Signature): Head {
  const signer = offices[0]?.value;
  if (signer === undefined) return head;
  const above = lines.slice(0, head.title && !head.title.glued ? head.title.firstLine : head.end);
  return { ...head, letterhead: letterheadOfSigner(text, above, signer) };
}
