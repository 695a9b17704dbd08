/**
 * `npm run bench -- store`: how large the archive's file is beside the letters in it, table by table, and how fast such letters are
 * filed, shown and checked. `--letters N` (2000) text files of about 1,000 characters, `--folder DIR` on the disk to be measured (the
 * system's temporary folder), `--write` puts the tables into docs/benchmarks/store.md.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { Engine } from '../../../main/archive/engine.ts';
import { makeLetter } from '../reading/generator.ts';
import { Tables } from '../tables.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '2000' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const wanted = Number(values.letters);
const LEAST_CHARACTERS = 790;
/** Of the letters' own bytes, the most that the archive's file may take. */
const MOST_TIMES = 3.5;
/** Files in one folder: more would measure the folder. */
const IN_FOLDER = 5000;
/** Tables and indexes that are named; the others are added up. */
const NAMED = 12;

const place = mkdtempSync(join(values.folder, 'fuhan-bench-store-'));
const archive = join(place, 'archive');
const tables = new Tables();

/** Letters as text files. @returns their bytes and characters, added up */
function writeLetters(): { bytes: number; characters: number } {
  let [bytes, characters, count] = [0, 0, 0];
  for (let seed = 1; count < wanted; seed++) {
    const text = makeLetter(seed)
      .paragraphs.map((paragraph) => paragraph.text)
      .join('\n');
    if (text.length < LEAST_CHARACTERS) continue;
    const folder = join(place, 'letters', String(Math.floor(count / IN_FOLDER)));
    if (count % IN_FOLDER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${seed}.txt`), text);
    bytes += Buffer.byteLength(text);
    characters += text.length;
    count++;
  }
  return { bytes, characters };
}

/** Bytes of pages by table and index, the largest first. */
function pagesOf(path: string): { name: string; bytes: number }[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC').all();
  db.close();
  return rows.map(({ name, bytes }) => ({ name: String(name), bytes: Number(bytes) }));
}

const micros = (used: NodeJS.CpuUsage): number => used.user + used.system;

try {
  const letters = writeLetters();
  tables.begin('file', `${wanted} text letters of ${Math.round(letters.characters / wanted)} characters on average`);
  let engine = await Engine.open({ folder: archive, actor: 'bench', create: true });
  const used = process.cpuUsage();
  const began = performance.now();
  const { filed } = await engine.call('letters.import', { paths: [join(place, 'letters')], ocr: false });
  const seconds = (performance.now() - began) / 1000;
  tables.row('letters filed a second, reading and index with it', (filed / seconds).toFixed(0));
  tables.row('processor time a letter', `${(micros(process.cpuUsage(used)) / 1000 / filed).toFixed(2)} ms`);
  await engine.close();
  const path = join(archive, 'archive.sqlite');
  const times = statSync(path).size / letters.bytes;
  tables.row(
    'the file, to the letters’ own bytes',
    `${times.toFixed(2)} (${Math.round(statSync(path).size / filed)} to ${Math.round(letters.bytes / filed)} bytes a letter)`,
    `≤ ${MOST_TIMES}`,
    times <= MOST_TIMES,
  );
  const parts = pagesOf(path);
  for (const { name, bytes } of parts.slice(0, NAMED))
    tables.row(`  ${name}, bytes a letter`, (bytes / filed).toFixed(0));
  const others = parts.slice(NAMED).reduce((sum, { bytes }) => sum + bytes, 0);
  tables.row('  all others, bytes a letter', (others / filed).toFixed(0));

  engine = await Engine.open({ folder: archive, actor: 'bench' });
  const { letters: shown } = await engine.call('letters.list', { limit: Math.min(500, filed) });
  const showing: number[] = [];
  for (const { id } of shown) {
    const from = performance.now();
    await engine.call('letters.show', { id });
    showing.push(performance.now() - from);
  }
  tables.row('showing a letter, p50', `${(showing.sort((a, b) => a - b)[showing.length >> 1] ?? 0).toFixed(2)} ms`);
  const before = process.cpuUsage();
  const from = performance.now();
  const { ok } = await engine.call('trust.verify', {});
  if (!ok) throw new Error('the archive is not right');
  const checked = (performance.now() - from) / 1000;
  tables.row(
    'verify, index and all',
    `${checked.toFixed(1)} s (${((checked / filed) * 100_000).toFixed(0)} s for 100,000)`,
  );
  tables.row('verify, processor time', `${(micros(process.cpuUsage(before)) / 1_000_000).toFixed(1)} s`);
  await engine.close();
} finally {
  rmSync(place, { recursive: true, force: true });
}
if (values.write)
  tables.write({ name: 'store', title: 'The archive’s file, measured', command: 'npm run bench -- store --write' });
