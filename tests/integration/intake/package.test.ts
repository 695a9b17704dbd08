/** Packages are taken in again: docs/spec/package.md, "Taking in". */
import { cpSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { ImportResult } from '../../../shared/contract/index.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { forge, setElements } from '../../support/forged-packages.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { filesBelow, filledArchive, reseal, rewrite, verifyApart, type Filled } from '../../support/packages.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

async function packageOf(engine: Engine, zip = false): Promise<string> {
  const { dir } = await engine.call('export.package', { out: join(temporaryFolder(), '数据包'), zip });
  return dir;
}

const take = (engine: Engine, ...paths: string[]): Promise<ImportResult> => engine.call('letters.import', { paths });
const statuses = ({ items }: ImportResult): string[] => items.map(({ status }) => status).sort();

/** All that a letter is, but for where its versions came from. */
async function whole(engine: Engine, id: string) {
  const letter = await engine.call('letters.show', { id });
  const history = await engine.call('letters.history', { id });
  return { letter, history: history.map(({ origin: _origin, ...row }) => row) };
}

async function sound(engine: Engine): Promise<void> {
  const { problems } = await engine.call('trust.verify', {});
  expect(problems).toEqual([]);
}

/** Two archives that have the same letters: the second took in what the first packed. */
async function twoArchives(): Promise<Filled & { other: Engine; dir: string }> {
  const filled = await filledArchive();
  const dir = await packageOf(filled.engine);
  const other = await openEngine();
  await take(other, dir);
  return { ...filled, other, dir };
}

test.each([false, true])(
  'an empty archive has every version with its hash afterwards, and finds the letters (zip: %s)',
  async (zip) => {
    const { engine, changed, plain } = await filledArchive();
    await engine.call('letters.finalise', { id: plain, reason: '审定' });
    const dir = await packageOf(engine, zip);
    const other = await openEngine();
    const result = await take(other, dir);
    expect(result).toMatchObject({ filed: 2, duplicates: 0, refused: 0 });
    expect(result.items.map(({ versions }) => versions).sort()).toEqual([1, 5]);
    expect(result.packages).toEqual([expect.objectContaining({ file: dir, letters: 2, differs: 0 })]);
    for (const id of [changed, plain]) expect(await whole(other, id)).toEqual(await whole(engine, id));
    const found = async (query: string): Promise<string[]> =>
      (await other.call('search.query', { query })).hits.map(({ id }) => id);
    expect(await found('夜间托管')).toEqual([changed]);
    expect(await found('附件:青杨路')).toEqual([changed]);
    expect((await other.call('search.query', { query: '老旧小区', versions: true })).total).toBe(1);
    await sound(other);
    // What came out of it again is the same.
    const again = verifyApart(await packageOf(other));
    expect(again.check).toMatchObject({ ok: true, letters: 2, versions: 6 });
  },
);

test('versions say which package they came with; the log tells of each', async () => {
  const { other, changed, dir } = await twoArchives();
  const { sha256 } = verifyApart(dir).check;
  const history = await other.call('letters.history', { id: changed });
  expect(history.map(({ origin }) => origin)).toEqual(history.map(() => ({ name: '数据包', sha256 })));
  await other.call('letters.edit', { id: changed, set: { result_code: 'B' }, reason: '本库更正' });
  expect((await other.call('letters.history', { id: changed })).at(-1)?.origin).toBeUndefined();
  const rows = await other.call('trust.audit', {});
  expect(rows.filter(({ action }) => action === 'letter.take_version')).toHaveLength(4);
  const told = rows.find(({ action }) => action === 'package.import');
  expect(JSON.parse(told?.detail ?? '{}')).toMatchObject({ package: sha256, letters: 2, filed: 2, differs: 0 });
});

test('nothing is doubled: the same package again, an older one, or a letter that went on here since', async () => {
  const { engine, other, changed, dir } = await twoArchives();
  expect(statuses(await take(other, dir))).toEqual(['duplicate', 'duplicate']);
  expect(statuses(await take(engine, dir))).toEqual(['duplicate', 'duplicate']);
  await other.call('letters.edit', { id: changed, set: { result_code: 'B' }, reason: '本库更正' });
  expect(statuses(await take(other, dir))).toEqual(['duplicate', 'duplicate']);
  expect((await other.call('letters.list', {})).total).toBe(2);
});

test('versions that are news go on top of the letter’s own', async () => {
  const { engine, other, changed } = await twoArchives();
  await engine.call('letters.edit', { id: changed, set: { case_title: '课后托管点' }, reason: '补录' });
  const result = await take(other, await packageOf(engine));
  expect(statuses(result)).toEqual(['duplicate', 'filed']);
  const there = await whole(engine, changed);
  expect(await whole(other, changed)).toEqual({ ...there, letter: { ...there.letter, review: true } });
  expect((await other.call('search.query', { query: '课后托管点' })).total).toBe(1);
  await sound(other);
});

test('versions on top of a letter wait for a person, and make it final only in the words of the package', async () => {
  const { engine, other, changed } = await twoArchives();
  await other.call('letters.edit', { id: changed, set: { result_code: 'B' }, reason: '本库更正' });
  // The letter with a version of its own goes out, and comes back with one more, final.
  await take(engine, await packageOf(other));
  await engine.call('letters.edit', { id: changed, set: { result_code: 'A' }, reason: '按领导批示更正' });
  await engine.call('letters.finalise', { id: changed, reason: '审定' });
  const dir = await packageOf(engine);
  const words = '数据包在本库第 6 版之上带来新版本，请核对；数据包记为定稿，本库没有定稿';
  expect((await take(other, dir)).items).toContainEqual(
    expect.objectContaining({ id: changed, status: 'filed', versions: 1, review: true, why: words }),
  );
  const here = await other.call('letters.show', { id: changed });
  expect([here.version, here.final, here.review]).toEqual([7, false, true]);
  const [waiting] = (await other.call('review.list', {})).letters.filter(({ id }) => id === changed);
  expect(waiting?.why).toContain('新版本来自数据包“数据包”');
  const rows = (await other.call('trust.audit', {})).filter(({ subject }) => subject === changed);
  const told = rows.filter(({ action }) =>
    ['letter.take_version', 'letter.reopen', 'letter.finalise'].includes(action),
  );
  expect(told.slice(-2).map(({ action, detail }) => [action, JSON.parse(detail) as unknown])).toEqual([
    ['letter.take_version', expect.objectContaining({ version: 7, package_final: 7 })],
    ['letter.reopen', { version: 7, package: verifyApart(dir).check.sha256 }],
  ]);
  await sound(other);
  await other.call('review.confirm', { id: changed, base_version: 7, set: {} });
  await other.call('letters.edit', { id: changed, set: { result_code: 'B' }, reason: '改回' });
  await sound(other);
});

test('what a package puts on top of a letter is found at once, and waits; of what waits for a decision nothing is found', async () => {
  const { engine, other, changed, plain } = await twoArchives();
  for (const id of [changed, plain])
    await engine.call('letters.edit', { id, set: {}, text: `${PLAIN_LETTER}\n紫云路口增设信号灯。`, reason: '补充' });
  await other.call('letters.edit', { id: plain, set: { contact: '王办' }, reason: '本库更正' });
  expect(statuses(await take(other, await packageOf(engine)))).toEqual(['differs', 'filed']);
  const { hits } = await other.call('search.query', { query: '紫云路口', versions: true });
  expect(hits.map(({ id }) => id)).toEqual([changed]);
  const { letters } = await other.call('review.list', {});
  expect(letters.map(({ id }) => id)).toContain(changed);
});

test('a version older than the one that it stands on is refused', async () => {
  const { engine, other, changed } = await twoArchives();
  const dir = await packageOf(engine);
  forge(
    dir,
    ({ versions }) => {
      const last = versions.at(-1);
      versions.push({ ...last, version: versions.length + 1, at: '2001-02-03T04:05:06.000Z', reason: '早先改的' });
      setElements(versions.at(-1), { title: '已经解决' });
    },
    { id: changed },
  );
  const before = await whole(other, changed);
  for (const dry_run of [true, false]) {
    const { items } = await other.call('letters.import', { paths: [dir], dry_run });
    const refused = items.find(({ status }) => status === 'refused');
    expect(refused).toMatchObject({ code: 'PACKAGE_BAD' });
    expect(refused?.message).toContain('第 6 版的时间早于前一版');
  }
  expect(await whole(other, changed)).toEqual(before);
  await sound(other);
});

test('a letter that is final here takes no version of a package', async () => {
  const { engine, other, changed } = await twoArchives();
  await other.call('letters.finalise', { id: changed, reason: '审定' });
  await engine.call('letters.edit', { id: changed, set: { case_title: '课后托管点' }, reason: '补录' });
  const { items } = await take(other, await packageOf(engine));
  expect(items.find(({ status }) => status === 'refused')).toMatchObject({ code: 'LETTER_LOCKED' });
  await sound(other);
});

/** Both archives have gone on from the same version. */
async function apart(): Promise<Filled & { other: Engine; dir: string }> {
  const both = await twoArchives();
  await both.engine.call('letters.edit', { id: both.changed, set: { result_code: 'C' }, reason: '那边改的' });
  await both.engine.call('letters.edit', { id: both.changed, text: '那边改过的正文：暑期托管。', reason: '那边再改' });
  await both.other.call('letters.edit', { id: both.changed, text: '这边改过的正文：晨间托管。', reason: '这边改的' });
  return { ...both, dir: await packageOf(both.engine) };
}

test('where both went on, nothing is taken until a person has seen both sides', async () => {
  const { other, changed, dir } = await apart();
  const before = await whole(other, changed);
  const result = await take(other, dir);
  expect(statuses(result)).toEqual(['differs', 'duplicate']);
  expect(result.items.find(({ status }) => status === 'differs')).toMatchObject({
    id: changed,
    code: 'PACKAGE_DIFFERS',
  });
  expect(await whole(other, changed)).toEqual(before);
  const { local, packed, diff, common } = await other.call('package.compare', { path: dir, id: changed });
  expect([local.text, packed.text]).toEqual(['这边改过的正文：晨间托管。', '那边改过的正文：暑期托管。']);
  expect(common).toBe(5);
  expect(diff.fields.map(({ field }) => field)).toEqual(['result_code']);
});

test.each([
  ['local', '这边改过的正文：晨间托管。'],
  ['package', '那边改过的正文：暑期托管。'],
] as const)('decided for %s, the other side is kept whole and the new version names both heads', async (side, text) => {
  const { engine, other, changed, dir } = await apart();
  const heads = [engine, other].map(
    async (one) => (await one.call('letters.history', { id: changed })).at(-1)?.sha256 ?? '',
  );
  const [theirs = '', ours = ''] = await Promise.all(heads);
  const decision = { path: dir, id: changed, take: side, reason: '核实过' };
  await expect(other.call('package.decide', { ...decision, base_version: 3 })).rejects.toThrow(
    code('VERSION_CONFLICT'),
  );
  const made = await other.call('package.decide', { ...decision, base_version: 6 });
  expect(made).toEqual({ id: changed, version: 7 });
  expect((await other.call('letters.show', { id: changed })).text).toBe(text);
  const last = (await other.call('letters.history', { id: changed })).at(-1);
  expect(last?.reason).toContain(theirs);
  expect(last?.reason).toContain(ours);
  expect(last?.reason).toContain('核实过');
  expect(last?.joined).toEqual([{ name: '数据包', sha256: verifyApart(dir).check.sha256, versions: 2 }]);
  expect((await other.call('search.query', { query: text.slice(-5, -1) })).total).toBe(1);
  await sound(other);
  // It is decided: the same package has no news any more, and what is packed now has both histories.
  expect(statuses(await take(other, dir))).toEqual(['duplicate', 'duplicate']);
  await expect(other.call('package.decide', decision)).rejects.toThrow(code('NOTHING_CHANGED'));
  const joined = await packageOf(other);
  expect(verifyApart(joined).check).toMatchObject({ ok: true, versions: 10 });
  const third = await openEngine();
  await take(third, joined);
  expect(await whole(third, changed)).toEqual(await whole(other, changed));
  expect(statuses(await take(third, dir))).toEqual(['duplicate', 'duplicate']);
  await sound(third);
});

test('one file that two archives have filed is one letter: same content is known, other content is decided on', async () => {
  const [one, two] = [await openEngine(), await openEngine()];
  const here = await fileText(two, PLAIN_LETTER, '建议答复.txt');
  const there = await fileText(one, PLAIN_LETTER, '建议答复.txt');
  expect(statuses(await take(two, await packageOf(one)))).toEqual(['duplicate']);
  await one.call('letters.edit', { id: there, set: { result_code: 'A' }, reason: '那边改的' });
  const dir = await packageOf(one);
  const { items } = await take(two, dir);
  expect(items).toEqual([expect.objectContaining({ status: 'differs', id: here, packed_id: there })]);
  expect(await two.call('package.compare', { path: dir, id: there })).toMatchObject({ common: 0 });
  await two.call('package.decide', { path: dir, id: there, take: 'package', reason: '以那边为准' });
  expect((await two.call('letters.show', { id: here })).elements.result_code).toBe('A');
  expect(statuses(await take(two, dir))).toEqual(['duplicate']);
  expect((await two.call('letters.list', {})).total).toBe(1);
  await sound(two);
});

test('or it is filed as another letter, with the next archive number where its own is taken', async () => {
  const [one, two] = [await openEngine(), await openEngine()];
  const here = await fileText(two, PLAIN_LETTER, '建议答复.txt');
  const there = await fileText(one, PLAIN_LETTER, '建议答复.txt');
  await one.call('letters.edit', { id: there, set: { result_code: 'A' }, reason: '那边改的' });
  const dir = await packageOf(one);
  await two.call('package.decide', { path: dir, id: there, take: 'apart', reason: '两件' });
  const codes = await Promise.all([here, there].map(async (id) => (await two.call('letters.show', { id })).ref_code));
  expect(codes).toEqual(['Z001-WS·2024-D30-0001', 'Z001-WS·2024-D30-0002']);
  const [row] = (await two.call('trust.audit', { action: 'letter.file' })).slice(-1);
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ package_ref_code: 'Z001-WS·2024-D30-0001' });
  await sound(two);
});

