/** Checks, backups, restore and the log on the command line (docs/spec/cli.md). */
import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { COMMANDS } from '../../../main/cli/commands.ts';
import { helpText } from '../../../main/cli/help.ts';
import { passwordOf } from '../../support/accounts.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

let archive = '';
let id = '';
let place = '';

beforeEach(async () => {
  place = temporaryFolder();
  archive = join(place, 'archive');
  const engine = await openEngine(archive);
  id = await fileText(engine, PLAIN_LETTER);
  await engine.close();
});
afterEach(() => {
  delete process.env['FUHAN_PASSWORD'];
  delete process.env['FUHAN_NEW_PASSWORD'];
});

async function fuhan(...words: string[]): Promise<{ code: number; value: unknown; err: string }> {
  let out = '';
  let err = '';
  const code = await runCommandLine([...words, '--archive', archive, '--json'], {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, value: out === '' ? undefined : JSON.parse(out), err };
}

test('verify --deep has what verify has, and the four properties; --out writes the report', async () => {
  const out = join(place, 'reports');
  const deep = await fuhan('verify', '--deep', '--out', out);
  expect(deep).toMatchObject({
    code: 0,
    value: { ok: true, checked: { letters: 1 }, problems: [], deep: { letters: 1 } },
  });
  const { deep: found } = deep.value as { deep: { items: { code: string; outcome: string }[]; files: string[] } };
  expect(found.items.find(({ code }) => code === '4-2')?.outcome).toBe('manual');
  expect(found.files.map((file) => existsSync(file))).toEqual([true, true]);
  expect(await fuhan('verify', '--deep', id)).toMatchObject({ code: 0, value: { deep: { letters: 1 } } });
  expect((await fuhan('verify', '--deep', 'none')).code).toBe(1);
  expect((await fuhan('verify', '--out', out)).code).toBe(2);
  await fuhan('edit', id, '--set', 'issued_on=2039-01-01', '--reason', '试');
  expect((await fuhan('verify', '--deep')).code).toBe(4);
  expect((await fuhan('verify')).code).toBe(0);
});

test('an exported log is checked without any archive; one changed byte ends with 4', async () => {
  const file = join(place, 'audit.json');
  expect(await fuhan('audit', '--out', file)).toMatchObject({ code: 0, value: { rows: 2 } });
  const printed = (await fuhan('audit')).value;
  archive = join(place, 'none');
  expect(await fuhan('audit', '--verify', file)).toMatchObject({ code: 0, value: { ok: true, rows: 2, part: null } });
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('王档案', '王档桉'));
  expect(await fuhan('audit', '--verify', file)).toMatchObject({ code: 4, value: { ok: false } });
  // What `audit --json` prints does not say where the log ends: a part.
  writeFileSync(file, JSON.stringify(printed));
  expect(await fuhan('audit', '--verify', file)).toMatchObject({ code: 1, value: { ok: false, part: { from: 1 } } });
  expect(await fuhan('audit', '--verify', file, '--part')).toMatchObject({ code: 0, value: { ok: true } });
  expect((await fuhan('audit', '--part')).code).toBe(2);
  writeFileSync(file, 'no json');
  expect(await fuhan('audit', '--verify', file)).toMatchObject({ code: 1, value: { error: { code: 'BAD_FILE' } } });
  expect((await fuhan('audit', '--verify', join(place, 'gone.json'))).code).toBe(1);
});

test('back up, list, restore, take it back', async () => {
  const usb = join(place, 'usb');
  const made = await fuhan('backup', '--to', usb, '--incremental');
  expect(made).toMatchObject({ code: 0, value: { verified: true, removed: [] } });
  const { file } = made.value as { file: string };
  await fuhan('edit', id, '--set', 'result_code=A', '--reason', '试');
  expect(await fuhan('backups', '--in', usb)).toMatchObject({ code: 0, value: [{ file, kind: 'incremental' }] });
  expect((await fuhan('restore-backup', file)).code).toBe(0);
  expect((await fuhan('show', id)).value).toMatchObject({ version: 1 });
  expect((await fuhan('undo-restore')).code).toBe(0);
  expect((await fuhan('show', id)).value).toMatchObject({ version: 2 });
  expect((await fuhan('verify')).code).toBe(0);
  expect(await fuhan('backup')).toMatchObject({ code: 1, value: { error: { code: 'BACKUP_PLACE_NOT_SET' } } });
  expect(await fuhan('restore-backup', join(place, 'nothing.sqlite'))).toMatchObject({
    code: 1,
    value: { error: { code: 'BAD_PATH' } },
  });
});

/** What a command that fails says of it. */
const said = async (...words: string[]): Promise<{ code: number; error: { code: string; message: string } }> => {
  const { code, value } = await fuhan(...words);
  return { code, error: (value as { error: { code: string; message: string } }).error };
};

