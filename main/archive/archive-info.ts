/** What the window and `fuhan info` show of the open archive. */
import type { CallOutput } from '../../shared/contract/index.ts';
import type { Host } from './host/host.ts';
import { countLetters } from './letters/catalogue.ts';
import { BACKUPS, CHECKS, lastAct } from './letters/today.ts';
import { warningsOf } from './open-archive.ts';
import type { SearchService } from './search/service.ts';
import { archiveIdOf, readMeta } from './storage/meta.ts';
import { latestSchemaVersion } from './storage/migrate.ts';
import type { KeptBackups } from './trust/kept-backups.ts';
import { rolledBack } from './trust/rolled-back.ts';

export function archiveInfo(
  { db, folder, actor }: Host,
  search: SearchService,
  backups: KeptBackups,
): CallOutput<'archive.info'> {
  return {
    archive: folder,
    archive_id: archiveIdOf(db.read),
    created: readMeta(db.read, 'created') ?? '',
    letters: countLetters(db.read),
    actor,
    read_only: db.readOnly,
    form: latestSchemaVersion(db.migrations),
    migrated: db.migrated,
    review: db.read.get<{ n: number }>('SELECT count(*) AS n FROM letter WHERE review = 1')?.n ?? 0,
    verified: lastAct(db.read, CHECKS),
    backed_up: lastAct(db.read, BACKUPS),
    rolled_back: rolledBack(db.read),
    warnings: [...warningsOf({ db, search }, folder), ...backups.warnings()],
  };
}
