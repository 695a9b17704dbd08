/** The head of the log beside the archive and beside its backups (docs/spec/trust.md). */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { headPath, readHead, type KeptHead } from '../../../main/archive/storage/kept-head.ts';
import { madeBackups } from '../../../main/archive/trust/made-backups.ts';
import { rotateBackups } from '../../../main/archive/trust/rotation.ts';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { rewriteHead } from '../../support/forge-log.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { onDay } from '../../support/other-days.ts';
import { databaseOf } from '../../support/role-office.ts';
import { tamper } from '../../support/tamper.ts';

let place: string;
let folder: string;
let path: string;

beforeEach(async () => {
  place = temporaryFolder();
  folder = join(place, 'archive');
  path = join(folder, 'archive.sqlite');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
});

/** Opens the archive, does something, and closes it. */
async function opened<T>(act: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(folder);
  try {
    return await act(engine);
  } finally {
    await engine.close();
  }
}

const problems = (deep = false): Promise<string[]> =>
  opened(async (engine) =>
    (await engine.call('trust.verify', { deep })).problems.map(({ kind, message }) => `${kind} ${message}`),
  );
const actions = (): Promise<string[]> =>
  opened(async (engine) => (await engine.call('trust.audit', {})).map(({ action }) => action));
const kept = (file = path): KeptHead | undefined => readHead(realDisk(), file);

/** Cuts the last rows off the log; the tail is one of acts that leave nothing else. */
async function cutTail(): Promise<void> {
  await opened((engine) => engine.call('search.reindex', {}));
  await opened((engine) => engine.call('search.reindex', {}));
  tamper(path, 'DELETE FROM audit WHERE seq >= (SELECT max(seq) FROM audit)');
}

test('the head of the log is kept beside the archive, in one sector, and is level with it after each commit', async () => {
  const engine = await openEngine(folder);
  const tip = await engine.call('trust.tip', {});
  const { archive_id } = await engine.call('archive.info', {});
  expect(kept()).toEqual({ archive_id, seq: tip.seq, hash: tip.hash, sm3: tip.sm3 });
  await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  expect(kept()?.seq).toBe((await engine.call('trust.tip', {})).seq);
  await engine.close();
  expect(statSync(headPath(path)).size).toBe(512);
  const head = JSON.parse(readFileSync(headPath(path), 'utf8')) as unknown;
  expect(head).toEqual({ format: 'fuhan-log-head', ...kept() });
});

test('a head that is behind the log, as after a crash, is no finding and is brought up', async () => {
  const before = readFileSync(headPath(path));
  await opened((engine) => engine.call('search.reindex', {}));
  const seq = kept()?.seq;
  writeFileSync(headPath(path), before);
  expect(await problems()).toEqual([]);
  expect(kept()?.seq).toBe((seq ?? 0) + 1);
  expect(await actions()).toEqual(['archive.create', 'letter.file', 'index.rebuild', 'archive.verify']);
});

test('each backup has a head beside it, whole or incremental, which goes with it', async () => {
  const usb = join(place, 'usb');
  mkdirSync(usb);
  const made = await opened(async (engine) => {
    const tip = await engine.call('trust.tip', {});
    const whole = await onDay('2020-01-01', () => engine.call('trust.backup', { to: usb }));
    const increment = await engine.call('trust.backup', { to: usb, incremental: true });
    const logged = madeBackups(databaseOf(engine).read);
    return { tip, logged, info: await engine.call('archive.info', {}), files: [whole.file, increment.file] };
  });
  // That the clock was set back has a row of its own.
  expect(made.files.map((file) => kept(file)?.seq)).toEqual([made.tip.seq, made.tip.seq + 2]);
  const { removed } = await rotateBackups(made.files[1] ?? '', {
    ...{ archiveId: made.info.archive_id, logged: made.logged, rule: { daily: 1, weekly: 0, monthly: 0 } },
    disk: realDisk(),
  });
  expect(removed.map(({ name }) => name)).toEqual(['fuhan-backup-20200101T120000Z.sqlite']);
  expect(readdirSync(usb).filter((name) => name.endsWith('.head'))).toEqual([`${basename(made.files[1] ?? '')}.head`]);
});

