/** Archives of older forms: what was in them stays, and what came since is there. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { appendAudit, auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { backupArchive, restoreBackup } from '../../../main/archive/trust/backup.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { openEngine } from '../../support/engine.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { appendOldAudit, openOldArchive } from '../../support/old-archive.ts';

const FORM_BEFORE_SM3 = 3;

async function oldFolder(): Promise<{ folder: string; tip: ReturnType<typeof auditTip> }> {
  const folder = join(emptyFolder(), 'archive');
  const old = await openOldArchive(folder, FORM_BEFORE_SM3);
  appendOldAudit(old, '王档案', 'export.pdf', '{"files":1}');
  appendOldAudit(old, '王档案', 'archive.verify', '{}');
  const tip = auditTip(old.read);
  old.close();
  return { folder, tip };
}

test('rows from before the chain of SM3 stay as they are, and the chain begins behind them', async () => {
  const { folder, tip } = await oldFolder();
  const db = await archiveIn(folder, {});
  expect(auditTip(db.read)).toEqual({ ...tip, sm3: '' });
  expect((await verifyArchive(db)).problems).toEqual([]);
  for (let i = 0; i < 2; i++) db.transaction((tx) => appendAudit(tx, { actor: '王档案', action: 'letter.view' }));
  expect((await verifyArchive(db)).problems).toEqual([]);
  const rows = readAudit(db.read, { limit: 10, offset: 0 });
  expect(rows.map(({ sm3 }) => sm3.length)).toEqual([0, 0, 64, 64]);
  expect(verifyAuditExport(rows)).toMatchObject({ ok: true, rows: 4 });
  // A row whose SM3 was taken out is no older row.
  const without = rows.map((row) => (row.seq === 4 ? { ...row, sm3: '' } : row));
  expect(verifyAuditExport(without).problems.map(({ id }) => id)).toEqual(['4']);
});

test('the rise to the present form is in the log, told in the window, and `fuhan migrate` says what it did', async () => {
  const { folder } = await oldFolder();
  const run = async (): Promise<[number, Record<string, unknown>]> => {
    let out = '';
    const io = { out: (text: string) => (out += text), err: () => undefined };
    const code = await runCommandLine(['migrate', '--archive', folder, '--json'], io);
    return [code, JSON.parse(out) as Record<string, unknown>];
  };
  const [code, told] = await run();
  const form = MIGRATIONS.length;
  expect([code, told]).toMatchObject([0, { form, migrated: { from: FORM_BEFORE_SM3, to: form } }]);
  const { backup } = told['migrated'] as { backup: string };
  expect(existsSync(backup)).toBe(true);
  expect(await run()).toMatchObject([0, { form, migrated: null }]);
  const db = await openArchiveDb(folder);
  try {
    const detail = { from: FORM_BEFORE_SM3, to: form, kept: basename(backup) };
    const [row] = readAudit(db.read, { action: 'archive.migrate', limit: 10, offset: 0 });
    expect(JSON.parse(row?.detail ?? '')).toEqual(detail);
    expect((await verifyArchive(db)).problems).toEqual([]);
  } finally {
    db.close();
  }
  const second = await oldFolder();
  const engine = await openEngine(second.folder);
  const { warnings } = await engine.call('archive.info', {});
  expect(warnings.join()).toContain('升级前的副本留存于');
});

test('a backup of an older form is checked as it is and brought up to date by the restore', async () => {
  const place = emptyFolder();
  const folder = join(place, 'archive');
  const old = await openOldArchive(folder, FORM_BEFORE_SM3);
  appendOldAudit(old, '王档案', 'export.pdf', '{"files":1}');
  const made = await backupArchive(old, join(place, 'b.sqlite'));
  old.close();
  expect(made.verified).toBe(true);
  await restoreBackup(made.file, folder, { actor: '王档案' });
  const db = await openArchiveDb(folder);
  try {
    expect(readAudit(db.read, { limit: 10, offset: 0 }).map(({ action }) => action)).toEqual([
      'export.pdf',
      'backup.restore',
    ]);
    expect((await verifyArchive(db)).problems).toEqual([]);
  } finally {
    db.close();
  }
});

test('questions to the log go by its indexes', async () => {
  const db = await archiveIn(emptyFolder());
  const plan = (sql: string, ...params: string[]): string =>
    db.read
      .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
      .map(({ detail }) => detail)
      .join('\n');
  const select = 'SELECT seq, at, actor, action, subject, detail, hash, sm3 FROM archive.audit';
  expect(plan(`${select} WHERE action = ? ORDER BY seq DESC LIMIT 200`, 'letter.edit')).toMatch(/audit_by_action/);
  expect(plan(`${select} WHERE action = ? ORDER BY seq DESC LIMIT 200`, 'letter.edit')).not.toMatch(/TEMP B-TREE/);
  expect(plan('SELECT action, count(*) FROM archive.audit WHERE at >= ? AND at < ? GROUP BY action', '1', '2')).toMatch(
    /COVERING INDEX audit_by_time/,
  );
});
