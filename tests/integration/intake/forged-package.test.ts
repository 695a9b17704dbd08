/** Packages that somebody forged who knows the form: every list and hash is right, and what a letter says is not. docs/spec/package.md, 22 to 25. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { newId } from '../../../main/archive/letters/ids.ts';
import type { ImportResult } from '../../../shared/contract/index.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import {
  forge,
  rehash,
  rechain,
  setElements,
  setFiles,
  type Forged,
  type Forging,
} from '../../support/forged-packages.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { filledArchive, rewrite, verifyApart } from '../../support/packages.ts';

/** A package of two letters that is made once; each test forges a copy. */
let made: { dir: string; changed: string; plain: string };
const kept = mkdtempSync(join(tmpdir(), 'fuhan-forged-'));

beforeAll(async () => {
  const { engine, changed, plain } = await filledArchive(join(kept, 'archive'));
  const { dir } = await engine.call('export.package', { out: join(kept, '数据包') });
  made = { dir, changed, plain };
  await engine.close();
});
afterAll(() => rmSync(kept, { recursive: true, force: true }));

type Change = Parameters<typeof forge>[1];

/** A forged copy, of the letter with a history where no other is named. */
function forged(change: Change, how: Forging = {}): string {
  const dir = join(temporaryFolder(), '数据包');
  cpSync(made.dir, dir, { recursive: true });
  forge(dir, change, { id: made.changed, ...how });
  return dir;
}

const take = (engine: Engine, ...paths: string[]): Promise<ImportResult> => engine.call('letters.import', { paths });

async function sound(engine: Engine): Promise<void> {
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
}

const everywhere =
  (change: (row: Record<string, unknown>) => void): Change =>
  ({ versions }) => {
    for (const row of versions) change(row);
  };
const inLetter =
  (set: Record<string, unknown>): Change =>
  ({ letter }) => {
    Object.assign(letter, set);
  };
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
/** Puts a name and JSON at the end of the elements. */
const more = (row: Record<string, unknown> | undefined, name: string, json: string): void => {
  if (row !== undefined) row['elements'] = `${String(row['elements']).slice(0, -1)},"${name}":${json}}`;
};

