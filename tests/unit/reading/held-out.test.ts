/** The held-out batches are data: slips in it are told, and its page says what the data says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BATCHES, loadBatch } from '../../bench/reading/heldout/index.ts';

const HELDOUT = path.resolve(import.meta.dirname, '../../bench/reading/heldout');
let folder = '';

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'fuhan-held-out-')), 'batch-04');
  cpSync(path.join(HELDOUT, 'batch-04'), folder, { recursive: true });
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

/** The same file with one piece of it changed. */
function change(file: string, from: string, to: string): void {
  const before = readFileSync(path.join(folder, file), 'utf8');
  expect(before).toContain(from);
  writeFileSync(path.join(folder, file), before.replace(from, to));
}

it('a letter is its text, a role for each line, and its truth', () => {
  const [letter] = loadBatch(folder).letters;
  expect(letter?.paragraphs.slice(0, 3)).toEqual([
    { role: 'mark', text: '首页 > 政务公开 > 建议提案办理' },
    { role: 'title', text: '关于市政协十五届三次会议第15030092号提案的答复' },
    { role: 'mark', text: '来源：青岚市水务局  发布时间：2024-07-02 09:15  浏览次数：126  字体：[大 中 小]' },
  ]);
  expect(letter?.truth).toMatchObject({ addressees: ['汤显祖'], case_number: '15030092', letterhead: null, cc: [] });
});

it('line ends of another system change nothing', () => {
  const before = loadBatch(folder);
  for (const file of ['01.txt', 'truth.jsonl']) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    writeFileSync(path.join(folder, file), text.replaceAll('\n', '\r\n'));
  }
  expect(loadBatch(folder)).toEqual(before);
});

it('a text without a line of truth, and a line without its text, are told', () => {
  writeFileSync(path.join(folder, '99.txt'), '无主之件\n');
  expect(() => loadBatch(folder)).toThrow('99.txt');
  rmSync(path.join(folder, '99.txt'));
  rmSync(path.join(folder, '01.txt'));
  expect(() => loadBatch(folder)).toThrow('01.txt');
});

it('a paragraph without a role, an unknown role and an unknown element are told', () => {
  change('01.txt', '首页', '首页\n');
  expect(() => loadBatch(folder)).toThrow(/01\.txt: \d+ lines, \d+ roles/);
  change('01.txt', '首页\n', '首页');
  change('truth.jsonl', '"roles":"M', '"roles":"X');
  expect(() => loadBatch(folder)).toThrow('01.txt: no role for line 1');
  change('truth.jsonl', '"roles":"X', '"roles":"M');
  change('truth.jsonl', '"case_number"', '"case_nr"');
  expect(() => loadBatch(folder)).toThrow('case_nr');
});

it('the page of the batches says what each batch says of itself', () => {
  const page = readFileSync(path.join(HELDOUT, 'README.md'), 'utf8').split('\n');
  const percent = (share: number): string => `${share.toFixed(2)} %`;
  const rows = BATCHES.map((batch) => {
    const { clean, wrapped, noisy, wrong_though_sure } = batch.first_reading;
    const shares = [clean, wrapped, noisy, wrong_though_sure].map(percent);
    const since = batch.tuned_on_since ? 'yes' : 'no';
    const cells = [batch.name, batch.title, batch.letters.length, batch.kind, batch.author, batch.committed];
    return `| ${[...cells, ...shares, since].join(' | ')} |`;
  });
  expect(page.filter((line) => /^\| \d+ \|/.test(line))).toEqual(rows);
});
