/** Plain text in every encoding that Chinese offices have used. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, warning, type FileBytes, type Reader } from './reader.ts';
import { decodeText } from './text-encoding.ts';
import type { RawText } from '../types.ts';

/** Share of damaged or control characters above which the bytes are no text. */
const NOT_TEXT = 0.1;

/** Reads txt. A letter may be wrapped by hand or not: `layout` is left to the text itself. */
export const readTxt: Reader = async (file) => readTextNow(file);

/** A table as text, as it stands: the rows are lines, the commas stay. */
export const readCsv: Reader = async (file) => ({
  ...readTextNow(file),
  format: 'csv',
  mime: 'text/csv',
  layout: 'paragraphs',
});

/** @throws ArchiveError FILE_TOO_LARGE, BAD_FILE (the bytes are no text in any encoding) */
export function readTextNow(file: FileBytes): RawText {
  if (file.bytes.length > LIMITS.textBytes) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  const { text, damaged } = decodeText(file.bytes);
  const controls = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  if (damaged + controls > text.length * NOT_TEXT) throw new ArchiveError('BAD_FILE', file.name, 'not text');
  const warnings =
    damaged > 0 ? [warning('TEXT_DAMAGED', `有 ${damaged} 处字节无法识别，以“\uFFFD”标出，请对照原件。`)] : [];
  return { format: 'txt', mime: 'text/plain', text, layout: 'unknown', pages: [], warnings, embedded: [] };
}
