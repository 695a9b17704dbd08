/**
 * What may take the place of an archive. Accounts and the log must not vanish by a restore: another archive is refused, and a backup
 * whose accounts or log are not those of the present archive takes a second person.
 */
import { ArchiveError, errorSaying } from '../../../shared/errors.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { accounts as accountsMigration } from '../storage/migrations/0002-accounts.ts';
import { schemaVersionOf } from '../storage/migrate.ts';
import type { ReadableDb } from '../storage/types.ts';
import { allAccounts, hasAccounts } from './accounts/accounts.ts';
import { auditTip } from './audit.ts';

/** The accounts of an archive of any schema version as they decide who may do what; '[]' where there are none. */
function rightsOf(db: ReadableDb): string {
  if (!mayHaveAccounts(db)) return '[]';
  const rights = allAccounts(db).map(({ key, roles, disabled, mustChange, passwordHash }) => {
    return { key, roles, disabled, mustChange, passwordHash };
  });
  return JSON.stringify(rights.sort((a, b) => (a.key < b.key ? -1 : 1)));
}

function mayHaveAccounts(db: ReadableDb): boolean {
  const schemaVersion = schemaVersionOf(db);
  return schemaVersion >= accountsMigration.number;
}

/** The same as hasAccounts, for an archive of any schema version. */
export function copyHasAccounts(db: ReadableDb): boolean {
  return mayHaveAccounts(db) && hasAccounts(db);
}

/** Whether the last row of one log stands in the other: nothing was done in the one that the other does not know. */
function continuesIn(db: ReadableDb, present: ReadableDb): boolean {
  const tip = auditTip(db);
  if (tip.seq === 0) return true;
  const row = present.get<{ hash: string }>('SELECT hash FROM archive.audit WHERE seq = ?', [tip.seq]);
  return row?.hash === tip.hash;
}

/** An archive in which nothing was done yet: the first start of the program on a new computer. */
function isUntouched(db: ReadableDb): boolean {
  return db.get('SELECT 1 AS one FROM archive.letter LIMIT 1') === undefined && !copyHasAccounts(db);
}

/**
 * @param present the archive in whose place the other is to be put; undefined where it does not open, or its accounts are gone
 * @param coming what is to take its place
 * @param facts.marked a mark beside the archive says that it has accounts
 * @param facts.keptHere the other was in this place before: its log is known to go another way
 * @returns why a security administrator must agree; empty where nobody needs to
 * @throws ArchiveError BACKUP_FOREIGN, ACCOUNTS_MISSING
 */
export function judgeExchange(
  present: ReadableDb | undefined,
  coming: ReadableDb,
  facts: { marked: boolean; keptHere: boolean },
): string[] {
  if (present === undefined) {
    if (facts.marked && !copyHasAccounts(coming)) throw new ArchiveError('ACCOUNTS_MISSING', '备份');
    return [];
  }
  if (archiveIdOf(present) !== archiveIdOf(coming) && !isUntouched(present)) {
    if (!facts.keptHere) throw new ArchiveError('BACKUP_FOREIGN');
    const what = isUntouched(coming) ? '另一个没有函件的档案库' : '另一个档案库';
    throw errorSaying(
      'BACKUP_FOREIGN',
      `恢复之前，这里是${what}，换回它会使现有的函件都不在库中，因此没有撤回。现有档案库未受影响，恢复前的那一个也原样留存在旁。如确要用它，请把它恢复到另一个文件夹；要回到较早的样子，请用现有档案库自己的备份。`,
    );
  }
  if (!copyHasAccounts(present)) return [];
  return [
    ...(rightsOf(present) === rightsOf(coming) ? [] : ['其中的账户与现有的不同']),
    ...(facts.keptHere || continuesIn(coming, present) ? [] : ['其中的审计日志不能接到现有的日志']),
  ];
}
