/**
 * The bench of reading: `npm run bench -- reading [--stage all|accuracy|pages|scans|speed|ocr|memory] [--batch NAME]
 * [--scans 16] [--write]`. Accuracy by element
 * and form over generated and held-out letters, as text, as set pages and as scans; speed filed and indexed beside the bare
 * libraries; memory. With --write the tables go into docs/benchmarks.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { stopOcr } from '../../../main/archive/reading/readers/ocr.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { SURE, heldOut, measure, measureLetters, table, type Accuracy } from './accuracy.ts';
import { BATCHES } from './heldout/index.ts';
import type { KnownLetter } from './letter.ts';
import { letterPdf, letterScan, scannedLetter, writeFiles, type Kind } from './sample-files.ts';
import { SETTINGS } from './typeset.ts';

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'all' },
    letters: { type: 'string', default: '1000' },
    scans: { type: 'string', default: '16' },
    /** Pages and scans of this held-out batch alone. */
    batch: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const wants = (stage: string): boolean => values.stage === 'all' || values.stage === stage;
const PAGE = path.resolve(import.meta.dirname, '../../../docs/benchmarks.md');

interface Row {
  measured: string;
  value: string;
  target: string;
  met: boolean | null;
}
const rows: Row[] = [];
const tables: string[] = [];

function row(measured: string, value: string, target = '', met: boolean | null = null): void {
  rows.push({ measured, value, target, met });
  console.log(`  ${measured}: ${value}${target === '' ? '' : ` (${target}: ${met === true ? 'met' : 'MISSED'})`}`);
}

const percent = (right: number, all: number): string => `${((100 * right) / Math.max(1, all)).toFixed(2)} %`;

/** Rows of one accuracy: each setting against its target. */
function accuracyRows(name: string, accuracy: Accuracy): void {
  const targets = { clean: 0.98, wrapped: 0.95, 'wrapped spaced': 0.95, noisy: 0.9 } as const;
  for (const setting of SETTINGS) {
    const { right, all } = accuracy.total[setting];
    const sure = accuracy.sureAndWrong[setting] / Math.max(1, all);
    const target = targets[setting];
    row(`${name}, ${setting}: fields right`, percent(right, all), `≥ ${target * 100} %`, right / all >= target);
    row(`${name}, ${setting}: wrong though sure`, percent(sure * all, all), '≤ 0.5 %', sure <= 0.005);
  }
}

interface FileAccuracy {
  right: number;
  all: number;
  sure: number;
  ms: number;
  wrong: string[];
}

/** Letters made into real files and read back through the one path that every door takes. */
async function readBack(
  letters: readonly { letter: KnownLetter; seed: number }[],
  make: (letter: KnownLetter, seed: number) => Promise<Uint8Array> | Uint8Array,
  extension: string,
): Promise<FileAccuracy> {
  const out: FileAccuracy = { right: 0, all: 0, sure: 0, ms: 0, wrong: [] };
  for (const { letter, seed } of letters) {
    const bytes = Uint8Array.from(await make(letter, seed));
    const began = performance.now();
    const read = await readLetter({ name: `letter.${extension}`, bytes });
    out.ms += performance.now() - began;
    for (const name of ELEMENT_NAMES) {
      out.all += 1;
      if (JSON.stringify(read.elements[name]) === JSON.stringify(letter.truth[name])) out.right += 1;
      else {
        if ((read.evidence[name]?.confidence ?? 0) >= SURE) out.sure += 1;
        out.wrong.push(
          `#${seed} ${name} want ${JSON.stringify(letter.truth[name])} got ${JSON.stringify(read.elements[name])} ${read.evidence[name]?.confidence ?? ''}`,
        );
      }
    }
  }
  return out;
}

/** The bare library on the same files: what parsing alone costs. */
async function bareMs(folder: string, kind: Kind): Promise<number> {
  const files = readdirSync(folder).map((name) => Uint8Array.from(readFileSync(path.join(folder, name))));
  const began = performance.now();
  for (const bytes of files) {
    if (kind === 'txt') new TextDecoder().decode(bytes);
    else if (kind === 'docx') {
      let text = '';
      const parser = new Parser({ ontext: (data) => (text += data) }, { xmlMode: true });
      parser.end(strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array()));
    } else {
      const document = await openPdf({ name: 'a.pdf', bytes });
      for (let page = 1; page <= document.numPages; page += 1) await (await document.getPage(page)).getTextContent();
      await document.loadingTask.destroy();
    }
  }
  return performance.now() - began;
}

interface Imported {
  files: number;
  filed: number;
  ms: number;
  /** Processor time of all threads: what an idle machine would need at most. */
  cpuMs: number;
  peakMb: number;
  refused: { file: string; code: string }[];
}

function importApart(folder: string, archive: string): Imported {
  const script = path.join(import.meta.dirname, 'import-child.mjs');
  return JSON.parse(execFileSync(process.execPath, [script, folder, archive], { encoding: 'utf8' })) as Imported;
}

async function accuracy(): Promise<void> {
  console.log('\naccuracy');
  const generated = measure(Number(values.letters), 1);
  accuracyRows(`generated (${values.letters} letters, rules were tuned on such)`, generated);
  for (const { name, letters } of BATCHES)
    accuracyRows(`held-out batch ${name} (${letters.length} letters)`, measureLetters(heldOut(name)));
  const all = measureLetters(heldOut());
  tables.push('Generated letters, by element and form:', '```', table(generated), '```');
  tables.push('', 'Held-out letters, by element and form:', '```', table(all), '```');
  console.log(`\ngenerated\n${table(generated)}\n\nheld-out\n${table(all)}`);
}

