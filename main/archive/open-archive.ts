/** Opens an archive's database and its search index, and says what a person must know about the place. */
import { basename, join } from 'node:path';
import type { Progress } from '../../shared/contract/index.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { disposalWarnings } from './disposal/read.ts';
import { searchSource } from './search/search-source.ts';
import { SearchService } from './search/service.ts';
import type { ArchiveDb } from './storage/archive-db.ts';
import { openArchiveDb } from './storage/database.ts';
import { errnoCode, type Disk } from './storage/disk.ts';
import { networkShare } from './storage/network-place.ts';
import { placeNotes } from './storage/place-notes.ts';
import { placesNotes } from './trust/backup-list.ts';
import { misleadingNames } from './trust/accounts/account-names.ts';
import { accountsWarnings, keepAccountsMark, requireAccountsThere } from './trust/accounts/mark.ts';
import { appendAudit, clockWarnings } from './trust/audit.ts';
import { headWarnings, tellOfHead, tellOfMaking } from './trust/kept-heads.ts';
import { sealOlder } from './trust/seal.ts';
import { firstFault } from './trust/verify-values.ts';

export interface EngineOptions {
  folder: string;
  /** Who acts, in an archive without accounts: the system user's name. */
  actor: string;
  create?: boolean;
  readOnly?: boolean;
  /** Search without worker threads: quicker to start, for the command line. */
  inProcess?: boolean;
  /** The time, for sessions, locks and the age of passwords. */
  clock?: () => Date;
  /** The disk under the archive's database; tests give a faulty one. */
  disk?: Disk;
  onProgress?: (progress: Progress) => void;
}

export interface Opened {
  db: ArchiveDb;
  search: SearchService;
}

/** The rise to a newer schema version is an act of the log, of whom the program runs as: nobody has signed in yet. */
function tellOfMigration(db: ArchiveDb, actor: string): void {
  const { migrated } = db;
  if (migrated === null) return;
  const detail = { from: migrated.from, to: migrated.to, kept: basename(migrated.backup) };
  db.transaction((tx) => appendAudit(tx, { actor, action: 'archive.migrate', detail }), 'log');
}

/** A journal that was not the archive's own is told of in the log, by whom the program runs as. */
function tellOfQuarantine(db: ArchiveDb, actor: string): void {
  const place = db.foreignJournal?.quarantined ?? null;
  if (place === null) return;
  const detail = { kept: basename(place), fault: db.foreignJournal?.fault };
  db.transaction((tx) => appendAudit(tx, { actor, action: 'archive.quarantine', detail }), 'log');
}

/** So is an index that was a link: somebody wanted what is written there to land elsewhere, or what lies elsewhere to be believed. */
function tellOfLinkedIndex(db: ArchiveDb, actor: string): void {
  if (db.linkedIndex === null) return;
  const detail = { kept: basename(db.linkedIndex), fault: 'the index was a link, or had one in it' };
  db.transaction((tx) => appendAudit(tx, { actor, action: 'archive.quarantine', detail }), 'log');
}

/** What fails by a value that this program never stores (bytes where a text belongs) is damage, and not a fault of the program. */
async function asDamage(db: ArchiveDb, thrown: unknown): Promise<unknown> {
  if (thrown instanceof ArchiveError || errnoCode(thrown) !== '') return thrown;
  const fault = await firstFault(db.read);
  return fault === undefined ? thrown : new ArchiveError('ARCHIVE_DAMAGED', fault, String(thrown));
}

/** @throws ArchiveError ARCHIVE_IN_USE, ARCHIVE_DAMAGED, ACCOUNTS_MISSING, ARCHIVE_NEWER, ARCHIVE_NOT_FOUND, … */
export async function openAll(options: EngineOptions): Promise<Opened> {
  const db = await openArchiveDb(options.folder, {
    create: options.create ?? false,
    readOnly: options.readOnly ?? false,
    onProgress: options.onProgress,
    ...(options.disk && { disk: options.disk }),
    begin: (tx) => tellOfMaking(tx, options.actor),
  });
  try {
    tellOfHead(db, options.actor);
    tellOfMigration(db, options.actor);
    tellOfQuarantine(db, options.actor);
    tellOfLinkedIndex(db, options.actor);
    requireAccountsThere(db, options.actor);
    keepAccountsMark(db);
    if (!db.readOnly) await sealOlder(db, options.actor, options.onProgress);
    const search = await SearchService.open(join(options.folder, 'index'), searchSource(db.read), {
      inProcess: options.inProcess ?? false,
      readOnly: db.readOnly,
      ...(options.onProgress && { onProgress: options.onProgress }),
    });
    return { db, search };
  } catch (thrown) {
    const told = await asDamage(db, thrown);
    db.close();
    throw told;
  }
}

function readOnlyWarnings({ readOnly, noRoom }: ArchiveDb): string[] {
  if (noRoom)
    return [
      '磁盘空间不足，档案库以只读方式打开：可以检索、查阅和校验，不能写入、导出和备份，也不记日志。请清理磁盘后重新打开。',
    ];
  return readOnly ? [new ArchiveError('ARCHIVE_READ_ONLY').message] : [];
}

/** What a person must know about the place of the archive and the state of its parts. */
export function warningsOf({ db, search }: Opened, folder: string): string[] {
  const share = networkShare(folder);
  return [
    ...readOnlyWarnings(db),
    ...placeNotes(db),
    ...placesNotes(db),
    ...(share === undefined
      ? []
      : [`档案库在网络共享（${share}）上。断网或掉电时可能丢失最近的改动，请移到本机磁盘，把网络共享用于备份。`]),
    ...(db.migrated === null
      ? []
      : [`档案库已从第 ${db.migrated.from} 版格式升级，内容不变；升级前的副本留存于 ${db.migrated.backup}。`]),
    ...accountsWarnings(db),
    ...misleadingNames(db.read).map(({ message }) => `${message}。`),
    ...clockWarnings(db.read),
    ...headWarnings(db),
    ...disposalWarnings(db.read),
    ...search.warnings(),
  ];
}
