/** The head of the file, changed by somebody who makes the checksum of its page right again: told with a code, never as a fault of the program. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { sealAll } from '../../support/tamper.ts';

test.each([
  [21, 1, 'how much of a row stands in a page'],
  [36, 7, 'how many pages are free'],
  [47, 9, 'the form of the definitions'],
  [59, 2, 'how letters are stored'],
  [67, 3, 'the largest root'],
])('byte %i, %i: %s', async (at, value) => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
  const bytes = readFileSync(join(folder, 'archive.sqlite'));
  bytes[at] = value;
  const changed = join(temporaryFolder(), 'changed');
  mkdirSync(changed, { mode: 0o700 });
  const path = join(changed, 'archive.sqlite');
  writeFileSync(path, bytes, { mode: 0o600 });
  sealAll(path);
  const before = readFileSync(path);
  await expect(Engine.open({ folder: changed, actor: '王档案', inProcess: true })).rejects.toThrow(
    expect.objectContaining({ code: 'ARCHIVE_DAMAGED' }),
  );
  const checked = await verifyFolder(changed);
  expect(checked.ok).toBe(false);
  // In words; what SQLite said stands apart.
  for (const { message } of checked.problems) expect(message).not.toMatch(/[a-z]{4,} [a-z]{2,}/iu);
  expect(readFileSync(path).equals(before)).toBe(true);
});
