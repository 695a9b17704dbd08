/** How each piece of a letter stands in the reading view, by the parts that it consists of. Display only, nothing is stored. Pure. */
import type { Elements } from '../../../shared/model/elements.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import type { Part } from '../../../shared/text/anatomy/parts.ts';
import { paragraphsOf, type Block, type Look, type Paragraph } from '../../components/spans.ts';

/**
 * The text as blocks, all of it in its order. A paragraph whose parts stand in different places (the addressee and the
 * first words, the last words and the signature) is several blocks.
 * @param elements what the letter's elements say: the places of title, office and addressees are told by them first
 */
export function pageBlocks(text: string, elements: Elements): Block[] {
  const { parts, partsAboveBody } = anatomyOf(text, elements);
  const bodyStart = parts[partsAboveBody]?.start ?? text.length;
  let next = 0;
  return paragraphsOf(text).flatMap((paragraph) => {
    const from = next;
    while ((parts[next]?.start ?? Infinity) < paragraph.start + paragraph.text.length) next += 1;
    return blocksOf(paragraph, parts.slice(from, next), bodyStart);
  });
}

/** Neighbours that look alike are one block; what lies between blocks belongs to the one before. */
function blocksOf(paragraph: Paragraph, parts: readonly Part[], bodyStart: number): Block[] {
  const { start, text } = paragraph;
  const cuts: (Pick<Block, 'look' | 'heading'> & { at: number })[] = [];
  for (const part of parts) {
    const look = lookOf(part, parts.length === 1, part.start < bodyStart);
    // The date stands under the name, also where both were written on one line.
    if (look !== 'right' && cuts.at(-1)?.look === look) continue;
    const { level, end } = part;
    const at = cuts.length === 0 ? start : part.start;
    cuts.push({ at, look, ...(level === undefined ? {} : { heading: { level, length: end - at } }) });
  }
  if (cuts.length === 0) return [{ ...paragraph, look: 'flush' }];
  return cuts.map(({ at, ...shown }, index) => ({
    start: at,
    text: text.slice(at - start, (cuts[index + 1]?.at ?? start + text.length) - start),
    ...shown,
  }));
}

/** @param isHead the part stands above the body */
function lookOf({ role }: Part, isAlone: boolean, isHead: boolean): Look {
  switch (role) {
    case 'letterhead':
    case 'title':
    case 'subtitle':
    case 'annex':
      return role;
    case 'annexTitle':
      return 'subtitle';
    case 'number':
      return isAlone ? 'right' : 'flush';
    case 'date':
      return isHead ? 'subtitle' : 'right';
    case 'signature':
      return 'right';
    case 'heading':
    case 'text':
    case 'annexNote':
    case 'note':
      return 'body';
    case 'mark':
    case 'addressee':
    case 'table':
    case 'cc':
    case 'imprint':
      return 'flush';
  }
}
