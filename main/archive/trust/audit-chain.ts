/** Walks both chains of the log from its first row, and says of each row whether it is what the rows before it made it. */
import { readMeta } from '../storage/meta.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import { sm3 as sm3Migration } from '../storage/migrations/0004-sm3.ts';
import { schemaVersionOf } from '../storage/migrate.ts';
import type { ReadableDb } from '../storage/types.ts';
import { auditHash, auditSm3, type HashedAuditRow } from './audit.ts';
import { NO_HASH } from './canonical.ts';
import { rowAsGiven, somePatience, type Patience } from './half-characters.ts';

/** A row as stored. Archives of older schema versions have no `sm3`. */
export type AuditRecord = HashedAuditRow & { hash: string; sm3?: string };

const BATCH = 1000;

/** What is wrong with one row beside the one before it. @param sm3From the first row that has an SM3; null where none does */
async function faultsOf(
  stored: AuditRecord,
  previous: { seq: number; hash: string; sm3?: string },
  sm3From: number | null,
  about: { slicer: TimeSlicer; patience: Patience },
): Promise<{ faults: string[]; halved: boolean }> {
  const faults: string[] = [];
  const right = auditHash(stored) === stored.hash;
  const given = right ? undefined : await rowAsGiven(stored, about.patience, () => about.slicer.step(0));
  const row = given ?? stored;
  if (row.seq !== previous.seq + 1) faults.push(`审计日志第 ${previous.seq + 1} 条至第 ${row.seq - 1} 条缺失`);
  else if (row.previous_hash !== previous.hash) faults.push(`审计日志第 ${row.seq} 条与前一条接不上`);
  if (!right && given === undefined) faults.push(`审计日志第 ${row.seq} 条被改动`);
  const sm3 = sm3From === null || row.seq < sm3From ? '' : auditSm3(row, previous.sm3 ?? '');
  if ((row.sm3 ?? '') !== sm3) faults.push(`审计日志第 ${row.seq} 条的 SM3 校验值不符`);
  return { faults, halved: given !== undefined };
}

/** Where the SM3 chain begins; null in a copy of a schema version that had none. */
function sm3Start(db: ReadableDb): number | null {
  const schemaVersion = schemaVersionOf(db);
  if (schemaVersion < sm3Migration.number) return null;
  const from = readMeta(db, 'sm3_from');
  return from === undefined ? 1 : Number(from);
}

/**
 * @param visit is shown each row with what is wrong with it (nothing, as a rule), and whether half a character stood in it when it was written
 * @param last the last row to look at; all where left out
 * @throws ArchiveError CANCELLED
 */
export async function walkAuditChain(
  db: ReadableDb,
  slicer: TimeSlicer,
  visit: (row: AuditRecord, faults: readonly string[], halved: boolean) => void,
  last: number = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  const total = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.audit WHERE seq <= ?', [last])?.n ?? 0;
  const sm3From = sm3Start(db);
  const about = { slicer, patience: somePatience() };
  slicer.stage('核对审计日志', total);
  let previous: { seq: number; hash: string; sm3?: string } = { seq: 0, hash: NO_HASH };
  for (;;) {
    const rows = db.all<AuditRecord>('SELECT * FROM archive.audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?', [
      previous.seq,
      last,
      BATCH,
    ]);
    if (rows.length === 0) return;
    for (const row of rows) {
      const { faults, halved } = await faultsOf(row, previous, sm3From, about);
      visit(row, faults, halved);
      previous = row;
      await slicer.step();
    }
  }
}
