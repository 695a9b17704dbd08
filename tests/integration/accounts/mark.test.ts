/** An archive that ever had accounts never opens without a sign-in, whatever file is put in its place (docs/spec/accounts.md). */
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { delegate, diskFault, realDisk } from '../../../main/archive/storage/disk.ts';
import { addAccount } from '../../../main/archive/trust/accounts/accounts.ts';
import { keepAccountsMark } from '../../../main/archive/trust/accounts/mark.ts';
import { recover } from '../../../main/archive/trust/recovery.ts';
import { EngineClient } from '../../../main/app/engine-client.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { SYSTEM_USER, passwordOf } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

let folder = '';
/** The archive's file as it was before there were accounts, and after. */
let before = '';
let after = '';
const file = (): string => join(folder, 'archive.sqlite');
const mark = (): string => join(folder, 'archive.accounts');
const open = (): Promise<Engine> => Engine.open({ folder, actor: 'office-pc', inProcess: true });

async function warnings(): Promise<string> {
  const engine = await open();
  try {
    return (await engine.call('archive.info', {})).warnings.join();
  } finally {
    await engine.close();
  }
}

beforeEach(async () => {
  folder = join(temporaryFolder(), 'archive');
  before = join(temporaryFolder(), 'before.sqlite');
  after = join(temporaryFolder(), 'after.sqlite');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
  copyFileSync(file(), before);
  const again = await openEngine(folder);
  await again.call('accounts.enable', {
    secadmin: { name: '陈安全', password: passwordOf('chen') },
    archivist: { name: '王档案', password: passwordOf('first') },
  });
  const owned = { name: '王档案', current: passwordOf('first'), password: passwordOf('wang') };
  await again.call('accounts.changePassword', owned);
  await again.close();
  copyFileSync(file(), after);
});

test('a copy from before there were accounts, put in the place of the archive, is not opened, and its log tells of the try', async () => {
  copyFileSync(before, file());
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
  const db = await openArchiveDb(folder);
  const rows = db.read.all("SELECT actor FROM audit WHERE action = 'archive.accounts_missing'");
  db.close();
  expect(rows).toEqual([{ actor: 'office-pc' }]);
});

test('nor is an empty archive of another id', async () => {
  const elsewhere = join(temporaryFolder(), 'empty');
  await (await openEngine(elsewhere)).close();
  copyFileSync(join(elsewhere, 'archive.sqlite'), file());
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
  rmSync(file());
  await expect(Engine.open({ folder, actor: 'office-pc', create: true, inProcess: true })).rejects.toThrow(
    code('ARCHIVE_MISSING'),
  );
});

test('nor is the archive itself where somebody has taken its accounts out, with the mark or without: its log tells of them', async () => {
  tamper(file(), 'DELETE FROM account_password; DELETE FROM account; DELETE FROM recovery_sheet');
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
  rmSync(mark());
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
});

test('a mark that was emptied or garbled counts as one; one that was removed is made anew at the next opening', async () => {
  rmSync(mark());
  await (await open()).close();
  expect(JSON.parse(readFileSync(mark(), 'utf8'))).toMatchObject({ format: 'fuhan-accounts', version: 1 });
  copyFileSync(before, file());
  for (const text of ['', '{"format":', '{}']) {
    writeFileSync(mark(), text);
    await expect(open(), text).rejects.toThrow(code('ACCOUNTS_MISSING'));
  }
});

test('a backup with accounts brings it back, by its own accounts; one without is refused', async () => {
  copyFileSync(before, file());
  const who = { systemUser: 'office-pc' };
  await expect(recover(before, folder, who)).rejects.toThrow(code('ACCOUNTS_MISSING'));
  await expect(recover(after, folder, who)).rejects.toThrow(code('SIGN_IN_REQUIRED'));
  await recover(after, folder, { ...who, name: '王档案', password: passwordOf('wang') });
  const engine = await open();
  expect(await engine.call('session.current', {})).toMatchObject({ accounts: true, session: null });
  await engine.close();
});

test('behind the window only the backups and a restore are answered, and what was restored is opened', async () => {
  copyFileSync(before, file());
  const worker = new EngineClient({ folder, actor: 'office-pc' });
  try {
    await expect(worker.ready).rejects.toThrow(code('ACCOUNTS_MISSING'));
    expect(await worker.call('trust.backups', { in: dirname(after) })).toMatchObject({ ok: true });
    for (const [name, input] of [
      ['letters.list', {}],
      ['session.current', {}],
      ['accounts.enable', {}],
      ['trust.undoRestore', {}],
    ] as const) {
      expect(await worker.call(name, input), name).toMatchObject({ ok: false, error: { code: 'ACCOUNTS_MISSING' } });
    }
    const restore = { file: after, name: '王档案', password: passwordOf('wang') };
    expect(await worker.call('trust.restoreBackup', restore)).toMatchObject({ ok: true });
    expect(await worker.call('letters.list', {})).toMatchObject({ ok: false, error: { code: 'SIGN_IN_REQUIRED' } });
  } finally {
    await worker.close();
  }
});

test('on the command line it ends with 3, its backups are listed, and verify names what is missing', async () => {
  copyFileSync(before, file());
  const fuhan = async (...words: string[]): Promise<{ exit: number; out: string }> => {
    let out = '';
    const exit = await runCommandLine([...words, '--archive', folder, '--json'], {
      out: (text) => (out += text),
      err: () => undefined,
    });
    return { exit, out };
  };
  expect(await fuhan('search', '公交')).toMatchObject({ exit: 3 });
  expect((await fuhan('backups')).exit).toBe(0);
  const checked = await fuhan('verify');
  expect(checked.exit).toBe(4);
  expect(JSON.parse(checked.out)).toMatchObject({
    ok: false,
    // The file that is there now ends before the head that was kept.
    problems: [expect.objectContaining({ kind: 'head' }), expect.objectContaining({ kind: 'account' })],
  });
});

test('a forged mark locks nobody out for good: who manages the computer takes it away, and everybody hears of it', async () => {
  const other = join(temporaryFolder(), 'never');
  await (await openEngine(other)).close();
  folder = other;
  writeFileSync(mark(), '{"format":"fuhan-accounts"}');
  await expect(open()).rejects.toThrow(code('ACCOUNTS_MISSING'));
  rmSync(mark());
  expect(await warnings()).toContain('曾因旁边的账户标记而拒绝打开');
  const db = await openArchiveDb(folder);
  await addAccount(db, SYSTEM_USER, { name: '陈安全', password: passwordOf('chen') });
  db.close();
  expect(existsSync(mark())).toBe(false);
  await (await open()).close();
  expect(existsSync(mark())).toBe(true);
});

test('an archive without accounts has no mark', async () => {
  const other = join(temporaryFolder(), 'never');
  await (await openEngine(other)).close();
  expect(existsSync(join(other, 'archive.accounts'))).toBe(false);
});

test('a disk that refuses the mark keeps nobody out, and nothing half-written stays', async () => {
  rmSync(mark());
  for (const code of ['ENOSPC', 'EACCES', 'EIO']) {
    for (const call of ['open', 'write', 'rename'] as const) {
      const refusing = {
        ...delegate(realDisk()),
        [call]: () => {
          throw diskFault(code, call, mark());
        },
      };
      const db = await openArchiveDb(folder);
      expect(() => keepAccountsMark({ ...db, disk: refusing })).not.toThrow();
      db.close();
    }
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('archive.accounts'))).toEqual([]);
});
