/** The index finds exactly what a scan of all texts finds, whatever was filed, changed, sealed and merged before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobsHere } from '../../../main/archive/search/jobs.ts';
import { matchCache } from '../../../main/archive/search/match-cache.ts';
import { TextIndex } from '../../../main/archive/search/text-index.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { parseQuery } from '../../../shared/text/query.ts';
import { bruteForce } from './brute-force.ts';
import { LetterSource } from './letters.ts';

/** Few characters, so that chance makes matches; those that fold are over-represented. */
const PIECES = [
  '社',
  '區',
  '区',
  '会',
  '會',
  '8',
  '８',
  '个',
  ' ',
  '\n',
  '〔',
  '[',
  '（',
  '2022',
  '年',
  '—',
  '“',
  'a',
  'Ａ',
  'é',
  'e\u0301',
  '⻩',
  '黄',
  '㎡',
  '😀',
  '\ud83d',
  'ﬁ',
  '、',
  '。',
  '的',
  '的',
  '社区',
];
const text = (max: number) => fc.array(fc.constantFrom(...PIECES), { maxLength: max }).map((pieces) => pieces.join(''));
const maybe = (max: number) =>
  fc.option(
    text(max).filter((value) => value !== ''),
    { nil: null },
  );

const letter = fc.record({
  id: fc.constantFrom(...'abcdefghijkl'),
  text: text(40),
  title: maybe(8),
  doc_number: maybe(5),
  case_number: maybe(3),
  addressees: fc.array(
    text(3).filter((value) => value !== ''),
    { maxLength: 2 },
  ),
  issuer: maybe(4),
  contact: maybe(3),
  cc: fc.array(
    text(3).filter((value) => value !== ''),
    { maxLength: 2 },
  ),
  issued_on: fc.constantFrom(null, '2021-12-31', '2022-06-27', '2022-07-01'),
  openness: fc.constantFrom(null, '主动公开' as const, '不予公开' as const),
  result_code: fc.constantFrom(null, 'A', 'B'),
  attachments: fc.array(fc.record({ name: text(4), text: text(12) }), { maxLength: 2 }),
});
const step = fc.oneof(
  { weight: 8, arbitrary: letter.map((filed) => ({ kind: 'put' as const, filed })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

const FIELDS = ['', '', '', '', '标题:', '正文:', '附件:', '文号:', '案号:', '委员:', '单位:', '联系人:', '抄送:'];
const term = fc
  .tuple(
    fc.constantFrom(...FIELDS),
    text(4).map((value) => value.replace(/\s/g, '')),
  )
  .filter(([, value]) => foldText(value) !== '')
  .map(([field, value]) => field + value);
const condition = fc.oneof(
  { weight: 8, arbitrary: term },
  { weight: 2, arbitrary: fc.tuple(term, term).map((both) => both.join('|')) },
  { weight: 2, arbitrary: term.map((value) => `-${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '年:2022',
      '日期:2022-01..2022-06',
      '公开:主动',
      '类别:B',
      '状态:有附件',
      '-状态:缺文号',
    ),
  },
);
const query = fc.array(condition, { minLength: 1, maxLength: 3 }).map((conditions) => conditions.join(' '));

const ARCHIVES = 100;
const QUERIES = 120;
const CUTS = 30;
const plain = (term: string) => ({ kind: 'text' as const, scope: 'all' as const, term, raw: term });

// What is kept for terms that stand everywhere is used for all of them here.
matchCache.worthKeeping = 1;

describe('search equals the scan', () => {
  it(`on ${ARCHIVES * QUERIES} random queries over random archives`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'search-'));
    let number = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 30 }),
        fc.array(query, { minLength: QUERIES, maxLength: QUERIES }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 12 })), { minLength: CUTS, maxLength: CUTS }),
        async (steps, queries, cuts) => {
          const options = { folder: join(folder, String(number++)), archiveId: 'x', readOnly: false, jobs: jobsHere() };
          const source = new LetterSource();
          let index = new TextIndex(options);
          for (const { kind, ...rest } of steps) {
            if (kind === 'flush') await index.flush();
            else if (kind === 'reopen') {
              await index.close();
              index = new TextIndex(options);
              await index.add([...source.changedSince(index.state().contiguous)], source.sequence());
            } else if ('filed' in rest) {
              const { id, text: body, attachments, ...elements } = rest.filed;
              const named = attachments.map((attachment, i) => ({ id: String(i), pages: [], ...attachment }));
              const put = source.put(id, body, elements, named);
              await index.add([put], put.sequence);
            }
          }
          for (const words of queries) {
            const parsed = parseQuery(words);
            const answer = index.search({ query: parsed, filters: {}, sort: 'relevance', offset: 0, limit: 50 });
            const truth = bruteForce(source.letters.values(), parsed);
            found += truth.length;
            expect({ words, ids: answer.hits.map(({ id }) => id).sort(), total: answer.total }).toEqual({
              words,
              ids: truth,
              total: truth.length,
            });
          }
          for (const [which, start, length] of cuts) {
            const all = [...source.letters.values()]
              .map(({ text: body }) => foldText(body))
              .filter((body) => body !== '');
            const body = all[which % all.length] ?? '';
            const cut = body.slice(start % (body.length || 1)).slice(0, length);
            if (cut === '') continue;
            const parsed = { clauses: [{ negated: false, any: [plain(cut)], source: cut }], joined: [], explained: '' };
            const answer = index.search({ query: parsed, filters: {}, sort: 'date', offset: 0, limit: 50 });
            const ids = answer.hits.map(({ id }) => id).sort();
            expect({ cut, ids }).toEqual({ cut, ids: bruteForce(source.letters.values(), parsed) });
          }
          await index.close();
        },
      ),
      { numRuns: ARCHIVES },
    );
    rmSync(folder, { recursive: true, force: true });
    // Otherwise the queries would mostly have nothing to find.
    expect(found).toBeGreaterThan((ARCHIVES * QUERIES) / 2);
  });
});
