/** The 归档章 by itself as a small PDF, to be put on a page that Typst has not set. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveStamp } from './archive-stamp.ts';
import { stampCells } from './cover-data.ts';
import { PrintableText } from './printable.ts';
import { resourcePath } from '../work/resources.ts';
import { describeTypstError, startTypesetter } from './typesetter.ts';

/** @throws ArchiveError EXPORT_FAILED where Typst refuses it */
export async function renderStamp(stamp: ArchiveStamp): Promise<Uint8Array> {
  const { compiler, fonts } = await startTypesetter();
  const printable = new PrintableText(fonts);
  const data = {
    font: fonts.roles.songti,
    cells: stampCells(stamp, (role, text) => printable.print(role, text)),
  };
  try {
    const { result } = compiler.compile({
      mainFilePath: resourcePath('typst', 'stamp.typ'),
      inputs: { stamp: JSON.stringify(data) },
    });
    if (result === null) throw new ArchiveError('EXPORT_FAILED', '归档章');
    return compiler.pdf(result);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('EXPORT_FAILED', '归档章', describeTypstError(error));
  } finally {
    compiler.evictCache(2);
  }
}
