/** What is about to be stored, asked whether it went with a letter that was disposed of: one place for every way into the archive. */
import { hasContent } from '../../storage/content.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { sha256Hex } from '../canonical.ts';
import { hasDisposed, refuseDisposedContent, refuseDisposedText, wordsDigest } from './records.ts';

/** A file as it comes to a letter. */
export interface ComingFile {
  sha256: string;
  /** What was read from it. */
  text?: string | undefined;
  /** SHA-256 of the files in it, of those in these too. */
  inside?: readonly string[] | undefined;
}

/** @throws ArchiveError LETTER_DISPOSED where these bytes, those of a file in them, or the words that were read from them went */
export function refuseComingFile(db: ReadableDb, { sha256, text, inside }: ComingFile): void {
  if (!hasDisposed(db)) return;
  for (const one of [sha256, ...(inside ?? [])]) refuseDisposedContent(db, one);
  if (text !== undefined) refuseDisposedText(db, text);
}

/**
 * The text of a version, or of an original, in any history.
 * @throws ArchiveError LETTER_DISPOSED where it went, or one of the same words did
 */
export function refuseComingText(db: ReadableDb, text: string): void {
  // What is stored already is another letter's, or this one's own.
  if (hasDisposed(db) && !hasContent(db, sha256Hex(text))) refuseDisposedText(db, text);
}

/**
 * Elements of a version: none of them holds a whole text that went. Short ones are like others by chance.
 * @throws ArchiveError LETTER_DISPOSED
 */
export function refuseComingElements(db: ReadableDb, elements: unknown): void {
  if (!hasDisposed(db)) return;
  for (const text of [...textsIn(elements), ...listsIn(elements)])
    if (wordsDigest(text) !== undefined) refuseDisposedText(db, text);
}

/** Each list of texts in a value as one text: what is typed as a list was parted at its commas. */
function listsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  const own = Array.isArray(json) && json.length > 1 && json.every((one) => typeof one === 'string') ? [json] : [];
  return [
    ...own.flatMap((list: string[]) => ['、', '，', '；', '\n'].map((sign) => list.join(sign))),
    ...Object.values(json).flatMap(listsIn),
  ];
}

/** All texts in a value of JSON, names included, however deep they lie. */
export function textsIn(json: unknown): string[] {
  const found: string[] = [];
  const left: unknown[] = [json];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) {
      found.push(...Object.keys(value));
      left.push(...(Object.values(value) as unknown[]));
    }
  }
  return found;
}