const REFUSED: readonly [string, Change, RegExp, Forging?][] = [
  [
    'elements that are a list',
    ({ versions }) => Object.assign(versions.at(-1) ?? {}, { elements: '[]' }),
    /要素读不出/,
  ],
  ['a name twice in its elements', ({ versions }) => more(versions[1], 'title', '"另一个题名"'), /出现两次/],
  ['elements nested too deep', ({ versions }) => more(versions[1], 'other', deep(70)), /层次过深/],
  [
    'an element that is none of its values',
    ({ versions }) => setElements(versions.at(-1), { issued_on: '2023-02-30' }),
    /不合要求/,
  ],
  ['no files', everywhere((row) => (row['attachments'] = '[]')), /原件/],
  ['another original than it says', inLetter({ file_sha256: '0'.repeat(64) }), /原件/],
  ['an original that is not registered', inLetter({ file_sha256: null }), /原件/],
  [
    'an original that later versions lack',
    ({ versions }) => setFiles(versions[3], (files) => files.slice(1)),
    /第 4 版的原件/,
  ],
  [
    'a role that there is not',
    ({ versions }) => setFiles(versions.at(-1), (files) => [...files.slice(0, -1), { ...files.at(-1), role: 'BOSS' }]),
    /role/,
  ],
  [
    'a size that is not that of the bytes',
    everywhere((row) => setFiles(row, (files) => files.map((file) => ({ ...file, size: 999 })))),
    /大小与内容不符/,
  ],
  ['one file twice', ({ versions }) => setFiles(versions[0], (files) => [...files, ...files]), /两个相同的附件/],
  [
    'a file that changes its name',
    ({ versions }) => setFiles(versions[1], (files) => files.map((file) => ({ ...file, name: '别名.txt' }))),
    /不是同一个文件/,
  ],
  [
    'files with ids of another kind',
    everywhere((row) => setFiles(row, (files) => files.map((file) => ({ ...file, id: '../../x' })))),
    /id/,
  ],
  ['a final version that is not the newest', inLetter({ final_version: 1 }), /定稿/],
  ['a final version that there is not', inLetter({ final_version: 9 }), /定稿/],
  ['a year far below zero', inLetter({ archive_year: -9e15 }), /archive_year/],
  ['a year above all bounds', inLetter({ archive_year: 9995 }), /archive_year/],
  ['a year of nothing that it says', inLetter({ archive_year: 1949 }), /归档年度/],
  ['an item number of zero', inLetter({ item_no: 0 }), /item_no/],
  ['an item number that is no whole number', inLetter({ item_no: 1.5 }), /item_no/],
  ['a retention that there is not', inLetter({ retention: 'D99' }), /retention/],
  ['an archive number of any length', inLetter({ ref_code: 'Z'.repeat(3_000_000) }), /ref_code/],
  ['a blank for an id', inLetter({ id: ' ' }), /id/],
  ['an option for an id', inLetter({ id: '--json' }), /id/],
  ['an archive number for an id', inLetter({ id: 'Z001-WS·2024-D30-0001' }), /id/],
  [
    'a time of filing that is not that of its first version',
    inLetter({ filed_at: '2020-01-01T00:00:00.000Z' }),
    /入库时间/,
  ],
  [
    'times in words',
    (packed) => {
      packed.letter['filed_at'] = '昨天';
      for (const row of packed.versions) row['at'] = '昨天';
    },
    /filed_at/,
  ],
  ['a time long after us', everywhere((row) => (row['at'] = '9999-12-31T00:00:00.000Z')), /at/],
  ['a day that there is not', everywhere((row) => (row['at'] = '2026-02-30T00:00:00.000Z')), /at/],
  ['an actor of two lines', everywhere((row) => (row['actor'] = '王\n档案')), /actor/],
  ['an actor with something unseen', everywhere((row) => (row['actor'] = '王档案\u200b')), /actor/],
  ['an actor that turns the writing round', everywhere((row) => (row['actor'] = '王\u202e档案')), /actor/],
  ['no actor', everywhere((row) => (row['actor'] = '')), /actor/],
  ['half a character', everywhere((row) => (row['reason'] = '\ud800')), /reason/],
  ['a reason of any length', everywhere((row) => (row['reason'] = 'x'.repeat(5_000_000))), /reason/],
  ['evidence that is a list', ({ source }) => void (source['evidence'] = '[]'), /evidence/],
  ['evidence of another kind', ({ source }) => void (source['evidence'] = '{"title":"题名"}'), /evidence/],
  ['pages that are none', ({ source }) => void (source['pages'] = '[null]'), /pages/],
  ['places of a text that are none', ({ source }) => void (source['text_map'] = '[[0,1],"x"]'), /text_map/],
  ['warnings without words', ({ source }) => void (source['warnings'] = '[{"code":{}}]'), /warnings/],
  [
    'words beside what a hash covers of a file',
    everywhere((row) => setFiles(row, (files) => files.map((file) => ({ ...file, note: '另有说明' })))),
    /附件清单/,
  ],
  [
    'a text that is none',
    ({ versions }, add) => Object.assign(versions[2] ?? {}, { text_sha256: add(Buffer.from([0xff, 0xfe, 0, 0x62])) }),
    /UTF-8/,
  ],
  [
    'a history that no version joined',
    (packed) => {
      rechain(packed);
      packed.branches = [{ ...joinedTo(packed), joined: 99 }];
    },
    /没有并入/,
  ],
  [
    'a joined version of a number that does not follow',
    (packed) => {
      rechain(packed);
      const branch = joinedTo(packed);
      for (const row of branch.versions) Object.assign(row, { version: 7 });
      branch.versions.forEach(rehash);
      packed.branches = [branch];
    },
    /接不上/,
  ],
  [
    'the review mark said twice',
    () => undefined,
    /出现两次/,
    { write: (packed) => JSON.stringify(packed).replace('"review":', '"review":1,"review":') },
  ],
  ['a newer form of its own', (packed) => void (packed.form = 2), /form/],
];

