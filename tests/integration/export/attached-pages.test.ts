/** Attachments as pages behind their letter (docs/spec/export.md). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, test, type TestContext } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';
import { pdfaFindings } from '../../support/pdfa-clauses.ts';
import { PdfJson } from '../../support/pdf-json.ts';
import { scan, typstPdf } from '../../unit/readers/make.ts';

const LETTER = [
  '青岚市水务局',
  '青水函〔2022〕7号',
  '关于市政协九届二次会议第7号提案的答复',
  '李明委员：',
  '您提出的《关于节水的提案》收悉，现答复如下：',
  '一、基本情况。全市管网改造已完成过半。',
  '青岚市水务局',
  '2022年6月27日',
].join('\n');
const TEN_PAGES = Array.from({ length: 10 }, (_, at) => `第${at + 1}处管网漏损情况`).join('\n#pagebreak()\n');

let engine: Engine;
let place: string;
let id: string;
beforeEach(async () => {
  place = temporaryFolder();
  engine = await openEngine(join(place, 'archive'));
  id = await fileText(engine, LETTER, '答复.txt');
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const attach = (files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[]): Promise<unknown> =>
  engine.call('letters.attach', {
    id,
    attachments: files.map((source) => ({ source, role: 'ATTACHMENT' as const })),
    reason: '补',
  });
const hidden = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('.'));

/** What the figures of a file say to who cannot see them, in the order of its objects. */
function figures(context: TestContext, file: string): string[] {
  const pdf = new PdfJson(context, file);
  return pdf.all.flatMap((reference) => {
    const { '/S': kind, '/Alt': words } = pdf.dictionary(reference);
    return kind === '/Figure' && typeof words === 'string' ? [words] : [];
  });
}

/** What stands on a page, cell by cell, without blanks. */
const wordsOn = (context: TestContext, file: string, page: number): string =>
  runTool(context, 'pdftotext', '-raw', '-f', String(page), '-l', String(page), file, '-').replaceAll(/\s/g, '');

test('a pdf and a picture stand behind the letter page by page, with their words, in one sound PDF/A-2a; a text is listed', async (context) => {
  const table = typstPdf(`#set page(paper: "a4")\n${TEN_PAGES}`);
  const photo = await scan(typstPdf('#set page(width: 200mm, height: 90mm)\n现场'), { format: 'jpeg' });
  await attach([
    { name: '漏损表.pdf', bytes: table },
    { name: '现场.jpg', bytes: photo },
  ]);
  const out = join(place, '出');
  const made = await engine.call('export.pdf', { selection: { ids: [id] }, out, attachments_as_pages: true });
  expect(made.failed).toEqual([]);
  const [written] = made.files;
  expect(written?.attached?.map(({ name, pages, code }) => ({ name, pages, code }))).toEqual([
    { name: '答复.txt', pages: 0, code: 'NO_PAGES' },
    { name: '漏损表.pdf', pages: 10, code: undefined },
    { name: '现场.jpg', pages: 1, code: undefined },
  ]);
  expect(written?.warnings).toEqual([]);
  const file = written?.file ?? '';
  expect(hidden(out)).toEqual([]);
  expect(sha256(readFileSync(file))).toBe(written?.sha256);
  expect(pdfaFindings(context, file)).toEqual([]);

  // The letter's page, the list, ten pages and one.
  expect(written?.pages).toBe(13);
  expect(wordsOn(context, file, 1)).toContain('李明委员：');
  const list = wordsOn(context, file, 2);
  for (const words of ['附件清单', '没有页面，未附', '附后，10页', sha256(table), sha256(photo)])
    expect(list).toContain(words);
  expect(wordsOn(context, file, 3)).toBe('附件2漏损表.pdf第1页，共10页');
  expect(wordsOn(context, file, 12)).toBe('附件2漏损表.pdf第10页，共10页');
  expect(wordsOn(context, file, 13)).toBe('附件3现场.jpg');
  const words = figures(context, file);
  expect(words).toHaveLength(11);
  expect(words.join('\n')).toContain('附件2“漏损表.pdf”第 10 页的图像：第10处管网漏损情况');

  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(readFileSync(file)) });
  const outline = await document.getOutline();
  expect(outline.map(({ title }) => title)).toEqual(['复函', '附件清单', '附件2　漏损表.pdf', '附件3　现场.jpg']);
  const labels = await document.getPageLabels();
  expect(labels?.slice(0, 4)).toEqual(['1', '附件1', '附件2-1', '附件2-2']);
  expect(labels?.slice(-2)).toEqual(['附件2-10', '附件3-1']);
  // A picture that lies across has a page that does.
  const sizes = await Promise.all([3, 13].map(async (at) => (await document.getPage(at)).getViewport({ scale: 1 })));
  expect(sizes.map(({ width, height }) => width > height)).toEqual([false, true]);
  await document.loadingTask.destroy();

  // The same again is the same file.
  const again = await engine.call('export.pdf', { selection: { ids: [id] }, out, attachments_as_pages: true });
  expect(again.files[0]).toMatchObject({ file, sha256: written?.sha256 });
});

