/** What docs/spec/archive-file.md says of the archive's file, held against a new one, and its way out tried. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../docs/spec/archive-file.md'), 'utf8');

test('the tables and columns are those that a new archive has', async () => {
  const db = await openArchiveDb(join(temporaryFolder(), 'archive'), { create: true });
  try {
    const tables = db.read.all<{ name: string }>(
      "SELECT name FROM archive.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    const columns = (table: string): string[] =>
      db.read
        .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}', 'archive')`)
        .map(({ name }) => name);
    const here = tables.map(({ name }) => [name, columns(name).sort()]);
    const told = [...PAGE.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)]
      .map(([, name = '', list = '']) => [
        name,
        list
          .split(',')
          .map((one) => one.trim())
          .sort(),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(told).toEqual(here);
    const version = db.read.get<{ user_version: number }>('PRAGMA archive.user_version')?.user_version;
    expect(PAGE).toContain(`this page tells of version ${version}\n`);
  } finally {
    db.close();
  }
});

const python = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

test.skipIf(!python)('everything comes out with Python alone, by the words of the page', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  const { text } = await engine.call('letters.show', { id });
  await engine.close();
  const [, script = ''] = /```python\n([^]*?)```/.exec(PAGE) ?? [];
  execFileSync('python3', ['-c', script], { cwd: folder });
  const out = join(folder, 'out', id);
  expect(readFileSync(join(out, 'text.txt'), 'utf8')).toBe(text);
  const original = readdirSync(out).find((name) => name.endsWith('答复函.txt')) ?? '';
  expect(readFileSync(join(out, original), 'utf8')).toBe(PLAIN_LETTER);
});
