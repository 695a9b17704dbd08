/** A pipe that somebody lays in the place of a file is neither waited for nor read (docs/spec/storage.md). */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listBackups } from '../../../main/archive/trust/backup-list.ts';
import { readIncrement } from '../../../main/archive/trust/increments.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { headPath } from '../../../main/archive/storage/kept-head.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const canMake = process.platform !== 'win32' && spawnSync('mkfifo', ['--version']).error === undefined;
const pipe = (file: string): void => {
  rmSync(file, { force: true });
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
};

test.skipIf(!canMake)('in the place of the kept head: the archive opens, and verify answers', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
  pipe(headPath(join(folder, 'archive.sqlite')));
  const again = await openEngine(folder);
  expect(await again.call('archive.info', {})).toMatchObject({ letters: 1 });
  expect((await again.call('trust.verify', {})).checked.letters).toBe(1);
  await again.close();
});

test.skipIf(!canMake)('in the place of the database: it is refused with a code', async () => {
  const folder = join(temporaryFolder(), 'archive');
  mkdirSync(folder);
  pipe(join(folder, 'archive.sqlite'));
  await expect(openEngine(folder)).rejects.toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) as string });
});

test.skipIf(!canMake)('among backups: the list of backups answers without them', () => {
  const folder = temporaryFolder();
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  for (const name of [
    'fuhan-backup-20261130T070200Z.sqlite',
    'fuhan-backup-20261130T070201Z.sqlite.head',
    'fuhan-backup-20261130T070203Z.increment',
  ])
    pipe(join(backups, name));
  expect(() => listBackups(realDisk(), folder, [backups])).not.toThrow();
});

test('a list of blocks, or of the files of the index, that is said to be very long is not read into memory', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
  const long = (file: string): void => {
    writeFileSync(file, '');
    truncateSync(file, 64 * 1024 * 1024 * 1024);
  };
  const list = join(folder, 'fuhan-backup-20261130T070203Z.increment');
  long(list);
  long(join(folder, 'index', 'manifest.json'));
  expect(() => readIncrement(realDisk(), list)).toThrow(expect.objectContaining({ code: 'BACKUP_BAD' }));
  expect(listBackups(realDisk(), folder, [folder])).toEqual([]);
  const again = await openEngine(folder);
  expect((await again.call('search.query', { query: '公交' })).total).toBe(1);
});