test('a locked, a damaged and an endless attachment are named with their code, in the answer and in the list', async (context) => {
  const plain = join(place, 'plain.pdf');
  const locked = join(place, 'locked.pdf');
  writeFileSync(plain, typstPdf('有密码的表'));
  runTool(context, 'qpdf', '--encrypt', 'geheim', 'geheim', '256', '--', plain, locked);
  const pages = Array.from({ length: 301 }, (_, at) => String(at)).join('\n#pagebreak()\n');
  await attach([
    { name: '有密码.pdf', bytes: Uint8Array.from(readFileSync(locked)) },
    { name: '坏图.png', bytes: Uint8Array.from((await scan(typstPdf('坏'))).subarray(0, 600)) },
    { name: '很长.pdf', bytes: typstPdf(`#set page(width: 20mm, height: 20mm)\n${pages}`) },
  ]);
  const out = join(place, '出');
  const made = await engine.call('export.pdf', { selection: { ids: [id] }, out, attachments_as_pages: true });
  const [written] = made.files;
  const codes = ['PASSWORD_PROTECTED', 'BAD_FILE', 'FILE_TOO_LARGE'];
  expect(written?.attached?.map(({ code }) => code)).toEqual(['NO_PAGES', ...codes]);
  expect(written?.warnings.map(({ code }) => code)).toEqual(codes);
  expect(written?.warnings[0]?.message).toContain('有密码.pdf');
  expect(written?.pages).toBe(2);
  const list = wordsOn(context, written?.file ?? '', 2);
  for (const words of ['有密码，未附', '损坏，未附', '页数过多或过大，未附']) expect(list).toContain(words);
  expect(pdfaFindings(context, written?.file ?? '')).toEqual([]);
});

test('in a volume too: bookmarks and labels of the letter hold its attachments, the list of attachments says where they are', async (context) => {
  await attach([{ name: '漏损表.pdf', bytes: typstPdf(`#set page(paper: "a4")\n${TEN_PAGES}`) }]);
  const second = await fileText(engine, LETTER.replaceAll('7号', '8号'), '答复二.txt');
  const out = join(place, '册');
  const made = await engine.call('export.pdf', {
    selection: { ids: [id, second] },
    out,
    volume: 'only',
    attachments_as_pages: true,
  });
  const file = made.volumes[0]?.file ?? '';
  // Contents and list; a page, a list and ten pages; a page and a list.
  expect(made.volumes[0]?.pages).toBe(2 + 12 + 2);
  expect(pdfaFindings(context, file)).toEqual([]);
  expect(wordsOn(context, file, 2)).toContain('附后10页');
  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(readFileSync(file)) });
  const outline = await document.getOutline();
  expect(outline[2]?.items.map((item: { title: string }) => item.title)).toEqual([
    '复函',
    '附件清单',
    '附件2　漏损表.pdf',
  ]);
  // Each leads to its page.
  const page = await document.getPageIndex(
    (outline[2]?.items as { dest: [{ num: number; gen: number }] }[] | undefined)?.[2]?.dest[0] ?? { num: 0, gen: 0 },
  );
  expect(page).toBe(4);
  expect((await document.getPageLabels())?.slice(2, 5)).toEqual(['1-1', '1-2', '1-3']);
  await document.loadingTask.destroy();
  expect(basename(file)).toContain('至');
});

test('words that OCR read when a scan was attached are what its picture says', async (context) => {
  await attach([{ name: '扫描.png', bytes: await scan(typstPdf('#set text(size: 20pt)\n管网改造进度良好')) }]);
  const out = join(place, '出');
  const made = await engine.call('export.pdf', { selection: { ids: [id] }, out, attachments_as_pages: true });
  expect(figures(context, made.files[0]?.file ?? '').join()).toContain('管网改造');
});

test('an export that is cancelled leaves no file of a letter, and nothing half made', async () => {
  await attach([{ name: '漏损表.pdf', bytes: typstPdf('表') }]);
  const out = join(place, '出');
  const stop = new AbortController();
  const run = engine.call(
    'export.pdf',
    { selection: { ids: [id] }, out, attachments_as_pages: true },
    {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    },
  );
  await expect(run).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  expect(readdirSync(out).filter((name) => !name.startsWith('.fuhan-export-'))).toEqual([]);
});
