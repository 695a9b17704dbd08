/** A file as it looks, in shapes of our own (shared/model/preview.ts). Runs in the process that draws pages. */
import type { Preview } from '../../../../shared/model/preview.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { detectFormat, HEAD_BYTES } from '../detect-format.ts';
import type { FileBytes } from '../readers/reader.ts';
import { readXlsxShown } from '../readers/xlsx.ts';
import { ZipContainer, zipKind } from '../readers/zip-container.ts';
import { mailPaper } from './mail-paper.ts';
import { ofdPage } from './ofd-paper.ts';
import { packedList } from './packed-list.ts';
import { PreviewBudget } from './preview-budget.ts';
import { wordPaper } from './word-paper.ts';

/**
 * @param page counted from 1, of a file that has pages
 * @throws ArchiveError UNSUPPORTED_FORMAT where files of its kind are not shown so; BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE
 */
export async function previewFile(file: FileBytes, page: number): Promise<Preview> {
  const family = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  if (family === 'eml') return mailPaper(file);
  if (family === 'zip') {
    const zip = new ZipContainer(file.bytes, file.name);
    switch (zipKind(zip)) {
      case 'docx':
        return wordPaper(zip, file);
      case 'ofd':
        return ofdPage(zip, file, page);
      case 'xlsx':
        return sheetsOf(file);
      case 'zip':
        return packedList(zip, file);
      default:
    }
  }
  throw new ArchiveError('UNSUPPORTED_FORMAT', file.name);
}

/** The sheets that the workbook shows; hidden ones stay hidden. */
function sheetsOf(file: FileBytes): Preview {
  const budget = new PreviewBudget();
  const sheets = readXlsxShown(file).map(({ name, rows }) => ({
    name,
    rows: rows.filter((row) => row.every((cell) => budget.takeCell() && budget.takeText(cell.length))),
  }));
  return { kind: 'sheets', name: file.name, sheets, cut: budget.cut };
}
