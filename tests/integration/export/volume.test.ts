/** Letters bound into volumes, and an export that goes on after a kill (docs/spec/export.md). */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  linkSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { runTool } from '../../support/other-tools.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const letter = (number: number): string =>
  [
    '青岚市水务局',
    `青水函〔2022〕${number}号`,
    `关于市政协九届二次会议第${number}号提案的答复`,
    '李明委员：',
    '您提出的《关于节水的提案》收悉，现答复如下：',
    '一、基本情况。全市管网情况如下：',
    '片区\t长度（公里）\t漏损率',
    `东片\t${number}\t9.1%`,
    `西片\t${number + 3}\t8.7%`,
    '二、下一步打算',
    ...Array.from(
      { length: 14 },
      (_, at) => `第${at + 1}项：安排节水资金${number + at}万元，用于老旧小区管网改造和漏损治理。`,
    ),
    '青岚市水务局',
    '2022年6月27日',
  ].join('\n');

let engine: Engine;
let place: string;
let ids: string[];
beforeEach(async () => {
  place = temporaryFolder();
  engine = await openEngine(join(place, 'archive'));
  ids = [];
  for (let number = 1; number <= 3; number += 1) ids.push(await fileText(engine, letter(number), `${number}.txt`));
});

const names = (folder: string): string[] => readdirSync(folder).toSorted();

test('a volume has its contents, a bookmark and labels of pages for each letter, one structure, and is one sound PDF/A', async (context) => {
  await engine.call('letters.edit', { id: ids[1] ?? '', set: { result_code: 'A' }, reason: '补录结果' });
  const out = join(place, '册');
  const made = await engine.call('export.pdf', {
    selection: { ids },
    out,
    volume: 'only',
    cover: true,
    revisions: true,
  });
  expect(made.failed).toEqual([]);
  expect(made.files).toEqual([]);
  const [volume] = made.volumes;
  const { ref_code: first } = await engine.call('letters.show', { id: ids[0] ?? '' });
  const { ref_code: last } = await engine.call('letters.show', { id: ids[2] ?? '' });
  expect(basename(volume?.file ?? '')).toBe(`复函汇编 ${first ?? ''} 至 ${last ?? ''}.pdf`);
  // Nothing but the volume and the list of the export.
  expect(names(out)).toEqual([basename(volume?.file ?? ''), basename(made.list ?? '')].toSorted());
  const file = volume?.file ?? '';
  expect(sha256(readFileSync(file))).toBe(volume?.sha256);
  expect(runTool(context, 'qpdf', '--check', file)).toContain('No syntax or stream encoding errors found');
  const meta = runTool(context, 'pdfinfo', '-meta', file);
  expect(meta).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
  expect(meta).toContain('<fuhan:part>volume</fuhan:part>');
  expect(meta).toContain(`<xmpTPg:NPages>${volume?.pages ?? 0}</xmpTPg:NPages>`);

  const document = await openPdf({ name: 'a.pdf', bytes: Uint8Array.from(readFileSync(file)) });
  expect(document.numPages).toBe(volume?.pages);
  const outline = await document.getOutline();
  expect(outline.map(({ title }) => title.split('　')[0])).toEqual([
    '封面和目录',
    '附件清单',
    first,
    expect.anything(),
    expect.anything(),
    last,
  ]);
  expect(outline[4]?.title).toContain('修改对照表');
  expect(outline[2]?.items.map((item: { title: string }) => item.title)).toContain('一、基本情况。');
  const labels = await document.getPageLabels();
  // The contents, the list of attachments, cover and two pages of each letter, one page of what was changed.
  const front = ['卷首1', '附件1-1'];
  expect(labels).toEqual([...front, '1-1', '1-2', '1-3', '2-1', '2-2', '2-3', '2-对照1', '3-1', '3-2', '3-3']);
  const roles = new Set<string>();
  const seen = new Set<unknown>();
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const walk = (node: { role?: string; children?: unknown[] }): void => {
      roles.add(node.role ?? '');
      seen.add(node);
      for (const child of node.children ?? []) walk(child as typeof node);
    };
    const tree: unknown = await page.getStructTree();
    expect(tree, `page ${number}`).not.toBeNull();
    walk(tree as { role?: string });
  }
  for (const role of ['P', 'H1', 'Table', 'TH', 'TD']) expect(roles).toContain(role);
  await document.loadingTask.destroy();

  // The contents tell on which page each letter begins.
  const text = runTool(context, 'pdftotext', '-layout', file, '-').split('\f');
  const contents = text[0] ?? '';
  for (const [at, page] of [3, 6, 10].entries()) {
    expect(contents).toMatch(new RegExp(`${at + 1}\\s+Z001[^]*?1\\s+${page}\\s|${at + 1}\\s+Z001[^]*?2\\s+${page}\\s`));
    expect(text[page - 1]).toContain('归档文件封面');
  }
  expect(contents).toContain('审计链末端 SHA-256');
  // An archive number stands on one line, in the contents and in the list of attachments.
  for (const id of [first, last]) for (const page of [contents, text[1] ?? '']) expect(page).toContain(id);
  // A hash takes three lines: a page has room for many letters.
  for (const page of [contents, text[1] ?? '']) expect(page).toMatch(/(?<![0-9a-f])[0-9a-f]{24,32}(?![0-9a-f])/);
});

