/** The benches' pages in docs/benchmarks. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withSections } from '../../bench/pages.ts';

const PAGE = { name: 'search', title: 'Search, measured', command: 'npm run bench -- search --write' };
const FOLDER = path.resolve(import.meta.dirname, '../../../docs/benchmarks');

it('a new page tells which command writes it and holds the sections in order', () => {
  const page = withSections('', PAGE, [
    ['build', 'quick'],
    ['speed', 'quicker'],
  ]);
  expect(page).toContain('# Search, measured\n\nWritten by `npm run bench -- search --write`');
  expect(page.endsWith('## build\n\nquick\n\n## speed\n\nquicker\n')).toBe(true);
});

it('a stage that ran replaces its section in its place; what did not run, and notes by hand, stay', () => {
  const before = withSections('', PAGE, [
    ['build', '| old | table |'],
    ['speed', 'kept\n\n```\n# no heading\n```'],
    ['a note (by hand)', 'kept too'],
  ]);
  const after = withSections(before, PAGE, [
    ['build', '| new | table |'],
    ['load', 'never seen'],
  ]);
  expect(after).toBe(`${before.replace('old', 'new')}\n## load\n\nnever seen\n`);
});

it('writing what a page holds already changes nothing in the pages of the repository', () => {
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(path.join(FOLDER, name), 'utf8');
    const [, title = '', command = ''] = /^# (.+)\n\nWritten by `([^`]+)`/.exec(text) ?? [];
    expect(withSections(text, { name, title, command }, []), name).toBe(text);
  }
});
