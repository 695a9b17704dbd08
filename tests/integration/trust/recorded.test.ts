/** Every act leaves its row, and every row has a name in Chinese. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { DETAILS } from '../../../renderer/features/audit/words.ts';
import { AUDIT_ACTIONS } from '../../../shared/model/audit.ts';
import type { AuditRow } from '../../../shared/contract/index.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

const log = (engine: Engine): Promise<AuditRow[]> => engine.call('trust.audit', {});
const actions = async (engine: Engine): Promise<string[]> => (await log(engine)).map(({ action }) => action);

test('reading, searching, taking out, exporting, settings, reports and backups are all in the log', async () => {
  const engine = await openEngine();
  const out = temporaryFolder();
  const id = await fileText(engine, PLAIN_LETTER);
  const other = await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  await engine.call('search.query', { query: '公交' });
  const letter = await engine.call('letters.show', { id });
  await engine.call('letters.show', { id });
  const [original] = letter.attachments;
  await engine.call('letters.saveAttachment', { id, attachment: original?.id ?? '', out: join(out, '原件.txt') });
  await engine.call('letters.edit', { id, set: { case_title: '公交线路' }, reason: '补录' });
  await engine.call('letters.printDiff', { id, from: 1, to: 2, out });
  await engine.call('letters.setRetention', { ids: [id], retention: 'Y', reason: '重要' });
  await engine.call('settings.change', {
    backup: { to: join(out, 'usb'), at: null, incremental: false, daily: 7, weekly: 4, monthly: 12 },
  });
  await engine.call('trust.backup', {});
  await engine.call('trust.inspect', { selection: { ids: [other] }, out });
  await engine.call('trust.checkSheet', { month: '2026-11', out });
  await engine.call('search.reindex', {});
  await engine.call('trust.exportAudit', { out: join(out, 'audit.json') });
  const seen = await actions(engine);
  expect(seen).toEqual([
    'archive.create',
    'letter.file',
    'letter.file',
    'search.query',
    'letter.view',
    'attachment.save',
    'letter.edit',
    'report.revisions',
    'letter.retention',
    'settings.change',
    'backup.make',
    'report.inspection',
    'report.check_sheet',
    'index.rebuild',
    'export.audit',
  ]);
  for (const action of seen) expect(AUDIT_ACTIONS, action).toHaveProperty([action]);
  // Nor does the window show a key of a detail as it is stored.
  for (const { detail } of await log(engine))
    for (const key of Object.keys(JSON.parse(detail) as object)) expect(DETAILS, key).toHaveProperty([key]);
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);

  // What was exported before its own row stands for itself, without the archive.
  const exported: unknown = JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8'));
  expect(verifyAuditExport(exported)).toMatchObject({ ok: true, rows: 14, part: null, problems: [] });
});

test('a search that nobody acted on is in the log when the archive closes', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const first = await openEngine(folder);
  await fileText(first, PLAIN_LETTER);
  await first.call('search.query', { query: '社区', filters: { year: [2024] } });
  await first.call('search.query', { query: '社区公', filters: { year: [2024] } });
  await first.close();
  const rows = await log(await openEngine(folder));
  const searches = rows.filter(({ action }) => action === 'search.query');
  expect(searches.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([
    { query: '社区公', total: 0, filters: { year: [2024] } },
  ]);
});

test('an inspection of letters that were found by words is in the log with the words', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  await engine.call('trust.inspect', { selection: { query: '公交', filters: {} } });
  await engine.call('trust.inspect', { selection: { ids: [id] } });
  await engine.call('trust.inspect', {});
  const rows = (await log(engine)).filter(({ action }) => action === 'report.inspection');
  expect(rows.map(({ detail }) => (JSON.parse(detail) as { query?: string }).query)).toEqual([
    '公交',
    undefined,
    undefined,
  ]);
});

test('a row cannot be taken out by anybody through the engine, however young or old', async () => {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  // No call of the contract removes rows; what removes them in the file is refused by triggers and named by the check.
  const { CONTRACT } = await import('../../../shared/contract/index.ts');
  expect(Object.keys(CONTRACT).filter((name) => /audit|log/i.test(name))).toEqual(['trust.audit', 'trust.exportAudit']);
});

test('reports are PDF files with the head of the log on the check sheet, and never overwrite', async () => {
  const engine = await openEngine();
  const out = join(temporaryFolder(), '校验单');
  await fileText(engine, PLAIN_LETTER);
  const tip = await engine.call('trust.tip', {});
  const first = await engine.call('trust.checkSheet', { month: tip.at.slice(0, 7), out });
  const second = await engine.call('trust.checkSheet', { month: tip.at.slice(0, 7), out });
  expect(first.file).not.toBe(second.file);
  for (const { file, pages } of [first, second]) {
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages).toBe(1);
  }
  const { textOfPdf } = await import('../../support/pdf-text.ts');
  const text = (await textOfPdf(first.file)).replaceAll(/\s/gu, '');
  expect(text).toContain(tip.hash);
  expect(text).toContain(tip.sm3);
  expect(text).toContain('出具人');
  expect(text).toContain('监督人');
  // The acts of its month are counted, and a month without any says so.
  expect(text).toContain('操作条数');
  expect(text).not.toContain('本月没有记录');
  const early = await engine.call('trust.checkSheet', { month: '2001-01', out });
  const words = (await textOfPdf(early.file)).replaceAll(/\s/gu, '');
  expect(words).toContain('本月没有记录');
  expect(words).not.toContain('操作条数');
  await expect(engine.call('trust.checkSheet', { month: '2026-13', out })).rejects.toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST' }),
  );
});

test('every printed report carries the head of the log at its time, the inspection also in its JSON', async () => {
  const engine = await openEngine();
  const out = temporaryFolder();
  const id = await fileText(engine, PLAIN_LETTER);
  await engine.call('letters.edit', { id, set: { case_title: '公交线路' }, reason: '补录' });
  const { textOfPdf } = await import('../../support/pdf-text.ts');
  const words = async (file: string): Promise<string> => (await textOfPdf(file)).replaceAll(/\s/gu, '');

  const before = await engine.call('trust.tip', {});
  const revisions = await words((await engine.call('letters.printDiff', { id, from: 1, to: 2, out })).file);
  for (const part of [`第${before.seq}条`, before.hash, before.sm3]) expect(revisions).toContain(part);

  const later = await engine.call('trust.tip', {});
  const inspected = await engine.call('trust.inspect', { out });
  const [pdf = '', json = ''] = inspected.files;
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ audit_tip: later });
  const report = await words(pdf);
  for (const part of [`第${later.seq}条`, later.hash, later.sm3]) expect(report).toContain(part);
});

test('an exported log never overwrites a file', async () => {
  const engine = await openEngine();
  const out = join(temporaryFolder(), 'log');
  mkdirSync(out);
  const file = join(out, 'a.json');
  await engine.call('trust.exportAudit', { out: file });
  const before = readFileSync(file);
  await expect(engine.call('trust.exportAudit', { out: file })).rejects.toThrow(
    expect.objectContaining({ code: 'TARGET_EXISTS' }),
  );
  expect(existsSync(file) && readFileSync(file).equals(before)).toBe(true);
});
