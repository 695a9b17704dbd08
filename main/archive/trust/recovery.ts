/**
 * A folder whose archive does not open: what can still be offered is its backups. Where a backup has accounts, only who may
 * restore by them does so; an archive that cannot be read cannot answer for itself.
 */
import { ArchiveError } from '../../../shared/errors.ts';
import { realDisk } from '../storage/disk.ts';
import { requireRight } from './accounts/rights.ts';
import { actorOf, signIn } from './accounts/sign-in.ts';
import { openBackup } from './backup.ts';
import type { LongWork } from '../work/long-work.ts';
import { listBackups, placesUnknown, type FoundBackup } from './backup-list.ts';
import { restoreBackup, type RestoreResult } from './restore.ts';
import { copyHasAccounts } from './restore-rules.ts';

export interface Credentials {
  name?: string | undefined;
  password?: string | undefined;
}

/** @param folder the archive's @param place another folder to look in */
export function backupsFor(folder: string, place?: string): FoundBackup[] {
  return listBackups(realDisk(), folder, place === undefined ? [] : [place]);
}

/** That nothing beside an archive tells where its backups went, in words. @param folder the archive's */
export function placesMissing(folder: string): string | undefined {
  return placesUnknown(realDisk(), folder);
}

/**
 * Restores where no archive can be opened, or one whose accounts are gone.
 * @param systemUser who acts where the backup has no accounts
 * @throws ArchiveError SIGN_IN_REQUIRED, WRONG_PASSWORD, FORBIDDEN, ACCOUNTS_MISSING, and as restoreBackup
 */
export async function recover(
  file: string,
  folder: string,
  who: Credentials & { systemUser: string },
  work: LongWork = {},
): Promise<RestoreResult> {
  return restoreBackup(file, folder, { ...work, actor: await actorFor(file, who), presentAnswers: false });
}

async function actorFor(file: string, who: Credentials & { systemUser: string }): Promise<string> {
  const backup = await openBackup(file).catch((thrown: unknown) => {
    const damaged = thrown instanceof ArchiveError && thrown.code === 'ARCHIVE_DAMAGED';
    throw damaged ? new ArchiveError('BACKUP_BAD', file, thrown.details) : thrown;
  });
  try {
    if (!copyHasAccounts(backup.read)) return who.systemUser;
    if (who.name === undefined || who.password === undefined)
      throw new ArchiveError('SIGN_IN_REQUIRED', '备份中有账户');
    const session = await signIn(backup, who.name, who.password);
    requireRight(session, 'trust.restoreBackup', backup.read);
    return actorOf(session);
  } finally {
    backup.close();
  }
}
