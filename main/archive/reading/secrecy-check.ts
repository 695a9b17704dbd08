/**
 * The one place where a file is asked for a mark of secrecy: all of its text, shown or not, the names of what lies in it,
 * and its pictures. Whatever door it came by, this stands between the reader and everything else.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { findSecrecyMark, findSecrecyMarkInName, type SecrecyMark } from './secrecy.ts';
import type { RawText } from './types.ts';

/** Where in a file a mark was found. */
export type MarkPlace = 'text' | 'unseen' | 'name' | 'picture';

/** What of a file is asked. */
export type AskedText = Pick<RawText, 'format' | 'text' | 'pages' | 'unseenText' | 'embedded'>;

export interface PlacedMark extends SecrecyMark {
  place: MarkPlace;
}

/**
 * The mark that a read file bears in its text, in what it does not show, or in the names of what lies in it. Each file of a
 * zip is a letter of its own and is looked at by itself.
 */
export function findMarkOfFile(raw: AskedText): PlacedMark | null {
  const shown = findSecrecyMark(raw.text, raw.pages);
  if (shown !== null) return { ...shown, place: 'text' };
  for (const piece of raw.unseenText ?? []) {
    const found = findSecrecyMark(piece);
    if (found !== null) return { ...found, place: 'unseen' };
  }
  if (raw.format === 'zip') return null;
  for (const { name } of raw.embedded) {
    const found = findSecrecyMarkInName(name);
    if (found !== null) return { ...found, place: 'name' };
  }
  return null;
}

/** @throws ArchiveError SECRET_REFUSED: neither the file nor the mark's surroundings are named */
export function refuseSecretFile(raw: AskedText): void {
  const found = findMarkOfFile(raw);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}
