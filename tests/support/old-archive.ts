/** Archives as older programs left them. */
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../main/archive/storage/migrations/index.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { auditHash, auditTip } from '../../main/archive/trust/audit.ts';

/** An archive of an earlier form, open. @param form the number of its last migration */
export function openOldArchive(folder: string, form: number): Promise<ArchiveDb> {
  return openArchiveDb(folder, { create: true, migrations: MIGRATIONS.slice(0, form) });
}

/** A row of the log as programs wrote it before there was a chain of SM3 (forms 1 to 3). */
export function appendOldAudit(db: ArchiveDb, actor: string, action: string, detail: string): void {
  const { seq, hash: previous_hash } = auditTip(db.read);
  const row = { seq: seq + 1, at: new Date().toISOString(), actor, action, subject: null, detail, previous_hash };
  db.transaction((tx) => {
    tx.run(
      'INSERT INTO archive.audit (seq, at, actor, action, subject, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      [row.seq, row.at, actor, action, null, detail, previous_hash, auditHash(row)],
    );
  });
}
