/** Definitions that are not those of the form are not worked with (docs/spec/storage.md): each step says what hash they have after it. */
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { definitionsDigest, expectedDefinitions } from '../../../main/archive/storage/schema.ts';

test('each step says the hash of all definitions that an archive has after it', async () => {
  for (const { number, name, definitionsSha256 } of MIGRATIONS)
    expect(definitionsDigest(await expectedDefinitions(number, MIGRATIONS)), name).toBe(definitionsSha256);
});

test('the hash tells a word, a kind and a table apart, and not the order', async () => {
  const all = await expectedDefinitions(12, MIGRATIONS);
  const digest = definitionsDigest(all);
  expect(definitionsDigest([...all].reverse())).toBe(digest);
  const [first, ...others] = all;
  if (first === undefined) throw new Error('nothing is defined');
  for (const change of [{ sql: `${first.sql} ` }, { type: 'view' }, { of: 'letter' }, { name: 'x' }])
    expect(definitionsDigest([{ ...first, ...change }, ...others])).not.toBe(digest);
  expect(definitionsDigest([...all, first])).not.toBe(digest);
});
