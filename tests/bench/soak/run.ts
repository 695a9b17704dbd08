/**
 * `npm run soak [-- --minutes 60] [--letters 20000] [--folder DIR] [--write]`: a mixed day at speed, through the engine's thread as the window
 * uses it: searches, letters opened and changed, imports with their reading, pdf files, pages drawn, backups. Memory, latency, open
 * files and files on the disk are taken all along; the last quarter must be like the first. What other work makes of the machine is told from
 * what the program makes of itself by two yardsticks, pieces of work that never change, taken in each round. `--write` puts the table
 * into docs/benchmarks/soak.md.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { EngineClient } from '../../../main/app/engine-client.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { residentBytes } from '../../../main/archive/work/helper-process.ts';
import { helpersOf } from '../../support/helper-processes.ts';
import { Random } from '../random.ts';
import { percentiles } from '../search/timing.ts';
import { Tables } from '../tables.ts';
import { inventedLetter } from './invented.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    letters: { type: 'string', default: '20000' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const durationMs = Number(values.minutes) * 60_000;
const SAMPLES = path.resolve(import.meta.dirname, '../../../resources/samples');
const SAMPLE_EVERY_MS = Math.max(1000, durationMs / 240);
/** What the first and the last quarter may differ by. */
const MEMORY_GROWTH = 1.15;
const LATENCY_GROWTH = 1.5;
const HANDLES_MORE = 8;

const place = fs.mkdtempSync(path.join(values.folder, 'fuhan-soak-'));
const archive = path.join(place, 'archive');
const random = new Random(1);
const tables = new Tables();