test('a package among other files is taken in as one, and they are filed beside it', async () => {
  const { engine } = await filledArchive();
  const stick = temporaryFolder();
  cpSync(await packageOf(engine), join(stick, '移交', '数据包'), { recursive: true });
  writeFileSync(join(stick, '另一件.txt'), PLAIN_LETTER.replace('0236', '0237'));
  const other = await openEngine();
  const report = join(temporaryFolder(), '结果.csv');
  const result = await other.call('letters.import', { paths: [stick], report });
  expect(result).toMatchObject({ filed: 3, refused: 0 });
  expect(readFileSync(report, 'utf8').trim().split('\r\n')).toHaveLength(4);
});

test('a dry run says what would be done and does nothing', async () => {
  const { engine } = await filledArchive();
  const dir = await packageOf(engine);
  const other = await openEngine();
  expect(await other.call('letters.import', { paths: [dir], dry_run: true })).toMatchObject({ filed: 2 });
  expect((await other.call('letters.list', {})).total).toBe(0);
  expect((await other.call('trust.audit', {})).map(({ action }) => action)).toEqual(['archive.create']);
});

test('a letter with a mark of secrecy in any of its files or versions is refused, the others are taken', async () => {
  const { engine, changed } = await filledArchive();
  const dir = await packageOf(engine);
  const path = filesBelow(dir).find((one) => one.endsWith('历史/正文/第1版.txt')) ?? '';
  // As an archive with weaker rules might hand it over: every hash is right.
  const other = await openEngine();
  await expectSecret(other, dir, path);
  expect((await other.call('letters.list', {})).total).toBe(1);
  await expect(other.call('letters.show', { id: changed })).rejects.toThrow(code('NOT_FOUND'));
  const rows = await other.call('trust.audit', { action: 'secret.refused' });
  expect(rows.map(({ subject, detail }) => ({ subject, detail }))).toEqual([{ subject: null, detail: '{}' }]);
  await sound(other);
});

