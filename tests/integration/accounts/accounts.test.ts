/** Making and changing accounts, on a real archive (docs/spec/accounts.md). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import {
  addAccount,
  changePassword,
  findAccount,
  hasAccounts,
  listAccounts,
  setDisabled,
  setRoles,
  unlock,
} from '../../../main/archive/trust/accounts/accounts.ts';
import { misleadingNames } from '../../../main/archive/trust/accounts/account-names.ts';
import { checkAccounts } from '../../../main/archive/trust/accounts/check.ts';
import { missingAdministrators } from '../../../main/archive/trust/accounts/separation-of-duties.ts';
import { signIn } from '../../../main/archive/trust/accounts/sign-in.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import type { AuditRow } from '../../../shared/contract/index.ts';
import {
  DAY_MS,
  SECADMIN,
  START,
  SYSTEM_USER,
  archiveWithSecadmin,
  emptyArchive,
  passwordOf,
  person,
  quickHash,
} from '../../support/accounts.ts';
import { appendOldAudit, openOldArchive } from '../../support/old-archive.ts';
import { temporaryFolder } from '../../support/engine.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const audit = (db: ArchiveDb): AuditRow[] => readAudit(db.read, { limit: 1000, offset: 0, newest_first: false });
const names = (db: ArchiveDb): string[] => listAccounts(db.read).map((one) => one.name);

describe('the first account', () => {
  test('there is none at first, and no password comes with the program', async () => {
    const { db } = await emptyArchive();
    expect(hasAccounts(db.read)).toBe(false);
    expect(listAccounts(db.read)).toEqual([]);
    for (const name of ['admin', '']) {
      await expect(signIn(db, name, 'admin')).rejects.toThrow(code('WRONG_PASSWORD'));
    }
  });

  test('is a security administrator, made by the system user', async () => {
    const { db } = await emptyArchive();
    const add = (roles: ('archivist' | 'sysadmin' | 'secadmin')[] | undefined) =>
      addAccount(db, SYSTEM_USER, { name: '陈安全', roles, password: passwordOf('chen') });
    await expect(add(['archivist'])).rejects.toThrow(code('FIRST_ACCOUNT'));
    await expect(add(['sysadmin'])).rejects.toThrow(code('FIRST_ACCOUNT'));
    await expect(add(['secadmin', 'archivist'])).rejects.toThrow(code('FIRST_ACCOUNT'));
    expect(hasAccounts(db.read)).toBe(false);
    expect(await add(undefined)).toMatchObject({ name: '陈安全', roles: ['secadmin'], must_change: false });
    expect(hasAccounts(db.read)).toBe(true);
    expect(audit(db)).toMatchObject([{ actor: 'office-pc', action: 'account.add', subject: '陈安全' }]);
  });

  test('two made at the same moment are one', async () => {
    const { db } = await emptyArchive();
    const made = await Promise.allSettled([
      addAccount(db, SYSTEM_USER, { name: '陈安全', password: passwordOf('chen') }),
      addAccount(db, SYSTEM_USER, { name: '赵安全', password: passwordOf('zhao') }),
    ]);
    expect(made.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(listAccounts(db.read)).toHaveLength(1);
  });
});

describe('accounts', () => {
  test('a name is taken once, whatever its letter case, width or composition', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, 'Zoé', 'zoe', ['reader']);
    for (const name of ['zoé', 'ZOE\u0301', 'Ｚｏé', ' Zoé ']) {
      await expect(addAccount(db, SECADMIN, { name, password: passwordOf('x') })).rejects.toThrow(
        code('ACCOUNT_EXISTS'),
      );
    }
    expect(names(db).sort()).toEqual(['Zoé', '陈安全'].sort());
  });

  test('a name that is no name is refused', async () => {
    const { db } = await archiveWithSecadmin();
    for (const name of ['', '王', 'a b', 'a\nb', '../x', '<b>', '=1+1', '王'.repeat(33)]) {
      const added = addAccount(db, SECADMIN, { name, password: passwordOf('x') });
      await expect(added, name).rejects.toThrow(code('BAD_ACCOUNT_NAME'));
    }
  });

  test.each([
    ['root', 'the system’s own'],
    ['Admin', 'the system’s own'],
    ['r00t', 'a digit for a letter'],
    ['adrnin', 'two letters for one'],
    ['admin_2', 'a number behind it'],
    ['ａｄｍｉｎ', 'full width'],
    ['ádmin', 'a mark on a letter'],
    ['\u0430dmin', 'a Cyrillic letter'],
    ['系统', 'the system’s own'],
    ['未登录', 'who stands in the log where nobody is known'],
    ['命令行', 'the system’s own'],
    ['wang\u0430', 'a Cyrillic letter among Latin ones'],
    ['\u0441\u043e\u0441\u043e', 'Cyrillic letters alone'],
    ['\u0391\u0392', 'Greek letters'],
    ['李ロ', 'a Katakana letter that looks like 口'],
    ['李\u3164娜', 'a letter that nobody sees'],
    ['chen1', 'looks like chenl'],
    ['CHENI', 'looks like chenl'],
    ['li.na', 'looks like li-na'],
    ['k\u0131m', 'an i without its point'],
  ])('a name that is taken for another is refused: %s, %s', async (name) => {
    const { db } = await archiveWithSecadmin();
    person(db, 'chenl', 'x', ['reader']);
    person(db, 'li-na', 'x', ['reader']);
    await expect(addAccount(db, SECADMIN, { name, password: passwordOf('other') })).rejects.toThrow(
      code('ACCOUNT_NAME_MISLEADING'),
    );
    expect(names(db).sort()).toEqual(['chenl', 'li-na', '陈安全'].sort());
  });

  test('what nobody sees, marks by themselves and joining marks at an end are no part of a name', async () => {
    const { db } = await archiveWithSecadmin();
    for (const name of [
      '李\u200b娜',
      '李\u202e娜',
      '李\u0301娜\u0301',
      '李娜\u00a0x',
      '李娜.',
      '_李娜',
      '李娜\ufe0f',
    ]) {
      await expect(addAccount(db, SECADMIN, { name, password: passwordOf('x') }), name).rejects.toThrow(
        code('BAD_ACCOUNT_NAME'),
      );
    }
    expect(await addAccount(db, SECADMIN, { name: ' 李娜 \u00a0', password: passwordOf('x') })).toMatchObject({
      name: '李娜',
    });
  });

  test('nor does the person’s name beside it mislead', async () => {
    const { db } = await archiveWithSecadmin();
    for (const displayName of ['王\u200b芳', '\u202e芳王', '王\n芳', '系统', 'Root'])
      await expect(
        addAccount(db, SECADMIN, { name: 'wang', displayName, password: passwordOf('x') }),
        displayName,
      ).rejects.toThrow(code('ACCOUNT_NAME_MISLEADING'));
    // Two persons of one name are told apart; nor does anybody bear another's user name.
    const add = (name: string, displayName: string): Promise<{ display_name: string }> =>
      addAccount(db, SECADMIN, { name, displayName, password: passwordOf('x') });
    for (const displayName of ['陈安全', '陈 安全', ' 陈安全'])
      await expect(add('zhou', displayName), displayName).rejects.toThrow(code('ACCOUNT_NAME_MISLEADING'));
    expect(await add('zhou', '陈安全（二科）')).toMatchObject({ display_name: '陈安全（二科）' });
    await expect(add('sun', 'Zhou')).rejects.toThrow(code('ACCOUNT_NAME_MISLEADING'));
    await expect(add('陈安全（二科）', '孙审计')).rejects.toThrow();
  });

  test('names that an earlier program took keep working, and are told by verify and in the state', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, 'admin', 'admin', ['reader']);
    person(db, 'chenl', 'chen', ['reader']);
    person(db, 'chen1', 'chen', ['reader']);
    await expect(signIn(db, 'admin', passwordOf('admin'))).resolves.toMatchObject({ account: 'admin' });
    const { notes } = await verifyArchive(db);
    const told = notes.filter(({ kind, message }) => kind === 'account' && message.includes('容易混淆'));
    expect(told.map(({ id }) => id).sort()).toEqual(['admin', 'chenl']);
    const warnings = misleadingNames(db.read);
    expect(warnings.map(({ name }) => name).sort()).toEqual(['admin', 'chenl']);
  });

  test('names of all peoples are taken', async () => {
    const { db } = await archiveWithSecadmin();
    const given = ['阿卜杜拉·买买提', '㛃淼', '𠮷野', 'wang.fang_2', '이영', 'ئادىل', 'secadmin', '档案员'];
    await Promise.all(given.map((name) => addAccount(db, SECADMIN, { name, password: passwordOf('x') })));
    expect(names(db).sort()).toEqual(['陈安全', ...given].sort());
  });

  test('are added by the security administrator until there is a system administrator, who then adds them without roles', async () => {
    const { db } = await archiveWithSecadmin();
    const sysadmin = person(db, '孙系统', 'sun', ['sysadmin']);
    const add = (caller: typeof sysadmin, roles: ('reader' | 'archivist')[]) =>
      addAccount(db, caller, { name: '李娜', roles, password: passwordOf('li') });
    await expect(add(SECADMIN, ['reader'])).rejects.toThrow(code('FORBIDDEN'));
    await expect(add(sysadmin, ['reader'])).rejects.toThrow(code('FORBIDDEN'));
    expect(await add(sysadmin, [])).toMatchObject({ roles: [], must_change: true });
    expect(setRoles(db, SECADMIN, '李娜', ['reader'])).toMatchObject({ roles: ['reader'] });
  });

  test('one person holds at most one administrator role and then no business role', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, '李娜', 'li', ['archivist', 'reader', 'auditor']);
    expect(() => setRoles(db, SECADMIN, '李娜', ['archivist', 'auditadmin'])).toThrow(code('ROLE_CONFLICT'));
    expect(() => setRoles(db, SECADMIN, '李娜', ['sysadmin', 'auditadmin'])).toThrow(code('ROLE_CONFLICT'));
    await expect(
      addAccount(db, SECADMIN, { name: '王芳', roles: ['secadmin', 'reader'], password: passwordOf('x') }),
    ).rejects.toThrow(code('ROLE_CONFLICT'));
    expect(setRoles(db, SECADMIN, '李娜', ['auditadmin'])).toMatchObject({ roles: ['auditadmin'] });
  });

  test('nobody changes his own roles or disables himself', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, '赵安全', 'zhao', ['secadmin']);
    expect(() => setRoles(db, SECADMIN, SECADMIN.actor, ['archivist'])).toThrow(code('FORBIDDEN'));
    expect(() => setDisabled(db, SECADMIN, SECADMIN.actor, true)).toThrow(code('FORBIDDEN'));
  });

  test.each(['sysadmin', 'secadmin', 'auditadmin'] as const)(
    'the last enabled %s cannot be disabled or lose the role',
    async (kind) => {
      const { db } = await archiveWithSecadmin();
      const caller = { actor: '另一人', roles: ['secadmin', 'sysadmin'] as const };
      const first = kind === 'secadmin' ? SECADMIN : person(db, '甲某', 'jia', [kind]);
      const second = await addAccount(db, SECADMIN, { name: '乙某', password: passwordOf('yi') }).catch(() =>
        // With a system administrator there, only that one adds accounts.
        addAccount(db, { actor: '甲某', roles: ['sysadmin'] }, { name: '乙某', password: passwordOf('yi') }),
      );
      const lastStays = (): void => {
        expect(() => setDisabled(db, caller, first.actor, true)).toThrow(code('LAST_ADMIN'));
        expect(() => setRoles(db, caller, first.actor, [])).toThrow(code('LAST_ADMIN'));
      };
      lastStays();
      setRoles(db, caller, second.name, [kind]);
      setDisabled(db, caller, second.name, true);
      lastStays();
      setDisabled(db, caller, second.name, false);
      expect(setDisabled(db, caller, first.actor, true)).toMatchObject({ disabled: true });
      expect(() => setDisabled(db, caller, second.name, true)).toThrow(code('LAST_ADMIN'));
    },
  );

  test('the administrators that are missing are named', async () => {
    const { db } = await archiveWithSecadmin();
    expect(missingAdministrators(listAccounts(db.read))).toEqual(['sysadmin', 'auditadmin']);
    person(db, '周审计', 'zhou', ['auditadmin']);
    expect(missingAdministrators(listAccounts(db.read))).toEqual(['sysadmin']);
    person(db, '郑审计', 'zheng', ['auditadmin']);
    setDisabled(db, SECADMIN, '周审计', true);
    expect(missingAdministrators(listAccounts(db.read))).toEqual(['sysadmin']);
  });

  test('an account that is not there is not found', async () => {
    const { db } = await archiveWithSecadmin();
    expect(() => setDisabled(db, SECADMIN, '无此人', true)).toThrow(code('NOT_FOUND'));
    expect(() => setRoles(db, SECADMIN, '无此人', [])).toThrow(code('NOT_FOUND'));
    expect(() => unlock(db, SECADMIN, '无此人')).toThrow(code('NOT_FOUND'));
    await expect(changePassword(db, SECADMIN, '无此人', passwordOf('x'))).rejects.toThrow(code('NOT_FOUND'));
  });

  test('are never deleted or renamed: the database refuses', async () => {
    const { db } = await archiveWithSecadmin();
    expect(() => db.transaction((tx) => tx.run('DELETE FROM archive.account'))).toThrow();
    expect(() => db.transaction((tx) => tx.run(`UPDATE archive.account SET name = '别人'`))).toThrow();
    expect(names(db)).toEqual(['陈安全']);
  });

  test('every act is one audit row, with who, whom and what, and an act that changes nothing is none', async () => {
    const { db } = await emptyArchive();
    await addAccount(db, SYSTEM_USER, { name: '陈安全', password: passwordOf('chen') });
    await addAccount(db, SECADMIN, { name: '李娜', roles: ['reader'], password: passwordOf('li') });
    setRoles(db, SECADMIN, '李娜', ['archivist']);
    setRoles(db, SECADMIN, '李娜', ['archivist']);
    setDisabled(db, SECADMIN, '李娜', true);
    setDisabled(db, SECADMIN, '李娜', true);
    setDisabled(db, SECADMIN, '李娜', false);
    unlock(db, SECADMIN, '李娜');
    await changePassword(db, SECADMIN, '李娜', passwordOf('new'));
    await changePassword(db, { actor: '李娜', roles: [] }, '李娜', passwordOf('own'));
    const told = (row: AuditRow): string => row.detail.replace(/"credential_sha256":"[0-9a-f]{64}",?/, '');
    expect(audit(db).map((row) => [row.actor, row.action, row.subject, told(row)])).toEqual([
      ['office-pc', 'account.add', '陈安全', '{"display_name":"陈安全","roles":["secadmin"]}'],
      ['陈安全', 'account.add', '李娜', '{"display_name":"李娜","roles":["reader"]}'],
      ['陈安全', 'account.roles', '李娜', '{"from":["reader"],"to":["archivist"]}'],
      ['陈安全', 'account.disable', '李娜', '{}'],
      ['陈安全', 'account.enable', '李娜', '{}'],
      ['陈安全', 'account.password', '李娜', '{"own":false}'],
      ['李娜', 'account.password', '李娜', '{"own":true}'],
    ]);
  });
});

describe('changing a password', () => {
  /** Sets the password of this word as the person himself, so many days after the accounts were made. */
  const change = (db: ArchiveDb, word: string, days: number) =>
    changePassword(db, SECADMIN, SECADMIN.actor, passwordOf(word), new Date(START.getTime() + days * DAY_MS));
  const stored = (db: ArchiveDb) => db.read.all<{ hash: string }>('SELECT hash FROM archive.account_password');

  test('those of the last five days on which one was set cannot be used again, and no older hash is kept', async () => {
    const { db } = await archiveWithSecadmin();
    await expect(change(db, 'chen', 1)).rejects.toThrow(code('PASSWORD_REUSED'));
    const [first] = stored(db);
    for (const day of [1, 2, 3, 4]) await change(db, `day-${day}`, day);
    await expect(change(db, 'chen', 5)).rejects.toThrow(code('PASSWORD_REUSED'));
    expect(stored(db)).toContainEqual(first);
    await change(db, 'day-5', 5);
    expect(stored(db)).toHaveLength(5);
    expect(stored(db)).not.toContainEqual(first);
    await expect(change(db, 'chen', 6)).resolves.toMatchObject({ must_change: false });
  });

  test('changing it many times in a sitting does not lead back to the old one', async () => {
    const { db } = await archiveWithSecadmin();
    for (const word of ['a', 'b', 'c', 'd', 'e', 'f']) await change(db, word, 1);
    for (const word of ['chen', 'a', 'f']) {
      await expect(change(db, word, 1), word).rejects.toThrow(code('PASSWORD_REUSED'));
    }
    await expect(change(db, 'chen', 4)).rejects.toThrow(code('PASSWORD_REUSED'));
  });

  test('in one day it is changed ten times at most', async () => {
    const { db } = await archiveWithSecadmin();
    db.transaction((tx) => {
      for (let seq = 2; seq <= 10; seq += 1) {
        tx.run(
          'INSERT INTO archive.account_password SELECT name_key, ?, set_at, ? FROM archive.account_password LIMIT 1',
          [seq, quickHash(passwordOf(`number-${seq}`))],
        );
      }
    });
    await expect(change(db, 'eleventh', 0)).rejects.toThrow(code('PASSWORD_TOO_OFTEN'));
    await expect(change(db, 'eleventh', 1)).resolves.toMatchObject({ name: SECADMIN.actor });
  });

  test('a weak one is refused and the old one stays', async () => {
    const { db } = await archiveWithSecadmin();
    await expect(changePassword(db, SECADMIN, SECADMIN.actor, 'short')).rejects.toThrow(code('WEAK_PASSWORD'));
    await expect(signIn(db, SECADMIN.actor, passwordOf('chen'))).resolves.toMatchObject({ account: '陈安全' });
  });

  test('one that an administrator set must be changed before anything else', async () => {
    const { db } = await archiveWithSecadmin();
    await addAccount(db, SECADMIN, { name: '李娜', roles: ['reader'], password: passwordOf('first') });
    await expect(signIn(db, '李娜', passwordOf('first'))).rejects.toThrow(code('PASSWORD_EXPIRED'));
    await changePassword(db, { actor: '李娜', roles: ['reader'] }, '李娜', passwordOf('own'));
    await expect(signIn(db, '李娜', passwordOf('own'))).resolves.toMatchObject({ account: '李娜' });
    await changePassword(db, SECADMIN, '李娜', passwordOf('reset'));
    await expect(signIn(db, '李娜', passwordOf('reset'))).rejects.toThrow(code('PASSWORD_EXPIRED'));
  });
});

