/** What lies at the top of the project is what its readers are told of, and nothing that a run left behind. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = ['docs', 'main', 'renderer', 'resources', 'shared', 'tests', 'tools', 'viewer'];
const FILES = [
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'SECURITY.md'],
  ...['electron-builder.yml', 'eslint.config.mjs', 'package-lock.json', 'package.json', 'tsconfig.json'],
  'vitest.config.ts',
];

test('the top of the project holds all that belongs there, and nothing that a run left', () => {
  const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\/|\/$/g, ''));
  const known = new Set([...FOLDERS, ...FILES, ...ignored]);
  const others = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !known.has(name));
  expect(others).toEqual([]);
  for (const name of [...FOLDERS, ...FILES]) expect(readdirSync(ROOT), name).toContain(name);
});
