/** A restore that takes the archive back to an earlier backup is told to everybody until it is acknowledged (docs/spec/accounts.md). */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { recover } from '../../../main/archive/trust/recovery.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import type { Role } from '../../../shared/contract/index.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const passwordOf = (name: string): string => `Hetang-${Buffer.from(name).toString('hex').slice(0, 6)}-Yuese7`;
const signIn = (engine: Engine, name: string) => engine.call('session.signIn', { name, password: passwordOf(name) });

/** An office: a letter before the backup, one after it. */
async function office(folder: string): Promise<{ engine: Engine; backup: string }> {
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.call('accounts.add', { name: '陈安全', password: passwordOf('陈安全') });
  await signIn(engine, '陈安全');
  const people: [string, Role][] = [
    ['李档案', 'archivist'],
    ['周审计', 'auditor'],
    ['赵系统', 'sysadmin'],
  ];
  for (const [name, role] of people) {
    const first = `Shouci-${passwordOf(name)}`;
    await engine.call('accounts.add', { name, roles: [role], password: first });
    await engine.call('accounts.changePassword', { name, current: first, password: passwordOf(name) });
  }
  await signIn(engine, '赵系统');
  const { file } = await engine.call('trust.backup', { to: join(temporaryFolder(), 'usb') });
  await signIn(engine, '李档案');
  await fileText(engine, PLAIN_LETTER.replace('8号', '9号'), '后来.txt');
  await signIn(engine, '赵系统');
  return { engine, backup: file };
}

test('one system administrator takes the archive back: every person hears of it at each sign-in, the state and verify tell, until a security administrator has acknowledged it', async () => {
  const { engine, backup } = await office(join(temporaryFolder(), 'archive'));
  const { seq: end } = await engine.call('session.current', {}).then(async () => {
    await signIn(engine, '周审计');
    const tip = await engine.call('trust.tip', {});
    await signIn(engine, '赵系统');
    return tip;
  });
  await engine.call('trust.restoreBackup', { file: backup });
  const words = /“赵系统”从备份“fuhan-backup-.*”恢复，库已退回到较早的备份：此后的 \d+ 条审计记录/u;
  for (const name of ['李档案', '周审计', '李档案', '陈安全'])
    expect((await signIn(engine, name)).notices, name).toEqual([expect.stringMatching(words)]);
  const { rolled_back: told } = await engine.call('archive.info', {});
  expect(told).toEqual([{ seq: expect.any(Number) as number, message: expect.stringMatching(words) as string }]);
  const seq = told[0]?.seq ?? 0;
  await signIn(engine, '周审计');
  const { ok, notes } = await engine.call('trust.verify', {});
  expect(ok).toBe(true);
  expect(notes).toEqual([{ kind: 'restore', id: String(seq), message: told[0]?.message }]);
  const [row] = await engine.call('trust.audit', { action: 'backup.restore' });
  const { rows_lost: lost, replaced_tip: tip } = JSON.parse(row?.detail ?? '') as {
    rows_lost: number;
    replaced_tip: { seq: number };
  };
  expect(tip.seq).toBeGreaterThan(end);
  // All rows behind the backup, the making of the backup first.
  expect(lost).toBe(tip.seq - seq + 1);

  for (const name of ['周审计', '李档案', '赵系统']) {
    await signIn(engine, name);
    await expect(engine.call('trust.acknowledgeRestore', { seq, reason: '无事' }), name).rejects.toThrow(
      code('FORBIDDEN'),
    );
  }
  await signIn(engine, '陈安全');
  await expect(engine.call('trust.acknowledgeRestore', { seq: seq + 1, reason: '无事' })).rejects.toThrow(
    code('NOT_FOUND'),
  );
  await engine.call('trust.acknowledgeRestore', { seq, reason: '磁盘坏后恢复，已核实' });
  await expect(engine.call('trust.acknowledgeRestore', { seq, reason: '再次' })).rejects.toThrow(code('NOT_FOUND'));
  expect((await engine.call('archive.info', {})).rolled_back).toEqual([]);
  expect((await signIn(engine, '李档案')).notices).toEqual([]);
  await signIn(engine, '周审计');
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, notes: [] });
});

