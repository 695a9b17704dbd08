/** Brings an archive from an older schema version to the present one: numbered steps, one transaction, a checked backup before. */
import { join } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { checkCopy, copyFile, sha256OfFile } from './copy.ts';
import type { Disk } from './disk.ts';
import { diskError } from './failures.ts';
import type { FileDatabase } from './file-database.ts';
import type { Migration } from './migrations/types.ts';
import { ARCHIVE_NAME, BACKUP_FOLDER } from './open-checks.ts';

/** What bringing an archive up to date did. */
export interface Migrated {
  from: number;
  to: number;
  /** The copy as it was, in the folder `backups`. */
  backup: string;
}

/** The schema version that this list of migrations leads to. */
export function latestSchemaVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.number ?? 0;
}

/** Steps still to be taken from schema version `from`. @throws Error where the list is not strictly increasing by one */
export function pendingMigrations(migrations: readonly Migration[], from: number): Migration[] {
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new Error(`migration ${migration.name} is not number ${index + 1}`);
  });
  return migrations.filter((migration) => migration.number > from);
}

/** The SQL of some migrations, ending with the mark of the schema version that they reach. */
export function migrationSteps(pending: readonly Migration[]): string[] {
  return [...pending.map((migration) => migration.up), `PRAGMA archive.user_version=${latestSchemaVersion(pending)}`];
}

/**
 * Migrates an open archive. The backup stays in the folder `backups`.
 * @returns the schema version that it had and the backup's path; null where nothing was to do
 * @throws ArchiveError DISK_FULL, DISK_ERROR, ARCHIVE_DAMAGED (the backup could not be read again)
 */
export async function migrate(
  db: FileDatabase,
  disk: Disk,
  folder: string,
  migrations: readonly Migration[],
): Promise<Migrated | null> {
  const schemaVersion = db.read.get<{ user_version: number }>('PRAGMA archive.user_version')?.user_version ?? 0;
  const pending = pendingMigrations(migrations, schemaVersion);
  if (pending.length === 0) return null;
  if (db.readOnly) throw new ArchiveError('ARCHIVE_READ_ONLY', '档案库为旧版本所建，须先在可写的位置打开一次以升级');
  db.checkpoint();
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const backup = join(folder, BACKUP_FOLDER, `before-form-${latestSchemaVersion(migrations)}-${stamp}.sqlite`);
  try {
    disk.mkdir(join(folder, BACKUP_FOLDER));
    const copy = await copyFile({ disk, path: join(folder, ARCHIVE_NAME) }, { disk, path: backup });
    disk.syncFolder(join(folder, BACKUP_FOLDER));
    if ((await sha256OfFile(disk, backup)) !== copy.sha256) {
      throw new ArchiveError('DISK_ERROR', undefined, 'the backup reads otherwise than it was written');
    }
  } catch (thrown) {
    throw diskError(thrown, backup);
  }
  await checkCopy(disk, backup);
  db.define(migrationSteps(pending));
  return { from: schemaVersion, to: latestSchemaVersion(migrations), backup };
}
