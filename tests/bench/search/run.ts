/**
 * The bench of search: `node tests/bench/search/run.ts --letters 100000 [--cuts 2000] [--rivals 20000] [--keep DIR]`.
 * Builds an index of synthetic letters, holds every answer against a scan, and prints what was measured.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { letterUnits } from '../../../main/archive/search/letter-units.ts';
import { SearchService } from '../../../main/archive/search/service.ts';
import { markTerms, parseQuery, type ParsedQuery } from '../../../shared/text/query.ts';
import { findMarks } from '../../../shared/text/snippet.ts';
import { bruteForce } from '../../unit/search/brute-force.ts';
import { request } from '../../unit/search/letters.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import type { IndexedLetter } from '../../../main/archive/search/types.ts';
import { LetterFile } from './letter-file.ts';
import { firstSet, secondSet, type QuerySet } from './queries.ts';
import { compareRivals } from './rivals.ts';
import { randomFrom, Synthetic } from './synthetic.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '100000' },
    cuts: { type: 'string', default: '2000' },
    rivals: { type: 'string', default: '0' },
    truth: { type: 'string', default: '200' },
    keep: { type: 'string' },
  },
});
const LETTERS = Number(values.letters);

const say = (line: string): void => {
  console.log(line);
};

export function percentiles(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}  max ${at(1)} ms  (${sorted.length})`;
}

/** Milliseconds of processor that all threads of this process used while something ran. */
async function processor<T>(act: () => Promise<T>): Promise<{ value: T; cpuMs: number }> {
  const before = process.cpuUsage();
  const value = await act();
  const used = process.cpuUsage(before);
  return { value, cpuMs: (used.user + used.system) / 1000 };
}

async function report(name: string, search: SearchService, queries: readonly string[]): Promise<void> {
  const { value, cpuMs } = await processor(() => time(search, queries));
  say(`${name}: ${percentiles(value)}, processor ${(cpuMs / queries.length).toFixed(1)} ms a query`);
}

/** Memory of a process of its own that holds the index and answers both sets, above one that does nothing. */
function memory(folder: string): string {
  const run = (...args: string[]): number => Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  const empty = run('-p', 'process.memoryUsage.rss()');
  const full = run('--max-semi-space-size=4', join(import.meta.dirname, 'memory.ts'), folder);
  return `${((full - empty) / 1e6).toFixed(0)} MB above an empty Node process (${(empty / 1e6).toFixed(0)} MB)`;
}

async function time(search: SearchService, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    await search.query(request(query));
    times.push(performance.now() - began);
  }
  return times;
}

/** Holds total, ids and marks of one query against the scan. */
async function isExact(
  search: SearchService,
  source: LetterFile,
  texts: readonly string[],
  words: string,
): Promise<boolean> {
  const query = parseQuery(words);
  const ids = await search.ids(words);
  const truth = truthOf(source, texts, query);
  const same = ids.length === truth.length && [...ids].sort().every((id, i) => id === truth[i]);
  const page = await search.query(request(words));
  const marked = page.hits.every((hit) => {
    const letter = source.letter(hit.id);
    if (letter === undefined) return false;
    const marks = search.marks(words, letter.text);
    const scan = findMarks(letter.text, markTerms(query, ['all', 'body']));
    return (
      JSON.stringify(marks) === JSON.stringify(scan) &&
      (hit.where !== 'text' || hit.marks.length > 0 || query.clauses.every((c) => c.negated))
    );
  });
  if (!same) say(`NOT EXACT: ${words}: ${ids.length} ids, scan ${truth.length}`);
  if (!marked) say(`NOT MARKED: ${words}`);
  return same && marked && page.total === truth.length;
}

/** Ids by scanning: candidates by the folded letter as one text, then judged field by field. */
function truthOf(source: LetterFile, texts: readonly string[], query: ParsedQuery): string[] {
  const needed = query.clauses
    .filter((clause) => !clause.negated && clause.any.length === 1)
    .flatMap(({ any }) => any.flatMap((atom) => (atom.kind === 'text' ? [atom.term] : [])));
  const plain =
    query.clauses.length === 1 &&
    query.clauses[0]?.any.length === 1 &&
    needed.length === 1 &&
    query.clauses[0].any[0]?.kind === 'text' &&
    query.clauses[0].any[0].scope === 'all';
  const ids: string[] = [];
  texts.forEach((text, number) => {
    if (!needed.every((term) => text.includes(term))) return;
    const letter = plain ? undefined : source.at(number);
    if (letter === undefined) ids.push(`L${String(number).padStart(8, '0')}`);
    else ids.push(...bruteForce([letter], query));
  });
  return ids.sort();
}