test('a tail that was cut off is told in the log, in the window, on stderr and by verify until it is accepted, and damages nothing', async () => {
  await cutTail();
  expect((await verifyFolder(folder)).problems.map(({ kind }) => kind)).toEqual(['head']);
  const { warnings } = await opened((engine) => engine.call('archive.info', {}));
  expect(warnings.join()).toMatch(/末端为第 4 条，日志止于第 3 条/u);
  let err = '';
  const run = (...words: string[]): Promise<number> =>
    runCommandLine([...words, '--archive', folder, '--json'], { out: () => undefined, err: (text) => (err += text) });
  expect(await run('verify')).toBe(4);
  expect(err).toContain('日志止于第 3 条');
  // Told once, whatever follows, and work goes on.
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  const log = await actions();
  expect(log.filter((action) => action === 'audit.head_differs')).toHaveLength(1);
  const seq = log.indexOf('audit.head_differs') + 1;
  expect(await problems()).toEqual([expect.stringMatching(/^head .*日志止于第 3 条/u)]);
  const backup = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  expect(backup.verified).toBe(true);
  expect(await run('audit', '--accept-head', String(seq))).toBe(1);
  expect(await run('audit', '--accept-head', '1', '--reason', '不是这一条')).toBe(1);
  expect(await run('audit', '--accept-head', String(seq), '--reason', '误删，已查明')).toBe(0);
  err = '';
  expect(await run('verify')).toBe(0);
  expect(err).not.toContain('止于');
  expect((await opened((engine) => engine.call('archive.info', {}))).warnings).toEqual([]);
});

test('an older file and another archive’s file put in the place of this one are told', async () => {
  const older = join(place, 'older.sqlite');
  copyFileSync(path, older);
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  copyFileSync(older, path);
  expect(await problems()).toEqual([expect.stringMatching(/^head .*较早的副本/u)]);

  const otherFolder = join(place, 'other');
  const other = await openEngine(otherFolder);
  await other.close();
  copyFileSync(join(otherFolder, 'archive.sqlite'), path);
  expect(await problems()).toEqual([expect.stringMatching(/^head .*另一个档案库/u)]);
});

test('an archive’s id that was changed in the file is another archive’s', async () => {
  tamper(path, "UPDATE meta SET value = '00000000-0000-4000-8000-000000000000' WHERE key = 'archive_id'");
  const found = await problems();
  expect(found).toContainEqual(expect.stringMatching(/^head .*另一个档案库/u));
  expect(found).toContainEqual('meta 档案库标识与审计日志不符');
});

test('on a read-only medium it is told and not recorded', async () => {
  await cutTail();
  const before = readFileSync(path);
  const db = await openArchiveDb(folder, { readOnly: true });
  db.close();
  expect((await verifyFolder(folder)).problems.map(({ kind, id }) => [kind, id])).toEqual([['head', undefined]]);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a restore and its undoing are no finding: the head goes with its archive', async () => {
  const { file } = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  const replaced = kept();
  const { kept: aside } = await opened((engine) => engine.call('trust.restoreBackup', { file }));
  // The last row of the archive that is replaced tells that the restore begins.
  expect(kept(join(aside ?? '', 'archive.sqlite'))?.seq).toBe((replaced?.seq ?? 0) + 1);
  expect(await problems()).toEqual([]);
  await opened((engine) => engine.call('trust.undoRestore', {}));
  expect(existsSync(headPath(join(aside ?? '', 'archive.sqlite')))).toBe(false);
  expect(await problems()).toEqual([]);
  expect(await actions()).not.toContain('audit.head_differs');
  expect(await actions()).not.toContain('audit.keep_head');
});

test('a restore where the archive is gone tells which head was lost with it', async () => {
  const { file } = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  await opened((engine) => engine.call('search.reindex', {}));
  const lost = kept();
  rmSync(path);
  rmSync(join(folder, 'index'), { recursive: true });
  // The head that is left says that an archive was here: no empty one is made.
  await expect(openArchiveDb(folder, { create: true })).rejects.toThrow(
    expect.objectContaining({ code: 'ARCHIVE_MISSING' }),
  );
  const code = await runCommandLine(['restore-backup', file, '--archive', folder], {
    out: () => undefined,
    err: () => undefined,
  });
  expect(code).toBe(0);
  const rows = await opened((engine) => engine.call('trust.audit', { action: 'backup.restore' }));
  expect(JSON.parse(rows[0]?.detail ?? '')).toMatchObject({ replaced_tip: { seq: lost?.seq, hash: lost?.hash } });
  expect(await problems()).toEqual([]);
});

