/** Whose right is taken away, his calls under way stop at the next letter (docs/spec/accounts.md). */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import type { Progress } from '../../../shared/contract/index.ts';
import { passwordOf } from '../../support/accounts.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { PEOPLE, office, openOffice, signInAs } from '../../support/office.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const { name } = PEOPLE.archivist;

let engine: Engine;
let folder = '';
beforeEach(async () => {
  engine = await openOffice((await office()).folder);
  folder = join(temporaryFolder(), 'in');
  mkdirSync(folder);
});
afterEach(() => engine.close());

/** Puts letters into the folder, each with a number of its own. */
function letters(from: number, to: number): void {
  for (let i = from; i <= to; i += 1) {
    const text = PLAIN_LETTER.replaceAll('0236', `1${i}`).replaceAll('〔2024〕8号', `〔2024〕1${i}号`);
    writeFileSync(join(folder, `答复${i}.txt`), text);
  }
}

/** Resolves when a call has told for the first time that it is under way. */
function underWay(): { begun: Promise<void>; onProgress: (progress: Progress) => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { begun: promise, onProgress: () => resolve() };
}

async function disable(): Promise<void> {
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.setDisabled', { name, disabled: true });
}

async function lettersNow(): Promise<number> {
  await engine.call('accounts.setDisabled', { name, disabled: false });
  await signInAs(engine, 'archivist');
  return (await engine.call('letters.list', {})).total;
}

test('the watch of a disabled account ends, files nothing more, and takes the waiting files up again later', async () => {
  await signInAs(engine, 'archivist');
  const { begun, onProgress } = underWay();
  const watch = { folder, interval_seconds: 0.05, settle_seconds: 0 };
  const watching = engine.call('letters.watch', watch, { onProgress });
  await begun;
  await disable();
  letters(1, 3);
  await expect(watching).rejects.toThrow(code('ACCOUNT_DISABLED'));
  expect(await lettersNow()).toBe(1);
  const after = await engine.call('letters.watch', { ...watch, rounds: 2 });
  expect(after.filed).toBe(3);
});

test('so does one whose account lost the role', async () => {
  await signInAs(engine, 'archivist');
  const { begun, onProgress } = underWay();
  const watching = engine.call('letters.watch', { folder, interval_seconds: 0.05, settle_seconds: 0 }, { onProgress });
  await begun;
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.setRoles', { name, roles: ['reader'] });
  await expect(watching).rejects.toThrow(code('FORBIDDEN'));
});

test('an import stops before the next letter; what was read and not yet filed is not filed', async () => {
  letters(1, 400);
  await signInAs(engine, 'archivist');
  let filedAtLeast = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const onProgress = ({ done }: Progress): void => {
    filedAtLeast = done;
    if (done === 5) resolve();
  };
  const importing = engine.call('letters.import', { paths: [folder] }, { onProgress });
  await promise;
  await disable();
  await expect(importing).rejects.toThrow(code('ACCOUNT_DISABLED'));
  expect(filedAtLeast).toBeLessThan(400);
  // Letters are filed sixteen at a time: those that waited were not.
  expect(((await lettersNow()) - 1) % 16).toBe(0);
});

test('an export stops before the next letter', async () => {
  letters(1, 30);
  await signInAs(engine, 'archivist');
  await engine.call('letters.import', { paths: [folder] });
  const out = join(temporaryFolder(), 'out');
  const ids = (await engine.call('letters.list', { limit: 100 })).letters.map(({ id }) => id);
  const { begun, onProgress } = underWay();
  const exporting = engine.call('export.pdf', { selection: { ids }, out }, { onProgress });
  await begun;
  await disable();
  await expect(exporting).rejects.toThrow(code('ACCOUNT_DISABLED'));
  expect(readdirSync(out).length).toBeLessThan(ids.length);
});

test('what was begun while the archive had no accounts stops when it gets some', async () => {
  const single = await openEngine();
  const { begun, onProgress } = underWay();
  const watching = single.call('letters.watch', { folder, interval_seconds: 0.05, settle_seconds: 0 }, { onProgress });
  await begun;
  const enabled = single.call('accounts.enable', {
    secadmin: { name: '甲安全', password: passwordOf('jia') },
    archivist: { name: '乙档案', password: passwordOf('yi') },
  });
  await expect(enabled).resolves.toMatchObject({ secadmin: { name: '甲安全' } });
  await expect(watching).rejects.toThrow(code('FORBIDDEN'));
});

test('signing out ends no call: it keeps its name and its right', async () => {
  letters(1, 3);
  await signInAs(engine, 'archivist');
  const { begun, onProgress } = underWay();
  const importing = engine.call('letters.import', { paths: [folder] }, { onProgress });
  await begun;
  await engine.call('session.signOut', {});
  expect((await importing).filed).toBe(3);
});
