/**
 * A small file beside the archive says that it has accounts, so that no other file put in its place (an empty archive, a copy from
 * before there were accounts) opens without a sign-in. It is made at each opening where it is missing and never removed by the program.
 */
import { constants } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { errnoCode, exists, readFully, removeQuietly, writeNewFile, type Disk } from '../../storage/disk.ts';
import { archiveIdOf } from '../../storage/meta.ts';
import { ACCOUNTS_MARK_NAME } from '../../storage/open-checks.ts';
import { appendAudit } from '../audit.ts';
import { hasAccounts } from './accounts.ts';

const MOST_BYTES = 4096;
const markSchema = z.object({
  format: z.literal('fuhan-accounts'),
  version: z.literal(1),
  archive_id: z.string(),
  /** When the mark was made, ISO UTC. */
  since: z.string(),
});

/** What the mark says. Any file of that name says that there were accounts, also one that cannot be read. */
export interface AccountsMark {
  /** '' where it cannot be read. */
  archiveId: string;
}

/** @returns undefined where there is no mark */
export function readAccountsMark(disk: Disk, folder: string): AccountsMark | undefined {
  const path = join(folder, ACCOUNTS_MARK_NAME);
  if (!exists(disk, path)) return undefined;
  try {
    const fd = disk.open(path, constants.O_RDONLY);
    try {
      const bytes = Buffer.alloc(MOST_BYTES);
      const text = bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0));
      return { archiveId: markSchema.parse(JSON.parse(text)).archive_id };
    } finally {
      disk.close(fd);
    }
  } catch {
    return { archiveId: '' };
  }
}

/** Makes the mark of an archive that has accounts, or makes it right. Where the disk refuses, the accounts themselves still say so. */
export function keepAccountsMark(db: ArchiveDb): void {
  if (db.readOnly || !hasAccounts(db.read)) return;
  const { disk, folder } = db;
  const archive_id = archiveIdOf(db.read);
  const path = join(folder, ACCOUNTS_MARK_NAME);
  const half = `${path}.${randomUUID()}.part`;
  try {
    if (readAccountsMark(disk, folder)?.archiveId === archive_id) return;
    const mark = { format: 'fuhan-accounts', version: 1, archive_id, since: new Date().toISOString() };
    writeNewFile(disk, half, Buffer.from(`${JSON.stringify(mark)}\n`));
    disk.rename(half, path);
    disk.syncFolder(folder);
  } catch (thrown) {
    removeQuietly(disk, half);
    if (errnoCode(thrown) === '') throw thrown;
  }
}

/** Whether an archive without accounts must have had some: the mark beside it says so, or its own log. */
export function areAccountsMissing(db: ArchiveDb): boolean {
  if (hasAccounts(db.read)) return false;
  if (readAccountsMark(db.disk, db.folder) !== undefined) return true;
  return db.read.get("SELECT 1 AS one FROM archive.audit WHERE action = 'account.add' LIMIT 1") !== undefined;
}

/**
 * Lets no archive be opened whose accounts are gone; its log tells of the try.
 * @param actor whom the program runs as
 * @throws ArchiveError ACCOUNTS_MISSING
 */
export function requireAccountsThere(db: ArchiveDb, actor: string): void {
  if (!areAccountsMissing(db)) return;
  const mark = readAccountsMark(db.disk, db.folder);
  const action = 'archive.accounts_missing';
  const told = db.read.get<{ action: string }>('SELECT action FROM archive.audit ORDER BY seq DESC LIMIT 1');
  if (!db.readOnly && told?.action !== action) {
    const detail = { marked_archive_id: mark?.archiveId ?? null };
    db.transaction((tx) => appendAudit(tx, { actor, action, detail }), 'log');
  }
  throw new ArchiveError('ACCOUNTS_MISSING', undefined, `mark: ${mark === undefined ? 'none' : mark.archiveId}`);
}

/** What a person must know of an archive without accounts: that it was once refused for that, and opens since the mark was taken away. */
export function accountsWarnings(db: ArchiveDb): string[] {
  if (hasAccounts(db.read)) return [];
  const row = db.read.get<{ seq: number }>(
    "SELECT seq FROM archive.audit WHERE action = 'archive.accounts_missing' ORDER BY seq DESC LIMIT 1",
  );
  if (row === undefined) return [];
  return [
    `此档案库曾因旁边的账户标记而拒绝打开（审计日志第 ${row.seq} 条），此后标记被移走，现在不须登录即可使用。如果这里本应设有账户，请立即停用并报告单位负责人。`,
  ];
}
