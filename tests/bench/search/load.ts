/** Typing while the machine does something else for the archive: a merge, an import of letters, a backup. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../../main/archive/engine.ts';
import { SearchService } from '../../../main/archive/search/service.ts';
import { LetterFile } from './letter-file.ts';
import { firstSet } from './queries.ts';
import { Synthetic } from './synthetic.ts';
import type { Tables } from '../tables.ts';
import { percentiles } from './timing.ts';

const FILED = 1000;
const TARGET_MS = 60;

/** Times queries one after the other until the work is done; at least one. */
async function typeDuring(
  work: Promise<unknown>,
  queries: readonly string[],
  ask: (query: string) => Promise<unknown>,
): Promise<number[]> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  const times: number[] = [];
  for (let i = 0; !done || times.length === 0; i++) {
    const began = performance.now();
    await ask(queries[i % queries.length] ?? '');
    times.push(performance.now() - began);
  }
  await finished;
  return times;
}

function tell(tables: Tables, name: string, times: readonly number[]): void {
  const at = percentiles(times);
  tables.row(`${name}, ms: ${times.length} queries`, at.text, `p95 ≤ ${TARGET_MS}`, at.p95 <= TARGET_MS);
}

async function duringMerge(
  folder: string,
  source: LetterFile,
  queries: readonly string[],
  tables: Tables,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const count = source.count();
  const letters = function* () {
    for (let number = 0; number < count; number++) yield source.at(number);
  };
  const own = new LetterFile(join(folder, 'letters.jsonl'), letters());
  const search = await SearchService.open(join(folder, 'index'), own);
  await search.rebuild();
  const ask = (query: string) => search.query({ query, limit: 20 });
  tell(tables, `typing while ${count} letters are merged`, await typeDuring(search.settle(), queries, ask));
  await search.close();
  own.close();
}

/** Letters as text files, as they come out of an office. */
function writeFiles(folder: string, from: number): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const synthetic = new Synthetic({ seed: 5, length: 2600 });
  for (let i = from; i < from + FILED; i++) writeFileSync(join(folder, `${i}.txt`), synthetic.letter(i).text);
  return folder;
}

async function duringWork(folder: string, queries: readonly string[], tables: Tables): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const engine = await Engine.open({ folder: join(folder, 'archive'), actor: 'bench', create: true });
  const ask = (query: string) => engine.call('search.query', { query, limit: 20 });
  await engine.call('letters.import', { paths: [writeFiles(join(folder, 'first'), 0)], ocr: false });
  const importing = engine.call('letters.import', { paths: [writeFiles(join(folder, 'second'), FILED)], ocr: false });
  tell(
    tables,
    `typing while ${FILED} letters are imported, beside ${FILED}`,
    await typeDuring(importing, queries, ask),
  );
  const backup = engine.call('trust.backup', { to: join(folder, 'backup.sqlite') });
  tell(tables, `typing while ${2 * FILED} letters are backed up`, await typeDuring(backup, queries, ask));
  await engine.close();
}

export async function underLoad(folder: string, source: LetterFile, tables: Tables): Promise<void> {
  const { typed } = firstSet((n) => source.at(n), source.count());
  await duringMerge(join(folder, 'merge'), source, typed, tables);
  await duringWork(join(folder, 'work'), typed, tables);
}
