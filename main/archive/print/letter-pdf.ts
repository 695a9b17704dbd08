/**
 * Sets a letter as PDF/A-2a in the letter form of GB/T 9704-2012, by Typst. The same letter with the same fonts gives
 * the same bytes. The letter's words reach Typst as data, never as markup.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { letterFonts } from './fonts.ts';
import { toLetterData } from './letter-data.ts';
import type { LetterPdfOptions } from './letter-options.ts';
import { finishPages, type SetPages } from './pdf-finish.ts';
import { resourcePath } from '../work/resources.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

export interface LetterPdf extends SetPages {
  warnings: Warning[];
}

/** What Typst is given of a letter. */
export interface PreparedLetter {
  /** JSON of LetterData, see letter-data.ts. */
  data: string;
  warnings: Warning[];
}

/** Puts a letter's words where the page wants them. */
export async function prepareLetter(letter: Letter, options: LetterPdfOptions): Promise<PreparedLetter> {
  const { data, warnings } = toLetterData(letter, options, await letterFonts());
  return { data: JSON.stringify(data), warnings };
}

/**
 * Sets what was prepared.
 * @param id names the letter in errors
 * @throws ArchiveError EXPORT_FAILED where Typst refuses the page
 */
export async function setPages(id: string, data: string): Promise<SetPages> {
  const { compiler } = await startTypesetter();
  try {
    const result = compiler.compile({ mainFilePath: resourcePath('typst', 'letter.typ'), inputs: { letter: data } });
    const document = result.result;
    if (document === null) {
      const diagnostics = result.takeDiagnostics();
      throw new ArchiveError('EXPORT_FAILED', id, JSON.stringify(diagnostics?.shortDiagnostics ?? []));
    }
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a' });
    const firstPage = pageOf(compiler.query(document, { selector: '<letter>' }), 1);
    const letterPages = pageOf(compiler.query(document, { selector: '<letter-end>' }), firstPage) - firstPage + 1;
    return { pdf, firstPage, letterPages, pages: document.numOfPages };
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('EXPORT_FAILED', id, describeTypstError(error));
  } finally {
    // What Typst remembers of this letter helps only the same letter again; a batch must not grow.
    compiler.evictCache(2);
  }
}

/**
 * Sets one letter as PDF/A-2a: tagged, Chinese, with an outline of its headings, fonts embedded as subsets.
 * @param letter the letter at the version to print
 * @returns the file's bytes, its number of pages, and what a person should know about it
 * @throws ArchiveError EXPORT_FAILED where Typst refuses the page
 */
export async function renderLetterPdf(letter: Letter, options: LetterPdfOptions = {}): Promise<LetterPdf> {
  const { data, warnings } = await prepareLetter(letter, options);
  return { ...finishPages(await setPages(letter.id, data), letter, options), warnings };
}

/**
 * How many pages a letter has as PDF, without making the file.
 * @throws ArchiveError EXPORT_FAILED where Typst refuses the page
 */
export async function countLetterPages(letter: Letter): Promise<number> {
  const { compiler, fonts } = await startTypesetter();
  const { data } = toLetterData(letter, {}, fonts);
  try {
    const { result } = compiler.compile({
      mainFilePath: resourcePath('typst', 'letter.typ'),
      inputs: { letter: JSON.stringify(data) },
    });
    if (result === null) throw new ArchiveError('EXPORT_FAILED', letter.id);
    return result.numOfPages;
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('EXPORT_FAILED', letter.id, describeTypstError(error));
  } finally {
    compiler.evictCache(2);
  }
}

/** letter.typ leaves the numbers of the letter's first and last page under labels. */
function pageOf(found: unknown, otherwise: number): number {
  const value = Array.isArray(found) ? (found[0] as { value?: unknown } | undefined)?.value : undefined;
  return typeof value === 'number' ? value : otherwise;
}
