/** Signing in, on a real archive (docs/spec/accounts.md). */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  addAccount,
  findAccount,
  listAccounts,
  setDisabled,
  unlock,
} from '../../../main/archive/trust/accounts/accounts.ts';
import { IDLE_MS, actorOf, isIdle, signIn } from '../../../main/archive/trust/accounts/sign-in.ts';
import { keepUnknownTries } from '../../../main/archive/trust/accounts/unknown-names.ts';
import { readAudit } from '../../../main/archive/trust/audit.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import type { AuditRow } from '../../../shared/contract/index.ts';
import {
  DAY_MS,
  MINUTE_MS,
  SECADMIN,
  SYSTEM_USER,
  TestClock,
  archiveWithSecadmin,
  emptyArchive,
  passwordOf,
  person,
} from '../../support/accounts.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const NAME = SECADMIN.actor;
const RIGHT = passwordOf('chen');
const WRONG = 'Not-the-right-1';

const audit = (db: ArchiveDb): AuditRow[] => readAudit(db.read, { limit: 1000, offset: 0, newest_first: false });
const actions = (db: ArchiveDb): string[] => audit(db).map((row) => row.action);

async function fail(db: ArchiveDb, times: number, now: Date): Promise<void> {
  for (let i = 0; i < times; i += 1) await expect(signIn(db, NAME, WRONG, now)).rejects.toThrow();
}

describe('signing in', () => {
  test('the right password makes a session; letter case and width of the name make no difference', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, 'LiNa', 'li', ['archivist', 'reader']);
    const now = new Date();
    const session = await signIn(db, 'ｌｉｎａ', passwordOf('li'), now);
    expect(session).toEqual({
      account: 'LiNa',
      roles: ['archivist', 'reader'],
      startedAt: now,
      lastUsedAt: now,
      notices: [],
    });
    expect(actorOf(session)).toBe('LiNa');
    expect(listAccounts(db.read).find((one) => one.name === 'LiNa')?.last_sign_in).toBe(now.toISOString());
    expect(audit(db).at(-1)).toMatchObject({ actor: 'LiNa', action: 'session.sign_in', subject: 'LiNa' });
  });

  test('a wrong password and a name that is not there get the same answer and take as long', async () => {
    const { db } = await emptyArchive();
    await addAccount(db, SYSTEM_USER, { name: NAME, password: RIGHT });
    const timed = async (name: string): Promise<number> => {
      const start = performance.now();
      await expect(signIn(db, name, WRONG)).rejects.toThrow(code('WRONG_PASSWORD'));
      return performance.now() - start;
    };
    const known = await timed(NAME);
    const unknown = await timed('nobody');
    // The hash is nearly all of the time; without it an unknown name would be some hundred times quicker.
    expect(unknown).toBeGreaterThan(known / 10);
    expect(unknown).toBeLessThan(known * 10);
  });

  test('six tries do not tell which names there are: also a name that is not there is locked after the fifth, over a restart', async () => {
    const clock = new TestClock();
    const archive = await archiveWithSecadmin();
    const told = async (name: string): Promise<string> => {
      const thrown: unknown = await signIn(archive.db, name, WRONG, clock.now).catch((error: unknown) => error);
      const { code: of, message, details } = thrown as { code: string; message: string; details?: string };
      return `${of} ${message} ${details ?? ''}`;
    };
    const known: string[] = [];
    const unknown: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      known.push(await told(NAME));
      unknown.push(await told('周不在'));
      if (i === 2) await archive.reopen();
    }
    expect(unknown).toEqual(known);
    expect(unknown.at(-1)).toContain('ACCOUNT_LOCKED');
    clock.pass(31 * MINUTE_MS);
    expect(await told('周不在')).toBe(await told(NAME));
    expect(await told('周不在')).toContain('WRONG_PASSWORD');
  });

  test('however many names are tried, few rows are written, and none of them tells a name', async () => {
    const { db } = await archiveWithSecadmin();
    db.transaction((tx) => {
      for (let i = 0; i < 20_000; i += 1) keepUnknownTries(tx, `nobody-${i}`, { failures: 1, lockedUntil: null });
    });
    const rows = db.read.all<object>('SELECT * FROM archive.unknown_sign_in');
    expect(rows.length).toBeLessThanOrEqual(4096);
    expect(Object.keys(rows[0] ?? {})).toEqual(['bucket', 'failures', 'locked_until']);
  });

  test('a failed sign-in is recorded, a name that is not there without the name: it may be a password', async () => {
    const { db } = await archiveWithSecadmin();
    await expect(signIn(db, NAME, WRONG)).rejects.toThrow(code('WRONG_PASSWORD'));
    await expect(signIn(db, 'My-Secret-Pass-9', WRONG)).rejects.toThrow(code('WRONG_PASSWORD'));
    expect(audit(db).slice(-2)).toMatchObject([
      { actor: '未登录', action: 'session.sign_in_failed', subject: NAME, detail: '{"code":"WRONG_PASSWORD"}' },
      { actor: '未登录', action: 'session.sign_in_failed', subject: null, detail: '{"code":"WRONG_PASSWORD"}' },
    ]);
  });

  test('a disabled account cannot sign in, and only who knows its password is told so', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, '李娜', 'li', ['reader']);
    setDisabled(db, SECADMIN, '李娜', true);
    await expect(signIn(db, '李娜', WRONG)).rejects.toThrow(code('WRONG_PASSWORD'));
    await expect(signIn(db, '李娜', passwordOf('li'))).rejects.toThrow(code('ACCOUNT_DISABLED'));
    setDisabled(db, SECADMIN, '李娜', false);
    await expect(signIn(db, '李娜', passwordOf('li'))).resolves.toMatchObject({ account: '李娜' });
  });

  test('no password stands in the log, in an error or anywhere in the files of the archive', async () => {
    const archive = await archiveWithSecadmin();
    const errors: unknown[] = [];
    for (const [name, password] of [
      [NAME, WRONG],
      ['Typed-into-Name-1', WRONG],
      [NAME, RIGHT],
    ] as const) {
      await signIn(archive.db, name, password).catch((thrown: unknown) => errors.push(thrown));
    }
    const told = errors.map((error) => `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`);
    expect(told).toHaveLength(2);
    const rows = JSON.stringify(audit(archive.db));
    await archive.reopen();
    const files = readdirSync(archive.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(archive.folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path).toString('latin1'));
    expect(files.join('')).toContain('$scrypt$');
    for (const secret of [RIGHT, WRONG, 'Typed-into-Name-1']) {
      for (const place of [...told, rows, ...files]) expect(place.includes(secret)).toBe(false);
    }
  });
});

