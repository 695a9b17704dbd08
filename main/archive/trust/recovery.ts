/**
 * A folder whose archive does not open: what can still be offered is its backups. Where a backup has accounts, only who may
 * restore by them does so; an archive that cannot be read cannot answer for itself.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { realDisk } from '../storage/disk.ts';
import { hasAccounts } from './accounts/accounts.ts';
import { requireRight } from './accounts/rights.ts';
import { actorOf, signIn } from './accounts/sign-in.ts';
import { openBackup, restoreBackup, type RestoreResult } from './backup.ts';
import type { LongWork } from '../work/long-work.ts';
import { listBackups, type FoundBackup } from './backup-list.ts';

export interface Credentials {
  name?: string | undefined;
  password?: string | undefined;
}

/** @param folder the archive's @param place another folder to look in */
export function backupsFor(folder: string, place?: string): FoundBackup[] {
  return listBackups(realDisk(), folder, place === undefined ? [] : [place]);
}

/**
 * Restores where no archive can be opened.
 * @param systemUser who acts where the backup has no accounts
 * @throws ArchiveError SIGN_IN_REQUIRED, WRONG_PASSWORD, FORBIDDEN, and as restoreBackup
 */
export async function recover(
  file: string,
  folder: string,
  who: Credentials & { systemUser: string },
  work: LongWork = {},
): Promise<RestoreResult> {
  return restoreBackup(file, folder, { ...work, actor: await actorFor(file, who) });
}

async function actorFor(file: string, who: Credentials & { systemUser: string }): Promise<string> {
  const backup = await openBackup(file).catch((thrown: unknown) => {
    const damaged = thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED';
    throw damaged ? new ArchiveError('BACKUP_BAD', file, thrown.details) : thrown;
  });
  try {
    // A schema from before there were accounts has no table of them.
    const schemaVersion = backup.read.get<{ user_version: number }>('PRAGMA archive.user_version')?.user_version ?? 0;
    if (schemaVersion < 2 || !hasAccounts(backup.read)) return who.systemUser;
    if (who.name === undefined || who.password === undefined)
      throw new ArchiveError('SIGN_IN_REQUIRED', '备份中有账户');
    const session = await signIn(backup, who.name, who.password);
    requireRight(session, 'trust.restoreBackup', backup.read);
    return actorOf(session);
  } finally {
    backup.close();
  }
}
