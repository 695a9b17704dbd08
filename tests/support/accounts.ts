/** Accounts for tests: invented people, passwords that pass the rules, a clock that is set by hand. */
import { randomBytes, scryptSync } from 'node:crypto';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { nameKey } from '../../main/archive/trust/accounts/account-names.ts';
import type { Caller } from '../../main/archive/trust/accounts/accounts.ts';
import type { Role } from '../../shared/contract/index.ts';
import { temporaryFolder } from './engine.ts';

export const SECADMIN: Caller = { actor: '陈安全', roles: ['secadmin'] };
export const SYSTEM_USER: Caller = { actor: 'office-pc', roles: [] };

/** A password that passes every rule, another one for each word. */
export const passwordOf = (word: string): string => `Hetang-${word}-Yuese7`;

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** When the accounts of tests are made. */
export const START = new Date();

/** A clock that stands still until it is moved. */
export class TestClock {
  now = START;
  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }
}

const opened = new Set<ArchiveDb>();
afterEach(() => {
  for (const db of opened) db.close();
  opened.clear();
});

export interface TestArchive {
  db: ArchiveDb;
  folder: string;
  /** Closes the archive and opens it again, as after a restart. */
  reopen: () => Promise<void>;
}

async function openIn(folder: string): Promise<TestArchive> {
  const open = async (): Promise<ArchiveDb> => {
    const db = await openArchiveDb(folder, { create: true });
    opened.add(db);
    return db;
  };
  const archive: TestArchive = {
    db: await open(),
    folder,
    reopen: async () => {
      opened.delete(archive.db);
      archive.db.close();
      archive.db = await open();
    },
  };
  return archive;
}

/** An archive without accounts. */
export async function emptyArchive(): Promise<TestArchive> {
  return openIn(join(temporaryFolder(), 'archive'));
}

/**
 * A hash that is made and checked quickly, for passwords whose cost is not what a test is about: the parameters stand
 * with each hash.
 */
export function quickHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 2, r: 1, p: 1 });
  const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=1,r=1,p=1$${unpadded(salt)}$${unpadded(key)}`;
}

function insertAccount(db: ArchiveDb, name: string, roles: readonly Role[], hash: string): void {
  const at = START.toISOString();
  db.transaction((tx) => {
    tx.run(
      'INSERT INTO archive.account (name_key, name, display_name, roles, created, changed) VALUES (?, ?, ?, ?, ?, ?)',
      [nameKey(name), name, name, JSON.stringify(roles), at, at],
    );
    tx.run('INSERT INTO archive.account_password (name_key, seq, set_at, hash) VALUES (?, 1, ?, ?)', [
      nameKey(name),
      at,
      hash,
    ]);
  });
}

/** An archive with the security administrator 陈安全 (password word `chen`), made at START. */
export async function archiveWithSecadmin(): Promise<TestArchive> {
  const archive = await emptyArchive();
  person(archive.db, SECADMIN.actor, 'chen', ['secadmin']);
  return archive;
}

/** Puts an account there as if its person had set the password `passwordOf(word)` at START. Leaves no audit row. */
export function person(db: ArchiveDb, name: string, word: string, roles: Role[]): Caller {
  insertAccount(db, name, roles, quickHash(passwordOf(word)));
  return { actor: name, roles };
}
