/** A folder with one of each bad kind among good files ends with every good one filed, and a code for each other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { encode, paragraph, pagedPdf, pdfText, rawDocx, rawXlsx, zip } from '../../unit/readers/make.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const letter = (number: number): string[] => [
  '青禾市水务局',
  `青水函〔2023〕${number}号`,
  `关于市政协九届二次会议第${number}号提案的答复`,
  '李晓青委员：',
  `您提出的提案收悉，现答复如下：本年改造管网${number * 7}公里，投资${number * 13}万元。`,
  '青禾市水务局',
  '2023年5月18日',
];

test('every good file is filed, every other one has its code', { timeout: 240_000 }, async () => {
  const folder = join(temporaryFolder(), '收文');
  mkdirSync(folder, { recursive: true });
  const put = (name: string, bytes: Uint8Array): void => {
    writeFileSync(join(folder, name), bytes);
  };
  const cells = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'.repeat(8000);
  const lzma = zip({ 'a.docx': '甲'.repeat(99) });
  new DataView(lzma.buffer).setUint16(Buffer.from(lzma).indexOf('PK\x01\x02', 0, 'latin1') + 10, 14, true);
  put('01.txt', encode(letter(1).join('\n'), 'gb18030'));
  put(
    '02 放大.xlsx',
    rawXlsx(`<sheetData>${cells}</sheetData>`, {
      parts: { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>${'甲'.repeat(400_000)}</t></si></sst>` },
    }),
  );
  put('03.docx', rawDocx(letter(3).map(paragraph).join('')));
  put('04.txt.crdownload', encode(letter(4).join('\n').slice(0, 60), 'utf-8'));
  put('05 空.txt', new Uint8Array(0));
  put('06 零.pdf', new Uint8Array(5000));
  put(
    '07.pdf',
    pagedPdf([
      letter(7)
        .map((line, at) => pdfText(line, 72, 760 - at * 40))
        .join('\n'),
    ]),
  );
  put('08 坏.docx', rawDocx('').subarray(0, 300));
  put('09 压缩.zip', lzma);
  put('10 涉密.xlsx', rawXlsx(`<sheetData/><headerFooter><oddHeader>&amp;C机密★1年</oddHeader></headerFooter>`));
  put('11 程序.doc', Uint8Array.from(Buffer.from('7f454c4602010100', 'hex')));
  put(
    '12.html',
    encode(
      `<article>${letter(12)
        .map((line) => `<p>${line}</p>`)
        .join('')}</article>`,
      'utf-16le',
    ),
  );

  const engine = await openEngine(join(temporaryFolder(), 'archive'));
  const { filed, items } = await engine.call('letters.import', { paths: [folder], ocr: false });
  const told = Object.fromEntries(
    items.map(({ file, status, code }) => [
      file.slice(folder.length + 1, folder.length + 3),
      status === 'filed' ? status : code,
    ]),
  );
  expect(told).toEqual({
    '01': 'filed',
    '02': 'FILE_TOO_LARGE',
    '03': 'filed',
    '04': 'FILE_UNFINISHED',
    '05': 'EMPTY_FILE',
    '06': 'FILE_UNFINISHED',
    '07': 'filed',
    '08': 'BAD_FILE',
    '09': 'METHOD_UNKNOWN',
    '10': 'SECRET_REFUSED',
    '11': 'UNSUPPORTED_FORMAT',
    '12': 'filed',
  });
  expect(filed).toBe(4);
  const kept = await engine.call('letters.list', { limit: 10, offset: 0 });
  expect(kept.letters.map(({ doc_number: number }) => number).sort()).toEqual(
    [12, 1, 3, 7].map((number) => `青水函〔2023〕${number}号`),
  );
});
