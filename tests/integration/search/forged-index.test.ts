/** An index that lies although every checksum in it is right is found by the check, which names the letter. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { bigramKey } from '../../../main/archive/search/build-segment.ts';
import { SearchService } from '../../../main/archive/search/service.ts';
import { SAMPLE_SIZE } from '../../../main/archive/work/sample.ts';
import { emptyFolder } from '../../support/archive.ts';
import { docOf, dropSegment, forgeIndex, hideLetter } from '../../support/forge-index.ts';
import { LetterSource } from '../../unit/search/letters.ts';

const LETTERS = 60;
let folder: string;
let source: LetterSource;

const open = (): Promise<SearchService> => SearchService.open(folder, source, { inProcess: true });
const total = async (search: SearchService, query: string): Promise<number> => (await search.query({ query })).total;

beforeEach(async () => {
  folder = join(emptyFolder(), 'index');
  source = new LetterSource();
  for (let i = 0; i < LETTERS; i++) source.put(`id${i}`, `第${i}件：关于河道整治和养老服务的答复。`);
  await built();
});

async function built(): Promise<void> {
  const search = await open();
  await search.rebuild();
  await search.close();
}

const check = async (whole: boolean): Promise<{ ids: (string | undefined)[]; notes: string[] }> => {
  const search = await open();
  try {
    const { problems, notes } = await search.check(whole);
    return { ids: problems.map(({ id }) => id), notes: notes.map(({ message }) => message) };
  } finally {
    await search.close();
  }
};

test('a forged index hides a letter from searches, and the check names it', async () => {
  hideLetter(folder, source.archiveId, 'id7');
  const search = await open();
  expect(await total(search, '河道整治')).toBe(LETTERS - 1);
  await search.close();
  for (const whole of [true, false]) expect(await check(whole)).toEqual({ ids: ['id7'], notes: [] });
});

test('one pair of characters, one single character, a date, a place where the body begins: each is found', async () => {
  const forgeries: Record<string, () => void> = {
    'a pair of characters': () =>
      hideLetter(folder, source.archiveId, 'id3', (key) => key === bigramKey('养'.charCodeAt(0), '老'.charCodeAt(0))),
    'a single character': () => hideLetter(folder, source.archiveId, 'id3', (key) => key === '养'.charCodeAt(0)),
    'a place added': () =>
      forgeIndex(folder, source.archiveId, {
        list: (key, values, documents) =>
          key === bigramKey('养'.charCodeAt(0), '老'.charCodeAt(0))
            ? [...new Set([...values, documents.columns.bases[docOf(documents, 'id3')] ?? 0])].sort((a, b) => a - b)
            : values,
      }),
    'the date': () =>
      forgeIndex(folder, source.archiveId, {
        columns: (documents) => {
          documents.columns.dates[docOf(documents, 'id3')] = 20_240_101;
        },
      }),
    'the marks': () =>
      forgeIndex(folder, source.archiveId, {
        columns: (documents) => {
          documents.columns.flags[docOf(documents, 'id3')] = 1;
        },
      }),
    'where the body begins': () =>
      forgeIndex(folder, source.archiveId, {
        columns: ({ columns, ...documents }) => {
          const doc = docOf({ columns, ...documents }, 'id3');
          columns.bodyAt[doc] = (columns.bodyAt[doc] ?? 0) + 3;
        },
      }),
    'the number of its change': () =>
      forgeIndex(folder, source.archiveId, {
        columns: (documents) => {
          documents.columns.sequenceLow[docOf(documents, 'id3')] = 9999;
        },
      }),
  };
  for (const [what, forge] of Object.entries(forgeries)) {
    await built();
    forge();
    expect((await check(false)).ids, what).toEqual(['id3']);
  }
});

test('a segment left out of the manifest is found: its letters are missing', async () => {
  dropSegment(folder, source.archiveId);
  expect((await check(false)).ids).toHaveLength(LETTERS);
});

test('lists that are not in their order are damage: a search would pass over what stands behind', async () => {
  forgeIndex(folder, source.archiveId, { list: (_, values) => values.reverse() });
  const search = await open();
  const { problems } = await search.check(false);
  expect(problems.map(({ message }) => message).join()).toMatch(/损坏|不符/u);
  await search.close();
});

test('a quick check looks at a random sample that finds one wrong letter in a hundred in 99 cases of 100, and says so; a deep one at all', async () => {
  expect(SAMPLE_SIZE).toBe(459);
  for (let i = LETTERS; i < 600; i++) source.put(`id${i}`, `第${i}件：另一件关于道路的答复。`);
  await built();
  expect((await check(false)).notes.join()).toMatch(/459 件（共 600 件）.*99%/u);
  hideLetter(folder, source.archiveId, 'id599');
  expect(await check(true)).toEqual({ ids: ['id599'], notes: [] });
  let found = 0;
  for (let i = 0; i < 12; i++) if ((await check(false)).ids.length > 0) found++;
  // Each finds this one letter with a chance of 459 in 600; that none of twelve does is one in thirty million.
  expect(found).toBeGreaterThan(0);
});

test('the check gives way to searches and can be cancelled', async () => {
  const search = await SearchService.open(folder, source, { inProcess: false });
  try {
    const abort = new AbortController();
    const checking = search.check(true, { signal: abort.signal });
    abort.abort();
    await expect(checking).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    const [{ problems }, found] = await Promise.all([search.check(true), total(search, '河道')]);
    expect([problems, found]).toEqual([[], LETTERS]);
    await search.rebuild();
    expect((await search.check(true)).problems).toEqual([]);
  } finally {
    await search.close();
  }
});
