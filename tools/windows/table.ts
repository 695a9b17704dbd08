/** Tables of what was tried, kept in docs/platforms.md between marks of their own. */
import fs from 'node:fs';
import path from 'node:path';
import type { Row } from './compare.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/platforms.md');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * Writes a table over the one that stands between `<!-- name: … -->` and `<!-- /name -->`.
 * @param by what it was tried by
 * @throws Error where the page has no such marks
 */
export function writeRows(name: string, by: string, rows: readonly Row[]): void {
  const page = fs.readFileSync(PAGE, 'utf8');
  const before = page.match(new RegExp(`^<!-- ${name}: .*-->$`, 'm'))?.[0];
  const after = `<!-- /${name} -->`;
  if (before === undefined || !page.includes(after)) throw new Error(`docs/platforms.md has no place for ${name}`);
  const good = rows.filter(({ ok }) => ok).length;
  const table = [
    before,
    `${new Date().toISOString().slice(0, 10)}, ${by}: ${good} of ${rows.length} as they should be.`,
    '',
    '| what | |',
    '|---|---|',
    ...rows.map(({ what, ok, detail }) => `| ${cell(what)} | ${ok ? 'yes' : `**no**: ${cell(detail)}`} |`),
    after,
  ].join('\n');
  fs.writeFileSync(PAGE, page.slice(0, page.indexOf(before)) + table + page.slice(page.indexOf(after) + after.length));
}
