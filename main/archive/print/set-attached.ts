/** Sets pages of attachments as PDF/A-2a: each is a picture under a line with its name, its words the text alternative. */
import { ArchiveError } from '../../../shared/errors.ts';
import { PrintableText } from './printable.ts';
import { resourcePath } from '../work/resources.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

export interface AttachedSheet {
  jpeg: Uint8Array;
  /** It lies across the page. */
  wide: boolean;
  /** The attachment's first page: its line is a heading. */
  first: boolean;
  /** What stands above it. */
  line: string;
  /** What it says, for who cannot see it. */
  words: string;
}

export interface AttachedJob {
  title: string;
  author: string;
  /** The file's own time. */
  date: [number, number, number, number, number, number];
  sheets: AttachedSheet[];
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}]+/gu;

/** @throws ArchiveError EXPORT_FAILED where Typst refuses the pages */
export async function renderAttached({
  title,
  author,
  date,
  sheets,
}: AttachedJob): Promise<{ pdf: Uint8Array; pages: number }> {
  const { compiler, fonts } = await startTypesetter();
  const printable = new PrintableText(fonts);
  const nameOf = (at: number): string => `attached-${at}.jpg`;
  const data = {
    meta: { title: title.toWellFormed(), author: author.toWellFormed(), date },
    fonts: fonts.roles,
    sheets: sheets.map(({ wide, first, line, words }, at) => ({
      file: nameOf(at),
      wide,
      first,
      line: printable.print(first ? 'heiti' : 'songti', line),
      words: words.toWellFormed().replaceAll(UNPRINTABLE, ' '),
    })),
  };
  try {
    for (const [at, { jpeg }] of sheets.entries())
      compiler.mapShadow(resourcePath('typst', nameOf(at)), Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
    const { result } = compiler.compile({
      mainFilePath: resourcePath('typst', 'attached.typ'),
      inputs: { attached: JSON.stringify(data) },
    });
    if (result === null) throw new ArchiveError('EXPORT_FAILED', title);
    const pdf = compiler.pdf(result, { pdfStandard: 'a-2a' });
    return { pdf: new Uint8Array(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages: result.numOfPages };
  } catch (thrown) {
    if (thrown instanceof ArchiveError) throw thrown;
    throw new ArchiveError('EXPORT_FAILED', title, describeTypstError(thrown));
  } finally {
    for (const at of sheets.keys()) compiler.unmapShadow(resourcePath('typst', nameOf(at)));
    compiler.evictCache(0);
  }
}