describe('the lock', () => {
  test('five failures lock the account for 30 minutes, also for the right password', async () => {
    const clock = new TestClock();
    const { db } = await archiveWithSecadmin();
    await fail(db, 4, clock.now);
    await expect(signIn(db, NAME, WRONG, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
    await expect(signIn(db, NAME, RIGHT, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
    clock.pass(30 * MINUTE_MS - 1);
    await expect(signIn(db, NAME, RIGHT, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
    clock.pass(1);
    await expect(signIn(db, NAME, RIGHT, clock.now)).resolves.toMatchObject({ account: NAME });
  });

  test('a success before the fifth failure begins the count anew', async () => {
    const { db } = await archiveWithSecadmin();
    const now = new Date();
    await fail(db, 4, now);
    await signIn(db, NAME, RIGHT, now);
    await fail(db, 4, now);
    await expect(signIn(db, NAME, RIGHT, now)).resolves.toMatchObject({ account: NAME });
  });

  test('after the lock there are five tries again', async () => {
    const clock = new TestClock();
    const { db } = await archiveWithSecadmin();
    await fail(db, 5, clock.now);
    clock.pass(31 * MINUTE_MS);
    await fail(db, 4, clock.now);
    await expect(signIn(db, NAME, RIGHT, clock.now)).resolves.toMatchObject({ account: NAME });
  });

  test('failures and the lock survive a restart', async () => {
    const clock = new TestClock();
    const archive = await archiveWithSecadmin();
    await fail(archive.db, 3, clock.now);
    await archive.reopen();
    await fail(archive.db, 1, clock.now);
    await expect(signIn(archive.db, NAME, WRONG, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
    await archive.reopen();
    await expect(signIn(archive.db, NAME, RIGHT, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
  });

  test('a clock set back does not end it', async () => {
    const clock = new TestClock();
    const { db } = await archiveWithSecadmin();
    await fail(db, 5, clock.now);
    clock.pass(-365 * DAY_MS);
    await expect(signIn(db, NAME, RIGHT, clock.now)).rejects.toThrow(code('ACCOUNT_LOCKED'));
    expect(actions(db)).toContain('clock.set_back');
  });

  test('twenty tries at once are still five', async () => {
    const { db } = await archiveWithSecadmin();
    const now = new Date();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(db, NAME, WRONG, now)));
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'in'));
    // The four before the locking one were told that the password was wrong, the fifth and all others of the lock.
    expect(codes.filter((one) => one === 'WRONG_PASSWORD')).toHaveLength(4);
    expect(codes.filter((one) => one === 'ACCOUNT_LOCKED')).toHaveLength(16);
  });

  test('a try is counted before the password is looked at: a program killed meanwhile has had its try', async () => {
    const archive = await archiveWithSecadmin();
    const unfinished = signIn(archive.db, NAME, WRONG).catch((thrown: unknown) => thrown);
    expect(findAccount(archive.db.read, NAME)?.failures).toBe(1);
    await unfinished;
  });

  test('a security administrator ends it', async () => {
    const { now } = new TestClock();
    const { db } = await archiveWithSecadmin();
    const li = person(db, '李娜', 'li', ['reader']);
    for (let i = 0; i < 5; i += 1) await expect(signIn(db, '李娜', WRONG, now)).rejects.toThrow();
    expect(unlock(db, SECADMIN, '李娜', now)).toMatchObject({ locked_until: null });
    await expect(signIn(db, li.actor, passwordOf('li'), now)).resolves.toMatchObject({ account: '李娜' });
    expect(audit(db)).toContainEqual(
      expect.objectContaining({ actor: NAME, action: 'account.unlock', subject: '李娜' }),
    );
  });
});

describe('a password that is old', () => {
  test('is refused after 90 days, and until then it is taken', async () => {
    const clock = new TestClock();
    const { db } = await archiveWithSecadmin();
    clock.pass(90 * DAY_MS - 1);
    await expect(signIn(db, NAME, RIGHT, clock.now)).resolves.toMatchObject({ account: NAME });
    clock.pass(1);
    await expect(signIn(db, NAME, WRONG, clock.now)).rejects.toThrow(code('WRONG_PASSWORD'));
    await expect(signIn(db, NAME, RIGHT, clock.now)).rejects.toThrow(code('PASSWORD_EXPIRED'));
  });

  test('opens an archive on a medium that cannot be written, where nobody can change it', async () => {
    const clock = new TestClock();
    const archive = await archiveWithSecadmin();
    archive.db.close();
    const db = await openArchiveDb(archive.folder, { readOnly: true });
    try {
      clock.pass(1000 * DAY_MS);
      await expect(signIn(db, NAME, RIGHT, clock.now)).resolves.toMatchObject({ account: NAME });
      await expect(signIn(db, NAME, WRONG, clock.now)).rejects.toThrow(code('WRONG_PASSWORD'));
    } finally {
      db.close();
    }
  });
});

test('a session is idle after ten minutes without use, and after a clock set back by as much', () => {
  const used = new Date('2026-03-02T01:00:00.000Z');
  const session = { account: NAME, roles: [], startedAt: used, lastUsedAt: used, notices: [] };
  const at = (ms: number): Date => new Date(used.getTime() + ms);
  expect(isIdle(session, at(IDLE_MS - 1))).toBe(false);
  expect(isIdle(session, at(IDLE_MS))).toBe(true);
  expect(isIdle(session, at(-IDLE_MS + 1))).toBe(false);
  expect(isIdle(session, at(-IDLE_MS))).toBe(true);
  expect(isIdle(session, at(2000), 1000)).toBe(true);
});
