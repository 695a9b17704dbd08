/** Exports the audit log, and checks an export alone: its rows are all that is needed, no archive and no database. */
import { createHash, randomUUID } from 'node:crypto';
import { openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import { removeQuietly } from '../storage/copy.ts';
import { errnoCode, exists, publish, realDisk, writeFully } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import { requireOutside } from '../storage/output-guard.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import { newPlace } from '../storage/windows-paths.ts';
import type { ReadableDb } from '../storage/types.ts';
import { auditHash, auditSm3 } from './audit.ts';
import { NO_HASH } from './canonical.ts';
import type { Problem } from './verify.ts';

export type ExportedRow = z.infer<typeof exportedRow>;
const exportedRow = z.object({
  seq: z.number().int().min(1),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.string(),
  hash: z.string(),
  // An older program's export has none.
  sm3: z.string().default(''),
});

export interface AuditExportCheck {
  ok: boolean;
  rows: number;
  /** The head of the exported log, to be compared with one kept on paper; null where there are no rows. */
  tip: AuditTip | null;
  problems: Problem[];
}

/**
 * @param rows what `fuhan audit --json` printed, in its order (or the newest first). A part of the log is checked from its second
 *   row on: what its first row stands on is not in it. A filtered log has gaps, which are reported.
 * @throws ArchiveError BAD_FILE where these are no rows of a log
 */
export function verifyAuditExport(rows: unknown): AuditExportCheck {
  const ordered = readExportedRows(rows);
  const problems: Problem[] = [];
  ordered.forEach((row, at) => {
    const message = exportedFault(row, ordered[at - 1]);
    if (message !== undefined) problems.push({ kind: 'audit', id: String(row.seq), message });
  });
  const last = ordered.at(-1);
  const tip = last === undefined ? null : { seq: last.seq, hash: last.hash, sm3: last.sm3, at: last.at };
  return { ok: problems.length === 0, rows: ordered.length, tip, problems };
}

/** The rows of an exported log by their numbers. @throws ArchiveError BAD_FILE where these are none */
export function readExportedRows(rows: unknown): ExportedRow[] {
  const parsed = z.array(exportedRow).safeParse(rows);
  if (!parsed.success) throw new ArchiveError('BAD_FILE', '审计日志', parsed.error.issues[0]?.message);
  return [...parsed.data].sort((a, b) => a.seq - b.seq);
}

/** What is wrong with a row beside the one before it in the file; undefined where nothing is. */
export function exportedFault(row: ExportedRow, previous: ExportedRow | undefined): string | undefined {
  const follows = previous === undefined ? row.seq === 1 : row.seq === previous.seq + 1;
  if (previous !== undefined && row.seq === previous.seq) return `第 ${row.seq} 条出现两次`;
  if (previous !== undefined && !follows) return `第 ${previous.seq + 1} 条至第 ${row.seq - 1} 条不在文件中`;
  if (!follows) return undefined;
  if (auditHash({ ...row, previous_hash: previous?.hash ?? NO_HASH }) !== row.hash)
    return `第 ${row.seq} 条被改动，或与前一条接不上`;
  return isSm3Right(row, previous) ? undefined : `第 ${row.seq} 条的 SM3 校验值不符`;
}

/** The SM3 chain begins at some row and does not stop again. */
function isSm3Right(row: ExportedRow, previous: ExportedRow | undefined): boolean {
  if (row.sm3 === '') return (previous?.sm3 ?? '') === '';
  return auditSm3(row, previous?.sm3 ?? '') === row.sm3;
}

/**
 * Writes the whole log as JSON to a new file, one row a line, for `verifyAuditExport` and for anybody's own program.
 * @throws ArchiveError OUT_IN_ARCHIVE, TARGET_EXISTS, BAD_PATH, NO_PERMISSION, DISK_FULL
 */
export function exportAudit(db: ReadableDb, out: string): { file: string; rows: number; sha256: string } {
  const file = newPlace(out);
  requireOutside(file);
  const hash = createHash('sha256');
  const half = join(dirname(file), `.${randomUUID()}.part`);
  const disk = realDisk();
  let rows = 0;
  try {
    if (exists(disk, file)) throw new ArchiveError('TARGET_EXISTS', file);
    // With the rights that the person's own mask gives.
    const fd = openSync(half, 'wx');
    try {
      let at = 0;
      const put = (text: string): void => {
        const bytes = Buffer.from(text);
        hash.update(bytes);
        writeFully(disk, fd, bytes, at);
        at += bytes.length;
      };
      put('[');
      for (const row of db.iterate(
        'SELECT seq, at, actor, action, subject, detail, hash, sm3 FROM archive.audit ORDER BY seq',
      )) {
        put(`${rows++ === 0 ? '' : ','}\n${JSON.stringify(row)}`);
      }
      put('\n]\n');
      disk.sync(fd);
    } finally {
      disk.close(fd);
    }
    publish(disk, half, file);
  } catch (thrown) {
    removeQuietly(disk, half);
    if (errnoCode(thrown) === 'EEXIST') throw new ArchiveError('TARGET_EXISTS', file);
    throw errnoCode(thrown) === '' ? thrown : diskError(thrown, file);
  }
  return { file, rows, sha256: hash.digest('hex') };
}
