/** Archives of older forms: what was in them stays, and what came since is there. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { appendAudit, auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { backupArchive, restoreBackup } from '../../../main/archive/trust/backup.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
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
