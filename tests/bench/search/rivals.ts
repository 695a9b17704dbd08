/**
 * Other engines on the same letters and queries, in the same run: SQLite's FTS5 over bigrams (native), sql.js's FTS4 over
 * bigrams, MiniSearch, Groonga where it is installed, and the plain scan. They answer a page of 20 and the total; our
 * own time also holds snippets, marks and facets.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import MiniSearch from 'minisearch';
import initSqlJs from 'sql.js';
import { letterUnits } from '../../../main/archive/search/letter-units.ts';
import { SearchService } from '../../../main/archive/search/service.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { LetterFile } from './letter-file.ts';
import type { QuerySet } from './queries.ts';
import type { Tables } from '../tables.ts';
import { percentiles, timesOf } from './timing.ts';

/** sql.js keeps all in memory, MiniSearch too and far more of it: they are asked at sizes that they bear. */
const MOST_SQLJS = 10_000;
const MOST_MINISEARCH = 2000;

const hex = (unit: number): string => unit.toString(16).padStart(4, '0');

/** Neighbouring units as words that any tokeniser takes as they are. */
function bigrams(text: string): string[] {
  const words: string[] = [];
  for (let i = 0; i + 1 < text.length; i++) words.push(hex(text.charCodeAt(i)) + hex(text.charCodeAt(i + 1)));
  return words;
}

function timeAll(queries: readonly string[], act: (folded: string) => unknown): number[] {
  return queries.map((query) => {
    const began = performance.now();
    act(foldText(query));
    return performance.now() - began;
  });
}

interface Bench {
  texts: readonly string[];
  queries: readonly string[];
  folder: string;
  tables: Tables;
}

function fts5({ texts, queries, folder, tables }: Bench): number {
  const db = new DatabaseSync(join(folder, 'fts5.sqlite'));
  db.exec("PRAGMA synchronous=OFF; CREATE VIRTUAL TABLE letter USING fts5(text, content='', tokenize='ascii'); BEGIN");
  const insert = db.prepare('INSERT INTO letter(rowid, text) VALUES (?, ?)');
  texts.forEach((text, i) => insert.run(i + 1, bigrams(text).join(' ')));
  db.exec("COMMIT; INSERT INTO letter(letter) VALUES ('optimize')");
  const page = db.prepare('SELECT rowid FROM letter WHERE letter MATCH ? ORDER BY rank LIMIT 20');
  const total = db.prepare('SELECT count(*) FROM letter WHERE letter MATCH ?');
  const at = percentiles(
    timeAll(queries, (folded) => {
      const match = `"${bigrams(folded).join(' ')}"`;
      return [page.all(match), total.get(match)];
    }),
  );
  tables.row(`SQLite FTS5 over bigrams (node:sqlite), ${texts.length} letters, ms`, at.text);
  db.close();
  return at.p95;
}

async function fts4({ texts, queries, tables }: Bench): Promise<void> {
  const some = texts.slice(0, MOST_SQLJS);
  const { Database } = await initSqlJs();
  const db = new Database();
  db.run("CREATE VIRTUAL TABLE letter USING fts4(text, content='', tokenize=simple); BEGIN");
  some.forEach((text, i) => db.run('INSERT INTO letter(docid, text) VALUES (?, ?)', [i + 1, bigrams(text).join(' ')]));
  db.run("COMMIT; INSERT INTO letter(letter) VALUES ('optimize')");
  const times = timeAll(queries, (folded) => {
    const match = `"${bigrams(folded).join(' ')}"`;
    return [
      db.exec('SELECT docid FROM letter WHERE letter MATCH ? LIMIT 20', [match]),
      db.exec('SELECT count(*) FROM letter WHERE letter MATCH ?', [match]),
    ];
  });
  tables.row(`sql.js FTS4 over bigrams, ${some.length} letters, ms`, percentiles(times).text);
  db.close();
}

