/** Sets a letter as PDF and opens it again: what is handed on holds every line of the letter, or there is an error. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { checkPdf } from './check-pdf.ts';
import type { LetterPdfOptions, PublicPrint } from './letter-options.ts';
import { renderLetterPdf, type LetterPdf } from './letter-pdf.ts';
import type { SetPages } from './pdf-finish.ts';
import { findLeaks } from './prove-hidden.ts';

/**
 * Opens what was set again and compares it with the letter.
 * @throws ArchiveError EXPORT_MISMATCH where the PDF lacks a line of the letter, PUBLIC_LEAK where a public version still holds what was hidden
 */
export async function compareLetter(set: SetPages, letter: Letter, options: LetterPdfOptions): Promise<void> {
  const check = await checkPdf(set.pdf, letter, set.firstPage);
  if (check.pages !== set.pages || check.missing.length > 0) {
    throw new ArchiveError(
      'EXPORT_MISMATCH',
      letter.id,
      `${check.missing.length} lines missing, ${check.pages}/${set.pages} pages`,
    );
  }
  if (options.publicVersion !== undefined) await requireNoLeak(set.pdf, options.publicVersion);
}

/** @throws ArchiveError EXPORT_FAILED where it cannot be set; as compareLetter */
export async function setLetter(letter: Letter, options: LetterPdfOptions): Promise<LetterPdf> {
  const set = await renderLetterPdf(letter, options);
  await compareLetter(set, letter, options);
  return set;
}

async function requireNoLeak(pdf: Uint8Array, { name, hidden }: PublicPrint): Promise<void> {
  const leaks = await findLeaks(pdf, name, hidden);
  if (leaks.length === 0) return;
  const places = [...new Set(leaks.map(({ where }) => where))].join('、');
  throw new ArchiveError('PUBLIC_LEAK', places, `${leaks.length} of ${hidden.length} values`);
}
