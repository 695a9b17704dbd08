/** Public acts of another archive, which come with packages: docs/spec/package.md, 22. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { ImportResult } from '../../../shared/contract/index.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { filesBelow, rewrite } from '../../support/packages.ts';
import { publicOffice, type PublicOffice } from '../../support/public-versions.ts';

const packageOf = async (engine: Engine, name = '数据包'): Promise<string> =>
  (await engine.call('export.package', { out: join(temporaryFolder(), name) })).dir;
const take = (engine: Engine, dir: string): Promise<ImportResult> => engine.call('letters.import', { paths: [dir] });
const historyIn = (dir: string, id: string): string =>
  filesBelow(dir).find(
    (path) => path.endsWith('历史/版本.json') && readFileSync(join(dir, path), 'utf8').includes(id),
  ) ?? '';
const actsIn = (dir: string, id: string): unknown[] =>
  (JSON.parse(readFileSync(join(dir, historyIn(dir, id)), 'utf8')) as { public_acts: unknown[] }).public_acts;
const foreignRows = async (engine: Engine): Promise<number> =>
  (await engine.call('trust.audit', { action: 'public.foreign', limit: 100 })).length;

/** A letter that is public in the first archive. */
async function published(): Promise<PublicOffice> {
  const office = await publicOffice();
  await office.decideAll();
  await office.review();
  const { version } = await office.engine.call('public.show', { id: office.id });
  await office.engine.call('public.publish', { id: office.id, base_version: version, on: '2024-01-05' });
  return office;
}

test('what the other archive reviewed, published and withdrew is shown as its own, and nothing here is public by it', async () => {
  const { engine, id } = await published();
  const dir = await packageOf(engine, '甲');
  const text = readFileSync(join(dir, historyIn(dir, id)), 'utf8');
  // Decisions on single items, with their places, do not travel.
  expect(text).not.toContain('"decide"');
  const other = await openEngine();
  expect(await take(other, dir)).toMatchObject({ refused: 0 });
  const status = await other.call('public.show', { id });
  expect(status).toMatchObject({ state: 'undecided', review: null, publication: null });
  expect(status.foreign.map(({ act, on, actor, package: from }) => [act, on, actor, from.name])).toEqual([
    ['review', null, '孙复核', '甲'],
    ['publish', '2024-01-05', '王档案', '甲'],
  ]);
  const out = join(temporaryFolder(), '公开目录.csv');
  expect(await other.call('export.register', { kind: 'public', out })).toMatchObject({ rows: 0 });
  await expect(other.call('public.withdraw', { id, reason: '撤回' })).rejects.toThrow(
    expect.objectContaining({ code: 'PUBLIC_NOT_PUBLISHED' }),
  );
  expect((await other.call('trust.verify', {})).problems).toEqual([]);

  // A withdrawal there comes with the next package, of a letter that is known; the same package tells nothing again.
  await engine.call('public.withdraw', { id, reason: '内容有误' });
  const next = await packageOf(engine, '乙');
  await take(other, next);
  await take(other, next);
  await take(other, dir);
  const { foreign } = await other.call('public.show', { id });
  expect(foreign.map(({ act, reason, package: from }) => [act, reason, from.name]).at(-1)).toEqual([
    'withdraw',
    '内容有误',
    '乙',
  ]);
  expect(foreign).toHaveLength(3);
  expect(await foreignRows(other)).toBe(2);

  // They go on in its own packages, and do not come back to who made them.
  const onward = await packageOf(other, '丙');
  expect(actsIn(onward, id)).toEqual(foreign);
  await take(engine, onward);
  expect((await engine.call('public.show', { id })).foreign).toEqual([]);
  const third = await openEngine();
  await take(third, onward);
  expect((await third.call('public.show', { id })).foreign).toEqual(foreign);
});

test('a foreign withdrawal takes back nothing that is public here', async () => {
  const { engine, id } = await published();
  const dir = await packageOf(engine, '甲');
  const path = historyIn(dir, id);
  const packed = JSON.parse(readFileSync(join(dir, path), 'utf8')) as { public_acts: object[] };
  const forged = { act: 'withdraw', version: 1, at: '2024-02-01T00:00:00.000Z', actor: '外人', on: null };
  packed.public_acts.push({ ...forged, reason: '撤回', package: null });
  rewrite(dir, path, () => JSON.stringify(packed));
  await take(engine, dir);
  const { publication, foreign } = await engine.call('public.show', { id });
  expect(publication).toMatchObject({ on: '2024-01-05', withdrawn: null });
  expect(foreign).toEqual([expect.objectContaining({ act: 'withdraw', actor: '外人' })]);
  // Nor does it end the review: what was reviewed here still is.
  expect((await engine.call('public.show', { id })).state).toBe('reviewed');
});

test('an act of no known kind, and a package of an earlier program that has none', async () => {
  const { engine, id } = await published();
  const dir = await packageOf(engine);
  const path = historyIn(dir, id);
  const packed = JSON.parse(readFileSync(join(dir, path), 'utf8')) as { public_acts?: object[] };
  const [first = {}] = packed.public_acts ?? [];
  rewrite(dir, path, () => JSON.stringify({ ...packed, public_acts: [{ ...first, act: 'decide' }] }));
  const other = await openEngine();
  const refused = await take(other, dir);
  expect(refused.items.map(({ code }) => code)).toContain('PACKAGE_BAD');
  delete packed.public_acts;
  rewrite(dir, path, () => JSON.stringify(packed));
  expect(await take(other, dir)).toMatchObject({ refused: 0 });
  expect((await other.call('public.show', { id })).foreign).toEqual([]);
  expect(await foreignRows(other)).toBe(0);
});
