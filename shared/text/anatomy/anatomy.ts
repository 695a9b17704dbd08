/** The anatomy of a letter. */
import { findHead, type Head } from './head.ts';
import { findCopies, findImprint, type Copies, type Imprint } from './imprint.ts';
import { NOTHING_KNOWN, type KnownElements } from './known.ts';
import { linesOf, type Line } from './lines.ts';
import { findSignature, type Signature } from './signature.ts';

export interface Anatomy {
  lines: readonly Line[];
  head: Head;
  signature: Signature;
  copies: Copies[];
  imprint: Imprint;
}

export function anatomyOf(text: string, known: KnownElements = NOTHING_KNOWN): Anatomy {
  const lines = linesOf(text);
  const head = findHead(text, lines, known);
  const imprint = findImprint(text, lines);
  const letterhead = known.letterhead ?? head.letterhead?.value ?? null;
  return {
    lines,
    head,
    signature: findSignature(text, lines, head.end, imprint.line, letterhead),
    copies: findCopies(text, lines),
    imprint,
  };
}