/** A history that went another way after version 1. */
function joinedTo({ versions }: Forged): Forged['branches'][number] {
  const row = { ...versions[1], reason: '另一处改的' };
  rehash(row);
  return { package: { name: '另一个包', sha256: '1'.repeat(64) }, joined: 2, versions: [row] };
}

test.each(REFUSED)('a letter with %s is refused, the letter beside it is taken', async (_what, change, why, how) => {
  const dir = forged(change, how);
  expect(verifyApart(dir).check.problems).toEqual([]);
  const engine = await openEngine();
  const { items } = await take(engine, dir);
  expect(items.map(({ status, code }) => `${status} ${code ?? ''}`).sort()).toEqual(['filed ', 'refused PACKAGE_BAD']);
  expect(items.find(({ status }) => status === 'refused')?.message).toMatch(why);
  expect((await engine.call('letters.list', {})).letters.map(({ id }) => id)).toEqual([made.plain]);
  await sound(engine);
});

const MARK = '机密★20年';
const withdrawn = (words: string): Record<string, unknown> => ({
  ...{ act: 'withdraw', version: 1, at: '2026-05-01T00:00:00.000Z', actor: '外局', on: null, package: null },
  reason: words,
});

const MARKED: readonly [string, (words: string) => Change][] = [
  ['a reason', (words) => everywhere((row) => (row['reason'] = words))],
  [
    'the reason of a joined history',
    (words) => (packed) => {
      rechain(packed);
      const branch = joinedTo(packed);
      for (const row of branch.versions) row['reason'] = words;
      branch.versions.forEach(rehash);
      packed.branches = [branch];
    },
  ],
  [
    'the name of a joined package',
    (words) => (packed) => {
      rechain(packed);
      const branch = joinedTo(packed);
      packed.branches = [{ ...branch, package: { ...branch.package, name: words } }];
    },
  ],
  [
    'the kind of a file',
    (words) => everywhere((row) => setFiles(row, (files) => files.map((file) => ({ ...file, mime: words })))),
  ],
  ['the form of its file', (words) => (packed) => void (packed.source['format'] = words)],
  [
    'a warning',
    (words) => (packed) => void (packed.source['warnings'] = JSON.stringify([{ code: 'OCR_TEXT', message: words }])),
  ],
  [
    'the name of what was read',
    (words) => (packed) =>
      void (packed.source['evidence'] = JSON.stringify({ [words]: { start: 0, end: 1, confidence: 1 } })),
  ],
  [
    'an act on its public version',
    (words) => (packed) => void Object.assign(packed, { public_acts: [withdrawn(words)] }),
  ],
];

test.each(MARKED)('a mark of secrecy in %s refuses the letter, the one beside it is taken', async (_what, change) => {
  const dir = forged(change(MARK));
  expect(verifyApart(dir).check.problems).toEqual([]);
  const engine = await openEngine();
  const { items } = await take(engine, dir);
  expect(items.map(({ status, code }) => `${status} ${code ?? ''}`).sort()).toEqual([
    'filed ',
    'refused SECRET_REFUSED',
  ]);
  expect((await engine.call('letters.list', {})).letters.map(({ id }) => id)).toEqual([made.plain]);
  await sound(engine);
});

test('a mark of secrecy in what others did to a letter that is here, or in the package’s name, is refused too', async () => {
  const engine = await openEngine();
  expect(await take(engine, made.dir)).toMatchObject({ filed: 2 });
  const { items } = await take(
    engine,
    forged((packed) => void Object.assign(packed, { public_acts: [withdrawn(MARK)] })),
  );
  expect(items.map(({ code }) => code).sort()).toEqual(['DUPLICATE', 'SECRET_REFUSED']);
  expect(JSON.stringify(await engine.call('trust.audit', {}))).not.toContain(MARK);
  const named = join(temporaryFolder(), `${MARK} 数据包`);
  cpSync(made.dir, named, { recursive: true });
  const other = await openEngine();
  const refused = await take(other, named);
  expect(refused.filed).toBe(0);
  expect(new Set(refused.items.map(({ code }) => code))).toEqual(new Set(['SECRET_REFUSED']));
});

