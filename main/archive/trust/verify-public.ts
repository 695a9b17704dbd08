/** Acts on public versions: what the log says was done, no more and no less. */
import type { AuditedActs } from './audited-acts.ts';
import { publicActDigest, type PublicActRecord } from './public-evidence.ts';
import type { Check } from './verify-check.ts';

const BATCH = 500;

/** @throws ArchiveError CANCELLED */
export async function checkPublicActs({ db, report, slicer }: Check, { publicActs }: AuditedActs): Promise<void> {
  // A copy of an older schema version has no such table; where it is missing otherwise, the check of the schema tells.
  if (db.get("SELECT 1 AS n FROM archive.sqlite_schema WHERE name = 'public_act'") === undefined) return;
  slicer.stage('核对公开版的决定', publicActs.size);
  const told = new Map(publicActs);
  const wrong = (seq: number, letter: string, what: string): void =>
    report('public', letter, `函件 ${letter} 公开版的第 ${seq} 号登记${what}`);
  for (let last = -1; ;) {
    const rows = db.all<PublicActRecord>('SELECT * FROM archive.public_act WHERE seq > ? ORDER BY seq LIMIT ?', [
      last,
      BATCH,
    ]);
    if (rows.length === 0) break;
    for (const row of rows) {
      const logged = told.get(row.seq);
      told.delete(row.seq);
      last = row.seq;
      if (logged === undefined) wrong(row.seq, row.letter_id, '不在审计日志中');
      else if (logged.sha256 !== publicActDigest(row)) wrong(row.seq, logged.letter, '被改动');
      await slicer.step();
    }
  }
  for (const [seq, { letter }] of told) wrong(seq, letter, '在审计日志中有记录而库中没有');
}
