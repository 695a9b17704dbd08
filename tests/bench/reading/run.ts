/**
 * The bench of reading: `npm run bench -- reading [--stage all|accuracy|written|pages|scans|speed|ocr|memory|folder] [--batch NAME]
 * [--scans 16] [--copies 8] [--kind scan|photocopy|photograph] [--font FILE] [--traditional] [--unbroken] [--write]`. Accuracy by element
 * and form over generated and held-out letters, as text, as set pages and as scans; speed filed and indexed beside the bare
 * libraries; memory. With --write the tables go into docs/benchmarks/reading.md, those by form into reading-forms.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import { SURE } from '../../../shared/model/elements.ts';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { stopOcr } from '../../../main/archive/reading/readers/ocr.ts';
import { openPdf } from '../../../main/archive/reading/readers/pdf.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { BAD_FILES, writeBadFiles } from '../../support/bad-files.ts';
import { writePage } from '../pages.ts';
import { Tables } from '../tables.ts';
import { elementTable, formTable, heldOut, measure, measureLetters, type Accuracy } from './accuracy.ts';
import { BATCHES } from './heldout/index.ts';
import type { KnownLetter } from './letter.ts';
import { COPIES } from './copies.ts';
import { copiedLetter, readCopies } from './scans.ts';
import { letterPdf, letterScan, scannedLetter, writeFiles, type Kind } from './sample-files.ts';
import { SETTINGS, type TextSetting } from './typeset.ts';
import type { Written } from './variants.ts';

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'all' },
    letters: { type: 'string', default: '1000' },
    scans: { type: 'string', default: '16' },
    /** So many letters on paper, in each kind of copy or in one. */
    copies: { type: 'string', default: '8' },
    kind: { type: 'string' },
    /** The copies set in the font of this file: readers know Noto Serif SC by its shapes. */
    font: { type: 'string' },
    /** Pages and scans of this held-out batch alone. */
    batch: { type: 'string' },
    /** Of the stage `written`, only letters in traditional characters, or without line ends. */
    traditional: { type: 'boolean', default: false },
    unbroken: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const wants = (stage: string): boolean => values.stage === 'all' || values.stage === stage;
const COMMAND = 'npm run bench -- reading --write';
const tables = new Tables();

const percent = (right: number, all: number): string => `${((100 * right) / Math.max(1, all)).toFixed(2)} %`;
const fence = (text: string): string => `\`\`\`\n${text}\n\`\`\``;

const TARGETS = { clean: 0.98, wrapped: 0.95, 'wrapped spaced': 0.95, noisy: 0.9 } as const;
const SURE_TARGET = 0.005;

