/** Restoring through the engine: with rights, while it runs, and where the archive does not open at all. */
import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, fileText, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { archiveWithSecadmin, passwordOf, person } from '../../support/accounts.ts';
import { Engine } from '../../../main/archive/engine.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { backupsFor, recover } from '../../../main/archive/trust/recovery.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { closedArchive } from '../../support/closed-archive.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

test('a restore in the running engine: calls wait for it, the log tells it, and it can be undone', async () => {
  const engine = await openEngine();
  const usb = join(temporaryFolder(), 'usb');
  await fileText(engine, PLAIN_LETTER);
  const made = await engine.call('trust.backup', { to: usb });
  const second = await fileText(engine, WRAPPED_LETTER, '后来的.txt');
  const [restored, listed] = await Promise.all([
    engine.call('trust.restoreBackup', { file: made.file }),
    engine.call('letters.list', {}),
  ]);
  expect(restored).toMatchObject({ sha256: made.sha256, verified: true });
  expect([1, 2]).toContain(listed.total);
  expect((await engine.call('letters.list', {})).total).toBe(1);
  await expect(engine.call('letters.show', { id: second })).rejects.toThrow(code('NOT_FOUND'));
  expect((await engine.call('search.query', { query: '公交' })).total).toBe(1);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  await engine.call('trust.undoRestore', {});
  expect((await engine.call('letters.show', { id: second })).id).toBe(second);
  const rows = await engine.call('trust.audit', { action: 'backup.undo_restore' });
  expect(rows).toHaveLength(1);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
});

test('two restores at once come about one after the other, each keeping what it replaced', async () => {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  const [first, second] = await Promise.all([
    engine.call('trust.restoreBackup', { file: made.file }),
    engine.call('trust.restoreBackup', { file: made.file }),
  ]);
  expect(first.kept).not.toBe(second.kept);
  expect((await engine.call('letters.list', {})).total).toBe(1);
});

test('a restore that is refused leaves the engine working on what it had', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const bad = join(temporaryFolder(), 'bad.sqlite');
  writeFileSync(bad, 'not a backup');
  await expect(engine.call('trust.restoreBackup', { file: bad })).rejects.toThrow(code('BACKUP_BAD'));
  await expect(engine.call('trust.restoreBackup', { file: join(bad, 'none') })).rejects.toThrow(code('BAD_PATH'));
  await expect(engine.call('trust.undoRestore', {})).rejects.toThrow(code('NOT_FOUND'));
  expect((await engine.call('letters.show', { id })).id).toBe(id);
});

test('a restore that is refused leaves no copy of the backup in the folder', async () => {
  const other = await openEngine();
  await fileText(other, PLAIN_LETTER);
  const { file } = await other.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  const folder = await closedArchive();
  const before = readdirSync(folder).sort();
  await expect(restoreBackup(file, folder)).rejects.toThrow(code('BACKUP_FOREIGN'));
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('on a new computer a restore is not undone into the empty archive of before, and it is said why', async () => {
  const other = await openEngine();
  await fileText(other, PLAIN_LETTER);
  const { file } = await other.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  const fresh = await openEngine();
  const { kept } = await fresh.call('trust.restoreBackup', { file });
  await expect(fresh.call('trust.undoRestore', {})).rejects.toMatchObject({
    code: 'BACKUP_FOREIGN',
    message: expect.stringContaining('这里是另一个没有函件的档案库') as unknown,
  });
  // Both are what they were.
  expect((await fresh.call('letters.list', {})).total).toBe(1);
  expect(readdirSync(kept ?? '')).toContain('archive.sqlite');
});

async function archiveWithPeople(): Promise<{ folder: string; backup: string }> {
  const archive = await archiveWithSecadmin();
  person(archive.db, '王档案', 'wang', ['archivist']);
  person(archive.db, '李查阅', 'li', ['reader']);
  const usb = join(temporaryFolder(), 'usb');
  mkdirSync(usb);
  // The people stand in the file without rows of the log, so the copy counts as it is but is not verified: a real one is.
  const { file } = await backupArchive(archive.db, usb);
  archive.db.close();
  return { folder: archive.folder, backup: file };
}

test('with accounts only who may restores, by the present archive', async () => {
  const { folder, backup } = await archiveWithPeople();
  const engine = await Engine.open({ folder, actor: 'office-pc', inProcess: true });
  try {
    await expect(engine.call('trust.restoreBackup', { file: backup })).rejects.toThrow(code('SIGN_IN_REQUIRED'));
    await engine.call('session.signIn', { name: '李查阅', password: passwordOf('li') });
    await expect(engine.call('trust.restoreBackup', { file: backup })).rejects.toThrow(code('FORBIDDEN'));
    await expect(engine.call('trust.undoRestore', {})).rejects.toThrow(code('FORBIDDEN'));
  } finally {
    await engine.close();
  }
});

test('where the archive no longer opens its backups are offered, and the accounts of the backup decide', async () => {
  const { folder, backup } = await archiveWithPeople();
  truncateSync(join(folder, 'archive.sqlite'), 0);
  await expect(Engine.open({ folder, actor: 'office-pc', inProcess: true })).rejects.toThrow(code('ARCHIVE_DAMAGED'));
  const offered = backupsFor(folder, join(backup, '..'));
  expect(offered.map(({ file }) => file)).toEqual([backup]);
  const who = { systemUser: 'office-pc' };
  await expect(recover(backup, folder, who)).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  await expect(recover(backup, folder, { ...who, name: '王档案', password: 'wrong' })).rejects.toThrow(
    code('WRONG_PASSWORD'),
  );
  await expect(recover(backup, folder, { ...who, name: '李查阅', password: passwordOf('li') })).rejects.toThrow(
    code('FORBIDDEN'),
  );
  expect(readFileSync(join(folder, 'archive.sqlite'))).toHaveLength(0);
});

test('without accounts the system’s user restores; the damaged file is put aside, whole', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  const made = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  await engine.close();
  const path = join(folder, 'archive.sqlite');
  const spoiled = readFileSync(path).fill(0xee, 0, 4096);
  writeFileSync(path, spoiled);
  // Where backups went is noted beside the archive: nobody has to remember it.
  const [offered] = backupsFor(folder);
  expect(offered).toMatchObject({ file: made.file, kind: 'backup' });
  const restored = await recover(made.file, folder, { systemUser: '王档案' });
  expect(readFileSync(join(restored.kept ?? '', 'archive.sqlite')).equals(spoiled)).toBe(true);
  const again = await openEngine(folder);
  expect((await again.call('letters.list', {})).total).toBe(1);
  const [row] = await again.call('trust.audit', { action: 'backup.restore' });
  expect(row?.actor).toBe('王档案');
  expect(readdirSync(folder).some((name) => name.startsWith('before-restore-'))).toBe(true);
});