test('a head file that is missing is begun anew, which the log tells; where there had been one verify notes it', async () => {
  rmSync(headPath(path));
  const notes = await opened(async (engine) => (await engine.call('trust.verify', {})).notes);
  expect(notes).toEqual([{ kind: 'head', id: '3', message: expect.stringContaining('自第 3 条起重新留存') as string }]);
  expect(await actions()).toContain('audit.keep_head');
  expect(await problems()).toEqual([]);
  writeFileSync(headPath(path), 'no head');
  expect((await opened((engine) => engine.call('trust.verify', {}))).notes).toHaveLength(2);
});

test('verify holds the heads beside known backups against the log: an older file with its older head is found', async () => {
  const aside = join(place, 'aside');
  mkdirSync(aside);
  for (const file of [path, headPath(path)]) copyFileSync(file, join(aside, basename(file)));
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  const { file } = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  for (const one of [path, headPath(path)]) copyFileSync(join(aside, basename(one)), one);
  expect(await problems()).toEqual([expect.stringMatching(/^head 备份“.*较早的副本/u)]);
  // Without that backup nothing in the folder can tell.
  rmSync(headPath(file));
  expect(await problems()).toEqual([]);
});

test('neither copies beside a backup, an emptied list of places nor a head that was taken away hides that an older file was put back', async () => {
  await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  const aside = join(place, 'aside');
  mkdirSync(aside);
  for (const file of [path, headPath(path)]) copyFileSync(file, join(aside, basename(file)));
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  const later = join(place, 'usb', 'later.sqlite');
  await opened((engine) => engine.call('trust.backup', { to: later }));
  for (const one of [path, headPath(path)]) copyFileSync(join(aside, basename(one)), one);
  for (let n = 10; n < 50; n++)
    copyFileSync(path, join(place, 'usb', `fuhan-backup-203011${n % 28 || 1}T0000${n}Z.sqlite`));
  // The log of the older file knows the place by its first backup.
  writeFileSync(join(folder, 'backup-places.json'), '[]');
  const found = [expect.stringMatching(/^head 备份“.*later.sqlite”.*较早的副本/u)];
  expect(await problems()).toEqual(found);
  rmSync(headPath(later));
  const { notes } = await opened((engine) => engine.call('trust.verify', {}));
  expect(notes).toEqual([
    { kind: 'head', message: expect.stringMatching(/等 41 份旁没有审计链末端/u) as string },
    { kind: 'place', message: expect.stringContaining(join(place, 'usb')) as string },
  ]);
});

test('a backup that was made after the one that is restored is explained by the restore', async () => {
  mkdirSync(join(place, 'usb'));
  const first = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb', 'first.sqlite') }));
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb', 'second.sqlite') }));
  await opened((engine) => engine.call('trust.restoreBackup', { file: first.file }));
  expect(await problems()).toEqual([]);
  await opened((engine) => engine.call('trust.undoRestore', {}));
  expect(await problems()).toEqual([]);
});

test('a backup that was made after a restore is not explained by it: the file of the day between is found', async () => {
  mkdirSync(join(place, 'usb'));
  const first = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb', 'first.sqlite') }));
  // The end that is replaced has more rows than the log has later.
  for (let round = 0; round < 9; round++) await opened((engine) => engine.call('search.reindex', {}));
  await opened((engine) => engine.call('trust.restoreBackup', { file: first.file }));
  const aside = join(place, 'aside');
  mkdirSync(aside);
  for (const file of [path, headPath(path)]) copyFileSync(file, join(aside, basename(file)));
  await opened((engine) => fileText(engine, WRAPPED_LETTER, '另一件.txt'));
  await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb', 'later.sqlite') }));
  expect(await problems()).toEqual([]);
  for (const one of [path, headPath(path)]) copyFileSync(join(aside, basename(one)), one);
  expect(await problems()).toEqual([expect.stringMatching(/^head 备份“.*较早的副本/u)]);
});

test('a backup whose log does not reach the head beside it is refused', async () => {
  await opened((engine) => engine.call('search.reindex', {}));
  const { file } = await opened((engine) => engine.call('trust.backup', { to: join(place, 'usb') }));
  tamper(file, 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)');
  const refused = opened((engine) => engine.call('trust.restoreBackup', { file }));
  await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'BACKUP_BAD' }));
});

test('an archive taken to another folder with its head is the same there', async () => {
  const there = join(place, 'there');
  mkdirSync(there);
  for (const file of [path, headPath(path)]) cpSync(file, join(there, basename(file)));
  folder = there;
  path = join(there, 'archive.sqlite');
  expect(await problems()).toEqual([]);
  tamper(path, 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)');
  rewriteHead(path);
  // Forged with its head nothing here can tell, until the next act: what is kept elsewhere can.
  expect(await problems()).toEqual([]);
});