/** How often the letter that is meant comes first: by words of its title, by its number, by its member's name. */
async function ranking(search: SearchService, source: LetterFile): Promise<void> {
  const random = randomFrom(7);
  const letter = (): IndexedLetter => source.at(Math.floor(random() * source.count()));
  const first = async (words: string): Promise<SearchHit | undefined> =>
    (await search.query(request(words, { limit: 1 }))).hits[0];
  let titles = 0;
  let numbers = 0;
  let names = 0;
  for (let i = 0; i < 150; i++) {
    const title = letter().elements.title ?? '';
    const words = [title.slice(-9, -6), title.slice(-6, -3)];
    const best = (await first(words.join(' ')))?.title ?? '';
    if (words.every((word) => best.includes(word))) titles++;
    const { doc_number, addressees } = letter().elements;
    if ((await first(doc_number ?? ''))?.doc_number === doc_number) numbers++;
    const named = await first(addressees[0] ?? '');
    if (source.letter(named?.id ?? '')?.elements.addressees.includes(addressees[0] ?? '') === true) names++;
  }
  say(`ranking, first of 150: title words ${titles}, document number ${numbers}, member ${names}`);
}

function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

async function main(): Promise<void> {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'fuhan-bench-'));
  mkdirSync(folder, { recursive: true });
  try {
    await bench(folder);
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function bench(folder: string): Promise<void> {
  say(
    `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const synthetic = new Synthetic();
  const letters = function* () {
    for (let i = 0; i < LETTERS; i++) yield synthetic.letter(i);
  };
  let began = performance.now();
  const source = new LetterFile(join(folder, 'letters.jsonl'), letters());
  say(`${LETTERS} letters made in ${((performance.now() - began) / 1000).toFixed(1)} s`);

  began = performance.now();
  let search = await SearchService.open(join(folder, 'index'), source);
  const { value: built, cpuMs } = await processor(() => search.rebuild());
  const { took_ms } = built;
  say(
    `build: ${took_ms} ms, ${Math.round(LETTERS / (took_ms / 1000))} letters/s, processor ${(cpuMs / 1000).toFixed(1)} s`,
  );
  await search.close();

  const texts: string[] = [];
  let units = 0;
  for (let number = 0; number < LETTERS; number++) {
    const { units: folded } = letterUnits(source.at(number));
    const text = Buffer.from(folded.buffer, folded.byteOffset, folded.byteLength).toString('utf16le');
    texts.push(text);
    units += text.length;
  }
  const bytes = folderBytes(join(folder, 'index'));
  say(
    `index: ${(bytes / 1e6).toFixed(1)} MB = ${(bytes / units / 2).toFixed(2)} x folded text (${((units * 2) / 1e6).toFixed(1)} MB), ${readdirSync(join(folder, 'index')).length - 1} segments`,
  );

  began = performance.now();
  search = await SearchService.open(join(folder, 'index'), source);
  await search.query(request('社区'));
  say(`first answer after opening: ${(performance.now() - began).toFixed(0)} ms`);

  const sets: QuerySet[] = [firstSet((n) => source.at(n), LETTERS), secondSet((n) => source.at(n), LETTERS)];
  writeFileSync(
    join(folder, 'queries.json'),
    JSON.stringify(sets.flatMap(({ typed, pasted }) => [...typed, ...pasted])),
  );
  say(`memory of the index: ${memory(folder)}`);
  for (const set of sets) {
    await report(`${set.name}, typing`, search, set.typed);
    await report(`${set.name}, pasted`, search, set.pasted);
  }
  await ranking(search, source);
  const random = randomFrom(99);
  const cuts = Array.from({ length: Number(values.cuts) }, () => {
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    const from = Math.floor(random() * text.length);
    return text
      .slice(from, from + 1 + Math.floor(random() * 12))
      .replace(/[\0"|]/g, '')
      .replace(/^-+/, '');
  }).filter((words) => words !== '' && !/[:]/.test(words));
  const sample = (queries: string[], size: number): string[] =>
    queries.filter((_, i) => i % Math.max(1, Math.floor(queries.length / size)) === 0);
  let exact = 0;
  const all = [
    ...cuts,
    ...sets.flatMap(({ typed, pasted }) => [
      ...sample(typed, Number(values.truth)),
      ...sample(pasted, Number(values.truth)),
    ]),
  ];
  for (const words of all) if (await isExact(search, source, texts, words)) exact++;
  say(`exact: ${exact} of ${all.length}`);
  await search.close();
  if (Number(values.rivals) > 0)
    await compareRivals(source, texts, Math.min(Number(values.rivals), LETTERS), sets, join(folder, 'rivals'), say);
  source.close();
}

await main();