test('what an older version says and could not be filed is shown, and does not become the newest by going back to it', async () => {
  const dir = forged(({ versions }) => setElements(versions[0], { issued_on: '2023-02-30' }));
  const engine = await openEngine();
  expect(await take(engine, dir)).toMatchObject({ filed: 2 });
  const back = (version: number) =>
    engine.call('letters.restore', { id: made.changed, version, reason: '恢复', ...base });
  const { version } = await engine.call('letters.show', { id: made.changed });
  const base = { base_version: version };
  await expect(back(1)).rejects.toMatchObject({
    code: 'BAD_VALUE',
    message: expect.stringContaining('成文日期') as unknown,
  });
  expect((await engine.call('letters.show', { id: made.changed })).version).toBe(version);
  await sound(engine);
});

test('a joined history that is right comes with its letter', async () => {
  const dir = forged((packed) => {
    rechain(packed);
    packed.branches = [joinedTo(packed)];
  });
  const engine = await openEngine();
  expect(await take(engine, dir)).toMatchObject({ filed: 2, refused: 0 });
  const history = await engine.call('letters.history', { id: made.changed });
  expect(history[1]?.joined).toEqual([{ name: '另一个包', sha256: '1'.repeat(64), versions: 1 }]);
  await sound(engine);
});

test('what versions say that they changed is worked out here: what the package says of it counts for nothing', async () => {
  const engine = await openEngine();
  await take(engine, made.dir);
  const other = await openEngine();
  const dir = forged(({ versions }) => {
    for (const [at, row] of versions.entries()) row['changes'] = ['garbage', '{}', '["issuer"]', '[]', ''][at];
  });
  expect(await take(other, dir)).toMatchObject({ filed: 2 });
  const changesIn = async (one: Engine): Promise<string[][]> =>
    (await one.call('letters.history', { id: made.changed })).map(({ changes }) => changes);
  expect(await changesIn(other)).toEqual(await changesIn(engine));
  await sound(other);
  const { file } = await other.call('trust.backup', { to: temporaryFolder() });
  expect(await other.call('trust.restoreBackup', { file })).toMatchObject({ verified: true });
});

test('an attachment that another letter here has is not taken for it', async () => {
  const engine = await openEngine();
  await take(engine, made.dir);
  const dir = forged((packed) => {
    packed.letter['id'] = newId();
    setElements(packed.versions.at(-1), { title: '另一件' });
  });
  // Its file is here already: it is told from the letter that has it by a person, who files it apart.
  const { items } = await take(engine, dir);
  const packedId = items.find(({ status }) => status === 'differs')?.packed_id ?? '';
  await expect(
    engine.call('package.decide', { path: dir, id: packedId, take: 'apart', reason: '两件' }),
  ).rejects.toThrow(expect.objectContaining({ code: 'PACKAGE_BAD' }));
  expect((await engine.call('letters.list', {})).total).toBe(2);
  await sound(engine);
});

test.each([
  [
    'an item number beyond all counting',
    { item_no: Number.MAX_SAFE_INTEGER, ref_code: 'Z001-WS·2023-D30-9007199254740991' },
  ],
  ['an item number of more than a year has', { item_no: 100_000, ref_code: 'Z001-WS·2023-D30-100000' }],
  ['an archive number that is not that of its item', { ref_code: 'Z001-WS·2023-D30-0002' }],
  ['an archive number that is not that of its year', { ref_code: 'Z001-WS·2022-D30-0001' }],
  ['an archive number that is not that of its retention', { ref_code: 'Z001-WS·2023-D10-0001' }],
  ['an archive number that is any text', { ref_code: ' 2023 D30 0001' }],
])('a letter with %s gets the next one, and numbering goes on', async (_what, set) => {
  const engine = await openEngine();
  expect(await take(engine, forged(inLetter(set)))).toMatchObject({ filed: 2, refused: 0 });
  const numberOf = async (id: string): Promise<string | null> => (await engine.call('letters.show', { id })).ref_code;
  expect(await numberOf(made.changed)).toBe('Z001-WS·2023-D30-0001');
  const [row] = (await engine.call('trust.audit', { action: 'letter.file' })).filter(
    ({ subject }) => subject === made.changed,
  );
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ item_no: 1, package_ref_code: set.ref_code });
  const letters = ['0241', '0242'].map((number) => PLAIN_LETTER.replaceAll('2024', '2023').replace('0236', number));
  for (const [at, text] of letters.entries())
    expect(await numberOf(await fileText(engine, text, `${at}.txt`))).toBe(`Z001-WS·2023-D30-000${at + 2}`);
  await sound(engine);
});