test('the covers of an export bear the head of the log as it was when the export began, and a file without a cover is always the same', async (context) => {
  const export_ = (folder: string, more: object): Promise<{ files: { file: string; sha256: string }[] }> =>
    engine.call('export.pdf', { selection: { ids }, out: join(place, folder), ...more });
  const plain = await export_('一', {});
  const before = await engine.call('trust.tip', {});
  const covered = await export_('二', { cover: true });
  expect(covered.files).toHaveLength(3);
  for (const { file } of covered.files) {
    const cover = runTool(context, 'pdftotext', '-layout', '-l', '1', file, '-').replaceAll(/\s/g, '');
    for (const words of [`第${before.seq}条，`, `SHA-256：${before.hash}`, `SM3：${before.sm3}`])
      expect(cover).toContain(words);
  }
  const again = await export_('一', {});
  expect(again.files).toEqual(plain.files);
});

test('attachments lie inside the volume byte for byte where that is asked for, and are listed with their hash', async (context) => {
  const bytes = new TextEncoder().encode('附件的内容');
  await engine.call('letters.attach', {
    id: ids[0] ?? '',
    attachments: [{ source: { name: '情况表.txt', bytes }, role: 'ATTACHMENT' }],
    reason: '补',
  });
  const out = join(place, '册');
  const made = await engine.call('export.pdf', {
    selection: { ids: [ids[0] ?? ''] },
    out,
    volume: 'only',
    embed: true,
  });
  const file = made.volumes[0]?.file ?? '';
  expect(runTool(context, 'pdfinfo', '-meta', file)).toContain('<pdfaid:part>3</pdfaid:part>');
  expect(runTool(context, 'qpdf', '--check', file)).toContain('No syntax or stream encoding errors found');
  const listed = runTool(context, 'pdfdetach', '-list', file);
  expect(listed).toContain('2 embedded files');
  const folder = temporaryFolder();
  runTool(context, 'pdfdetach', '-saveall', '-o', folder, file);
  const saved = readdirSync(folder).map((name) => sha256(readFileSync(join(folder, name))));
  expect(saved).toContain(sha256(bytes));
  const text = runTool(context, 'pdftotext', '-layout', file, '-').replaceAll(/\s/g, '');
  expect(text).toContain('已嵌入');
});

test('single files and the volume together; the same again gives the same files', async () => {
  const out = join(place, '册');
  const made = await engine.call('export.pdf', { selection: { ids }, out, volume: 'both', list: false });
  expect(made.files).toHaveLength(3);
  expect(made.volumes).toHaveLength(1);
  expect(names(out)).toHaveLength(4);
  for (const { file, sha256: hash } of made.files) expect(sha256(readFileSync(file))).toBe(hash);
});

test('an export that was stopped goes on where it stopped, and leaves nothing of its own behind', async () => {
  const out = join(place, '册');
  const stop = new AbortController();
  const request = { selection: { ids }, out, list: false };
  await expect(
    engine.call('export.pdf', request, {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 0) stop.abort();
      },
    }),
  ).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  const left = names(out);
  const [first = ''] = left.filter((name) => name.endsWith('.pdf'));
  expect(left.filter((name) => name.endsWith('.pdf'))).toHaveLength(1);
  const written = statSync(join(out, first));
  const journal = left.find((name) => name.startsWith('.fuhan-export-')) ?? '';
  // A kill in the middle of the next line.
  appendFileSync(join(out, journal), '{"id":"');
  const again = await engine.call('export.pdf', request);
  expect(again.failed).toEqual([]);
  expect(again.files.map(({ id }) => id)).toEqual(ids);
  expect(names(out).filter((name) => name.endsWith('.pdf'))).toHaveLength(3);
  expect(names(out).filter((name) => name.startsWith('.'))).toEqual([]);
  // The finished one is the very file of before.
  expect(statSync(join(out, first))).toMatchObject({ ino: written.ino, mtimeMs: written.mtimeMs });
});

test('a finished file that was touched since is made anew beside it', async () => {
  const out = join(place, '册');
  const stop = new AbortController();
  const request = { selection: { ids }, out, list: false };
  const run = engine.call('export.pdf', request, {
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done === 0) stop.abort();
    },
  });
  await expect(run).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  const [one = ''] = names(out).filter((name) => name.endsWith('.pdf'));
  writeFileSync(join(out, one), '别人的文件');
  const again = await engine.call('export.pdf', request);
  expect(basename(again.files[0]?.file ?? '')).toBe(one.replace('.pdf', ' (2).pdf'));
  expect(readFileSync(join(out, one), 'utf8')).toBe('别人的文件');
});