function miniSearch({ texts, queries, tables }: Bench): void {
  const some = texts.slice(0, MOST_MINISEARCH);
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: bigrams });
  index.addAll(some.map((text, id) => ({ id, text })));
  let exact = 0;
  const times = timeAll(queries, (folded) => {
    const found = index.search(folded, { combineWith: 'AND', prefix: false });
    if (found.length === some.filter((text) => text.includes(folded)).length) exact++;
  });
  // The scan that judges it is timed apart and taken off.
  const scan = timeAll(queries, (folded) => some.filter((text) => text.includes(folded)));
  const own = times.map((ms, i) => Math.max(0, ms - (scan[i] ?? 0)));
  tables.row(
    `MiniSearch over bigrams, ${some.length} letters, ms (total right in ${exact} of ${queries.length}: it knows no order)`,
    percentiles(own).text,
  );
}

/** Groonga's own bigram tokeniser over the folded text, asked through one process that stays open. */
async function groonga({ texts, queries, folder, tables }: Bench): Promise<void> {
  if (spawnSync('groonga', ['--version']).status !== 0) {
    tables.row('Groonga', 'not installed on this machine');
    return;
  }
  const file = join(folder, 'groonga.db');
  const load = join(folder, 'groonga.grn');
  const values = texts.map((text, id) => JSON.stringify({ _key: id + 1, text: text.replaceAll('\0', '\n') }));
  const schema = [
    'table_create Letters TABLE_HASH_KEY UInt32',
    'column_create Letters text COLUMN_SCALAR LongText',
    'table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigramSplitSymbolAlphaDigit',
    'column_create Terms letters COLUMN_INDEX|WITH_POSITION Letters text',
    'cache_limit 0',
    'load --table Letters',
  ];
  writeFileSync(load, `${schema.join('\n')}\n[\n${values.join(',\n')}\n]\n`);
  execFileSync('groonga', ['-n', '--file', load, file], { stdio: 'ignore' });
  const child = spawn('groonga', [file], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    return String((await lines.next()).value);
  };
  await ask('cache_limit 0');
  const times: number[] = [];
  for (const query of queries) {
    const words = JSON.stringify(foldText(query));
    const began = performance.now();
    await ask(
      `select Letters --filter ${JSON.stringify(`text @ ${words}`)} --output_columns _key,_score --sort_keys -_score --limit 20`,
    );
    times.push(performance.now() - began);
  }
  child.stdin.end();
  tables.row(`Groonga, bigrams, cache off, ${texts.length} letters, ms`, percentiles(times).text);
}

/** Times each engine over the plain queries (two units and more, no operators) of both sets. */
export async function compareRivals(
  source: LetterFile,
  count: number,
  sets: readonly QuerySet[],
  folder: string,
  tables: Tables,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const queries = sets
    .flatMap(({ typed, pasted }) => [...typed, ...pasted])
    .filter((q) => !/[\s:|]|^-/.test(q) && foldText(q).length > 1);
  const letters = Array.from({ length: count }, (_, number) => source.at(number));
  const own = new LetterFile(join(folder, 'letters.jsonl'), letters);
  const search = await SearchService.open(join(folder, 'index'), own);
  await search.rebuild();
  await search.settle();
  const ours = percentiles((await timesOf(search, queries)).wall);
  tables.row(`our own, with snippets, marks, facets, ${count} letters, ${queries.length} queries, ms`, ours.text);
  await search.close();
  own.close();

  const texts = letters.map((letter) => {
    const { units } = letterUnits(letter);
    return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
  });
  const bench: Bench = { texts, queries, folder, tables };
  const times = fts5(bench) / ours.p95;
  tables.row('SQLite FTS5: times our p95', times.toFixed(1), '≥ 8', times >= 8);
  await groonga(bench);
  await fts4(bench);
  miniSearch(bench);
  const scan = timeAll(queries, (folded) => texts.filter((text) => text.includes(folded)));
  tables.row(`scan of all texts, ${count} letters, ms`, percentiles(scan).text);
}
