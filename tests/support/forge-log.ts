/** Forges the log as somebody would who can write the file and knows how it is made. */
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { headPath } from '../../main/archive/storage/kept-head.ts';
import { auditHash, auditSm3, type HashedAuditRow } from '../../main/archive/trust/audit.ts';
import { NO_HASH } from '../../main/archive/trust/canonical.ts';

/** All rows anew from the first on, each chain right in itself: what only a head kept elsewhere can show. */
export function rebuildLog(db: DatabaseSync, change: (row: HashedAuditRow) => void): void {
  const rows = db.prepare('SELECT * FROM audit ORDER BY seq').all() as unknown as HashedAuditRow[];
  let [hash, sm3] = [NO_HASH, ''];
  for (const row of rows) {
    const { seq } = row;
    change(row);
    row.previous_hash = hash;
    hash = auditHash(row);
    sm3 = auditSm3(row, sm3);
    db.prepare(
      'UPDATE audit SET at = ?, actor = ?, action = ?, subject = ?, detail = ?, previous_hash = ?, hash = ?, sm3 = ? WHERE seq = ?',
    ).run(row.at, row.actor, row.action, row.subject, row.detail, row.previous_hash, hash, sm3, seq);
  }
}

/** Makes the head that is kept beside the archive fit the log as it is. */
export function rewriteHead(path: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const row = db.prepare('SELECT seq, hash, sm3 FROM audit ORDER BY seq DESC LIMIT 1').get();
    const id = db.prepare("SELECT value FROM meta WHERE key = 'archive_id'").get()?.['value'];
    const head = { format: 'fuhan-log-head', archive_id: id, ...{ seq: 0, hash: '', sm3: '' }, ...row };
    writeFileSync(headPath(path), `${JSON.stringify(head).padEnd(511)}\n`);
  } finally {
    db.close();
  }
}
