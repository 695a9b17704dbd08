/** A head of the log that was kept in an export or on paper is held against the log (docs/spec/trust.md, `audit --against`). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { runCommandLine } from '../../../main/cli/run.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { rebuildLog, rewriteHead } from '../../support/forge-log.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

let place: string;
let folder: string;
let engine: Engine;
let id: string;
beforeEach(async () => {
  place = temporaryFolder();
  folder = join(place, 'archive');
  engine = await openEngine(folder);
  id = await fileText(engine, PLAIN_LETTER);
});

const outcomeOf = async (file: string): Promise<string> => (await engine.call('trust.checkHead', { file })).outcome;

/** One of each kind of export that holds a head. */
async function exportAll(): Promise<string[]> {
  const pdf = await engine.call('export.pdf', { selection: { ids: [id] }, out: join(place, 'pdf') });
  const xlsx = await engine.call('export.table', { selection: { ids: [id] }, out: join(place, 'a.xlsx') });
  const csv = await engine.call('export.table', { selection: { ids: [id] }, out: join(place, 'a.csv') });
  const log = await engine.call('trust.exportAudit', { out: join(place, 'log.json') });
  const inspected = await engine.call('trust.inspect', { out: join(place, 'reports') });
  const tip = join(place, 'tip.json');
  writeFileSync(tip, JSON.stringify(await engine.call('trust.tip', {})));
  return [pdf.list ?? '', xlsx.file, csv.list ?? '', log.file, inspected.files[1] ?? '', tip];
}

test('each kind of export is told to be as the log has it, and the checking is in the log', async () => {
  for (const file of await exportAll()) {
    const { outcome, faults } = await engine.call('trust.checkHead', { file });
    expect([outcome, faults], file).toEqual(['same', []]);
  }
  expect(await engine.call('trust.audit', { action: 'audit.check_head' })).toHaveLength(6);
});

test('a log that was rebuilt whole passes its own check, and no anchored head', async () => {
  const files = await exportAll();
  await engine.close();
  tamper(join(folder, 'archive.sqlite'), (db) =>
    rebuildLog(db, (row) => {
      if (row.action === 'export.pdf') row.actor = '另一人';
    }),
  );
  rewriteHead(join(folder, 'archive.sqlite'));
  engine = await openEngine(folder);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  for (const file of files) expect(await outcomeOf(file), file).toBe('changed');
});

test('a row changed behind a right head, a log cut short and a list of another archive are told apart', async () => {
  const { list = '' } = await engine.call('export.pdf', { selection: { ids: [id] }, out: join(place, 'pdf') });
  const earlier = await engine.call('trust.tip', {});
  await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  await engine.call('search.reindex', {});
  const later = await engine.call('trust.tip', {});
  await engine.close();
  tamper(join(folder, 'archive.sqlite'), "UPDATE audit SET actor = '另一人' WHERE seq = 1");
  engine = await openEngine(folder);
  expect(await engine.call('trust.checkHead', { head: earlier })).toMatchObject({
    outcome: 'broken',
    faults: ['审计日志第 1 条被改动', '审计日志第 1 条的 SM3 校验值不符'],
  });
  await engine.close();
  tamper(join(folder, 'archive.sqlite'), `DELETE FROM audit WHERE seq > ${earlier.seq}`);
  engine = await openEngine(folder);
  expect((await engine.call('trust.checkHead', { head: later })).outcome).toBe('missing');
  await engine.close();
  engine = await openEngine(join(place, 'other'));
  await fileText(engine, PLAIN_LETTER);
  expect(await outcomeOf(list)).toBe('elsewhere');
});

test('number and hash from paper are enough, in any case and with blanks; the SM3 is compared where it was kept', async () => {
  const tip: AuditTip = await engine.call('trust.tip', {});
  const spaced = tip.hash.toUpperCase().replaceAll(/(.{8})/gu, '$1 ');
  expect((await engine.call('trust.checkHead', { head: { seq: tip.seq, hash: spaced } })).outcome).toBe('same');
  const head = { ...tip, sm3: '0'.repeat(64) };
  expect((await engine.call('trust.checkHead', { head })).outcome).toBe('changed');
  for (const bad of [
    { ...tip, hash: 'abc' },
    { ...tip, seq: 0 },
  ])
    await expect(engine.call('trust.checkHead', { head: bad })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a file without a head, an exported log with one byte changed and a file that is not there are refused', async () => {
  const log = join(place, 'log.json');
  await engine.call('trust.exportAudit', { out: log });
  writeFileSync(log, readFileSync(log, 'utf8').replace('王档案', '王档桉'));
  const plain = join(place, 'plain.txt');
  writeFileSync(plain, PLAIN_LETTER);
  const other = join(place, 'other.json');
  writeFileSync(other, '{"a": 1}');
  for (const file of [log, plain, other])
    await expect(engine.call('trust.checkHead', { file }), file).rejects.toMatchObject({ code: 'BAD_FILE' });
  await expect(engine.call('trust.checkHead', { file: join(place, 'none.json') })).rejects.toMatchObject({
    code: 'BAD_PATH',
  });
});

test('on the command line what is not as kept ends with 4', async () => {
  const tip = await engine.call('trust.tip', {});
  const list = await engine.call('export.pdf', { selection: { ids: [id] }, out: join(place, 'pdf') });
  await engine.close();
  const against = async (kept: string): Promise<[number, unknown]> => {
    let out = '';
    const io = { out: (text: string) => (out += text), err: () => undefined };
    const code = await runCommandLine(['audit', '--against', kept, '--archive', folder, '--json'], io);
    return [code, (JSON.parse(out) as { outcome?: string }).outcome];
  };
  expect(await against(list.list ?? '')).toEqual([0, 'same']);
  expect(await against(`${tip.seq}:${tip.hash}`)).toEqual([0, 'same']);
  expect(await against(`${tip.seq}:${'0'.repeat(64)}`)).toEqual([4, 'changed']);
  expect((await against(join(place, 'none.json')))[0]).toBe(1);
});

test('what a file begins with is in no error about it: whoever may check a head could read any file by that', async () => {
  const secret = 'root:x:0:0:Geheim';
  for (const [name, text] of [
    ['passwd', `${secret}\n`],
    ['half.json', `{"audit_tip": "${secret}`],
    ['rows.json', JSON.stringify([{ seq: secret }])],
    ['zip.xlsx', `PK${secret}`],
    ['b.increment', secret],
    ['c.increment', JSON.stringify({ format: secret })],
  ] as const) {
    const file = join(place, name);
    writeFileSync(file, text);
    const asked = name.endsWith('.increment')
      ? engine.call('trust.restoreBackup', { file })
      : engine.call('trust.checkHead', { file });
    const thrown: unknown = await asked.catch((error: unknown) => error);
    expect(`${String(thrown)} ${JSON.stringify(thrown)}`, name).toMatch(/BAD_FILE|BACKUP_BAD/);
    expect(`${String(thrown)} ${JSON.stringify(thrown)}`, name).not.toContain(secret.slice(0, 4));
  }
});