async function pages(): Promise<void> {
  console.log('\nset pages (pdf)');
  const read = await readBack(heldOut(values.batch), (letter) => letterPdf(letter), 'pdf');
  row(
    `held-out letters set as pages, read from pdf (${heldOut(values.batch).length}): fields right`,
    percent(read.right, read.all),
    '≥ 95 %',
    read.right / read.all >= 0.95,
  );
  row('the same: wrong though sure', percent(read.sure, read.all), '≤ 0.5 %', read.sure / read.all <= 0.005);
  for (const line of read.wrong) console.log(`    ${line}`);
}

async function scans(): Promise<void> {
  console.log('\nscans');
  const all = heldOut(values.batch);
  const step = Math.max(1, Math.floor(all.length / Number(values.scans)));
  const some = all.filter((_, at) => at % step === 0).slice(0, Number(values.scans));
  const read = await readBack(some, scannedLetter, 'pdf');
  await stopOcr();
  row(
    `held-out letters scanned at 200 dpi, read by OCR (${some.length}): fields right`,
    percent(read.right, read.all),
    '≥ 90 %',
    read.right / read.all >= 0.9,
  );
  row('the same: wrong though sure', percent(read.sure, read.all), '≤ 0.5 %', read.sure / read.all <= 0.005);
  for (const line of read.wrong) console.log(`    ${line}`);
}

async function speed(root: string): Promise<void> {
  console.log('\nspeed, filed and indexed');
  for (const [kind, count, target] of [
    ['txt', 2000, 200],
    ['docx', 600, 40],
    ['pdf', 200, 20],
  ] as const) {
    const folder = path.join(root, kind);
    await writeFiles(folder, kind, count, 100_000);
    const bare = await bareMs(folder, kind);
    const done = importApart(folder, path.join(root, `archive-${kind}`));
    const rate = (1000 * done.filed) / done.ms;
    const what = kind === 'pdf' ? 'ten-page text pdf' : kind;
    row(`${what}: letters a second (${done.filed} filed)`, rate.toFixed(0), `≥ ${target}`, rate >= target);
    row(
      `${what}: ratio to the bare library's parsing`,
      `${(done.ms / bare).toFixed(1)} (${(bare / count).toFixed(2)} ms a file bare)`,
    );
    row(`${what}: processor time of all threads`, `${(done.cpuMs / done.files).toFixed(1)} ms a file`);
    row(`${what}: peak memory`, `${done.peakMb.toFixed(0)} MB`);
  }
}

async function ocr(): Promise<void> {
  console.log('\nOCR');
  const [first, ...some] = heldOut().slice(0, 7);
  if (first === undefined) return;
  // The first page also loads the models.
  const cold = await readBack([first], letterScan, 'png');
  const warm = await readBack(some, letterScan, 'png');
  await stopOcr();
  row('first page, with loading the models', `${(cold.ms / 1000).toFixed(1)} s`);
  row('a page of 200 dpi', `${(warm.ms / some.length / 1000).toFixed(2)} s`, '≤ 4 s', warm.ms / some.length <= 4000);
}

async function memory(root: string): Promise<void> {
  console.log('\nmemory, 1,000 mixed files');
  const folder = path.join(root, 'mixed');
  await writeFiles(folder, 'txt', 600, 200_000);
  await writeFiles(folder, 'docx', 300, 201_000);
  await writeFiles(folder, 'pdf', 88, 202_000);
  await writeFiles(folder, 'png', 12, 203_000);
  const done = importApart(folder, path.join(root, 'archive-mixed'));
  row(`1,000 mixed files, 12 of them scans: filed`, `${done.filed} in ${(done.ms / 1000).toFixed(0)} s`);
  row('the same: peak memory of the whole process', `${done.peakMb.toFixed(0)} MB`, '≤ 600 MB', done.peakMb <= 600);
  for (const item of done.refused) console.log(`    refused ${item.file} ${item.code}`);
}

const root = mkdtempSync(path.join(tmpdir(), 'fuhan-bench-reading-'));
try {
  if (wants('accuracy')) await accuracy();
  if (wants('pages')) await pages();
  if (wants('scans')) await scans();
  if (wants('speed')) await speed(root);
  if (wants('ocr')) await ocr();
  if (wants('memory')) await memory(root);
} finally {
  await stopOcr();
  rmSync(root, { recursive: true, force: true });
}
if (values.write) write();

/** Replaces the part of the page that is this bench's own. */
function write(): void {
  const [begin, end] = ['<!-- reading: begin -->', '<!-- reading: end -->'];
  const mark = (met: boolean | null): string => (met === null ? '' : met ? 'met' : '**missed**');
  const machine = `Measured on ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the end.`;
  const lines = rows.map(({ measured, value, target, met }) => `| ${measured} | ${value} | ${target} | ${mark(met)} |`);
  const body = [machine, '', '| measured | value | target | |', '|---|---|---|---|', ...lines, '', ...tables].join(
    '\n',
  );
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Benchmarks\n';
  const whole = before.includes(begin) ? before : `${before}\n## Reading\n\n${begin}\n${end}\n`;
  const [head = '', rest = ''] = whole.split(begin);
  writeFileSync(PAGE, `${head}${begin}\n\n${body}\n\n${end}${rest.split(end)[1] ?? '\n'}`);
}
