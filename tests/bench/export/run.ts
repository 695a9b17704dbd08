/**
 * `npm run bench -- export`: letters as single PDF files and as a volume, end to end by the engine (read, set, compared, written, in the
 * log), and registers of many letters. `--letters N` set as PDF (600), `--rows N` of the registers (10000), `--stage NAME`, `--write` puts
 * the tables into docs/benchmarks/export.md.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../../../main/archive/engine.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { Tables } from '../tables.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '600' },
    rows: { type: 'string', default: '10000' },
    stage: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const rows = Number(values.rows);
const place = mkdtempSync(join(tmpdir(), 'fuhan-bench-export-'));
const tables = new Tables();

/** One invented reply of two to three pages. */
function letterText(number: number): { title: string; text: string } {
  const title = `关于政协云溪市十三届二次会议第${132_000 + number}号提案答复的函`;
  const body = Array.from(
    { length: 10 + (number % 6) },
    (_, at) =>
      `${at % 5 === 0 ? `${'一二三四'[at / 5] ?? '五'}、第${at / 5 + 1}方面工作情况。` : ''}城东片区老旧小区改造工作第${at + 1}项：已安排资金${number * 3 + at}.5万元，计划于${2023 + (at % 3)}年底前完成，惠及群众${number + at * 17}人，由市直有关部门按职责分工落实，并按季度通报进展情况。`,
  );
  const head = `云溪市民政局\n〔A类〕\n云民函〔2023〕${number}号\n${title}\n周若兰委员：`;
  const tail =
    '感谢您对民政工作的关心和支持。\n（联系人及电话：陈启明 0830-5521007）\n云溪市民政局\n2023年6月19日\n抄送：市政协提案委，市政府督查室。';
  return { title, text: `${head}\n您提出的提案收悉，现答复如下：\n${body.join('\n')}\n${tail}` };
}

/** An archive of so many letters, filed as the desk does, `pages` as a pdf's reader would have counted them (0: a text). */
async function archiveOf(count: number, pages: number): Promise<string> {
  const folder = join(place, `archive-${count}-${pages}`);
  const db = await openArchiveDb(folder, { create: true });
  try {
    for (let number = 1; number <= count; number += 1) {
      const { title, text } = letterText(number);
      const bytes = new Uint8Array(Buffer.from(`${text}\n`));
      fileLetter(db, 'bench', {
        elements: {
          ...emptyElements(),
          title,
          doc_number: `云民函〔2023〕${number}号`,
          issuer: '云溪市民政局',
          letterhead: '云溪市民政局',
          addressees: ['周若兰'],
          issued_on: '2023-06-19',
        },
        text,
        original: { name: `${number}.txt`, bytes },
        originalSha256: createHash('sha256').update(bytes).digest('hex'),
        source: {
          fileName: `${number}.txt`,
          format: 'txt',
          rawText: text,
          map: [],
          pages: Array.from({ length: pages }, (_, page) => ({ start: page, end: page + 1 })),
          evidence: {},
          warnings: [],
        },
        attachments: [],
        reason: '归档',
        review: false,
      });
    }
  } finally {
    db.close();
  }
  return folder;
}

/** Resident memory while something goes on, at its highest, of this process with its threads. */
async function watched<T>(act: () => Promise<T>): Promise<{ value: T; seconds: number; peak: number }> {
  let peak = process.memoryUsage().rss;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const began = performance.now();
  try {
    const value = await act();
    return { value, seconds: (performance.now() - began) / 1000, peak };
  } finally {
    clearInterval(timer);
  }
}

const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const wanted = (name: string): boolean => values.stage === '' || values.stage === name;
const open = (folder: string): Promise<Engine> => Engine.open({ folder, actor: 'bench', inProcess: true });

async function pdfs(): Promise<void> {
  tables.begin('pdf', `${letters} letters of 2 to 3 pages, from the archive to the named and compared file`);
  const engine = await open(await archiveOf(letters, 0));
  try {
    const { letters: listed } = await engine.call('letters.list', { limit: letters, offset: 0 });
    const ids = listed.map(({ id }) => id);
    await engine.call('export.pdf', { selection: { ids: ids.slice(0, 12) }, out: join(place, 'warm') });
    const single = await watched(() => engine.call('export.pdf', { selection: { ids }, out: join(place, 'single') }));
    const rate = single.value.files.length / single.seconds;
    tables.row('single files', `${rate.toFixed(1)} letters/s`, '≥ 30', rate >= 30);
    tables.row('failed', String(single.value.failed.length), '0', single.value.failed.length === 0);
    tables.row('memory of single files, at most', mb(single.peak), '< 500 MB', single.peak < 500e6);
    const bound = await watched(() =>
      engine.call('export.pdf', { selection: { ids: ids.slice(0, 500) }, out: join(place, 'volume'), volume: 'only' }),
    );
    const [volume] = bound.value.volumes;
    tables.row(
      'one volume',
      `${((volume?.letters ?? 0) / bound.seconds).toFixed(1)} letters/s, ${volume?.pages ?? 0} pages, ${mb(statSync(volume?.file ?? '').size)}`,
    );
    tables.row('memory of the volume, at most', mb(bound.peak), '< 500 MB', bound.peak < 500e6);
  } finally {
    await engine.close();
  }
}

async function registers(): Promise<void> {
  tables.begin('registers', `归档文件目录 of ${rows} letters whose pages are known`);
  const engine = await open(await archiveOf(rows, 3));
  try {
    for (const [format, limit] of [
      ['xlsx', 5],
      ['csv', 5],
      ['pdf', 20],
    ] as const) {
      const { value, seconds, peak } = await watched(() =>
        engine.call('export.register', { out: join(place, `目录.${format}`) }),
      );
      const about = `${seconds.toFixed(2)} s, ${mb(statSync(value.file).size)}${value.pages === undefined ? '' : `, ${value.pages} pages`}, memory ${mb(peak)}`;
      tables.row(`${format}, ${value.rows} rows`, about, `< ${limit} s`, seconds < limit);
    }
  } finally {
    await engine.close();
  }
}

try {
  if (wanted('registers')) await registers();
  if (wanted('pdf')) await pdfs();
  if (values.write) tables.write({ name: 'export', title: 'Export', command: 'npm run bench -- export' });
} finally {
  rmSync(place, { recursive: true, force: true });
}
