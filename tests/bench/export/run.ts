/**
 * `npm run bench -- export`: letters as single PDF files and as a volume by the built command, with its start (read, set, compared, written,
 * in the log), the same letters by Chromium, registers of many letters, and letters with the pages of their attachments behind them. `--letters N` set
 * as PDF (1000), `--rows N` of the registers (10000), `--attached N` letters with scans (100), `--stage NAME`, `--write` puts the tables into
 * docs/benchmarks/export.md. `--stage large` alone: attachments of `--megabytes N` (500) go out every way and in again; it needs room for
 * some four gigabytes.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../../../main/archive/engine.ts';
import type { ExportPdfResult } from '../../../shared/contract/index.ts';
import { Tables } from '../tables.ts';
import { chromiumRate } from './chromium.ts';
import { runCommand } from './command.ts';
import { largeAttachments } from './large.ts';
import { archiveOf } from './letters.ts';
import { DRAWN_PAGES, attachedScans } from './scans.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '10000' },
    attached: { type: 'string', default: '100' },
    megabytes: { type: 'string', default: '500' },
    stage: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const rows = Number(values.rows);
const place = mkdtempSync(join(tmpdir(), 'fuhan-bench-export-'));
const tables = new Tables();

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

/** Letters that Chromium prints before our run and behind it. */
const CHROMIUM_LETTERS = 40;

async function pdfs(): Promise<void> {
  tables.begin(
    'pdf',
    `${letters} letters of 2 to 3 pages, from the archive to the named and compared file, by the built command`,
  );
  const archive = join(place, 'letters');
  await archiveOf(archive, letters, 0);
  const all = ['--query', '云溪市', '--archive', archive];
  const before = await chromiumRate(CHROMIUM_LETTERS);
  const single = await runCommand(['export', 'pdf', ...all, '--out', join(place, 'single')]);
  const after = await chromiumRate(CHROMIUM_LETTERS);
  const { files, failed } = single.answer as ExportPdfResult;
  const rate = files.length / single.seconds;
  tables.row("single files, with the program's start", `${rate.toFixed(1)} letters/s`, '≥ 30', rate >= 30);
  tables.row('failed', String(failed.length), '0', failed.length === 0);
  tables.row('memory of all processes, single files', mb(single.peakBytes), '< 500 MB', single.peakBytes < 500e6);
  if (before !== null && after !== null) {
    const chromium = Math.max(before, after);
    tables.row("Chromium's printToPDF, warm, no comparing", `${chromium.toFixed(1)} letters/s`);
    const times = rate / chromium;
    tables.row('single files to that', `${times.toFixed(1)} times`, '≥ 15', times >= 15);
  }
  const bound = await runCommand(['export', 'pdf', ...all, '--out', join(place, 'volume'), '--volume']);
  const { volumes } = bound.answer as ExportPdfResult;
  const [pages, bytes] = [
    volumes.reduce((sum, volume) => sum + volume.pages, 0),
    volumes.reduce((sum, volume) => sum + statSync(volume.file).size, 0),
  ];
  tables.row(
    'volumes of at most 500',
    `${volumes.length}, ${(letters / bound.seconds).toFixed(1)} letters/s, ${pages} pages, ${mb(bytes)}`,
  );
  tables.row('memory of all processes, volumes', mb(bound.peakBytes), '< 500 MB', bound.peakBytes < 500e6);
}

async function registers(): Promise<void> {
  tables.begin('registers', `归档文件目录 of ${rows} letters whose pages are known`);
  const archive = join(place, 'rows');
  await archiveOf(archive, rows, 3);
  const engine = await open(archive);
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

/** Memory must not grow with the letters: a part of them beside all of them. */
const PARTS = [0.2, 1];

async function attached(): Promise<void> {
  const all = Number(values.attached);
  tables.begin(
    'attached',
    `letters with two scans, a scanned pdf of five pages, a pdf of three and a text attached, as one file each with ${DRAWN_PAGES} pages of pictures, by the built command`,
  );
  const scans = await attachedScans();
  for (const part of PARTS) {
    const count = Math.ceil(all * part);
    const archive = join(place, `attached-${count}`);
    await archiveOf(archive, count, 0, scans);
    const out = join(place, `attached-out-${count}`);
    const words = ['export', 'pdf', '--query', '云溪市', '--archive', archive, '--out', out, '--attachments-as-pages'];
    const ran = await runCommand(words);
    const { files, failed } = ran.answer as ExportPdfResult;
    const drawn = files.flatMap(({ attached: behind = [] }) => behind).reduce((sum, { pages }) => sum + pages, 0);
    tables.row(
      `${count} letters`,
      `${(drawn / ran.seconds).toFixed(1)} pages/s, ${(count / ran.seconds).toFixed(2)} letters/s`,
    );
    const whole = failed.length === 0 && drawn === count * DRAWN_PAGES;
    tables.row('pages behind them; failed', `${drawn}; ${failed.length}`, `${count * DRAWN_PAGES}; 0`, whole);
    tables.row('memory of all processes', mb(ran.peakBytes), '< 500 MB', ran.peakBytes < 500e6);
    rmSync(archive, { recursive: true });
    rmSync(out, { recursive: true });
  }
}

try {
  if (values.stage === 'large') await largeAttachments(tables, place, Number(values.megabytes));
  if (wanted('attached')) await attached();
  if (wanted('registers')) await registers();
  if (wanted('pdf')) await pdfs();
  if (values.write) tables.write({ name: 'export', title: 'Export', command: 'npm run bench -- export' });
} finally {
  rmSync(place, { recursive: true, force: true });
}
