/** An exported log is checked without the archive, by this program and by hand (docs/spec/trust.md). */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { archiveIdOf } from '../../../main/archive/storage/meta.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { appendAudit, auditHash, auditSm3, auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { exportAudit, verifyAuditExport, type ExportedRow } from '../../../main/archive/trust/audit-export.ts';
import { NO_HASH } from '../../../main/archive/trust/canonical.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import { emptyFolder } from '../../support/archive.ts';

interface Exported {
  archive_id: string;
  first: number;
  last: number;
  count: number;
  previous: { hash: string; sm3: string };
  sm3_from: number;
  head: { seq: number; hash: string; sm3: string } | null;
  rows: ExportedRow[];
}

let text: string;
let tip: object;
let archiveId: string;
const log = (): Exported => JSON.parse(text) as Exported;

/** A log whose rows hold what makes JSON and shells hard: quotes, backslashes, line ends, characters of all kinds. */
beforeAll(async () => {
  const folder = join(emptyFolder(), 'archive');
  const engine = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
  await engine.close();
  const db = await openArchiveDb(folder);
  for (const query of [
    '线路1',
    '“引号"和\\反斜线',
    '换行\n制表\t',
    '"hash":"' + 'a'.repeat(64) + '"',
    '𠮷%s$(x)`y`',
    '',
  ])
    db.transaction((tx) =>
      appendAudit(tx, { actor: '王档案', action: 'search.query', subject: query, detail: { query } }),
    );
  tip = auditTip(db.read);
  archiveId = archiveIdOf(db.read);
  const { file } = exportAudit(db.read, join(emptyFolder(), 'log.json'));
  text = readFileSync(file, 'utf8');
  db.close();
});

const messages = (changed: unknown): string =>
  verifyAuditExport(changed)
    .problems.map(({ message }) => message)
    .join('；');

test('a whole log is right, tells its archive and its head, and is no part', () => {
  const { archive_id } = log();
  expect(verifyAuditExport(log())).toEqual({ ok: true, rows: 7, tip, problems: [], part: null, archive_id });
});

