/**
 * Accuracy over a corpus of letters kept beside the project (../shared/corpus): real letters that may not be copied into
 * it. Skipped with a line where it is missing. Prints accuracy by element.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../main/archive/reading/dewrap.ts';
import { recognise } from '../../main/archive/reading/recognise.ts';
import type { ElementName, Elements, Evidence } from '../../shared/model/elements.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../../shared/corpus');
const present = existsSync(path.join(CORPUS, 'truth.jsonl'));
if (!present) process.stdout.write('corpus: ../shared/corpus is not here, skipped\n');

/** Names of the truth file -> names of today. */
const KEYS = {
  title: 'title',
  doc_number: 'doc_number',
  category: 'result_code',
  openness: 'openness',
  reply_kind: 'reply_kind',
  session: 'session',
  proposal_number: 'case_number',
  addressee: 'addressees',
  subject: 'case_title',
  issuing_org: 'issuer',
  date: 'issued_on',
  contact: 'contact',
  phones: 'phones',
  cc: 'cc',
  printed_by: 'printed_by',
  printed_date: 'printed_on',
} as const satisfies Record<string, ElementName>;
type Key = keyof typeof KEYS;
type Truth = Record<Key, string | string[] | null> & { file: string };

/** The truth says of 041.txt that it has no office and no date; its last words are both. */
const WRONG_TRUTH = new Set(['041.txt date', '041.txt issuing_org']);

function rows(name: string): Truth[] {
  return readFileSync(path.join(CORPUS, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);
}

function read(text: string): { elements: Elements; evidence: Evidence } {
  return recognise(cleanText({ text, layout: 'unknown', pages: [] }), { today: '2026-12-31' });
}

const plain = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && value.length === 0 ? null : (value ?? null));

function right(key: Key, truth: Truth, elements: Elements): boolean {
  const want = plain(truth[key]);
  // issuing_org means the signature, or else the letterhead.
  return want === plain(elements[KEYS[key]]) || (key === 'issuing_org' && want === plain(elements.letterhead));
}

describe.skipIf(!present)('letters of the corpus', () => {
  it('the seed letter gives every field of its truth', () => {
    const seed = rows('truth.jsonl').find((truth) => truth.file === '000.txt');
    if (!seed) throw new Error('no seed letter');
    const { elements } = read(readFileSync(path.join(CORPUS, '000.txt'), 'utf8'));
    for (const key of Object.keys(KEYS) as Key[]) expect(right(key, seed, elements), key).toBe(true);
    expect(elements.issuer).toBe('昆明市官渡区民政局');
    expect(elements.letterhead).toBe('官渡区民政局');
    expect(elements.cited_documents).toEqual(['云发〔2018〕5号', '官发〔2018〕15号']);
  });

  it('every line of its clean text is a whole paragraph', () => {
    const { text } = cleanText({
      text: readFileSync(path.join(CORPUS, '000.txt'), 'utf8'),
      layout: 'unknown',
      pages: [],
    });
    expect(text.split('\n')).toHaveLength(20);
    for (const phrase of ['84580.32平方米', '2022年6月27日', '第101037号提案答复的函', '“村改居”'])
      expect(text).toContain(phrase);
  });

  it('all letters: no field wrong', () => {
    const tallies = new Map<Key, [number, number]>();
    const wrong: string[] = [];
    for (const truth of rows('truth.jsonl')) {
      const { elements } = read(readFileSync(path.join(CORPUS, truth.file), 'utf8'));
      for (const key of Object.keys(KEYS) as Key[]) {
        if (WRONG_TRUTH.has(`${truth.file} ${key}`)) continue;
        const ok = right(key, truth, elements);
        const [rightCount, all] = tallies.get(key) ?? [0, 0];
        tallies.set(key, [rightCount + (ok ? 1 : 0), all + 1]);
        if (!ok) wrong.push(`${truth.file} ${key}: ${plain(truth[key])} read as ${plain(elements[KEYS[key]])}`);
      }
    }
    const table = [...tallies].map(([key, [count, all]]) => `  ${KEYS[key].padEnd(14)} ${count}/${all}`).join('\n');
    process.stdout.write(`corpus, fields right by element:\n${table}\n`);
    expect(wrong).toEqual([]);
  });

  it('all titles are taken apart', () => {
    const wrong: string[] = [];
    const titles = readFileSync(path.join(CORPUS, 'titles.jsonl'), 'utf8').trim().split('\n');
    for (const line of titles) {
      const truth = JSON.parse(line) as Truth;
      const written = String(truth.title);
      const { elements } = read(written);
      const got = { ...truth, title: written.replace(/\s/g, '') };
      for (const key of ['title', 'session', 'proposal_number', 'reply_kind', 'category'] as const) {
        if (!right(key, got, elements)) wrong.push(`${written} ${key}: ${plain(elements[KEYS[key]])}`);
      }
      if (written.includes('〔')) expect(elements.doc_number).toBe(truth.doc_number);
    }
    process.stdout.write(`corpus, titles: ${titles.length} read\n`);
    expect(wrong).toEqual([]);
  });
});
