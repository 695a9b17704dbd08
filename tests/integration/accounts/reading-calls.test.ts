/**
 * What the contract says of a call is true: on an archive, every call that is declared as reading leaves all tables as they are, but
 * for the log and what the spec names beside it; and what is declared as writing is refused where the archive is read-only.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Engine } from '../../../main/archive/engine.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { CALL_NAMES, CONTRACT, type CallName } from '../../../shared/contract/index.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

/** Inputs with which each call has something to do, on an archive with two letters of which the first has two versions. */
function inputs(ids: readonly string[], attachment: string): Record<CallName, unknown> {
  const [id = '', other = ''] = ids;
  const out = temporaryFolder();
  const source = { path: temporaryFile('新.txt', PLAIN_LETTER.replace('提案', '建议')) };
  return {
    'archive.info': {},
    'settings.show': {},
    'settings.change': { ref_code: { ...DEFAULT_SETTINGS.ref_code, fonds: 'Z222' } },
    'reading.extract': { source },
    'desk.read': { source },
    'desk.page': { draft_id: 'x' },
    'desk.preview': { draft_id: 'x' },
    'desk.number': { issued_on: '2023-05-06' },
    'review.reopen': { id },
    'letters.listIds': {},
    'letters.rows': { ids },
    'letters.find': { words: [id] },
    'letters.told': { letters: [{ id, version: 2 }] },
    'letters.today': {},
    'letters.pageWords': { id, attachment, page: 1 },
    'desk.discard': { draft_id: 'x' },
    'desk.clear': {},
    'desk.file': { draft_id: 'x', elements: emptyElements() },
    'letters.countFiles': { paths: [source.path] },
    'letters.import': { paths: [source.path] },
    'letters.watch': { folder: out, rounds: 1 },
    'letters.nearDuplicates': { id },
    'reading.vocabulary': {},
    'reading.forgetWord': { kind: 'office', word: '临溪县民政局' },
    'review.list': {},
    'review.show': { id },
    'review.confirm': { id, base_version: 2 },
    'letters.list': {},
    'letters.show': { id },
    'letters.edit': { id, set: { result_code: 'B' }, reason: '更正' },
    'letters.attach': { id, attachments: [{ source }], reason: '补附件' },
    'letters.detach': { id, attachment, reason: '误附' },
    'letters.saveAttachment': { id, attachment, out: join(out, '附件.txt') },
    'letters.history': { id },
    'letters.diff': { id, from: 1, to: 2 },
    'letters.compare': { id, other },
    'letters.printDiff': { id, from: 1, to: 2, out },
    'letters.restore': { id, version: 1, reason: '恢复' },
    'letters.finalise': { id, reason: '定稿' },
    'letters.unlock': { id, reason: '解除' },
    'letters.previewBulk': { ids, set: { result_code: 'C' } },
    'letters.editBulk': { letters: [{ id, version: 2 }], set: { result_code: 'C' }, reason: '批量' },
    'letters.undoBulk': { batch: 'x', reason: '撤销' },
    'letters.numbering': {},
    'letters.secrecy': {},
    'letters.stats': {},
    'letters.attachmentPage': { id, attachment },
    'letters.preview': { id, attachment },
    'letters.retention': {},
    'letters.setRetention': { ids: [id], retention: 'Y', reason: '改期限' },
    'search.query': { query: '提案' },
    'search.ids': { query: '提案' },
    'search.marks': { query: '提案', id },
    'search.attachmentText': { id, attachment },
    'search.similar': { id },
    'search.citedBy': { id },
    'search.saved': {},
    'search.save': { name: '常用', request: { query: '提案' } },
    'search.seen': { id: 'x' },
    'search.unsave': { id: 'x' },
    'search.history': {},
    'search.remember': { query: '提案' },
    'search.forget': {},
    'search.suggest': { prefix: '提' },
    'search.reindex': {},
    'export.pdf': { selection: { ids }, out },
    'export.table': { selection: { ids }, out: join(out, '清单.csv') },
    'export.register': { out: join(out, '目录.csv') },
    'export.package': { selection: { ids }, out: join(out, '数据包') },
    'package.check': { path: join(out, '数据包') },
    'package.compare': { path: join(out, '数据包'), id },
    'package.decide': { path: join(out, '数据包'), id, take: 'local', reason: '核对' },
    'public.show': { id },
    'public.decide': { id, base_version: 2, decisions: [{ mark: '托管点', verdict: 'hide' }] },
    'public.review': { id, base_version: 2, agreed: true },
    'public.publish': { id, base_version: 2 },
    'public.withdraw': { id, reason: '误公开' },
    'public.due': {},
    'export.public': { selection: { ids }, out: join(out, '公开版') },
    'trust.verify': {},
    'disposal.expiring': {},
    'disposal.list': {},
    'disposal.show': { id: 'x' },
    'disposal.open': { ids: [id], reason: '到期' },
    'disposal.opine': { id: 'x', opinions: [{ letter: id, verdict: 'destroy' }] },
    'disposal.approve': { id: 'x', agreed: true },
    'disposal.sign': { id: 'x' },
    'disposal.cancel': { id: 'x', reason: '撤回' },
    'disposal.execute': { id: 'x' },
    'export.disposal': { id: 'x', out: join(out, '清册.xlsx') },
    'trust.audit': {},
    'trust.inspect': {},
    'trust.checkSheet': { month: '2026-11', out },
    'trust.exportAudit': { out: join(out, '日志.json') },
    'trust.tip': {},
    'trust.checkHead': { head: { seq: 1, hash: '0'.repeat(64) } },
    'trust.acceptHead': { seq: 1, reason: '已查明' },
    'trust.acknowledgeRestore': { seq: 1, reason: '已查明' },
    'trust.backup': { to: out },
    'trust.backups': {},
    'trust.restoreBackup': { file: join(out, '没有.sqlite') },
    'trust.undoRestore': {},
    'session.current': {},
    'session.signIn': { name: '无此人', password: 'x' },
    'session.signOut': {},
    'accounts.list': {},
    'accounts.add': { name: '安全员', roles: ['secadmin'], password: 'Qz7-lianhua-Shui' },
    'accounts.setDisabled': { name: '安全员', disabled: true },
    'accounts.setRoles': { name: '安全员', roles: ['secadmin'] },
    'accounts.changePassword': { name: '安全员', password: 'Qz8-lianhua-Shui' },
    'accounts.unlock': { name: '安全员' },
    'accounts.tryPassword': { password: 'Qz7-lianhua-Shui', names: ['安全员'] },
    'accounts.enable': {
      secadmin: { name: '安全员乙', password: 'Qz7-lianhua-Shui' },
      archivist: { name: '档案员乙', password: 'Qz8-lianhua-Shui' },
    },
    'accounts.recoverySheet': {},
    'accounts.makeRecoverySheet': { current: 'Qz7-lianhua-Shui' },
    'accounts.recover': { name: '安全员', code: '0000', password: 'Qz7-lianhua-Shui' },
  };
}