/** A row a set of letters: right in each setting, wrong though sure in each setting. What misses its target is bold. */
function accuracyTable(sets: readonly (readonly [string, Accuracy])[]): string {
  const judged = (text: string, met: boolean): string => (met ? text : `**${text}**`);
  const rows = sets.map(([name, { total, sureAndWrong }]) => [
    name,
    ...SETTINGS.map((setting) => {
      const { right, all } = total[setting];
      return judged(percent(right, all), right / all >= TARGETS[setting]);
    }),
    ...SETTINGS.map((setting) => {
      const { all } = total[setting];
      return judged(percent(sureAndWrong[setting], all), sureAndWrong[setting] / all <= SURE_TARGET);
    }),
  ]);
  const targets = [
    'target',
    ...SETTINGS.map((setting) => `≥ ${TARGETS[setting] * 100} %`),
    ...SETTINGS.map(() => `≤ ${SURE_TARGET * 100} %`),
  ];
  const heads = [
    'letters',
    ...SETTINGS.map((name) => `right, ${name}`),
    ...SETTINGS.map((name) => `wrong though sure, ${name}`),
  ];
  return [heads, heads.map(() => '---'), targets, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
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

function accuracy(): void {
  tables.begin('accuracy', '');
  const generated = measure(Number(values.letters), 1);
  const batches = BATCHES.map(({ name, letters }): [string, Accuracy] => [
    `held-out batch ${name} (${letters.length})`,
    measureLetters(heldOut(name)),
  ]);
  const all = measureLetters(heldOut());
  tables.block('Share of all fields that are right, and that are wrong though called sure (confidence ≥ 0.9).');
  tables.block(accuracyTable([[`generated (${values.letters}), rules were tuned on such`, generated], ...batches]));
  tables.block(`Generated letters, by element:\n\n${fence(elementTable(generated))}`);
  tables.block(`Held-out letters, by element:\n\n${fence(elementTable(all))}`);
  const forms: [string, string][] = [
    ['generated letters', fence(formTable(generated))],
    ['held-out letters', fence(formTable(all))],
  ];
  if (values.write) writePage({ name: 'reading-forms', title: 'Reading, measured by form', command: COMMAND }, forms);
}

const WRITTEN_TARGETS: readonly (readonly [Written, TextSetting, number])[] = [
  ['simplified', 'clean', 0.98],
  ['traditional', 'clean', 0.97],
  ['traditional', 'wrapped', 0.95],
  ['unbroken', 'clean', 0.93],
  ['traditional unbroken', 'clean', 0.93],
];

/** The held-out letters otherwise written: all in traditional characters, all on one line, both. */
function otherwiseWritten(): void {
  tables.begin('written', 'Held-out letters otherwise written (turned by opencc; without a single line end)');
  for (const [written, setting, target] of WRITTEN_TARGETS) {
    if (values.traditional && !written.startsWith('traditional')) continue;
    if (values.unbroken && !written.endsWith('unbroken')) continue;
    const { total, sureAndWrong } = measureLetters(heldOut(values.batch, written), [setting]);
    const { right, all } = total[setting];
    const goal = `≥ ${target * 100} %`;
    tables.row(`${written}, ${setting}: fields right`, percent(right, all), goal, right / all >= target);
    tables.row(
      `${written}, ${setting}: wrong though sure`,
      percent(sureAndWrong[setting], all),
      '≤ 0.5 %',
      sureAndWrong[setting] / all <= SURE_TARGET,
    );
  }
}

async function pages(): Promise<void> {
  tables.begin('pages', 'Set pages, read from pdf');
  const read = await readBack(heldOut(values.batch), (letter) => letterPdf(letter), 'pdf');
  tables.row(
    `held-out letters set as pages, read from pdf (${heldOut(values.batch).length}): fields right`,
    percent(read.right, read.all),
    '≥ 95 %',
    read.right / read.all >= 0.95,
  );
  tables.row('the same: wrong though sure', percent(read.sure, read.all), '≤ 0.5 %', read.sure / read.all <= 0.005);
  for (const line of read.wrong) console.log(`    ${line}`);
}

/** Other letters than those scanned at 200 dots. */
const FIRST_COPIED = 5;

async function scans(): Promise<void> {
  tables.begin('scans', 'Printed, scanned, read by OCR');
  const all = heldOut(values.batch);
  const spread = (count: number, first: number): typeof all => {
    const step = Math.max(1, Math.floor(all.length / count));
    return all.filter((_, at) => at % step === first % step).slice(0, count);
  };
  const some = spread(Number(values.scans), 0);
  const read = await readBack(some, scannedLetter, 'pdf');
  tables.row(
    `held-out letters scanned at 200 dpi, read by OCR (${some.length}): fields right`,
    percent(read.right, read.all),
    '≥ 90 %',
    read.right / read.all >= 0.9,
  );
  tables.row('the same: wrong though sure', percent(read.sure, read.all), '≤ 0.5 %', read.sure / read.all <= 0.005);
  for (const line of read.wrong) console.log(`    ${line}`);
  const kinds = COPIES.filter((kind) => values.kind === undefined || kind === values.kind);
  await readCopies(tables, spread(Number(values.copies), FIRST_COPIED), kinds, values.font);
  await stopOcr();
}

async function speed(root: string): Promise<void> {
  tables.begin('speed', 'Filed and indexed');
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
    tables.row(`${what}: letters a second (${done.filed} filed)`, rate.toFixed(0), `≥ ${target}`, rate >= target);
    tables.row(
      `${what}: ratio to the bare library's parsing`,
      `${(done.ms / bare).toFixed(1)} (${(bare / count).toFixed(2)} ms a file bare)`,
    );
    tables.row(`${what}: processor time of all threads`, `${(done.cpuMs / done.files).toFixed(1)} ms a file`);
    tables.row(`${what}: peak memory`, `${done.peakMb.toFixed(0)} MB`);
  }
}

async function ocr(): Promise<void> {
  tables.begin('ocr', 'Pages read by OCR');
  const [first, ...some] = heldOut().slice(0, 7);
  if (first === undefined) return;
  // The first page also loads the models.
  const cold = await readBack([first], letterScan, 'png');
  const warm = await readBack(some, letterScan, 'png');
  const copies = some.slice(0, 3);
  const plain = await readBack(copies, (letter) => letterScan(letter, 2, 300), 'png');
  // Only letters of one page come as one picture.
  const photographs: { letter: KnownLetter; seed: number; bytes: Uint8Array }[] = [];
  for (const one of heldOut().slice(7)) {
    const file = photographs.length < 3 ? await copiedLetter(one.letter, 'photograph', one.seed) : null;
    if (file?.name.endsWith('.jpg') === true) photographs.push({ ...one, bytes: file.bytes });
  }
  let taken = 0;
  const levelled = await readBack(photographs, () => photographs[taken++]?.bytes ?? new Uint8Array(), 'jpg');
  await stopOcr();
  tables.row('first page, with loading the models', `${(cold.ms / 1000).toFixed(1)} s`);
  tables.row(
    'a page of 200 dpi',
    `${(warm.ms / some.length / 1000).toFixed(2)} s`,
    '≤ 4 s',
    warm.ms / some.length <= 4000,
  );
  for (const [what, { ms }, count, seconds] of [
    ['a plain page of 300 dpi', plain, copies.length, 1],
    ['a photographed page, levelled', levelled, photographs.length, 2],
  ] as const)
    tables.row(what, `${(ms / count / 1000).toFixed(2)} s`, `≤ ${seconds} s`, ms / count <= seconds * 1000);
}

async function memory(root: string): Promise<void> {
  tables.begin('memory', '1,000 mixed files');
  const folder = path.join(root, 'mixed');
  await writeFiles(folder, 'txt', 600, 200_000);
  await writeFiles(folder, 'docx', 300, 201_000);
  await writeFiles(folder, 'pdf', 88, 202_000);
  await writeFiles(folder, 'png', 12, 203_000);
  const done = importApart(folder, path.join(root, 'archive-mixed'));
  tables.row(`1,000 mixed files, 12 of them scans: filed`, `${done.filed} in ${(done.ms / 1000).toFixed(0)} s`);
  tables.row(
    'the same: peak memory of the whole process',
    `${done.peakMb.toFixed(0)} MB`,
    '≤ 600 MB',
    done.peakMb <= 600,
  );
  for (const item of done.refused) console.log(`    refused ${item.file} ${item.code}`);
}

/** A folder of years, with one file of each bad kind in it: every good one is filed, and each bad one has its code. */
async function folderOfYears(root: string): Promise<void> {
  tables.begin('folder', '5,000 mixed files, one of each bad kind among them');
  const folder = path.join(root, 'years');
  await writeFiles(folder, 'txt', 3400, 300_000);
  await writeFiles(folder, 'docx', 1200, 304_000);
  await writeFiles(folder, 'pdf', 388, 306_000);
  await writeFiles(folder, 'png', 12, 307_000);
  writeBadFiles(folder);
  const done = importApart(folder, path.join(root, 'archive-years'));
  // A file in a zip is told with the zip.
  const codes = new Map(done.refused.map(({ file, code }) => [path.relative(folder, file).split(path.sep)[0], code]));
  const told = BAD_FILES.filter(({ name, code }) => codes.get(name) === code).length;
  tables.row('good files: filed', `${done.filed} in ${(done.ms / 1000).toFixed(0)} s`, '5000', done.filed === 5000);
  tables.row('bad files: told by their codes', `${told} of ${BAD_FILES.length}`, 'all', told === codes.size);
  tables.row('peak memory of the whole process', `${done.peakMb.toFixed(0)} MB`);
  for (const [file, code] of codes) console.log(`    refused ${file} ${code}`);
}

const root = mkdtempSync(path.join(tmpdir(), 'fuhan-bench-reading-'));
try {
  if (wants('accuracy')) accuracy();
  if (wants('written')) otherwiseWritten();
  if (wants('pages')) await pages();
  if (wants('scans')) await scans();
  if (wants('speed')) await speed(root);
  if (wants('ocr')) await ocr();
  if (wants('memory')) await memory(root);
  if (wants('folder')) await folderOfYears(root);
} finally {
  await stopOcr();
  rmSync(root, { recursive: true, force: true });
}
if (values.write) tables.write({ name: 'reading', title: 'Reading, measured', command: COMMAND });