test('the undoing of a restore is told as well; what two persons restored is told as that', async () => {
  const { engine, backup } = await office(join(temporaryFolder(), 'archive'));
  await engine.call('trust.restoreBackup', { file: backup });
  await signIn(engine, '赵系统');
  await engine.call('trust.undoRestore', {});
  const { notices } = await signIn(engine, '李档案');
  expect(notices).toEqual([expect.stringContaining('撤回了一次恢复')]);
  await signIn(engine, '陈安全');
  const [open] = (await engine.call('archive.info', {})).rolled_back;
  await engine.call('trust.acknowledgeRestore', { seq: open?.seq ?? 0, reason: '已核实' });
  // The passwords are others now: two persons restore.
  await engine.call('accounts.changePassword', {
    name: '陈安全',
    current: passwordOf('陈安全'),
    password: passwordOf('另一'),
  });
  await signIn(engine, '赵系统');
  await engine.call('trust.restoreBackup', { file: backup, second: { name: '陈安全', password: passwordOf('另一') } });
  const told = (await signIn(engine, '李档案')).notices;
  expect(told).toEqual([expect.stringContaining('“陈安全”确认')]);
  expect((await engine.call('archive.info', {})).rolled_back).toEqual([]);
});

test('where the archive does not open, a restore tells as well; on a new computer there is nothing to tell', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const { engine, backup } = await office(folder);
  await engine.close();
  rmSync(join(folder, 'archive.sqlite'));
  const who = { name: '赵系统', password: passwordOf('赵系统'), systemUser: 'office-pc' };
  await recover(backup, folder, who);
  const again = await openEngine(folder);
  expect((await signIn(again, '李档案')).notices).toEqual([expect.stringContaining('库已退回到较早的备份')]);
  await again.close();
  const fresh = join(temporaryFolder(), 'new');
  await recover(backup, fresh, who);
  const there = await openEngine(fresh);
  expect((await signIn(there, '李档案')).notices).toEqual([]);
  await there.close();
  // Nor where the program made an empty archive at its first start.
  const started = join(temporaryFolder(), 'started');
  const empty = await openEngine(started);
  await empty.call('trust.restoreBackup', { file: backup });
  expect((await signIn(empty, '李档案')).notices).toEqual([]);
});

test('without accounts the system user hears of it in the state, and acknowledges it on the command line', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const { file } = await engine.call('trust.backup', { to: temporaryFolder() });
  await fileText(engine, PLAIN_LETTER);
  await engine.call('trust.restoreBackup', { file });
  const [open] = (await engine.call('archive.info', {})).rolled_back;
  await engine.close();
  const io = { out: () => undefined, err: () => undefined };
  const words = ['audit', '--acknowledge-restore', String(open?.seq ?? 0), '--archive', folder];
  expect(await runCommandLine(words, io)).toBe(1);
  expect(await runCommandLine([...words, '--reason', '演练'], io)).toBe(0);
  expect((await (await openEngine(folder)).call('archive.info', {})).rolled_back).toEqual([]);
});

test('a second restore of the same backup tells of all that the first one lost, until that is back', async () => {
  const { engine, backup } = await office(join(temporaryFolder(), 'archive'));
  const lost = async (): Promise<number> => {
    await signIn(engine, '周审计');
    const [row] = await engine.call('trust.audit', { newest_first: true, action: 'backup.restore' });
    await signIn(engine, '赵系统');
    return (JSON.parse(row?.detail ?? '') as { rows_lost: number }).rows_lost;
  };
  const first = await engine.call('trust.restoreBackup', { file: backup });
  await signIn(engine, '赵系统');
  const once = await lost();
  await engine.call('trust.restoreBackup', { file: backup });
  await signIn(engine, '赵系统');
  const twice = await lost();
  expect(twice).toBeGreaterThan(once);
  const { rolled_back: told } = await engine.call('archive.info', {});
  expect(told).toHaveLength(1);
  expect(told[0]?.message).toContain(`此后的 ${twice} 条审计记录`);
  await engine.call('trust.restoreBackup', { file: backup });
  await signIn(engine, '赵系统');
  expect(await lost()).toBeGreaterThan(twice);
  // What the third one kept has both rows that tell of losses, and loses nothing but what was done since.
  await engine.call('trust.undoRestore', {});
  await signIn(engine, '周审计');
  const [undone] = await engine.call('trust.audit', { action: 'backup.undo_restore' });
  expect(JSON.parse(undone?.detail ?? '')).not.toHaveProperty('lost_before');
  expect(first.kept).not.toBe(null);
});