/** An export that is stopped after its first letter. @returns its target, what to ask again, and the name of its journal */
async function stopped(volume: 'no' | 'only' = 'no') {
  const out = join(place, '册');
  const stop = new AbortController();
  const request = { selection: { ids }, out, list: false, volume };
  const onProgress = ({ done }: { done: number }): void => {
    if (done === 0) stop.abort();
  };
  const run = engine.call('export.pdf', request, { signal: stop.signal, onProgress });
  await expect(run).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  const journal = names(out).find((name) => name.startsWith('.fuhan-export-')) ?? '';
  return { out, request, journal };
}

test('what the archive’s own log does not have of a stopped export is not believed, and told', async () => {
  const { out, request, journal } = await stopped();
  const path = join(out, journal);
  const row = JSON.parse(readFileSync(path, 'utf8')) as { file: string };
  const forged = '%PDF-1.7 别人的文件';
  writeFileSync(join(out, row.file), forged);
  writeFileSync(path, `${JSON.stringify({ ...row, sha256: sha256(Buffer.from(forged)), pages: 1 })}\n`);
  const again = await engine.call('export.pdf', request);
  expect(basename(again.files[0]?.file ?? '')).toBe(row.file.replace('.pdf', ' (2).pdf'));
  expect(again.files.map((file) => file.sha256)).not.toContain(sha256(Buffer.from(forged)));
  expect(again.warnings).toContainEqual(expect.objectContaining({ code: 'EXPORT_LEFTOVER' }));
});

test.skipIf(process.platform === 'win32')(
  'nothing in the target folder is opened through a link, nor as a pipe, whatever name it has',
  async () => {
    const { out, request, journal } = await stopped();
    const key = /^\.fuhan-export-[0-9a-f]{16}/.exec(journal)?.[0] ?? '';
    const mine = join(place, '自己的文件');
    writeFileSync(mine, '# 一份文件\n');
    rmSync(join(out, journal));
    for (const name of [`${key}.jsonl`, journal, `.fuhan-attached-${ids[0] ?? ''}.part`])
      symlinkSync(mine, join(out, name));
    linkSync(mine, join(out, `${key}-0.jsonl`));
    execFileSync('mkfifo', [join(out, `${key}-1.jsonl`)]);
    const again = await engine.call('export.pdf', { ...request, attachments_as_pages: true });
    const plain = await engine.call('export.pdf', request);
    expect([...again.failed, ...plain.failed]).toEqual([]);
    expect(plain.warnings.filter(({ code }) => code === 'EXPORT_LEFTOVER')).toHaveLength(4);
    expect(readFileSync(mine, 'utf8')).toBe('# 一份文件\n');
  },
);

test.skipIf(process.platform === 'win32')('a volume is not made where a link leads', async () => {
  const { out, request } = await stopped('only');
  const [work = ''] = names(out);
  rmSync(join(out, work), { recursive: true });
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, '自己的文件'), '一份文件');
  symlinkSync(elsewhere, join(out, work));
  const again = await engine.call('export.pdf', request);
  expect(again.volumes).toHaveLength(1);
  expect(names(elsewhere)).toEqual(['自己的文件']);
});

test('two records of one reply have a file each, which knows its record', async (context) => {
  const twin = await fileText(engine, `${letter(1)}\n`, '另存.txt').catch(() => undefined);
  expect(twin).toBeDefined();
  const out = join(place, '册');
  const selection = { ids: [ids[0] ?? '', twin ?? ''] };
  const made = await engine.call('export.pdf', { selection, out });
  const files = made.files.map(({ file }) => file);
  expect(new Set(files).size).toBe(2);
  for (const [at, file] of files.entries())
    expect(runTool(context, 'pdfinfo', '-meta', file)).toContain(
      `<fuhan:recordId>${selection.ids[at] ?? ''}</fuhan:recordId>`,
    );
});

test('what is printed otherwise than a reader would think is told: in the answer and in the list', async () => {
  const odd = await fileText(
    engine,
    letter(9).replace('李明委员', '李\u{2a6d7}委员').replace('老旧', '\ue0f1老旧'),
    '九.txt',
  );
  const out = join(place, '册');
  const made = await engine.call('export.pdf', { selection: { ids: [odd] }, out });
  expect(made.files[0]?.warnings.map(({ code }) => code)).toEqual(['PDF_NO_GLYPH']);
  const list = JSON.parse(readFileSync(made.list ?? '', 'utf8')) as { files: { warnings?: { code: string }[] }[] };
  expect(list.files[0]?.warnings?.map(({ code }) => code)).toEqual(['PDF_NO_GLYPH']);
});
