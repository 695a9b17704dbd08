/** The pages of the repository lead where they say. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const FOLDERS = ['docs', 'tests', 'tools', 'resources'];

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.join(folder, name)),
  ),
];

/** How headings are addressed: small letters, no punctuation, dashes for blanks. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it('every link to a file or to a heading of the repository leads there', () => {
  const dead: string[] = [];
  let seen = 0;
  for (const page of pages) {
    const markdown = readFileSync(path.join(ROOT, page), 'utf8');
    for (const [, target = ''] of markdown.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      seen += 1;
      const [file = '', anchor] = decodeURI(target).split('#');
      const to = file === '' ? path.join(ROOT, page) : path.join(ROOT, path.dirname(page), file);
      const there = statSync(to, { throwIfNoEntry: false });
      const headed =
        anchor === undefined || (there?.isFile() === true && anchors(readFileSync(to, 'utf8')).includes(anchor));
      if (there === undefined || !headed) dead.push(`${page}: ${target}`);
    }
  }
  expect(dead).toEqual([]);
  expect(seen).toBeGreaterThan(20);
});
