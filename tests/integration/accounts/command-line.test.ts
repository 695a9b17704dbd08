/** Accounts on the command line (docs/spec/accounts.md, docs/spec/cli.md). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { passwordOf, person } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

interface Ran {
  code: number;
  out: string;
  err: string;
}

let archive = '';
let id = '';

beforeEach(async () => {
  archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  id = await fileText(engine, PLAIN_LETTER);
  await engine.close();
});
afterEach(() => {
  delete process.env['FUHAN_PASSWORD'];
  delete process.env['FUHAN_NEW_PASSWORD'];
});

/** Runs a command; `word` is that of the password in FUHAN_PASSWORD, `newWord` of that in FUHAN_NEW_PASSWORD. */
async function fuhan(words: string[], word?: string, newWord?: string): Promise<Ran> {
  delete process.env['FUHAN_PASSWORD'];
  delete process.env['FUHAN_NEW_PASSWORD'];
  if (word !== undefined) process.env['FUHAN_PASSWORD'] = passwordOf(word);
  if (newWord !== undefined) process.env['FUHAN_NEW_PASSWORD'] = passwordOf(newWord);
  let out = '';
  let err = '';
  const code = await runCommandLine([...words, '--archive', archive, '--json'], {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const value = (ran: Ran): unknown => JSON.parse(ran.out);
const refused = (exit: number, error: string): unknown =>
  expect.objectContaining({ code: exit, err: expect.stringContaining(`[${error}]`) as string });

describe('the command line of an archive with accounts', () => {
  test('from the first account to an archivist and a reader: the reader reads and cannot edit', async () => {
    const first = await fuhan(['user', 'add', '陈安全'], undefined, 'chen');
    expect(first.code).toBe(0);
    expect(value(first)).toMatchObject({ name: '陈安全', roles: ['secadmin'] });
    const chen = ['--user', '陈安全'];
    const added = await fuhan(
      ['user', 'add', '李查阅', '--role', '查阅', '--display', '李娜', ...chen],
      'chen',
      'first',
    );
    expect(value(added)).toMatchObject({ name: '李查阅', display_name: '李娜', roles: ['reader'], must_change: true });
    expect(await fuhan(['show', id, '--user', '李查阅'], 'first')).toEqual(refused(3, 'PASSWORD_EXPIRED'));
    expect((await fuhan(['user', 'passwd', '李查阅'], 'first', 'li')).code).toBe(0);
    expect(value(await fuhan(['show', id, '--user', '李查阅'], 'li'))).toMatchObject({ id, version: 1 });
    const edit = ['edit', id, '--set', 'result_code=A', '--reason', '试'];
    expect(await fuhan([...edit, '--user', '李查阅'], 'li')).toEqual(refused(1, 'FORBIDDEN'));
    expect((await fuhan(['user', 'roles', '李查阅', '档案员', 'reader', ...chen], 'chen')).code).toBe(0);
    expect(value(await fuhan([...edit, '--user', '李查阅'], 'li'))).toEqual({
      id,
      version: 2,
      review: false,
      warnings: [],
    });
    expect(value(await fuhan(['history', id, '--user', '李查阅'], 'li'))).toMatchObject([{}, { actor: '李查阅' }]);
  });

  test('every command that opens the archive asks for a name and the right password, exit status 3', async () => {
    const db = await openArchiveDb(archive);
    person(db, '陈安全', 'chen', ['secadmin']);
    person(db, '王档案', 'wang', ['archivist']);
    db.close();
    const text = join(temporaryFolder(), '文.txt');
    writeFileSync(text, '新的正文');
    const commands = [
      ['search', '公交'],
      ['show', id],
      ['edit', id, '--text', text, '--reason', '试'],
      ['import', text],
      ['attach', id, text, '--reason', '试'],
      ['history', id],
      ['export', 'pdf', id, '--out', join(temporaryFolder(), 'out')],
      ['verify'],
      ['audit'],
      ['backup', '--to', temporaryFolder()],
      ['reindex'],
      ['user', 'list'],
      ['user', 'add', '甲某'],
    ];
    for (const words of commands) {
      expect(await fuhan(words), words.join(' ')).toEqual(refused(3, 'SIGN_IN_REQUIRED'));
    }
    expect(await fuhan(['show', id, '--user', '王档案'])).toEqual(refused(3, 'SIGN_IN_REQUIRED'));
    expect(await fuhan(['show', id, '--user', '王档案'], 'wrong')).toEqual(refused(3, 'WRONG_PASSWORD'));
    expect(await fuhan(['show', id, '--user', '无此人'], 'wang')).toEqual(refused(3, 'WRONG_PASSWORD'));
    expect((await fuhan(['show', id, '--user', '王档案'], 'wang')).code).toBe(0);
  });

  test('five wrong passwords in five runs lock the account; a security administrator unlocks it', async () => {
    const db = await openArchiveDb(archive);
    person(db, '陈安全', 'chen', ['secadmin']);
    person(db, '王档案', 'wang', ['archivist']);
    db.close();
    const show = ['show', id, '--user', '王档案'];
    for (let i = 0; i < 4; i += 1) expect(await fuhan(show, 'wrong')).toEqual(refused(3, 'WRONG_PASSWORD'));
    expect(await fuhan(show, 'wrong')).toEqual(refused(3, 'ACCOUNT_LOCKED'));
    expect(await fuhan(show, 'wang')).toEqual(refused(3, 'ACCOUNT_LOCKED'));
    expect((await fuhan(['user', 'unlock', '王档案', '--user', '陈安全'], 'chen')).code).toBe(0);
    expect((await fuhan(show, 'wang')).code).toBe(0);
  });

  test('list, disable and enable; missing administrators are named on stderr', async () => {
    const db = await openArchiveDb(archive);
    person(db, '陈安全', 'chen', ['secadmin']);
    person(db, '王档案', 'wang', ['archivist']);
    db.close();
    const chen = ['--user', '陈安全'];
    const listed = await fuhan(['user', 'list', ...chen], 'chen');
    expect((value(listed) as { name: string }[]).map((one) => one.name).sort()).toEqual(['王档案', '陈安全'].sort());
    expect(listed.err).toContain('系统管理员、审计管理员');
    expect(value(await fuhan(['user', 'disable', '王档案', ...chen], 'chen'))).toMatchObject({ disabled: true });
    expect(await fuhan(['show', id, '--user', '王档案'], 'wang')).toEqual(refused(3, 'ACCOUNT_DISABLED'));
    expect(value(await fuhan(['user', 'enable', '王档案', ...chen], 'chen'))).toMatchObject({ disabled: false });
    expect(await fuhan(['user', 'disable', '陈安全', ...chen], 'chen')).toEqual(refused(1, 'FORBIDDEN'));
    expect(await fuhan(['user', 'disable', '王档案', '--user', '王档案'], 'wang')).toEqual(refused(1, 'FORBIDDEN'));
  });

  test('a weak first password, an unknown role and a missing name are refused', async () => {
    process.env['FUHAN_NEW_PASSWORD'] = 'admin';
    let err = '';
    const words = ['user', 'add', '陈安全', '--archive', archive];
    expect(await runCommandLine(words, { out: () => undefined, err: (text) => (err += text) })).toBe(1);
    expect(err).toContain('[WEAK_PASSWORD] 密码至少须有 8 个字符');
    expect(await fuhan(['user', 'add', '陈安全', '--role', 'boss'], undefined, 'x')).toEqual(refused(2, 'USAGE'));
    expect(await fuhan(['user', 'add'], undefined, 'x')).toEqual(refused(2, 'USAGE'));
    expect(await fuhan(['user', 'passwd'], 'x', 'x')).toEqual(refused(2, 'USAGE'));
  });
});

test('in an archive without accounts --user has no effect and no password is asked for', async () => {
  expect((await fuhan(['show', id, '--user', '任何人'])).code).toBe(0);
  expect(value(await fuhan(['user', 'list']))).toEqual([]);
});
