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
import { cutShort } from './made-backups.ts';
import { backupTime } from './backup-name.ts';

export interface FoundBackup {
  file: string;
  /** ISO UTC. */
  at: string;
  bytes: number;
  kind: 'backup' | 'incremental' | 'kept' | 'form';
  /** That it is cut short, in words; absent where it is not. */
  incomplete?: string;
}

const MOST_PLACES = 10;

/** The list beside an archive; `lost` and `garbled` where there is none, or nothing that names a place. */
function placesBeside(disk: Disk, folder: string): string[] | 'lost' | 'garbled' {
  const path = join(folder, PLACES_NAME);
  try {
    if (!exists(disk, path)) return 'lost';
    const fd = disk.open(path, constants.O_RDONLY);
    try {
      const bytes = Buffer.alloc(Math.min(disk.statOpen(fd).sizeBytes, 65_536));
      const found: unknown = JSON.parse(bytes.toString('utf8', 0, readFully(disk, fd, bytes, 0)));
      const places = Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
      return places.length === 0 ? 'garbled' : places;
    } finally {
      disk.close(fd);
    }
  } catch {
    return 'garbled'; // a help for people, nothing that anything stands on
  }
}

export function readPlaces(disk: Disk, folder: string): string[] {
  const places = placesBeside(disk, folder);
  return typeof places === 'string' ? [] : places;
}

const PLACES_WORDS = { lost: '不在', garbled: '读不出，可能被改动或损坏' };

/** That the list of an archive that does not open is of no help, in words. */
export function placesUnknown(disk: Disk, folder: string): string | undefined {
  const places = placesBeside(disk, folder);
  if (typeof places !== 'string') return undefined;
  return `备份位置清单 ${PLACES_NAME} ${PLACES_WORDS[places]}，别处的备份没有列出。请用 --in 指明备份所在的文件夹。`;
}

/** That the list is gone or spoilt although backups were made, in words, with the places that the log has. */
export function placesNotes({ disk, folder, read }: ArchiveDb): string[] {
  const places = placesBeside(disk, folder);
  const logged = places === 'lost' ? madePlaces(read) : typeof places === 'string' ? loggedPlaces(read) : [];
  if (typeof places !== 'string' || (places === 'lost' && logged.length === 0)) return [];
  const known = logged.length === 0 ? '日志中没有备份位置' : `据日志，备份曾存于：${logged.join('、')}`;
  return [
    `备份位置清单 ${PLACES_NAME} ${PLACES_WORDS[places]}，库中内容未受影响。${known}。下次备份时清单重新写成；请核对各处的备份是否还在。`,
  ];
}

/**
 * Notes a folder of backups. The list is written under another name first: it is whole or as it was.
 * @param known where backups went by the log: a list that is gone or spoilt is begun anew with them
 * @throws what the disk says
 */
export function notePlace(disk: Disk, folder: string, place: string, known: () => readonly string[]): void {
  const beside = placesBeside(disk, folder);
  const places = typeof beside === 'string' ? known().toReversed() : beside;
  if (typeof beside !== 'string' && places[0] === place) return;
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
    const incomplete = cutShort(disk, file);
    return { file, at, bytes: stat.sizeBytes, kind, ...(incomplete !== undefined && { incomplete }) };
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

/** Backups that are cut short, wherever backups of this archive lie, as notes of a check. */
export function cutShortNotes(
  db: ArchiveDb,
  places: readonly string[],
): { kind: string; id: string; message: string }[] {
  return listBackups(db.disk, db.folder, [...places, ...loggedPlaces(db.read)]).flatMap(({ file, incomplete }) =>
    incomplete === undefined ? [] : [{ kind: 'backup', id: file, message: `备份“${file}”${incomplete}，不能用于恢复` }],
  );
}

/** Folders in which backups were made, by the log. */
function madePlaces(db: ReadableDb): string[] {
  const files = db.all<{ detail: string }>("SELECT detail FROM archive.audit WHERE action = 'backup.make'");
  const found = files.flatMap(({ detail }) => {
    const { file } = readRecord(detail);
    return typeof file === 'string' ? [dirname(file)] : [];
  });
  return [...new Set(found)];
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
