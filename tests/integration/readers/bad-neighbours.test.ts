/** A folder with one of each bad kind among good files ends with every good one filed, and a code for each other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BAD_FILES, writeBadFiles } from '../../support/bad-files.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { encode, paragraph, pagedPdf, pdfText, rawDocx } from '../../unit/readers/make.ts';

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
  writeBadFiles(folder);
  put('01.txt', encode(letter(1).join('\n'), 'gb18030'));
  put('03.docx', rawDocx(letter(3).map(paragraph).join('')));
  put(
    '07.pdf',
    pagedPdf([
      letter(7)
        .map((line, at) => pdfText(line, 72, 760 - at * 40))
        .join('\n'),
    ]),
  );
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
  const bad = BAD_FILES.map(({ name, code }) => [name.slice(0, 2), code]);
  expect(told).toEqual({
    ...Object.fromEntries(['01', '03', '07', '12'].map((name) => [name, 'filed'])),
    ...Object.fromEntries(bad),
  });
  expect(filed).toBe(4);
  const kept = await engine.call('letters.list', { limit: 10, offset: 0 });
  expect(kept.letters.map(({ doc_number: number }) => number).sort()).toEqual(
    [12, 1, 3, 7].map((number) => `青水函〔2023〕${number}号`),
  );
});
