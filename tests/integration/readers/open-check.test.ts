/** Files are opened as a person would open them: what only looks like one does not pass (docs/spec/trust.md, 3-4 and 3-8). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openAny } from '../../../main/archive/reading/readers/open-check.ts';
import { writeWorkbook } from '../../../main/archive/print/workbook.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { runTool } from '../../support/other-tools.ts';

const exactly = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
const PDF = exactly(readFileSync(resolve('resources/samples/08 东部新区医院建议答复.pdf')));
const PNG = exactly(readFileSync(resolve('docs/manual/images/desk.png')));
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7919 + (at >> 3) * 31) & 0xff);
const open = (name: string, bytes: Uint8Array): ReturnType<typeof openAny> => openAny({ name, bytes: exactly(bytes) });
const WORKBOOK = writeWorkbook([{ name: '一', rows: [[{ value: '甲', style: 'plain' }]], head: 0 }]);

test('whole files open, and the result says what was done', async () => {
  expect(await open('答复.pdf', PDF)).toMatchObject({
    opens: true,
    how: 'PDF 逐页读出',
    what: expect.stringMatching(/^\d+ 页$/) as string,
  });
  expect(await open('图.png', PNG)).toMatchObject({ opens: true, how: '图像解码' });
  expect(await open('表.xlsx', WORKBOOK)).toMatchObject({ opens: true, how: '逐项解开并核对 CRC' });
  expect(await open('函.txt', strToU8('内容'))).toMatchObject({ opens: true, how: '文本' });
});

test('what only begins like a file, or was cut off, does not open', async () => {
  expect(await open('答复.pdf', Buffer.concat([strToU8('%PDF-1.7\n'), noise(4000)]))).toMatchObject({ opens: false });
  expect(await open('图.png', PNG.subarray(0, 600))).toMatchObject({ opens: false });
  expect(await open('表.xlsx', WORKBOOK.subarray(0, WORKBOOK.length - 300))).toMatchObject({ opens: false });
  const changed = Uint8Array.from(WORKBOOK);
  const at = Buffer.from(changed).indexOf('styles.xml') + 60;
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  expect(await open('表.xlsx', changed)).toMatchObject({ opens: false });
  expect(await open('空.txt', new Uint8Array())).toMatchObject({ opens: false });
  expect(await open('改名.docx', PDF)).toMatchObject({ opens: false, what: '内容与扩展名不符' });
});

test('a format that no reader knows is left to people, not passed', async () => {
  expect(await open('图纸.dwg', Buffer.concat([strToU8('AC1032'), new Uint8Array(200)]))).toMatchObject({
    opens: null,
    locked: [],
  });
  expect(await open('包.rar', Buffer.concat([strToU8('Rar!\x1a\x07'), noise(200)]))).toMatchObject({
    opens: null,
    locked: ['包.rar'],
  });
});

test('a pdf with a password is found, in a zip as well', async (context) => {
  const folder = temporaryFolder();
  const [plain, locked] = [join(folder, 'a.pdf'), join(folder, 'b.pdf')];
  writeFileSync(plain, PDF);
  runTool(context, 'qpdf', '--encrypt', 'geheim', 'geheim', '256', '--', plain, locked);
  const bytes = exactly(readFileSync(locked));
  expect(await open('锁.pdf', bytes)).toMatchObject({ opens: false, locked: ['锁.pdf'] });
  const zip = zipSync({ '内/锁.pdf': bytes, '内/白.txt': strToU8('甲') });
  expect(await open('包.zip', zip)).toMatchObject({ opens: false, locked: ['包.zip：内/锁.pdf'] });
  const nested = zipSync({ '再内.zip': zip });
  expect((await open('外.zip', nested)).locked).toEqual(['外.zip：再内.zip：内/锁.pdf']);
});

test('the inspection names the letter by its archive number and title, and fails what does not open', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const files = [
    { name: '坏.pdf', bytes: Buffer.concat([strToU8('%PDF-1.7\n'), noise(3000)]) },
    { name: '断.png', bytes: PNG.subarray(0, 600) },
  ].map(({ name, bytes }) => ({ source: { name, bytes: exactly(bytes) }, role: 'ATTACHMENT' as const }));
  await engine.call('letters.attach', { id, attachments: files, reason: '补' });
  const found = await engine.call('trust.inspect', {});
  const item = (code: string) => found.items.find((one) => one.code === code);
  expect(item('3-4')).toMatchObject({ outcome: 'fail', failed: 2 });
  const { ref_code, elements } = await engine.call('letters.show', { id });
  const named = found.findings.filter(({ code }) => code === '3-4');
  expect(named).toHaveLength(2);
  for (const finding of named) expect(finding).toMatchObject({ id, ref_code, title: elements.title });
  const sheet = temporaryFolder();
  await engine.call('trust.inspect', { out: sheet });
  const now = new Date();
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
  const printed = await engine.call('trust.checkSheet', { month, out: sheet });
  const { textOfPdf } = await import('../../support/pdf-text.ts');
  expect((await textOfPdf(printed.file)).replaceAll(/\s/g, '')).toMatch(/本月最后一次四性检测.*不通过：.*3-4/);
});