test('a backup that cannot be written is called by the name that was given', async () => {
  const missing = join(place, 'none', 'deeper');
  const { code, error } = await said('backup', '--to', join(missing, 'a.sqlite'));
  expect([code, error.code]).toEqual([1, 'BAD_PATH']);
  expect(error.message).toContain(`${missing}：`);
  // A name that is too long for the disk once something is put around it: the copy under way has another.
  const long = join(place, `${'a'.repeat(240)}.sqlite`);
  const refused = await said('backup', '--to', long);
  expect(refused.code).toBe(1);
  expect(refused.error.message).not.toContain('.part');
});

test('a folder in the place of a backup is called a folder, also where there is no archive', async () => {
  const usb = join(place, 'usb');
  await fuhan('backup', '--to', usb);
  for (const where of [archive, join(place, 'another')]) {
    archive = where;
    const { code, error } = await said('restore-backup', usb);
    expect(code).toBe(1);
    expect(error.code).toBe('BACKUP_BAD');
    expect(error.message).toMatch(/^“.*usb”是文件夹，不是备份文件，未用于恢复/);
  }
});

test('a file that is no log, or holds no head, is called by its name with what to give instead', async () => {
  const other = join(place, 'other.json');
  for (const text of ['{"a": 1}', 'no json', '[1]']) {
    writeFileSync(other, text);
    const log = await said('audit', '--verify', other);
    expect(log).toMatchObject({ code: 1, error: { code: 'BAD_FILE' } });
    expect(log.error.message).toMatch(/^“other\.json”不是导出的审计日志，没有核对.*audit --out/);
    expect(log.error.message).not.toContain('未能读出文字');
  }
  for (const text of ['{"a": 1}', 'no json']) {
    writeFileSync(other, text);
    const head = await said('audit', '--against', other);
    expect(head).toMatchObject({ code: 1, error: { code: 'BAD_FILE' } });
    expect(head.error.message).toMatch(/^“other\.json”中没有审计链末端，没有核对/);
  }
});

test.each(['5:abc', '5:', `5：${'a'.repeat(64)}`, `1234567890:${'a'.repeat(64)}`, `5:${'g'.repeat(64)}`])(
  '--against %s is a head that is not whole, not a file',
  async (kept) => {
    const { code, error } = await said('audit', '--against', kept);
    expect({ code, error: error.code }).toEqual({ code: 2, error: 'USAGE' });
    expect(error.message).toContain('序号:校验值');
  },
);

test('a damaged archive: its backups are still listed and one is restored, also into a folder that has none', async () => {
  const { value } = await fuhan('backup', '--to', join(place, 'usb'));
  const { file } = value as { file: string };
  truncateSync(join(archive, 'archive.sqlite'), 0);
  expect((await fuhan('show', id)).code).toBe(3);
  expect(await fuhan('backups')).toMatchObject({ code: 0, value: [{ file, kind: 'backup' }] });
  expect((await fuhan('restore-backup', file)).code).toBe(0);
  expect((await fuhan('show', id)).code).toBe(0);
  archive = join(place, 'another');
  expect((await fuhan('restore-backup', file)).code).toBe(0);
  expect((await fuhan('show', id)).code).toBe(0);
});

test('backups of a folder are listed where there is no archive, none that opens, and while it is in use', async () => {
  const usb = join(place, 'usb');
  const { file } = (await fuhan('backup', '--to', usb)).value as { file: string };
  const engine = await openEngine(archive);
  expect(await fuhan('backups', '--in', usb)).toMatchObject({ code: 0, value: [{ file, kind: 'backup' }] });
  expect(await fuhan('backups')).toMatchObject({ code: 3, value: { error: { code: 'ARCHIVE_IN_USE' } } });
  await engine.close();
  archive = join(place, 'none');
  expect(await fuhan('backups', '--in', usb)).toMatchObject({ code: 0, value: [{ file, kind: 'backup' }] });
  expect(await fuhan('backups')).toMatchObject({ code: 3, value: { error: { code: 'ARCHIVE_NOT_FOUND' } } });
  expect(existsSync(archive)).toBe(false);
});