async function smallArchive(): Promise<{ folder: string; ids: string[]; attachment: string }> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const ids = [await fileText(engine, WRAPPED_LETTER, '甲.txt'), await fileText(engine, PLAIN_LETTER, '乙.txt')];
  await engine.call('letters.edit', { id: ids[0] ?? '', set: { result_code: 'A' }, reason: '核对' });
  const attachment = (await engine.call('letters.show', { id: ids[0] ?? '' })).attachments[0]?.id ?? '';
  await engine.close();
  return { folder, ids, attachment };
}

/** Failed sign-ins are counted, whatever is asked; names that are not there by a secret that is made for it. */
const isNoCounter = (row: Record<string, unknown>): boolean => row['key'] !== 'sign_in_secret';

/** The rows of all tables but the log and what reading may note: near keys, which are derived, and when what was done. */
function tables(folder: string): Record<string, string> {
  const db = new DatabaseSync(join(folder, ARCHIVE_NAME), { readOnly: true });
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  const noted = /^(audit|near_key|near_piece|unknown_sign_in)$/;
  const rows = names
    .map(({ name }) => String(name))
    .filter((name) => !noted.test(name))
    .map((name): [string, string] => [
      name,
      JSON.stringify(db.prepare(`SELECT * FROM ${name}`).all().filter(isNoCounter), (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
      ),
    ]);
  db.close();
  return Object.fromEntries(rows);
}

test('every call is tried here', () => {
  expect(Object.keys(inputs([], '')).sort()).toEqual([...CALL_NAMES].sort());
});

test('a call that is declared as reading changes no table but the log', async () => {
  const { folder, ids, attachment } = await smallArchive();
  const all = inputs(ids, attachment);
  for (const name of CALL_NAMES.filter((one) => !CONTRACT[one].writes)) {
    const before = tables(folder);
    const engine = await openEngine(folder);
    // Some have nothing to do and say so; that is reading too.
    await engine.call(name, all[name] as never).catch(() => undefined);
    await engine.close();
    expect(tables(folder), name).toEqual(before);
  }
});

test('a call that is declared as writing is refused on a read-only archive, a reading one is not', async () => {
  const { folder, ids, attachment } = await smallArchive();
  const all = inputs(ids, attachment);
  const engine = await Engine.open({ folder, actor: '王档案', readOnly: true, inProcess: true });
  try {
    const codes = new Map<CallName, string>();
    for (const name of CALL_NAMES) {
      const said = await engine.call(name, all[name] as never).then(
        () => 'done',
        (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'other'),
      );
      codes.set(name, said);
    }
    for (const name of CALL_NAMES) {
      if (CONTRACT[name].writes) expect(codes.get(name), name).toBe('ARCHIVE_READ_ONLY');
      else expect(codes.get(name), name).not.toBe('ARCHIVE_READ_ONLY');
    }
  } finally {
    await engine.close();
  }
  expect(readdirSync(folder)).toContain(ARCHIVE_NAME);
});
