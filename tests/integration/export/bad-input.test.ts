/** Letters that no one would write, and places that take no file: each is set whole or refused by name, nothing half under a final name. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkPdf } from '../../../main/archive/print/check-pdf.ts';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { makeReadOnly, smallDisk } from '../../support/small-disk.ts';
import { letterOf } from '../../unit/export/letters.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

function letterWith(title: string, body: string): Letter {
  const text = `云溪市民政局\n云民函〔2023〕5号\n${title}\n某某委员：\n${body}\n云溪市民政局\n2023年7月14日`;
  return letterOf(text, {
    title,
    doc_number: '云民函〔2023〕5号',
    letterhead: '云溪市民政局',
    issuer: '云溪市民政局',
    addressees: ['某某'],
    issued_on: '2023-07-14',
  });
}

const TITLE = '关于某项提案答复的函';

test('a letter of 300 pages is set, and every line of it is found', async () => {
  const line = '本项工作已按季度通报进展情况，由有关部门分工落实，并接受委员的监督。';
  const letter = letterWith(TITLE, Array.from({ length: 3300 }, (_, at) => `第${at + 1}项：${line}`).join('\n'));
  const { pdf, pages } = await renderLetterPdf(letter);
  expect(pages).toBeGreaterThanOrEqual(300);
  expect(await checkPdf(pdf, letter)).toEqual({ pages, missing: [] });
});

test('a title of 2,000 characters is printed whole, over as many pages as it takes', async () => {
  const title = `关于${'加快推进社区居家养老服务设施建设'.repeat(125)}提案的答复`;
  expect([...title].length).toBeGreaterThan(2000);
  const letter = letterWith(title, '您提出的提案收悉。');
  const { pdf, pages } = await renderLetterPdf(letter);
  expect(await checkPdf(pdf, letter)).toEqual({ pages, missing: [] });
});

test('words that run from right to left, marks of direction and control characters lose nothing', async () => {
  const letter = letterWith(
    TITLE,
    '您好，שלום עולם与مرحبا بالعالم并列，\u202e倒写\u202c、\u200f标记\u200e、\u0001\u0008\u001b\u007f\u0085控制、\u{e0041}标签。\n下一段。',
  );
  const { pdf, pages, warnings } = await renderLetterPdf(letter);
  expect(await checkPdf(pdf, letter)).toEqual({ pages, missing: [] });
  expect(warnings.map((warning) => warning.code)).toContain('PDF_NO_GLYPH');
  expect(warnings[0]?.message).toContain('ש（U+05E9）');
});

test('a letter without title, date or office has a file of its own, named by its first words', async () => {
  const engine = await openEngine(join(temporaryFolder(), 'archive'));
  const id = await fileText(engine, '收悉。谢谢。\n此复。', '无题.txt');
  const out = join(temporaryFolder(), '新', '文件夹');
  const { files, failed } = await engine.call('export.pdf', {
    selection: { ids: [id] },
    out,
    cover: true,
    history: true,
  });
  expect(failed).toEqual([]);
  expect(files.map(({ file }) => basename(file))).toEqual(['收悉。.pdf']);
  expect(files[0]?.warnings.map((warning) => warning.code)).toEqual(['PDF_PLAIN']);
});

test('a target that is full, read-only, a file or inside the archive is told by name, and holds no file of a letter', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const ids = [await fileText(engine, letterWith(TITLE, '收悉。').text, '甲.txt')];
  const exported = (out: string): Promise<{ files: unknown[]; failed: { code: string }[] }> =>
    engine.call('export.pdf', { selection: { ids }, out, list: false });
  const before = readdirSync(folder);
  await expect(exported(join(folder, '导出'))).rejects.toThrow(code('OUT_IN_ARCHIVE'));
  expect(readdirSync(folder)).toEqual(before);
  const file = join(temporaryFolder(), '文件');
  writeFileSync(file, '在此');
  await expect(exported(file)).rejects.toThrow(code('BAD_PATH'));
  expect(readFileSync(file, 'utf8')).toBe('在此');

  const place = smallDisk('16k');
  if (place === undefined) return;
  const full = await exported(place);
  expect(full.files).toEqual([]);
  expect(full.failed.map((failure) => failure.code)).toEqual(['DISK_FULL']);
  expect(readdirSync(place)).toEqual([]);
  makeReadOnly(place);
  await expect(exported(place)).rejects.toThrow(code('NO_PERMISSION'));
  expect(readdirSync(place)).toEqual([]);
});