test('a number that a package brought is not given again where counting comes to it', async () => {
  const engine = await openEngine();
  // The number of item 4 by the pattern that is set below.
  const dir = forged(inLetter({ item_no: 3, ref_code: 'Z001-WS·2023-D30-0004-0003' }));
  await take(engine, dir);
  await engine.call('settings.change', {
    ref_code: {
      fonds: 'Z001',
      category: 'WS',
      office: '',
      pattern: '{全宗号}-{门类}·{年度}-{保管期限}-{件号}-0003',
      retention: 'D30',
    },
  });
  const text = PLAIN_LETTER.replaceAll('2024', '2023');
  const id = await fileText(engine, text, '又一件.txt');
  expect((await engine.call('letters.show', { id })).ref_code).toBe('Z001-WS·2023-D30-0005-0003');
  await sound(engine);
});

/** A letter that lacks what it should have. */
const DOUBTFUL = '关于提案的答复\n\n各位委员：\n\n来信收悉，现答复如下：一切照旧。\n';

test.each([false, true])(
  'what the reading doubted waits here, though the package says that nothing waits (final: %s)',
  async (final) => {
    const source = await openEngine();
    const { items } = await source.call('letters.import', { paths: [temporaryFile('来信.txt', DOUBTFUL)] });
    const id = items[0]?.id ?? '';
    expect(items[0]).toMatchObject({ status: 'filed', review: true });
    await source.call('review.confirm', { id, base_version: 1, set: {} });
    if (final) await source.call('letters.finalise', { id, reason: '审定' });
    const { dir } = await source.call('export.package', { out: join(temporaryFolder(), '数据包') });
    const engine = await openEngine();
    expect((await take(engine, dir)).items).toEqual([expect.objectContaining({ status: 'filed', id, review: true })]);
    expect((await engine.call('review.list', {})).letters.map((one) => one.id)).toEqual([id]);
    await sound(engine);
    // Who looks here takes the mark away, also of a letter that is final.
    await engine.call('review.confirm', { id, base_version: 1, set: {} });
    expect((await engine.call('review.list', {})).letters).toEqual([]);
    expect((await engine.call('letters.show', { id })).final).toBe(final);
    await sound(engine);
  },
);

test('a letter that waits and is final in its package is both here', async () => {
  const engine = await openEngine();
  expect(await take(engine, forged(inLetter({ review: 1, final_version: 5 })))).toMatchObject({ filed: 2 });
  expect((await engine.call('review.list', {})).letters.map(({ id }) => id)).toContain(made.changed);
  expect((await engine.call('letters.show', { id: made.changed })).final).toBe(true);
  await sound(engine);
});

test('an id is one letter’s alone, whatever number another letter bears', async () => {
  const engine = await openEngine();
  const here = await fileText(engine, PLAIN_LETTER, '建议答复.txt');
  await engine.call('letters.edit', {
    id: await fileText(engine, PLAIN_LETTER.replace('0236', '0237'), '另一件.txt'),
    set: { doc_number: here },
    reason: '更正文号',
  });
  const [found] = await engine.call('letters.find', { words: [here] });
  expect(found?.letters.map(({ id }) => id)).toEqual([here]);
});

test('what a package says of its archive is no more than a name', async () => {
  const dir = join(temporaryFolder(), '数据包');
  cpSync(made.dir, dir, { recursive: true });
  rewrite(dir, 'bag-info.txt', (text) =>
    text.replace(/^Fuhan-Archive-Id: .*$/m, `Fuhan-Archive-Id: ${'x'.repeat(2_000_000)}`),
  );
  const engine = await openEngine();
  expect(await take(engine, dir)).toMatchObject({ filed: 2 });
  await sound(engine);
});
