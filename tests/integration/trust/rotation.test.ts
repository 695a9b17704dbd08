/** Old backups of an archive are thinned out; those of others in the same folder, and what only has such a name, are left alone. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { WRAPPED_LETTER } from '../../support/letters.ts';
import { onDay } from '../../support/other-days.ts';

const place = temporaryFolder();
const disk = join(place, 'disk');
mkdirSync(disk);

const daysOf = (month: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`);
const stampOf = (day: string): string => `fuhan-backup-${day.replaceAll('-', '')}T120000Z`;

/** A backup into a folder on each of these days, made by an archive that is closed afterwards. */
async function backupsOn(name: string, to: string, days: readonly string[]): Promise<string[]> {
  const engine = await openEngine(join(place, name));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const files: string[] = [];
  for (const day of days) files.push((await onDay(day, () => engine.call('trust.backup', { to }))).file);
  await engine.close();
  return files;
}

/** Few stay, so that a test is quick. */
async function keepOne(engine: Engine, counts = { daily: 1, weekly: 1, monthly: 1 }): Promise<void> {
  const { backup } = await engine.call('settings.show', {});
  await engine.call('settings.change', { backup: { ...backup, ...counts } });
}

function copyAs(file: string, name: string): void {
  copyFileSync(file, join(disk, name));
  copyFileSync(`${file}.head`, join(disk, `${name}.head`));
}
const backups = (folder = disk): string[] => readdirSync(folder).filter((name) => /\.sqlite$/.test(name));

test('the backup that was just made is kept whatever other files claim, and other archives keep theirs', async () => {
  const elsewhere = join(place, 'other-backup');
  mkdirSync(elsewhere, { recursive: true });
  const [other = ''] = await backupsOn('other', elsewhere, ['2020-10-01']);
  const days = daysOf('2020-10', 20);
  for (const day of days) copyAs(other, `${stampOf(day).replace('T12', 'T10')}.sqlite`);
  const false_ = Array.from({ length: 48 }, (_, at) => `fuhan-backup-2${String(100 + at)}0101T000000Z.sqlite`);
  for (const name of false_) writeFileSync(join(disk, name), '');
  writeFileSync(join(disk, 'fuhan-backup-20201001T235959Z.sqlite'), 'no backup');
  const files = await backupsOn('one', disk, daysOf('2020-10', 4));
  const engine = await openEngine(join(place, 'one'));
  await keepOne(engine, { daily: 2, weekly: 1, monthly: 1 });
  const made = await engine.call('trust.backup', { to: disk });
  await engine.close();
  expect(backups()).toContain(basename(made.file));
  // Of its own archive two days stay, the new one and the last before it.
  expect(made.removed.toSorted()).toEqual(files.slice(0, 3).map((file) => basename(file)));
  expect(backups().filter((name) => name.endsWith('T100000Z.sqlite'))).toHaveLength(days.length);
  expect(backups()).toEqual(expect.arrayContaining([...false_, 'fuhan-backup-20201001T235959Z.sqlite']));
});

test('what claims to be backups of other days neither counts nor goes, and no true one goes for it', async () => {
  const to = join(place, 'claimed');
  mkdirSync(to, { recursive: true });
  const [old = ''] = await backupsOn('claims', to, ['2020-10-01']);
  const claims: string[] = [];
  const claim = (name: string, bytes: Buffer): void => {
    claims.push(name);
    writeFileSync(join(to, name), bytes);
    copyFileSync(`${old}.head`, join(to, `${name}.head`));
  };
  const whole = readFileSync(old);
  for (const month of daysOf('2021', 12)) claim(`${stampOf(`${month}-05`)}.sqlite`, whole.subarray(0, 100));
  for (const day of daysOf('2022-03', 28)) claim(`${stampOf(day)}.sqlite`, whole);
  // One that a person named after another day is of no other day than that of its row.
  const engine = await openEngine(join(place, 'claims'));
  for (const day of daysOf('2022-05', 2))
    expect((await engine.call('trust.backup', { to: join(to, `${stampOf(day)}.sqlite`) })).removed).toEqual([]);
  await keepOne(engine, { daily: 2, weekly: 2, monthly: 2 });
  const made = await engine.call('trust.backup', { to });
  expect(made.removed).toEqual([]);
  expect(readFileSync(old)).toEqual(whole);
  expect(backups(to)).toEqual(expect.arrayContaining(claims));
  // Files that are too short are named, in the list and by verify, whatever their names say.
  const short = (await engine.call('trust.backups', { in: to })).filter(({ incomplete }) => incomplete !== undefined);
  expect(short).toHaveLength(12);
  expect(short[0]?.incomplete).toContain('只有 100 字节');
  const { ok, notes } = await engine.call('trust.verify', {});
  expect(ok).toBe(true);
  expect(notes.filter(({ kind }) => kind === 'backup').map(({ id }) => id)).toHaveLength(12);
  await engine.close();
});

test('a backup goes only where the one that stays in its stead reads as it was made', async () => {
  const to = join(place, 'instead');
  mkdirSync(to, { recursive: true });
  const [first = '', second = ''] = await backupsOn('instead-of', to, ['2020-10-01', '2020-10-02']);
  const good = readFileSync(second);
  const bad = Buffer.from(good);
  bad.fill(0, 8192, 8200);
  writeFileSync(second, bad);
  const engine = await openEngine(join(place, 'instead-of'));
  await keepOne(engine, { daily: 2, weekly: 1, monthly: 1 });
  const on = async (day: string): Promise<string[]> =>
    (await onDay(day, () => engine.call('trust.backup', { to }))).removed.toSorted();
  expect(await on('2020-10-03')).toEqual([]);
  writeFileSync(second, good);
  expect(await on('2020-10-04')).toEqual([basename(first), basename(second)]);
  await engine.close();
});

test('a backup is logged and its place noted before older ones go, and what is in their way is a warning', async () => {
  const engine = await openEngine(join(place, 'logged'));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const to = join(place, 'logged-backup');
  mkdirSync(join(to, 'fuhan-backup-20200101T000000Z.sqlite'), { recursive: true });
  for (const day of ['2020-01-10', '2020-02-10', '2020-03-10'])
    await onDay(day, () => engine.call('trust.backup', { to, incremental: true }));
  await keepOne(engine);
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
