/** One file of each bad kind, as they lie between the letters of a folder, and the code that an import tells of each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode, rawDocx, rawXlsx, zip } from '../unit/readers/make.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

interface BadFile {
  name: string;
  code: string;
  bytes: () => Uint8Array;
}

/** A small workbook that names one long text very often. */
function swollen(): Uint8Array {
  const cells = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'.repeat(8000);
  return rawXlsx(`<sheetData>${cells}</sheetData>`, {
    parts: { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>${'甲'.repeat(400_000)}</t></si></sst>` },
  });
}

/** A zip whose only file is said to be packed by LZMA. */
function unknownMethod(): Uint8Array {
  const bytes = zip({ 'a.docx': '甲'.repeat(99) });
  new DataView(bytes.buffer).setUint16(Buffer.from(bytes).indexOf('PK\x01\x02', 0, 'latin1') + 10, 14, true);
  return bytes;
}

export const BAD_FILES: readonly BadFile[] = [
  { name: '02 放大.xlsx', code: 'FILE_TOO_LARGE', bytes: swollen },
  { name: '04.txt.crdownload', code: 'FILE_UNFINISHED', bytes: () => encode('青禾市水务局', 'utf-8') },
  { name: '05 空.txt', code: 'EMPTY_FILE', bytes: () => new Uint8Array(0) },
  { name: '06 零.pdf', code: 'FILE_UNFINISHED', bytes: () => new Uint8Array(5000) },
  { name: '08 坏.docx', code: 'BAD_FILE', bytes: () => rawDocx('').subarray(0, 300) },
  { name: '09 压缩.zip', code: 'METHOD_UNKNOWN', bytes: unknownMethod },
  {
    name: '10 涉密.xlsx',
    code: 'SECRET_REFUSED',
    bytes: () => rawXlsx(`<sheetData/><headerFooter><oddHeader>&amp;C机密★1年</oddHeader></headerFooter>`),
  },
  {
    name: '11 程序.doc',
    code: 'UNSUPPORTED_FORMAT',
    bytes: () => Uint8Array.from(Buffer.from('7f454c4602010100', 'hex')),
  },
];

export function writeBadFiles(folder: string): void {
  for (const { name, bytes } of BAD_FILES) writeFileSync(join(folder, name), bytes());
}
