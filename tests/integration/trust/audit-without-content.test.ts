/** What an 审计管理员 reads of letters in the log (docs/spec/accounts.md, Roles): who, when, which act, which letter, and nothing of what is in it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutContent } from '../../../main/archive/trust/audit-without-content.ts';
import { DETAILS } from '../../../renderer/features/audit/words.ts';
import { AUDIT_ACTIONS } from '../../../shared/model/audit.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const passwordFor = (name: string): string => `Hetang-${Buffer.from(name).toString('hex').slice(0, 6)}-Yuese7`;
const SECRETS = ['王家二闺女', '李四病历', '补她的病历', '精神病院', '内部称呼'];

test('the log tells who may not see letters who did what when to which letter, and not what people wrote, searched for or called their files', async () => {
  const engine = await openEngine(join(temporaryFolder(), 'archive'));
  const out = temporaryFolder();
  const id = await fileText(engine, PLAIN_LETTER, '关于王家二闺女低保的答复.txt');
  await engine.call('accounts.add', { name: '陈安全', password: passwordFor('陈安全') });
  const signIn = (name: string) => engine.call('session.signIn', { name, password: passwordFor(name) });
  await signIn('陈安全');
  for (const [name, role] of [
    ['王档案', 'archivist'],
    ['钱审管', 'auditadmin'],
  ] as const) {
    const first = `Shouci-${passwordFor(name)}`;
    await engine.call('accounts.add', { name, roles: [role], password: first });
    await engine.call('accounts.changePassword', { name, current: first, password: passwordFor(name) });
  }
  await signIn('王档案');
  const attachments = [{ source: { path: temporaryFile('李四病历.txt', '附件') } }];
  const { version } = await engine.call('letters.attach', { id, attachments, reason: '补她的病历' });
  await engine.call('letters.edit', { id, set: { title: '内部称呼' }, reason: '补她的病历', base_version: version });
  await engine.call('search.query', { query: '精神病院' });
  await engine.call('export.pdf', { selection: { ids: [id] }, out });
  await engine.call('letters.setRetention', { ids: [id], retention: 'Y', reason: '补她的病历' });
  const whole = await engine.call('trust.audit', {});
  for (const secret of SECRETS.filter((one) => one !== '内部称呼')) expect(JSON.stringify(whole)).toContain(secret);
  const { sha256 } = (await engine.call('letters.show', { id })).attachments[0] ?? { sha256: '' };

  await signIn('钱审管');
  const seen = await engine.call('trust.audit', {});
  const text = JSON.stringify(seen.map(({ detail, subject }) => ({ detail, subject })));
  for (const secret of [...SECRETS, sha256]) expect(text).not.toContain(secret);
  expect(
    seen.slice(0, whole.length).map(({ seq, at, actor, action, hash, sm3 }) => [seq, at, actor, action, hash, sm3]),
  ).toEqual(whole.map(({ seq, at, actor, action, hash, sm3 }) => [seq, at, actor, action, hash, sm3]));
  const one = (action: string): { subject: string | null; detail: Record<string, unknown> } => {
    const { subject = null, detail = '{}' } = seen.find((row) => row.action === action) ?? {};
    return { subject, detail: JSON.parse(detail) as Record<string, unknown> };
  };
  expect(one('letter.attach')).toMatchObject({ subject: id, detail: { version: 2 } });
  expect(one('letter.attach').detail['left_out']).toEqual(expect.arrayContaining(['reason', 'sha256']));
  expect(one('search.query').detail).toEqual({ left_out: ['query', 'total'] });
  expect(one('export.pdf').detail).toMatchObject({ files: [id] });
  expect(one('letter.retention').detail).toMatchObject({ to: 'Y', left_out: ['reason'] });
  expect(one('account.add').subject).not.toBeNull();
  // He finds the letter's rows by its id. A log that he exports is whole, since it is to be checked, and that he did is in the log.
  expect((await engine.call('trust.audit', { subject: id })).length).toBeGreaterThan(3);
  const file = join(out, 'log.json');
  const { rows } = await engine.call('trust.exportAudit', { out: file });
  expect(rows).toBeGreaterThan(seen.length - 1);
  expect((await engine.call('trust.audit', { action: 'export.audit' })).length).toBe(1);
  expect(DETAILS).toHaveProperty('left_out');
  await engine.close();
});

test('a name in the place of a subject is shown by no act on letters and found by no filter', () => {
  const row = {
    seq: 1,
    at: '',
    actor: '',
    hash: '',
    sm3: '',
    subject: '王家二闺女.txt',
    detail: '{"reason":"王家二闺女"}',
  };
  const shown = Object.keys(AUDIT_ACTIONS).filter((action) =>
    JSON.stringify(withoutContent({ ...row, action })).includes('王家'),
  );
  // What is left whole is about people, settings, backups, the log and the archive as a file.
  expect(new Set(shown.map((action) => action.split('.')[0]))).toEqual(
    new Set(['export', 'audit', 'report', 'archive', 'backup', 'settings', 'clock', 'disk', 'session', 'account']),
  );
  expect(shown.filter((action) => /^(export|report)/.test(action))).toEqual(['export.audit', 'report.check_sheet']);
});

test('of settings and backups he reads what was changed when, and not what people called layouts and folders', () => {
  const row = (action: string, subject: string | null, detail: object): Parameters<typeof withoutContent>[0] => ({
    ...{ seq: 1, at: '2026-12-01T00:00:00.000Z', actor: '王档案', action, subject, detail: JSON.stringify(detail) },
    ...{ hash: '', sm3: '' },
  });
  const layouts = withoutContent(
    row('settings.change', 'registers', {
      from: { layouts: [] },
      to: { layouts: [{ name: '李四病历一览', title: '精神病院' }] },
    }),
  );
  expect(JSON.stringify(layouts)).not.toMatch(/李四|精神/u);
  expect(JSON.parse(layouts.detail)).toEqual({ left_out: ['from', 'to'] });
  const numbers = row('settings.change', 'ref_code', { from: { fonds: 'Z001' }, to: { fonds: 'J012' } });
  expect(withoutContent(numbers)).toEqual(numbers);
  const backup = withoutContent(
    row('backup.make', null, { file: '/mnt/李四病历/fuhan-backup-20261201T000000Z.sqlite', bytes: 7, sha256: 'ab' }),
  );
  const name = 'fuhan-backup-20261201T000000Z.sqlite';
  expect(JSON.parse(backup.detail)).toEqual({ file: name, bytes: 7, sha256: 'ab', left_out: ['place'] });
  const named = withoutContent(row('backup.make', null, { file: 'D:\\李四\\李四病历.sqlite', sha256: 'ab' }));
  expect(JSON.parse(named.detail)).toEqual({ sha256: 'ab', left_out: ['place', 'file'] });
  const rule = (to: string): object => ({ to, at: '18:30', daily: 7 });
  const moved = withoutContent(row('settings.change', 'backup', { from: rule('/mnt/李四'), to: rule('/mnt/病历') }));
  const shown = { at: '18:30', daily: 7 };
  expect(JSON.parse(moved.detail)).toEqual({ from: shown, to: shown, left_out: ['place'] });
  const restored = (subject: string) => withoutContent(row('backup.restore', subject, { backup_sha256: 'ab' })).subject;
  expect(restored('李四病历.sqlite')).toBeNull();
  // Names that the program gives say nothing of anybody.
  for (const given of [
    name,
    'before-restore-20261201T000000Z-0a1b2c3d',
    'before-form-15-2026-12-01T00-00-00-000Z.sqlite',
  ])
    expect(restored(given)).toBe(given);
});