describe('a reset by a security administrator', () => {
  const LATER = new Date(START.getTime() + DAY_MS);
  const own = (db: ArchiveDb, word: string) =>
    changePassword(db, { actor: '李娜', roles: ['reader'] }, '李娜', passwordOf(word), LATER);

  test('does not tell whether a guess was an earlier password, and what it sets serves for one sign-in', async () => {
    const { db } = await archiveWithSecadmin();
    person(db, '李娜', 'first', ['reader']);
    await own(db, 'second');
    for (const guess of ['first', 'second', 'never']) {
      const reset = await changePassword(db, SECADMIN, '李娜', passwordOf(guess), LATER);
      expect(reset, guess).toMatchObject({ name: '李娜', must_change: true });
      await expect(signIn(db, '李娜', passwordOf(guess), LATER)).rejects.toThrow(code('PASSWORD_EXPIRED'));
    }
    for (const word of ['first', 'second', 'never'])
      await expect(own(db, word), word).rejects.toThrow(code('PASSWORD_REUSED'));
    await own(db, 'third');
    await expect(signIn(db, '李娜', passwordOf('third'), LATER)).resolves.toMatchObject({ account: '李娜' });
    // The person's own rows were not written by the program.
    expect(audit(db).filter(({ action }) => action === 'account.password')).toHaveLength(5);
  });
});