test('with accounts a restore needs who may, by the archive or, where it is gone, by the backup', async () => {
  process.env['FUHAN_NEW_PASSWORD'] = passwordOf('chen');
  expect((await fuhan('user', 'add', '陈安全')).code).toBe(0);
  process.env['FUHAN_PASSWORD'] = passwordOf('chen');
  process.env['FUHAN_NEW_PASSWORD'] = passwordOf('first');
  const chen = ['--user', '陈安全'];
  expect((await fuhan('user', 'add', '赵系统', '--role', 'sysadmin', ...chen)).code).toBe(0);
  process.env['FUHAN_PASSWORD'] = passwordOf('first');
  process.env['FUHAN_NEW_PASSWORD'] = passwordOf('zhao');
  expect((await fuhan('user', 'passwd', '赵系统')).code).toBe(0);
  process.env['FUHAN_PASSWORD'] = passwordOf('zhao');
  const made = await fuhan('backup', '--to', join(place, 'usb'), '--user', '赵系统');
  expect(made).toMatchObject({ code: 0, value: { verified: true } });
  const { file } = made.value as { file: string };
  expect((await fuhan('restore-backup', file)).code).toBe(3);
  process.env['FUHAN_PASSWORD'] = passwordOf('chen');
  expect(await fuhan('restore-backup', file, ...chen)).toMatchObject({
    code: 1,
    value: { error: { code: 'FORBIDDEN' } },
  });
  process.env['FUHAN_PASSWORD'] = passwordOf('zhao');
  expect((await fuhan('restore-backup', file, '--user', '赵系统')).code).toBe(0);
  truncateSync(join(archive, 'archive.sqlite'), 0);
  expect((await fuhan('restore-backup', file)).code).toBe(3);
  process.env['FUHAN_PASSWORD'] = 'wrong';
  expect((await fuhan('restore-backup', file, '--user', '赵系统')).code).toBe(3);
  process.env['FUHAN_PASSWORD'] = passwordOf('zhao');
  expect((await fuhan('restore-backup', file, '--user', '赵系统')).code).toBe(0);
  expect((await fuhan('verify')).code).toBe(3);
});

test('final letters, numbers, retention and the check sheet', async () => {
  expect(await fuhan('finalise', id, '--reason', '审核完毕')).toMatchObject({ code: 0, value: { id, version: 1 } });
  expect(await fuhan('edit', id, '--set', 'result_code=A', '--reason', '试')).toMatchObject({
    code: 1,
    value: { error: { code: 'LETTER_LOCKED' } },
  });
  expect((await fuhan('unlock', id, '--reason', '更正')).code).toBe(0);
  expect((await fuhan('unlock', id)).code).toBe(1);
  expect(await fuhan('numbering')).toMatchObject({
    code: 0,
    value: [{ code: '云交函', year: 2024, first: 8, last: 8 }],
  });
  expect(await fuhan('retention')).toMatchObject({
    code: 0,
    value: { total: 1, letters: [{ id, expires: '2054-12-31' }] },
  });
  expect(await fuhan('retention', '--until', '2054-12-30')).toMatchObject({ code: 0, value: { total: 0 } });
  expect((await fuhan('retention', '--until', '明年')).code).toBe(2);
  const sheet = await fuhan('check-sheet', '2026-11', '--out', join(place, 'sheets'));
  expect(sheet).toMatchObject({ code: 0, value: { pages: 1 } });
  expect((await fuhan('check-sheet', '2026-11')).code).toBe(2);
  expect((await fuhan('check-sheet', '十一月', '--out', place)).code).toBe(2);
});

test('a difference is told loosely on demand, and printed', async () => {
  const file = join(place, 'text.txt');
  writeFileSync(file, PLAIN_LETTER.replace('客运量3.6万人次', '客运量３.６万\n人次'));
  expect((await fuhan('edit', id, '--text', file, '--reason', '换行')).code).toBe(0);
  const strict = (await fuhan('diff', id, '1', '2')).value as { text: { op: string }[] };
  const loose = (await fuhan('diff', id, '1', '2', '--loose')).value as { text: { op: string }[]; lanes: unknown[] };
  expect(strict.text.some(({ op }) => op !== 'equal')).toBe(true);
  expect(loose.text.every(({ op }) => op === 'equal')).toBe(true);
  const printed = await fuhan('diff', id, '1', '2', '--print', join(place, 'tables'));
  expect(printed).toMatchObject({ code: 0, value: { pages: 1 } });
});

test('help names every command of trust', () => {
  for (const name of [
    'verify',
    'audit',
    'backup',
    'backups',
    'restore-backup',
    'undo-restore',
    'check-sheet',
    'finalise',
    'unlock',
    'numbering',
    'retention',
  ])
    expect(helpText(COMMANDS)).toContain(`fuhan ${name} `);
});

test('export pdf tells the head of the log behind its own record; writes it beside the files with their hashes unless --no-list', async () => {
  const out = join(place, 'pdf');
  const made = await fuhan('export', 'pdf', id, '--out', out);
  const value = made.value as { files: { file: string; sha256: string }[]; list: string; audit_tip: { hash: string } };
  expect(await fuhan('audit', '--tip')).toMatchObject({ value: value.audit_tip });
  const rows = (await fuhan('audit')).value as { action: string; hash: string }[];
  expect(rows.find(({ hash }) => hash === value.audit_tip.hash)).toMatchObject({ action: 'export.pdf' });
  const list = JSON.parse(readFileSync(value.list, 'utf8')) as { files: { file: string }[] };
  expect(list).toMatchObject({
    audit_tip: value.audit_tip,
    files: [{ id, version: 1, sha256: value.files[0]?.sha256 }],
    failed: [],
  });
  expect(existsSync(join(out, list.files[0]?.file ?? ''))).toBe(true);
  const plain = await fuhan('export', 'pdf', id, '--out', join(place, 'plain'), '--no-list');
  expect(plain.value).not.toHaveProperty('list');
  expect(readdirSync(join(place, 'plain'))).toHaveLength(1);
});
