/** Backups under a name of the log that are not what was made under it, and the list of places that is gone or spoilt (docs/spec/trust.md). */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { commandText } from '../../support/command.ts';
import { disposalOffice } from '../../support/disposals.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { OLD_LETTER } from '../../support/old-letter.ts';
import { signInAs } from '../../support/office.ts';

/** In what each listed backup differs, by its file. */
async function differing(engine: Engine): Promise<Record<string, string | undefined>> {
  const found = await engine.call('trust.backups', {});
  return Object.fromEntries(found.map(({ file, differs }) => [file, differs]));
}

const notes = async (engine: Engine): Promise<string[]> =>
  (await engine.call('trust.verify', {})).notes.map(({ kind, message }) => `${kind} ${message}`);

const both = (from: string, to: string): void => {
  for (const ending of ['', '.head']) copyFileSync(`${from}${ending}`, `${to}${ending}`);
};

test.each([false, true])(
  'an older backup under the name of a newer one is told before it is restored (incremental: %s)',
  async (incremental) => {
    const engine = await openEngine();
    await fileText(engine, PLAIN_LETTER);
    const make = () => engine.call('trust.backup', { to: temporaryFolder(), incremental });
    const older = await make();
    await engine.call('search.reindex', {});
    const newer = await make();
    expect(await differing(engine)).toEqual({ [older.file]: undefined, [newer.file]: undefined });
    both(older.file, newer.file);
    const found = await differing(engine);
    expect(found[older.file]).toBeUndefined();
    expect(found[newer.file]).toMatch(incremental ? /内容校验值与日志所记不同/ : /止于第 \d+ 条，早于作成时/);
    expect(await notes(engine)).toContainEqual(expect.stringContaining(`backup 备份“${newer.file}”与审计日志第`));
  },
);

test('so is one of another size, and what is no backup at all', async () => {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  const { file } = await engine.call('trust.backup', { to: temporaryFolder() });
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(4096)]));
  expect((await differing(engine))[file]).toContain('日志所记为');
  writeFileSync(file, 'x'.repeat(bytes.length));
  expect(await notes(engine)).toContainEqual(expect.stringContaining('读不出，或不是备份'));
  rmSync(file);
  expect((await notes(engine)).filter((one) => one.startsWith('backup'))).toEqual([]);
});

test('backups that a disposal wrote anew are what the log says', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const { engine } = office;
  const whole = await engine.call('trust.backup', { to: temporaryFolder() });
  const listed = await engine.call('trust.backup', { to: temporaryFolder(), incremental: true });
  const id = await office.ready(letter);
  await engine.call('disposal.execute', { id });
  await signInAs(engine, 'sysadmin');
  expect(await differing(engine)).toEqual({ [whole.file]: undefined, [listed.file]: undefined });
});

test.each(['gone', 'spoilt', 'emptied'] as const)(
  'a list of places that is %s is told, with the places that the log has, and begun anew with them',
  async (how) => {
    const folder = join(temporaryFolder(), 'archive');
    const list = join(folder, 'backup-places.json');
    let engine = await openEngine(folder);
    await fileText(engine, PLAIN_LETTER);
    const first = await engine.call('trust.backup', { to: temporaryFolder() });
    const aboutPlaces = async (): Promise<string[]> =>
      (await notes(engine)).filter((one) => one.includes('backup-places.json'));
    expect(await aboutPlaces()).toEqual([]);
    if (how === 'gone') rmSync(list);
    else writeFileSync(list, how === 'spoilt' ? '["/us' : '[]');
    const told: unknown = expect.stringContaining(`据日志，备份曾存于：${dirname(first.file)}。`);
    expect(await aboutPlaces()).toEqual([told]);
    await engine.close();
    engine = await openEngine(folder);
    expect((await engine.call('archive.info', {})).warnings).toContainEqual(told);
    expect(Object.keys(await differing(engine))).toEqual([first.file]);
    const second = await engine.call('trust.backup', { to: temporaryFolder() });
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual([dirname(second.file), dirname(first.file)]);
    expect(await aboutPlaces()).toEqual([]);
  },
);

test('where the archive does not open either, the list of backups says that places are missing', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, WRAPPED_LETTER);
  await engine.call('trust.backup', { to: temporaryFolder() });
  await engine.close();
  writeFileSync(join(folder, 'archive.sqlite'), 'x'.repeat(100_000));
  writeFileSync(join(folder, 'backup-places.json'), '{');
  expect(await commandText('backups', '--archive', folder)).toContain('请用 --in 指明备份所在的文件夹');
});
