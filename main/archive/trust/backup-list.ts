/** Which backups there are to restore from: in the archive's own folder, where backups go, and where a person points. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readRecord } from '../../../shared/model/stored.ts';
import { exists, readFully, removeQuietly, writeNewFile, type Disk } from '../storage/disk.ts';
import { ARCHIVE_NAME, BACKUP_FOLDER, KEPT_PREFIX, PLACES_NAME, parseHeader } from '../storage/open-checks.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { namesIn } from '../storage/own-folders.ts';
import { readHead } from '../storage/kept-head.ts';
import type { ReadableDb } from '../storage/types.ts';
import { isIncrement, readIncrement } from './increments.ts';
import type { BackupHead } from './kept-heads.ts';
import { backupTime } from './rotation.ts';

export interface FoundBackup {
  file: string;
  /** ISO UTC. */
  at: string;
  bytes: number;
  kind: 'backup' | 'incremental' | 'kept' | 'form';
}

const MOST_PLACES = 10;

export function readPlaces(disk: Disk, folder: string): string[] {
  const path = join(folder, PLACES_NAME);
  try {
    if (!exists(disk, path)) return [];
    const fd = disk.open(path, constants.O_RDONLY);
    try {
      const bytes = Buffer.alloc(Math.min(disk.statOpen(fd).sizeBytes, 65_536));
      const found: unknown = JSON.parse(bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0)));
      return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
    } finally {
      disk.close(fd);
    }
  } catch {
    return []; // a help for people, nothing that anything stands on
  }
}

/**
 * Notes a folder of backups. The list is written under another name first: it is whole or as it was.
 * @throws what the disk says
 */
export function notePlace(disk: Disk, folder: string, place: string): void {
  const places = readPlaces(disk, folder);
  if (places[0] === place) return;
  const next = [place, ...places.filter((one) => one !== place)].slice(0, MOST_PLACES);
  const half = join(folder, `.${PLACES_NAME}.${randomUUID()}.part`);
  try {
    writeNewFile(disk, half, Buffer.from(JSON.stringify(next)));
    disk.rename(half, join(folder, PLACES_NAME));
    disk.syncFolder(folder);
  } catch (thrown) {
    removeQuietly(disk, half);
    throw thrown;
  }
}

/** What a file could be restored as; undefined where it is no backup of an archive. Looks at its head only. */
function lookAt(disk: Disk, file: string, kind: FoundBackup['kind']): FoundBackup | undefined {
  try {
    const stat = disk.stat(file);
    if (stat.isFolder) return undefined;
    const named = backupTime(file.slice(file.lastIndexOf('fuhan-backup-')));
    const at = (named ?? new Date(stat.modifiedMs)).toISOString();
    if (isIncrement(file)) return { file, at, bytes: readIncrement(disk, file).size, kind: 'incremental' };
    const head = Buffer.alloc(100);
    const fd = disk.open(file, constants.O_RDONLY);
    try {
      if (parseHeader(head.subarray(0, readFully(disk, fd, head, 0))) === undefined) return undefined;
    } finally {
      disk.close(fd);
    }
    return { file, at, bytes: stat.sizeBytes, kind };
  } catch {
    return undefined; // what cannot be read is no backup to offer
  }
}

/**
 * @param folder the archive's
 * @param more other folders to look in
 * @returns newest first
 */
export function listBackups(disk: Disk, folder: string, more: readonly string[] = []): FoundBackup[] {
  const own = resolve(folder);
  const found: (FoundBackup | undefined)[] = [];
  for (const name of namesIn(disk, own)) {
    if (name.startsWith(KEPT_PREFIX)) found.push(lookAt(disk, join(own, name, ARCHIVE_NAME), 'kept'));
  }
  for (const name of namesIn(disk, join(own, BACKUP_FOLDER)))
    found.push(lookAt(disk, join(own, BACKUP_FOLDER, name), 'form'));
  for (const place of new Set([...more, ...readPlaces(disk, own)].map((one) => resolve(one)))) {
    for (const name of namesIn(disk, place)) {
      if (backupTime(name) !== undefined || (name.endsWith('.sqlite') && place !== own))
        found.push(lookAt(disk, join(place, name), 'backup'));
    }
  }
  return found.filter((one) => one !== undefined).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** Folders that the log tells backups went to: a list beside the archive anybody can empty who writes there. */
export function loggedPlaces(db: ReadableDb): string[] {
  const rows = db.all<{ action: string; detail: string }>(
    "SELECT action, detail FROM archive.audit WHERE action = 'backup.make' OR (action = 'settings.change' AND subject = 'backup')",
  );
  const found = rows.flatMap(({ action, detail }) => {
    const { file, to } = readRecord(detail);
    if (action === 'backup.make') return typeof file === 'string' ? [dirname(file)] : [];
    const place = typeof to === 'object' && to !== null && 'to' in to ? to.to : undefined;
    return typeof place === 'string' ? [resolve(place)] : [];
  });
  return [...new Set(found)];
}

/**
 * Heads of the log that stand beside backups, all of them: what else lies there, under whatever name, keeps none from being asked.
 * @param places folders beside those that the archive's own list and its log tell of
 */
export function backupHeads(db: ArchiveDb, places: readonly string[]): BackupHead[] {
  return (
    listBackups(db.disk, db.folder, [...places, ...loggedPlaces(db.read)])
      .map(({ file, kind }) => ({ file, kind, head: readHead(db.disk, file) }))
      // What a restore kept may have come without one.
      .filter(({ kind, head }) => head !== undefined || kind === 'backup' || kind === 'incremental')
  );
}