async function fill(): Promise<void> {
  const db = await openArchiveDb(archive, { create: true });
  try {
    for (let number = 1; number <= letters; number++) {
      const { title, text, issuer } = inventedLetter(number);
      const bytes = new TextEncoder().encode(`${text}\n`);
      fileLetter(db, 'soak', {
        elements: { ...emptyElements(), title, issuer, issued_on: `20${10 + (number % 15)}-04-12` },
        text,
        original: { name: `${number}.txt`, bytes },
        originalSha256: createHash('sha256').update(bytes).digest('hex'),
        source: {
          fileName: `${number}.txt`,
          format: 'txt',
          rawText: text,
          map: [],
          pages: [],
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
}

interface Took {
  at: number;
  name: string;
  ms: number;
}
interface Sample {
  at: number;
  /** Millions of bytes of the engine's process, and of its helpers. */
  own: number;
  helpers: number;
  handles: number;
}

const took: Took[] = [];
const samples: Sample[] = [];
let began = 0;
let client: EngineClient;

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const from = performance.now();
  const answer = await client.call(name, input);
  if (!answer.ok)
    throw new Error(`${name}: ${answer.error.code} ${answer.error.message} ${answer.error.details ?? ''}`);
  took.push({ at: from - began, name, ms: performance.now() - from });
  return answer.value as CallOutput<N>;
}

function sample(): void {
  const helpers = ['reading-worker', 'typesetting-worker', 'page-picture-worker'].flatMap((name) => helpersOf(name));
  samples.push({
    at: performance.now() - began,
    own: process.memoryUsage.rss() / 1e6,
    helpers: helpers.reduce((sum, pid) => sum + (residentBytes(pid) ?? 0), 0) / 1e6,
    handles: fs.readdirSync('/proc/self/fd').length,
  });
}

const QUERIES = [
  '公交线路',
  '养老服务',
  '停车',
  '“老旧小区改造”',
  '饮水 安全',
  '云溪',
  '万元',
  '责任者:财政局 停车',
  '2023年',
];
const files = fs
  .readdirSync(SAMPLES)
  .filter((name) => /\.(docx|pdf|txt)$/.test(name))
  .map((name) => path.join(SAMPLES, name));

const YARDSTICK = 'yardstick';
const TURN = 'yardstick, a turn';
const SAME_BYTES = new Uint8Array(8_000_000).map((_, at) => at % 251);
/** Sends back what it gets: how long a message to another thread and its answer take. */
const echo = new Worker(
  `const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));`,
  {
    eval: true,
  },
);
const FEW_BYTES = SAME_BYTES.slice(0, 65_536);
const TURNS = 5;
/** Letters in the archive at each moment: calls that go over the whole archive are compared by the letter. */
const WHOLE_ARCHIVE: ReadonlySet<string> = new Set<CallName>(['trust.backup', 'letters.stats']);
const grown: { at: number; letters: number }[] = [];

/**
 * The same work each time, which has nothing to do with the archive: it takes longer only where the machine has become slower. One is of the
 * processor alone, one of messages between threads, as each call has two.
 */
async function yardstick(): Promise<void> {
  const from = performance.now();
  createHash('sha256').update(SAME_BYTES).digest();
  const then = performance.now();
  took.push({ at: from - began, name: YARDSTICK, ms: then - from });
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise((answered) => {
      echo.once('message', answered);
      echo.postMessage(FEW_BYTES);
    });
  }
  took.push({ at: from - began, name: TURN, ms: performance.now() - then });
}

/** One round is what an office does in some minutes. */
async function round(number: number): Promise<void> {
  await yardstick();
  const found: string[] = [];
  for (let i = 0; i < 10; i++) {
    const { hits } = await call('search.query', {
      query: `${random.pick(QUERIES)} ${random.chance(0.3) ? random.int(1, 999) : ''}`,
    });
    found.push(...hits.slice(0, 2).map(({ id }) => id));
  }
  // Another letter each round, so that its history is as long at the end as at the beginning.
  const { title } = inventedLetter(1 + (number % letters));
  const { hits: same } = await call('search.query', { query: `“${title}”` });
  const id = same[0]?.id;
  if (id !== undefined) {
    const { version } = await call('letters.show', { id });
    await call('letters.history', { id });
    await call('letters.edit', { id, base_version: version, set: { contact: `联系人${number}` }, reason: '更正' });
  }
  const file = path.join(place, `来文${number}.txt`);
  fs.writeFileSync(file, inventedLetter(letters + number).text);
  await call('letters.import', { paths: [file] });
  fs.rmSync(file);
  if (number % 5 === 0) {
    await call('reading.extract', { source: { path: random.pick(files) } });
    const out = path.join(place, 'pdf');
    if (found.length > 0) await call('export.pdf', { selection: { ids: found.slice(0, 2) }, out });
    fs.rmSync(out, { recursive: true, force: true });
    await call('letters.stats', {});
  }
  if (number % 100 === 0) {
    await call('trust.backup', { to: path.join(place, 'backup') });
    fs.rmSync(path.join(place, 'backup'), { recursive: true, force: true });
  }
}

const quarter = <T extends { at: number }>(rows: readonly T[], which: 'first' | 'last'): T[] => {
  // The first tenth warms up: models, fonts, caches.
  const [from, to] = which === 'first' ? [0.1, 0.35] : [0.75, 1];
  return rows.filter(({ at }) => at >= durationMs * from && at <= durationMs * to);
};
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

function judge(): void {
  const [first, last] = [quarter(samples, 'first'), quarter(samples, 'last')];
  const memory = (rows: readonly Sample[]): number => median(rows.map(({ own, helpers }) => own + helpers));
  const [before, after] = [memory(first), memory(last)];
  tables.row(
    'memory, engine and helpers',
    `${before.toFixed(0)} MB, at the end ${after.toFixed(0)} MB (most ${Math.max(...samples.map(({ own, helpers }) => own + helpers)).toFixed(0)})`,
    `≤ ${MEMORY_GROWTH} times`,
    after <= before * MEMORY_GROWTH,
  );
  const handles = [median(first.map((one) => one.handles)), median(last.map((one) => one.handles))] as const;
  tables.row(
    'open files',
    `${handles[0]}, at the end ${handles[1]}`,
    `≤ ${HANDLES_MORE} more`,
    handles[1] - handles[0] <= HANDLES_MORE,
  );
  const [early, late] = [quarter(took, 'first'), quarter(took, 'last')];
  const of = (rows: readonly Took[], name: string): number[] =>
    rows.filter((one) => one.name === name).map(({ ms }) => ms);
  // A machine that became faster excuses nothing, and spoils nothing.
  let slower = 1;
  for (const name of [YARDSTICK, TURN]) {
    const [then, now] = [percentiles(of(early, name)), percentiles(of(late, name))];
    const times = now.p50 / then.p50;
    slower = Math.max(slower, times);
    tables.row(`${name}, ms`, `${then.text}; at the end ${now.text}: ${times.toFixed(2)} times`);
  }
  const size = (which: 'first' | 'last'): number => median(quarter(grown, which).map((one) => one.letters));
  const larger = size('last') / size('first');
  tables.row('letters in the archive', `${size('first')}; at the end ${size('last')}: ${larger.toFixed(2)} times`);
  for (const name of [...new Set(took.map((one) => one.name))].sort()) {
    const [some, others] = [of(early, name), of(late, name)];
    if (name === YARDSTICK || name === TURN || some.length < 20 || others.length < 20) continue;
    const [a, b] = [percentiles(some), percentiles(others)];
    // A millisecond more of a few is no growth.
    const whole = WHOLE_ARCHIVE.has(name);
    const flat = b.p50 <= a.p50 * LATENCY_GROWTH * slower * (whole ? larger : 1) + 2;
    const most = `p50 ≤ ${LATENCY_GROWTH} times${whole ? ' a letter' : ''}, of a machine as slow`;
    tables.row(`${name}, ms`, `${a.text}; at the end ${b.text}`, most, flat);
  }
}

let missed = false;
try {
  console.log(`${letters} letters are filed …`);
  await fill();
  client = new EngineClient({ folder: archive, actor: 'soak', create: false });
  await client.ready;
  await call('search.query', { query: '公交' });
  const handlesBefore = fs.readdirSync(archive, { recursive: true }).length;
  took.length = 0;
  began = performance.now();
  tables.begin(`${values.minutes} minutes`, `${letters} letters`);
  let rounds = 0;
  let next = 0;
  while (performance.now() - began < durationMs) {
    await round(++rounds);
    grown.push({ at: performance.now() - began, letters: letters + rounds });
    if (performance.now() - began >= next) {
      sample();
      next += SAMPLE_EVERY_MS;
    }
  }
  tables.row('rounds of work', `${rounds}, ${took.length - 2 * rounds} calls`);
  judge();
  const verify = await call('trust.verify', {});
  tables.row('verify afterwards', verify.ok ? 'ok' : JSON.stringify(verify.problems.slice(0, 3)), 'ok', verify.ok);
  const left = fs.readdirSync(archive, { recursive: true }).length;
  tables.row('files in the archive’s folder', `${handlesBefore}, at the end ${left}`);
  await client.close();
  await echo.terminate();
  const halves = fs
    .readdirSync(archive, { recursive: true })
    .filter((name) => /-wal$|-journal$|\.lock$|\.part$/.test(String(name)));
  tables.row(
    'left behind after closing',
    halves.length === 0 ? 'nothing' : halves.join(', '),
    'nothing',
    halves.length === 0,
  );
  missed = JSON.stringify(tables).includes('"met":false');
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
if (values.write) tables.write({ name: 'soak', title: 'Soak, measured', command: 'npm run soak -- --write' });
process.exit(missed ? 1 : 0);