/** Puts a mark into the name under which a file came, and makes all hashes of its version right again. */
async function expectSecret(other: Engine, dir: string, path: string): Promise<void> {
  const history = path.replace('正文/第1版.txt', '版本.json');
  rewrite(dir, history, (text) => text.replace('"file_name": "提案答复.txt"', '"file_name": "机密★10年 答复.txt"'));
  expect(verifyApart(dir).check.ok).toBe(true);
  const { items } = await take(other, dir);
  expect(items.map(({ status, code: why }) => [status, why]).sort()).toEqual([
    ['filed', undefined],
    ['refused', 'SECRET_REFUSED'],
  ]);
}

/** Packages that are not whole: what is done to them, and what is said. */
const BAD: readonly [string, (dir: string) => void, string, RegExp][] = [
  ['one byte changed', (dir) => flip(join(dir, find(dir, '正文.pdf'))), 'PACKAGE_BAD', /正文\.pdf/],
  ['an added file', (dir) => writeFileSync(join(dir, 'data/多出.txt'), 'x'), 'PACKAGE_BAD', /多出\.txt|bag-info/],
  ['a truncated file', (dir) => cut(join(dir, find(dir, '正文.pdf'))), 'PACKAGE_BAD', /正文\.pdf|bag-info/],
  ['no declaration', (dir) => rmSync(join(dir, 'bagit.txt')), 'PACKAGE_BAD', /bagit\.txt/],
  ['no bag-info', (dir) => rmSync(join(dir, 'bag-info.txt')), 'PACKAGE_BAD', /bag-info/],
  [
    'a list that leads out',
    (dir) => {
      const list = join(dir, 'manifest-sha256.txt');
      writeFileSync(list, `${readFileSync(list, 'utf8')}${'0'.repeat(64)}  data/../../../etc/passwd\n`);
    },
    'PACKAGE_BAD',
    /越出|manifest/,
  ],
  [
    'a newer form',
    (dir) => rewrite(dir, 'bag-info.txt', (text) => text.replace('Fuhan-Package-Form: 1', 'Fuhan-Package-Form: 2')),
    'PACKAGE_NEWER',
    /格式 2/,
  ],
  [
    'a version rewritten with every list made right again',
    (dir) => rewrite(dir, find(dir, '历史/版本.json'), (text) => text.replace('"reason": "归档"', '"reason": "改写"')),
    'PACKAGE_BAD',
    /与其摘要不符/,
  ],
];
const find = (dir: string, end: string): string => filesBelow(dir).find((path) => path.endsWith(end)) ?? '';
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
function cut(path: string): void {
  writeFileSync(path, readFileSync(path).subarray(0, 1000));
}

