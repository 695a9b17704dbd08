/** Checks an exported audit log alone: the rows are all that is needed, no archive and no database. */
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import { auditHash } from './audit.ts';
import { NO_HASH } from './canonical.ts';
import type { Problem } from './verify.ts';

const exportedRow = z.object({
  seq: z.number().int().min(1),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.string(),
  hash: z.string(),
});

export interface AuditExportCheck {
  ok: boolean;
  rows: number;
  /** The head of the exported log, to be compared with one kept on paper; null where there are no rows. */
  tip: { seq: number; hash: string; at: string } | null;
  problems: Problem[];
}

/**
 * @param rows what `fuhan audit --json` printed, in its order (or the newest first). A part of the log is checked from its second
 *   row on: what its first row stands on is not in it. A filtered log has gaps, which are reported.
 * @throws ArchiveError BAD_FILE where these are no rows of a log
 */
export function verifyAuditExport(rows: unknown): AuditExportCheck {
  const parsed = z.array(exportedRow).safeParse(rows);
  if (!parsed.success) throw new ArchiveError('BAD_FILE', '审计日志', parsed.error.issues[0]?.message);
  const ordered = [...parsed.data].sort((a, b) => a.seq - b.seq);
  const problems: Problem[] = [];
  const report = (seq: number, message: string): void => {
    problems.push({ kind: 'audit', id: String(seq), message });
  };
  let previous: { seq: number; hash: string } | undefined;
  for (const row of ordered) {
    const follows = previous === undefined ? row.seq === 1 : row.seq === previous.seq + 1;
    if (previous !== undefined && row.seq === previous.seq) report(row.seq, `第 ${row.seq} 条出现两次`);
    else if (previous !== undefined && !follows) {
      report(row.seq, `第 ${previous.seq + 1} 条至第 ${row.seq - 1} 条不在文件中`);
    } else if (follows && auditHash({ ...row, previous_hash: previous?.hash ?? NO_HASH }) !== row.hash) {
      report(row.seq, `第 ${row.seq} 条被改动，或与前一条接不上`);
    }
    previous = row;
  }
  const last = ordered.at(-1);
  const tip = last === undefined ? null : { seq: last.seq, hash: last.hash, at: last.at };
  return { ok: problems.length === 0, rows: ordered.length, tip, problems };
}
