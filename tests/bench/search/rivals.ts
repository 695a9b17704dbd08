/** Other engines on the same letters and queries: SQLite FTS5 over bigrams, MiniSearch, and the plain scan. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SearchService } from '../../../main/archive/search/service.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { request } from '../../unit/search/letters.ts';
import { LetterFile } from './letter-file.ts';
import type { QuerySet } from './queries.ts';
import { percentiles } from './run.ts';

const hex = (unit: number): string => unit.toString(16).padStart(4, '0');

/** Neighbouring units as words that FTS5 takes as they are. */
function bigrams(text: string): string {
  const words: string[] = [];
  for (let i = 0; i + 1 < text.length; i++) words.push(hex(text.charCodeAt(i)) + hex(text.charCodeAt(i + 1)));
  return words.join(' ');
}

function timeAll(queries: readonly string[], act: (folded: string) => void): number[] {
  return queries.map((query) => {
    const began = performance.now();
    act(foldText(query));
    return performance.now() - began;
  });
}

/** Prints the times of each engine over the plain queries (two units and more, no operators) of both sets. */
export async function compareRivals(
  source: LetterFile,
  texts: readonly string[],
  count: number,
  sets: readonly QuerySet[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const queries = sets
    .flatMap(({ typed, pasted }) => [...typed, ...pasted])
    .filter((q) => !/[\s:|]|^-/.test(q) && foldText(q).length > 1);
  say(`rivals on ${count} letters, ${queries.length} queries:`);
  const some = texts.slice(0, count);

  const letters = function* () {
    for (let number = 0; number < count; number++) yield source.at(number);
  };
  const own = new LetterFile(join(folder, 'letters.jsonl'), letters());
  const search = await SearchService.open(join(folder, 'index'), own);
  await search.rebuild();
  const times: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    await search.query(request(query));
    times.push(performance.now() - began);
  }
  say(`  own index, end to end: ${percentiles(times)}`);
  await search.close();

  const db = new DatabaseSync(join(folder, 'fts5.sqlite'));
  db.exec("PRAGMA synchronous=OFF; CREATE VIRTUAL TABLE letter USING fts5(text, content='', tokenize='ascii')");
  const began = performance.now();
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO letter(rowid, text) VALUES (?, ?)');
  some.forEach((text, i) => insert.run(i + 1, bigrams(text)));
  db.exec('COMMIT');
  say(`  SQLite FTS5 built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const page = db.prepare('SELECT rowid FROM letter WHERE letter MATCH ? ORDER BY rank LIMIT 20');
  const total = db.prepare('SELECT count(*) FROM letter WHERE letter MATCH ?');
  const fts = timeAll(queries, (folded) => {
    const match = `"${bigrams(folded)}"`;
    page.all(match);
    total.get(match);
  });
  say(`  SQLite FTS5 over bigrams (page and total, no snippets): ${percentiles(fts)}`);
  db.close();

  const scan = timeAll(queries, (folded) => {
    some.filter((text) => text.includes(folded));
  });
  say(`  scan of all texts: ${percentiles(scan)}`);
  own.close();
}