test.each(BAD)('a package with %s is refused by name, and nothing of it is taken', async (_what, spoil, why, named) => {
  const { engine } = await filledArchive();
  const dir = await packageOf(engine);
  spoil(dir);
  const other = await openEngine();
  const { items, filed } = await take(other, dir);
  expect(filed).toBe(0);
  expect(items).toEqual([expect.objectContaining({ file: dir, status: 'refused', code: why })]);
  expect(items[0]?.message).toMatch(named);
  expect((await other.call('letters.list', {})).total).toBe(0);
  expect((await other.call('package.check', { path: dir })).ok).toBe(false);
});

test('a zip that is cut off is refused', async () => {
  const { engine } = await filledArchive();
  const zip = await packageOf(engine, true);
  writeFileSync(zip, readFileSync(zip).subarray(0, 5000));
  const other = await openEngine();
  const { ok, problems } = await other.call('package.check', { path: zip });
  expect({ ok, codes: problems.map((one) => one.code) }).toEqual({ ok: false, codes: ['bag'] });
  expect(await take(other, zip)).toMatchObject({ filed: 0, refused: 1 });
});

test('a zip in which a name stands twice is refused as a package, and not filed file by file', async () => {
  const { engine } = await filledArchive();
  const zip = await packageOf(engine, true);
  const bytes = readFileSync(zip).toString('latin1').replaceAll('tagmanifest-sha512.txt', 'tagmanifest-sha256.txt');
  writeFileSync(zip, Buffer.from(bytes, 'latin1'));
  const other = await openEngine();
  expect((await other.call('package.check', { path: zip })).ok).toBe(false);
  const taken = await take(other, zip);
  expect(taken).toMatchObject({ filed: 0, items: [{ status: 'refused', code: 'PACKAGE_BAD' }] });
});

test('a bag of another program is no package: checked as a bag, and its files are imported as files', async () => {
  const bag = temporaryFolder();
  const { engine } = await filledArchive();
  cpSync(await packageOf(engine), bag, { recursive: true });
  const info = join(bag, 'bag-info.txt');
  writeFileSync(info, readFileSync(info, 'utf8').replaceAll(/^Fuhan.*\n/gm, ''));
  reseal(bag);
  const other = await openEngine();
  expect(await other.call('package.check', { path: bag })).toMatchObject({ ok: true, form: 0, letters: 0 });
  const { packages } = await other.call('letters.import', { paths: [join(bag, 'data/文件目录.XML')] });
  expect(packages).toBeUndefined();
  // With this program's verifier beside it, it is one of its own that has lost its form.
  const lost = await other.call('letters.import', { paths: [bag] });
  expect(lost).toMatchObject({ filed: 0, items: [{ status: 'refused', code: 'PACKAGE_BAD' }] });
});
