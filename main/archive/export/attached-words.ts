/** What was read from the pages of a letter's attachments, by OCR too, when they were taken in. */
import type { Attachment } from '../../../shared/model/letter.ts';
import { readSpans } from '../../../shared/model/stored.ts';
import { readAttachmentText } from '../letters/attachments.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import { readSource } from '../trust/letter-source.ts';

/** @returns the words of a page (from 1) of an attachment, '' where none are known */
export function readWordsOf(db: ReadableDb, letterId: string): (file: Attachment, page: number) => string {
  const known = new Map<string, { text: string; pages: { start: number; end: number }[] }>();
  return (file, page) => {
    let read = known.get(file.sha256);
    if (read === undefined) {
      read = file.role === 'ORIGINAL' ? readOriginal(db, letterId) : readAttachmentText(db, file.sha256);
      known.set(file.sha256, read);
    }
    const span = read.pages[page - 1];
    return span === undefined ? '' : read.text.slice(span.start, span.end);
  };
}

function readOriginal(db: ReadableDb, letterId: string): { text: string; pages: { start: number; end: number }[] } {
  const source = readSource(db, letterId);
  if (source === undefined) return { text: '', pages: [] };
  return { text: readText(db, source.raw_text_sha256), pages: readSpans(source.pages) };
}