test('an exported log is an object: archive, first and last number, count, what stands before, head, and a row a line', () => {
  const { rows, ...about } = log();
  expect(about).toEqual({
    format: 'fuhan-audit-log',
    version: 2,
    archive_id: archiveId,
    first: 1,
    last: 7,
    count: 7,
    previous: { hash: NO_HASH, sm3: '' },
    sm3_from: 1,
    head: { seq: 7, hash: rows[6]?.hash, sm3: rows[6]?.sm3 },
  });
  expect(text.split('\n').filter((line) => /^\{"action"/.test(line))).toHaveLength(7);
});

test('one changed byte in any column of any row is found', () => {
  for (const [index, row] of log().rows.entries()) {
    for (const change of [
      { actor: '王档桉' },
      { action: 'search.querz' },
      { at: `${row.at.slice(0, -2)}9Z0` },
      { subject: 'x' },
      { detail: row.detail.replace('"', "'") },
      { hash: '0'.repeat(64) },
      { sm3: '0'.repeat(64) },
    ]) {
      const changed = log();
      changed.rows[index] = { ...row, ...change };
      expect(verifyAuditExport(changed).ok, `${index} ${JSON.stringify(change)}`).toBe(false);
    }
  }
});

test('a row taken out or doubled, a tail cut off and a first row forged are found', () => {
  const out = log();
  out.rows.splice(2, 1);
  expect(messages(out)).toContain('第 3 条至第 3 条不在文件中');
  const twice = log();
  twice.rows.push(...twice.rows.slice(2, 3));
  expect(verifyAuditExport(twice).ok).toBe(false);
  const cut = log();
  cut.rows.pop();
  expect(messages(cut)).toContain('文件写明 7 条，实有 6 条');
  const forged = log();
  const [first] = forged.rows;
  if (first !== undefined) first.detail = first.detail.replace(forged.archive_id, forged.archive_id.replace(/^./, 'x'));
  expect(messages(forged)).toContain('第 1 条被改动');
});

test('a chain of SM3 that was emptied, with what stands before the rows made to fit, is found by what the log says of itself', () => {
  const emptied = log();
  for (const row of emptied.rows) row.sm3 = '';
  emptied.sm3_from = 8;
  if (emptied.head !== null) emptied.head.sm3 = '';
  expect(messages(emptied)).toContain('SM3 链起点与文件不同');
  emptied.sm3_from = 1;
  expect(messages(emptied)).toContain('第 1 条缺少 SM3 校验值');
});

test('the log of another archive under this one’s name is found by its first row', () => {
  const other = log();
  other.archive_id = '00000000-0000-4000-8000-000000000000';
  expect(messages(other)).toContain('档案库标识与文件不同');
});

test('a part is checked from what stands before it, and says from which row on it is', () => {
  const part = log();
  const [, second, third] = part.rows;
  part.rows = part.rows.slice(2);
  Object.assign(part, { first: 3, count: 5, previous: { hash: second?.hash, sm3: second?.sm3 } });
  expect(verifyAuditExport(part)).toMatchObject({ ok: true, part: { from: 3 } });
  if (third !== undefined) part.rows[0] = { ...third, actor: '另一人' };
  expect(messages(part)).toContain('第 3 条被改动');
});

test('rows alone, as programs before this one wrote them and `audit --json` prints them, are a part', () => {
  const { rows } = log();
  for (const alone of [rows, [...rows].reverse()])
    expect(verifyAuditExport(alone)).toMatchObject({ ok: true, part: { from: 1 }, archive_id: null });
  expect(verifyAuditExport(rows.slice(3))).toMatchObject({ ok: true, part: { from: 4 } });
  expect(verifyAuditExport([])).toMatchObject({ ok: true, rows: 0, tip: null });
  const changed = rows.map((row) => (row.seq === 5 ? { ...row, actor: '另一人' } : row));
  expect(verifyAuditExport(changed).problems.map(({ id }) => id)).toEqual(['5']);
  // Where they begin with the log's first row, that one says where the chain of SM3 begins.
  expect(messages(rows.map((row) => ({ ...row, sm3: '' })))).toContain('缺少 SM3 校验值');
});

test('a part ends with 1 unless --part asks for it; what does not fit with 4', async () => {
  const folder = emptyFolder();
  const run = async (value: unknown, ...words: string[]): Promise<[number, string]> => {
    const file = join(folder, 'log.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    let out = '';
    const code = await runCommandLine(['audit', '--verify', file, ...words], {
      out: (line) => (out += line),
      err: () => undefined,
    });
    return [code, out];
  };
  const { rows } = log();
  expect((await run(text))[0]).toBe(0);
  for (const from of [1, 4]) {
    const [code, out] = await run(rows.slice(from - 1));
    expect(code).toBe(1);
    expect(out).toContain(`部分，自第 ${from} 条起`);
  }
  expect((await run(rows.slice(3), '--part'))[0]).toBe(0);
  expect(
    (
      await run(
        rows.filter(({ seq }) => seq !== 4),
        '--part',
      )
    )[0],
  ).toBe(4);
  const [code, out] = await run(rows, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, rows: 7, part: { from: 1 }, problems: [] });
});

/** The shell program of the page. */
function programOfPage(): string {
  const page = readFileSync(new URL('../../../docs/spec/trust.md', import.meta.url), 'utf8');
  const found = /```sh\n(?<program>[\s\S]*?)```/u.exec(page)?.groups?.['program'];
  if (found === undefined) throw new Error('docs/spec/trust.md has no program for a shell');
  return found;
}

function runByHand(content: string): { ok: boolean; out: string } {
  const file = join(emptyFolder(), 'log.json');
  writeFileSync(file, content);
  try {
    return { ok: true, out: execFileSync('sh', ['-c', programOfPage(), 'sh', file], { encoding: 'utf8' }) };
  } catch (thrown) {
    return { ok: false, out: String((thrown as { stdout?: unknown }).stdout) };
  }
}

function has(command: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!has('openssl'))('a person with openssl alone checks an exported log as the page says', () => {
  const right = runByHand(text);
  expect(right.out).toContain('7 rows, both chains right');
  expect(right.out).toContain(log().head?.hash);
  expect(right.ok).toBe(true);
  const row = text.indexOf('search.query');
  for (const changed of [
    `${text.slice(0, row)}search.querz${text.slice(row + 12)}`,
    text.replace(
      /"sm3":"[0-9a-f]{63}(?<last>[0-9a-f])"/u,
      (found) => `${found.slice(0, -2)}${found.endsWith('0"') ? '1' : '0'}"`,
    ),
    text
      .split('\n')
      .filter((line) => !line.includes('"seq":4'))
      .join('\n'),
  ]) {
    expect(changed).not.toBe(text);
    expect(runByHand(changed).ok).toBe(false);
  }
});

test('the hash of a row is that of the documented JSON, written out here by hand', async () => {
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  db.transaction((tx) => appendAudit(tx, { actor: '王档案', action: 'search.query', detail: { query: '线路1' } }));
  const [first] = readAudit(db.read, { limit: 1, offset: 0 });
  db.close();
  const at = first?.at ?? '';
  const json = (previous: string): string =>
    `{"action":"search.query","actor":"王档案","at":"${at}","detail":"{\\"query\\":\\"线路1\\"}",` +
    `"${previous}":"${'0'.repeat(64)}","seq":1,"subject":null}`;
  expect(createHash('sha256').update(json('previous_hash')).digest('hex')).toBe(first?.hash);
  const row = { seq: 1, at, actor: '王档案', action: 'search.query', subject: null, detail: '{"query":"线路1"}' };
  expect(auditHash({ ...row, previous_hash: NO_HASH })).toBe(first?.hash);
  expect(auditSm3(row, '')).toBe(first?.sm3);
});

test('what is no log is refused', () => {
  for (const value of [{}, [{ seq: 1 }], 'text', null, { ...log(), version: 9 }, { rows: [] }]) {
    expect(() => verifyAuditExport(value)).toThrow(expect.objectContaining({ code: 'BAD_FILE' }));
  }
});

test.each([
  [
    'a key twice, so that another reader takes the other',
    (all: string) => all.replace('"actor":"', '"actor":"李四","actor":"'),
  ],
  ['one key more in a row', (all: string) => all.replace('"actor":"', '"about":"伪造","actor":"')],
  ['one key more before the rows', (all: string) => all.replace('"archive_id":', '"about":"伪造","archive_id":')],
  ['a character written otherwise', (all: string) => all.replace('"actor":"王', '"actor":"\\u738b')],
  ['a blank in a row', (all: string) => all.replace('"actor":"王', '"actor": "王')],
  ['a blank behind the end', (all: string) => `${all} `],
])('what no hash covers is found in the file as it is written: %s', async (_what, change) => {
  const forged = change(text);
  expect(forged).not.toBe(text);
  expect(verifyAuditExport(JSON.parse(text), text).ok).toBe(true);
  expect(verifyAuditExport(JSON.parse(forged), forged).ok).toBe(false);
  const file = join(emptyFolder(), 'log.json');
  writeFileSync(file, forged);
  const io = { out: () => undefined, err: () => undefined };
  expect(await runCommandLine(['audit', '--verify', file], io)).toBe(4);
});

test('a log that was cut off in the middle of a line is told as a cut log, with the row behind which it ends', async () => {
  const folder = emptyFolder();
  const verify = async (content: string): Promise<[number, string]> => {
    const file = join(folder, 'log.json');
    writeFileSync(file, content);
    let out = '';
    const io = { out: (line: string) => (out += line), err: () => undefined };
    return [await runCommandLine(['audit', '--verify', file], io), out];
  };
  const lines = text.split('\n');
  for (const [whole, behind] of [
    [4, 25],
    [1, 3],
    [0, 0],
  ] as const) {
    const cut = `${lines.slice(0, whole + 1).join('\n')}\n${(lines[whole + 1] ?? '').slice(0, behind)}`;
    const [code, out] = await verify(cut);
    expect(code).toBe(4);
    expect(out).toContain(whole === 0 ? '在第一条之前被截断' : `在第 ${whole} 条之后被截断`);
    expect(out).toContain(`文件写明 7 条，实有 ${whole} 条`);
    expect(out).not.toContain('文件已损坏');
  }
  // At the end of a row, and with a row changed before the cut: both are told.
  const changed = lines.slice(0, 4).join('\n').replace('search.query', 'search.querz');
  const [code, out] = await verify(changed);
  expect(code).toBe(4);
  expect(out).toContain('在第 3 条之后被截断');
  expect(out).toContain('第 2 条被改动');
  // What does not begin like one is no log.
  expect((await verify(text.slice(0, 40)))[0]).toBe(1);
});
