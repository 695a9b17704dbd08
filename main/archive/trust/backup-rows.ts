/**
 * Backups that stand under a name which the log tells of, and are not what it says was made under that name: an older one that was
 * copied over it, or what is no backup. Looks at size, list and the log inside, not at all bytes: restoring reads those.
 */
import { resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { openCopy } from '../storage/database.ts';
import { errnoCode, exists } from '../storage/disk.ts';
import type { ReadableDb } from '../storage/types.ts';
import { breathe } from '../work/time-slicer.ts';
import { diskOf } from './backup.ts';
import { backupRows } from './backup-log.ts';
import { isIncrement, readIncrement } from './increments.ts';

/** What a row says of the file that was made under a name. */
interface LoggedBackup {
  file: string;
  /** Number of the row. */
  seq: number;
  bytes: number;
  /** What was made, and what disposals made of it since. */
  hashes: string[];
  /** The log inside ends with one of these rows. */
  from: number;
  to: number;
}

/** The newest row of each name. Rows of programs before this one do not say where the log inside ends: not before the backup before it was told. */
function loggedBackups(db: ReadableDb): LoggedBackup[] {
  const byFile = new Map<string, LoggedBackup>();
  let before = 0;
  for (const { headSeq, file: told, seq, bytes, hashes } of backupRows(db)) {
    const file = resolve(told);
    const range = headSeq === undefined ? { from: before, to: seq - 1 } : { from: headSeq, to: headSeq };
    byFile.set(file, { file, seq, bytes, hashes, ...range });
    before = seq;
  }
  return [...byFile.values()];
}

/** The last row of a copy's log that the archive's log has too; rows behind it are those by which disposals were carried over. */
function lastCommon(archive: ReadableDb, copy: ReadableDb): number {
  for (const { seq, hash } of copy.iterate<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM archive.audit ORDER BY seq DESC',
  ))
    if (archive.get('SELECT 1 AS n FROM archive.audit WHERE seq = ? AND hash = ?', [seq, hash]) !== undefined)
      return seq;
  return 0;
}

/** In what a file is not the one that was made; undefined where nothing tells. */
async function differenceOf(db: ArchiveDb, logged: LoggedBackup): Promise<string | undefined> {
  const { disk } = db;
  const { file, bytes, hashes, from, to } = logged;
  try {
    if (disk.stat(file).isFolder) return '是文件夹';
    const isRewritten = hashes.length > 1;
    const list = isIncrement(file) ? readIncrement(disk, file) : undefined;
    if (list !== undefined && !hashes.includes(list.sha256)) return '内容校验值与日志所记不同';
    const size = list?.size ?? disk.stat(file).sizeBytes;
    if (!isRewritten && size !== bytes) return `大小为 ${size} 字节，日志所记为 ${bytes} 字节`;
    const copy = await openCopy(file, diskOf(disk, file), { alone: true, damaged: 'read', migrations: db.migrations });
    try {
      const end = lastCommon(db.read, copy.read);
      if (end < from) return `其中的审计日志止于第 ${end} 条，早于作成时，可能是较早的备份`;
      if (end > to) return `其中的审计日志止于第 ${end} 条，晚于作成时`;
    } finally {
      copy.close();
    }
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ArchiveError || errnoCode(thrown) !== '') return '读不出，或不是备份';
    throw thrown;
  }
}

/** @returns by the file, in words, in what it is not what the log says was made under that name; what is not there is left out */
export async function differingBackups(db: ArchiveDb): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const logged of loggedBackups(db.read)) {
    if (!isThere(db, logged.file)) continue;
    const difference = await differenceOf(db, logged);
    if (difference !== undefined)
      found.set(logged.file, `与审计日志第 ${logged.seq} 条所记作成的备份不同：${difference}`);
    await breathe();
  }
  return found;
}

function isThere({ disk }: ArchiveDb, file: string): boolean {
  try {
    return exists(disk, file);
  } catch (thrown) {
    if (errnoCode(thrown) === '') throw thrown;
    return false;
  }
}