describe('the check of accounts against the log', () => {
  test('what somebody changes in the file shows', async () => {
    const { db } = await emptyArchive();
    await addAccount(db, SYSTEM_USER, { name: '陈安全', password: passwordOf('chen') });
    await addAccount(db, SECADMIN, { name: '李娜', roles: ['reader'], password: passwordOf('li') });
    setRoles(db, SECADMIN, '李娜', ['reader', 'auditor']);
    setDisabled(db, SECADMIN, '李娜', true);
    await changePassword(db, SECADMIN, '李娜', passwordOf('reset'));
    await signIn(db, '李娜', 'wrong').catch(() => undefined);
    expect(checkAccounts(db.read)).toEqual([]);
    /** What the check says after these statements, which are then taken back. */
    const after = (...statements: string[]): string[] => {
      let messages: string[] = [];
      const takenBack = new Error('taken back');
      const act = (): unknown =>
        db.transaction((tx) => {
          for (const statement of statements) tx.run(statement);
          messages = checkAccounts(tx).map((problem) => problem.message);
          throw takenBack;
        });
      expect(act).toThrow(takenBack);
      return messages;
    };
    expect(after(`UPDATE archive.account SET roles = '["archivist"]' WHERE name = '李娜'`)).toEqual([
      '账户 李娜 的角色与审计日志不符',
    ]);
    expect(after('UPDATE archive.account SET disabled = 0')).toEqual(['账户 李娜 的停用状态与审计日志不符']);
    expect(after(`UPDATE archive.account_password SET hash = '${quickHash('x')}' WHERE name_key = '陈安全'`)).toEqual([
      '账户 陈安全 的密码与审计日志不符',
    ]);
    expect(
      after(
        'DROP TRIGGER archive.account_stays',
        'DELETE FROM archive.account_password',
        'DELETE FROM archive.account',
      ),
    ).toEqual(['账户 陈安全 在审计日志中有记录而库中没有', '账户 李娜 在审计日志中有记录而库中没有']);
  });

  test('an account that was put there past the log shows', async () => {
    const { db } = await emptyArchive();
    person(db, '甲某', 'jia', ['archivist']);
    expect(checkAccounts(db.read)).toEqual([{ id: '甲某', message: '账户 甲某 不在审计日志中' }]);
  });
});

test('an archive of the form before accounts keeps what it holds and has no accounts', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const before = await openOldArchive(folder, 1);
  appendOldAudit(before, '王档案', 'export.pdf', '{"files":1}');
  const tip = auditTip(before.read);
  before.close();
  const after = await openArchiveDb(folder);
  try {
    expect(auditTip(after.read)).toEqual(tip);
    expect(hasAccounts(after.read)).toBe(false);
    await addAccount(after, SYSTEM_USER, { name: '陈安全', password: passwordOf('chen') });
    expect(findAccount(after.read, '陈安全')).toMatchObject({ roles: ['secadmin'], failures: 0, lockedUntil: null });
  } finally {
    after.close();
  }
});
