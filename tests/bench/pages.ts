/** The pages of docs/benchmarks: a section a stage, replaced when the stage runs again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Page {
  /** Its file's name, without the ending. */
  name: string;
  title: string;
  /** What writes it. */
  command: string;
}

const FOLDER = path.resolve(import.meta.dirname, '../../docs/benchmarks');

/**
 * A page with new sections: those that it has under the same heading are replaced, others stay, new ones come last.
 * @param before the page as it was; empty where there was none
 * @param sections heading and body of each
 */
export function withSections(
  before: string,
  { title, command }: Page,
  sections: readonly (readonly [string, string])[],
): string {
  const kept = before
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end).trim()];
    });
  const all = new Map([...kept, ...sections]);
  const head = [
    `# ${title}`,
    `Written by \`${command}\`: a stage that runs replaces its section, the others stay. What the figures mean: [Benchmarks](../benchmarks.md).`,
  ];
  return [...head, ...[...all].map(([heading, body]) => `## ${heading}\n\n${body}`)].join('\n\n') + '\n';
}

/** Writes sections into a page of docs/benchmarks. */
export function writePage(page: Page, sections: readonly (readonly [string, string])[]): void {
  const file = path.join(FOLDER, `${page.name}.md`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, withSections(existsSync(file) ? readFileSync(file, 'utf8') : '', page, sections));
}
