/** Old backups of an archive are thinned out; those of others in the same folder, and what only has such a name, are left alone. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { WRAPPED_LETTER } from '../../support/letters.ts';

const place = temporaryFolder();
const disk = join(place, 'disk');
mkdirSync(disk);

/** A backup of an archive, made now into a folder of its own. */
async function backupOf(name: string): Promise<string> {
  const engine = await openEngine(join(place, name));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const to = join(place, `${name}-backup`);
  mkdirSync(to);
  const { file } = await engine.call('trust.backup', { to });
  await engine.close();
  return file;
}

function copyAs(file: string, name: string): void {
  copyFileSync(file, join(disk, name));
  copyFileSync(`${file}.head`, join(disk, `${name}.head`));
}
const backups = (): string[] => readdirSync(disk).filter((name) => /\.sqlite$/.test(name));

test('the backup that was just made is kept whatever other files claim, and other archives keep theirs', async () => {
  const [one, other] = [await backupOf('one'), await backupOf('other')];
  const days = Array.from({ length: 20 }, (_, at) => `202010${String(at + 1).padStart(2, '0')}`);
  for (const day of days) {
    copyAs(one, `fuhan-backup-${day}T100000Z.sqlite`);
    copyAs(other, `fuhan-backup-${day}T103000Z.sqlite`);
  }
  const false_ = Array.from({ length: 48 }, (_, at) => `fuhan-backup-2${String(100 + at)}0101T000000Z.sqlite`);
  for (const name of false_) writeFileSync(join(disk, name), '');
  writeFileSync(join(disk, 'fuhan-backup-20201001T235959Z.sqlite'), 'no backup');
  const engine = await openEngine(join(place, 'one'));
  const made = await engine.call('trust.backup', { to: disk });
  await engine.close();
  expect(backups()).toContain(basename(made.file));
  // Of its own archive a month, four weeks and seven days stay.
  expect(made.removed.length).toBeGreaterThan(5);
  expect(made.removed.every((name) => name.endsWith('T100000Z.sqlite'))).toBe(true);
  expect(backups().filter((name) => name.endsWith('T103000Z.sqlite'))).toHaveLength(days.length);
  expect(backups()).toEqual(expect.arrayContaining([...false_, 'fuhan-backup-20201001T235959Z.sqlite']));
});

test('a backup is logged and its place noted before older ones go, and what is in their way is a warning', async () => {
  const engine = await openEngine(join(place, 'logged'));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const to = join(place, 'logged-backup');
  mkdirSync(join(to, 'fuhan-backup-20200101T000000Z.sqlite'), { recursive: true });
  const { file } = await engine.call('trust.backup', { to, incremental: true });
  for (const day of ['20200110', '20200210', '20200310'])
    for (const ending of ['', '.head'])
      copyFileSync(`${file}${ending}`, join(to, `fuhan-backup-${day}T000000Z.increment${ending}`));
  await engine.call('settings.change', {
    backup: { ...(await engine.call('settings.show', {})).backup, daily: 1, weekly: 1, monthly: 1 },
  });
  // Blocks are tidied up under a lock, and something has its name.
  mkdirSync(join(to, 'fuhan-backup-blocks', 'archive.lock'));
  const made = await engine.call('trust.backup', { to });
  expect(made.removed).toHaveLength(3);
  expect(made.warnings).toHaveLength(1);
  expect(made.warnings[0]).toContain('archive.lock（是文件夹）');
  expect(readFileSync(join(place, 'logged', 'backup-places.json'), 'utf8')).toContain(to);
  const rows = await engine.call('trust.audit', { newest_first: true, limit: 2 });
  expect(rows.map(({ action }) => action)).toEqual(['backup.thin_out', 'backup.make']);
  expect(JSON.parse(rows[0]?.detail ?? '')).toMatchObject({ place: to, code: 'BACKUP_PLACE_IN_USE' });
  expect(JSON.parse(rows[1]?.detail ?? '')).toMatchObject({ file: made.file, sha256: made.sha256 });
  await engine.close();
});

test('a backup that fails is a row of the log whoever made it, and what lies in its way is told as what it is', async () => {
  const engine = await openEngine(join(place, 'failing'));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const to = join(place, 'failing-backup');
  const blocks = join(to, 'fuhan-backup-blocks');
  mkdirSync(blocks, { recursive: true });
  const holder = { pid: 1, host: 'elsewhere', started: '1', thread: 0, token: 't', at: '2026-01-01T00:00:00.000Z' };
  writeFileSync(join(blocks, 'archive.lock'), JSON.stringify(holder));
  const backup = () => engine.call('trust.backup', { to, incremental: true });
  await expect(backup()).rejects.toMatchObject({
    code: 'BACKUP_PLACE_IN_USE',
    message: expect.stringContaining(join(blocks, 'archive.lock')) as string,
  });
  rmSync(join(blocks, 'archive.lock'));
  symlinkSync(join(place, 'nowhere'), join(blocks, 'archive.lock'));
  await expect(backup()).rejects.toMatchObject({
    code: 'BACKUP_PLACE_IN_USE',
    message: expect.stringContaining('是链接') as string,
  });
  rmSync(join(blocks, 'archive.lock'));
  writeFileSync(join(place, 'a-file'), '');
  await expect(engine.call('trust.backup', { to: join(place, 'a-file') })).rejects.toMatchObject({
    code: 'TARGET_EXISTS',
  });
  const rows = await engine.call('trust.audit', { action: 'backup.failed' });
  expect(rows.map(({ detail }): unknown => JSON.parse(detail))).toEqual([
    { code: 'BACKUP_PLACE_IN_USE', place: to },
    { code: 'BACKUP_PLACE_IN_USE', place: to },
    { code: 'TARGET_EXISTS', place: join(place, 'a-file') },
  ]);
  // A head is not written through a link that lies there by its name, nor is a block taken from where a link leads to.
  const victim = join(place, 'victim');
  writeFileSync(victim, 'untouched');
  symlinkSync(victim, join(place, 'named.sqlite.head'));
  await engine.call('trust.backup', { to: join(place, 'named.sqlite') });
  expect(readFileSync(victim, 'utf8')).toBe('untouched');
  await engine.close();
});
