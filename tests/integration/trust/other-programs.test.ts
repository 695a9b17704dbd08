/**
 * What another program stored at the same schema version: keys that ours does not know are kept, values that it would not have filed
 * are shown and named, and neither makes a letter unreadable.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { findAccount } from '../../../main/archive/trust/accounts/accounts.ts';
import { checkAccounts } from '../../../main/archive/trust/accounts/check.ts';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { canonicalJson } from '../../../main/archive/trust/canonical.ts';
import { verifyFolder } from '../../../main/archive/trust/verify.ts';
import { letterSchema } from '../../../shared/model/letter.ts';
import { START, archiveWithSecadmin, person } from '../../support/accounts.ts';
import { storedOf, writeAsAnother, type Written } from '../../support/another-program.ts';
import { emptyFolder } from '../../support/archive.ts';
import { commandJson, commandText } from '../../support/command.ts';
import { fileText, openEngine, temporaryFile } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

/** An archive of two letters, the first of which another program changed last. */
async function changedElsewhere(
  alter: (newest: Written) => Partial<Written>,
): Promise<{ folder: string; id: string; other: string }> {
  const folder = join(emptyFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  const other = await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  await engine.close();
  await withDb(folder, (db) => {
    writeAsAnother(db, id, alter);
  });
  return { folder, id, other };
}

async function withDb<T>(folder: string, act: (db: ArchiveDb) => T): Promise<T> {
  const db = await openArchiveDb(folder);
  try {
    return act(db);
  } finally {
    db.close();
  }
}

const ADDRESS = '云溪市滨河路18号';
const withAddress = ({ elements }: Written): Partial<Written> => ({
  elements: { ...elements, later_element: ADDRESS, annexes: ['表一', { pages: 3 }] },
  changes: ['later_element', 'annexes'],
});

describe('elements that this program does not know', () => {
  test('are kept through every change, while the letter is shown, searched and checked', async () => {
    const { folder, id, other } = await changedElsewhere(withAddress);
    const kept = { later_element: ADDRESS, annexes: ['表一', { pages: 3 }] };
    const engine = await openEngine(folder);
    const letter = await engine.call('letters.show', { id });
    expect(letterSchema.parse(letter)).toEqual(letter);
    expect((await engine.call('search.query', { query: '微循环线路' })).hits).toMatchObject([{ id }]);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    const history = await engine.call('letters.history', { id });
    expect(history.at(-1)?.changes).toEqual(['later_element', 'annexes']);

    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
    const letters = [{ id, version: 3 }];
    await expect(
      engine.call('letters.editBulk', { letters, set: { contact: '罗文静' }, reason: '统一' }),
    ).rejects.toMatchObject({ code: 'NOTHING_CHANGED' });
    await engine.call('letters.editBulk', { letters, set: { openness: '主动公开' }, reason: '统一' });
    const source = { name: '附表.txt', bytes: new TextEncoder().encode('附表') };
    await engine.call('letters.attach', { id, attachments: [{ source }], reason: '补附' });
    expect((await engine.call('letters.history', { id })).slice(2).map(({ changes }) => changes)).toEqual([
      ['result_code'],
      ['openness'],
      ['attachments'],
    ]);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    expect((await engine.call('letters.show', { id: other })).elements.issuer).not.toBeNull();
    await engine.close();
    await withDb(folder, (db) => {
      expect(storedOf(db, id).elements).toMatchObject({ ...kept, result_code: 'A', openness: '主动公开' });
    });
    expect(await commandJson('show', id, '--archive', folder)).toMatchObject([0, { id, version: 5 }]);
  });

  test('go where an earlier version without them is restored, and come back with one that has them', async () => {
    const { folder, id } = await changedElsewhere(withAddress);
    const engine = await openEngine(folder);
    await engine.call('letters.restore', { id, version: 1, reason: '恢复' });
    await engine.call('letters.restore', { id, version: 2, reason: '再恢复' });
    const changes = (await engine.call('letters.history', { id })).slice(2).map((row) => row.changes);
    expect(changes).toEqual([
      ['annexes', 'later_element'],
      ['annexes', 'later_element'],
    ]);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    await engine.close();
    await withDb(folder, (db) => {
      expect(storedOf(db, id).elements).toMatchObject({ later_element: ADDRESS });
    });
  });

  test('are under the version’s hash: one that is changed afterwards is found', async () => {
    const { folder, id } = await changedElsewhere(withAddress);
    tamper(join(folder, ARCHIVE_NAME), `UPDATE version SET elements = replace(elements, '滨河路', '临河路')`);
    const { problems } = await verifyFolder(folder);
    expect(problems).toEqual([{ kind: 'version', id, message: `函件 ${id} 第 2 版被改动` }]);
  });
});

const unfit = ({ elements }: Written): Partial<Written> => ({
  elements: {
    ...elements,
    title: 876543,
    reply_kind: '监督意见',
    issued_on: '2024年四月',
    addressees: '孙海涛代表',
    phones: [8305528816, null],
    session: { term: 17 },
    cc: undefined,
  },
  changes: ['title', 'reply_kind', 'issued_on', 'addressees', 'phones', 'session'],
});

describe('values that this program would not have filed', () => {
  test('are shown as they are stored, searched and exported, and verify names each', async () => {
    const { folder, id } = await changedElsewhere(unfit);
    const engine = await openEngine(folder);
    const letter = await engine.call('letters.show', { id });
    expect(letter.elements).toMatchObject({
      title: '876543',
      reply_kind: '监督意见',
      issued_on: '2024年四月',
      addressees: ['孙海涛代表'],
      phones: ['8305528816'],
      session: '{"term":17}',
      cc: [],
    });
    expect(letterSchema.parse(letter)).toEqual(letter);
    for (const query of ['微循环线路', '标题:876543', '8305528816']) {
      const { hits } = await engine.call('search.query', { query });
      expect([query, ...hits.map((hit) => hit.id)]).toEqual([query, id]);
    }
    const dated = await engine.call('search.query', { query: '', filters: { from: '1900-01-01' } });
    expect(dated.hits.map((hit) => hit.id)).not.toContain(id);
    const exported = await engine.call('export.pdf', { selection: { ids: [id] }, out: emptyFolder() });
    expect(exported.failed).toEqual([]);
    const { problems } = await engine.call('trust.verify', {});
    expect(problems.every((problem) => problem.kind === 'value' && problem.id === id)).toBe(true);
    expect(problems.map(({ message }) => message.replace(/^.* 的(.*)不合要求.*$/, '$1'))).toEqual([
      '题名',
      '主送',
      '文书类别',
      '届次',
      '成文日期',
      '联系电话',
    ]);
    const inspected = await engine.call('trust.inspect', {});
    expect(inspected.items.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['1-3', '1-4']),
    );
    expect(inspected.findings.some(({ code }) => code === '1-1')).toBe(false);
    await engine.close();
    expect(await commandJson('verify', '--archive', folder)).toMatchObject([4, { ok: false }]);
  });

  test('stay through a change of something else, and end with their correction', async () => {
    const { folder, id } = await changedElsewhere(unfit);
    const engine = await openEngine(folder);
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
    await engine.close();
    await withDb(folder, (db) => {
      const { elements } = storedOf(db, id);
      expect(elements).toMatchObject({ title: 876543, session: { term: 17 }, phones: [8305528816, null] });
    });
    const again = await openEngine(folder);
    await again.call('letters.edit', {
      id,
      set: {
        title: '关于公交线路的答复',
        reply_kind: '人大建议',
        issued_on: '2024-04-12',
        addressees: ['孙海涛代表'],
        phones: [],
        session: null,
      },
      reason: '更正',
    });
    expect((await again.call('trust.verify', {})).problems).toEqual([]);
  });

  test('are no damage: a backup with them is right, and is restored', async () => {
    const { folder, id } = await changedElsewhere(unfit);
    const place = emptyFolder();
    const db = await openArchiveDb(folder);
    const whole = await backupArchive(db, join(place, 'whole.sqlite'));
    const increment = await backupArchive(db, join(place, 'increments'), { incremental: true });
    db.close();
    expect([whole.verified, increment.verified]).toEqual([true, true]);
    for (const { file } of [whole, increment]) await restoreBackup(file, folder);
    const engine = await openEngine(folder);
    expect((await engine.call('letters.show', { id })).elements.title).toBe('876543');
  });
});

describe('attachments that another program listed', () => {
  const withRole = ({ attachments }: Written): Partial<Written> => ({
    attachments: attachments.map((file) => ({ ...file, role: 'TRANSLATION', pages: 3 })),
    changes: ['attachments'],
  });

  test('keep their roles and all that is said of them', async () => {
    const { folder, id } = await changedElsewhere(withRole);
    const engine = await openEngine(folder);
    const letter = await engine.call('letters.show', { id });
    expect(letter.attachments).toMatchObject([{ role: 'TRANSLATION' }]);
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
    const { problems } = await engine.call('trust.verify', {});
    // They are shown and kept, but no hash covers what stands beside the six keys: anybody could have put it there.
    const uncovered = [2, 3].map((n) => ({
      ...{ kind: 'version', id, message: `函件 ${id} 第 ${n} 版的附件清单中有摘要没有涵盖的内容` },
    }));
    expect(problems).toEqual([...uncovered, { kind: 'value', id, message: `函件 ${id} 的附件清单中有不合要求的内容` }]);
    await engine.close();
    await withDb(folder, (db) => {
      expect(storedOf(db, id).attachments).toMatchObject([{ role: 'TRANSLATION', pages: 3 }]);
    });
    const printed = await commandText('show', id, '--archive', folder);
    expect(printed).toContain('TRANSLATION');
  });

  test('may say less than ours do', async () => {
    const { folder, id } = await changedElsewhere(({ attachments }) => ({
      attachments: attachments.map(({ mime: _, ...file }) => file),
      changes: ['attachments'],
    }));
    const engine = await openEngine(folder);
    expect((await engine.call('letters.show', { id })).attachments).toMatchObject([{ mime: '', role: 'ORIGINAL' }]);
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
    expect((await engine.call('letters.history', { id })).at(-1)?.changes).toEqual(['result_code', 'attachments']);
  });
});

test('elements that are no elements at all are damage, which is named', async () => {
  const { folder, id, other } = await changedElsewhere(withAddress);
  const unindexed = join(emptyFolder(), 'unindexed');
  const indexing = await openEngine(folder);
  await indexing.call('search.reindex', {});
  await indexing.close();
  tamper(join(folder, ARCHIVE_NAME), `UPDATE version SET elements = '[]' WHERE letter_id = '${id}' AND version = 2`);
  const engine = await openEngine(folder);
  const damaged = { code: 'ARCHIVE_DAMAGED', message: expect.stringContaining(id) as unknown };
  await expect(engine.call('letters.show', { id })).rejects.toMatchObject(damaged);
  const edit = { id, set: { contact: null }, reason: '试' };
  await expect(engine.call('letters.edit', edit)).rejects.toMatchObject(damaged);
  expect((await engine.call('letters.show', { id: other })).id).toBe(other);
  const { problems } = await engine.call('trust.verify', {});
  expect(problems.map((problem) => [problem.kind, problem.id])).toEqual([
    ['version', id],
    ['version', id],
    ['letter', id],
    ['index', undefined],
  ]);
  await engine.close();
  mkdirSync(unindexed);
  copyFileSync(join(folder, ARCHIVE_NAME), join(unindexed, ARCHIVE_NAME));
  await expect(openEngine(unindexed)).rejects.toMatchObject(damaged);
  expect((await verifyFolder(unindexed)).problems.map((problem) => problem.id)).toContain(id);
});

test('what was read where, and what was remarked, helps as far as it can be read', async () => {
  const folder = join(emptyFolder(), 'archive');
  const engine = await openEngine(folder);
  const [{ id = '' } = {}] = (
    await engine.call('letters.import', { paths: [temporaryFile('无题.txt', '云溪市水务局\n管道已铺设。\n')] })
  ).items;
  await engine.close();
  const evidence = { title: { start: 0, end: 4, confidence: 0.4 }, later_element: 5, issuer: { start: 'x' } };
  const warnings = [{ code: 'NEW', message: '新的提示' }, 'x', { code: 3 }];
  tamper(join(folder, ARCHIVE_NAME), (db) => {
    const unpacked = `text_map = '[]', pages = '[]', packed = NULL`;
    db.prepare(`UPDATE letter_source SET evidence = ?, warnings = ?, ${unpacked}`).run(
      JSON.stringify(evidence),
      JSON.stringify(warnings),
    );
  });
  const again = await openEngine(folder);
  const { letters } = await again.call('review.list', {});
  expect(letters).toMatchObject([{ id, warnings: 1, doubtful: expect.arrayContaining(['title']) as unknown }]);
  const item = await again.call('review.show', { id });
  expect(item.evidence).toEqual({ title: { start: 0, end: 4, confidence: 0.4 } });
  expect(item.warnings).toEqual([{ code: 'NEW', message: '新的提示' }]);
});

test('a kept search that asks for something unknown is told apart, and the others are listed', async () => {
  const folder = join(emptyFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  for (const name of ['甲', '乙', '丙', '丁']) await engine.call('search.save', { name, request: { query: '公交' } });
  await engine.close();
  await withDb(folder, (db) => {
    const requests: Record<string, string> = {
      甲: '{"query":"公交"}',
      乙: '{"query":"公交","filters":{"later_element":["滨河路"]}}',
      丙: '{"query":"公交","near":true}',
      丁: '[]',
    };
    db.transaction((tx) => {
      for (const [name, request] of Object.entries(requests))
        tx.run('UPDATE saved_search SET request = ? WHERE name = ?', [request, name]);
    });
  });
  const again = await openEngine(folder);
  const saved = await again.call('search.saved', {});
  const told = Object.fromEntries(
    saved.map(({ name, request, total, failed }) => [name, [request.query, total, failed]]),
  );
  expect(told).toEqual({ 甲: ['公交', 1, false], 乙: ['公交', 0, true], 丙: ['公交', 0, true], 丁: ['', 0, true] });
});

describe('settings that another program made', () => {
  /** Settings with their row of the log, as every program writes them. */
  async function settings(folder: string, group: string, value: object): Promise<void> {
    await withDb(folder, (db) => {
      db.transaction((tx) => {
        tx.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', [`setting:${group}`, canonicalJson(value)]);
        appendAudit(tx, {
          actor: '他处程序',
          action: 'settings.change',
          subject: group,
          detail: { from: {}, to: value },
        });
      });
    });
  }

  test('with fewer or more values than ours: those that are known hold, the others are kept through a change', async () => {
    const folder = join(emptyFolder(), 'archive');
    await (await openEngine(folder)).close();
    await settings(folder, 'backup', { daily: 3, keep_yearly: 2 });
    const engine = await openEngine(folder);
    const { backup } = await engine.call('settings.show', {});
    expect(backup).toEqual({ to: null, at: null, incremental: false, daily: 3, weekly: 4, monthly: 12 });
    await engine.call('settings.change', { backup: { ...backup, weekly: 5 } });
    expect((await engine.call('settings.show', {})).backup).toEqual({ ...backup, weekly: 5 });
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    await engine.close();
    await withDb(folder, (db) => {
      const row = db.read.get<{ value: string }>("SELECT value FROM meta WHERE key = 'setting:backup'");
      expect(JSON.parse(row?.value ?? '')).toMatchObject({ daily: 3, weekly: 5, keep_yearly: 2 });
    });
  });

  test('of numbers that cannot be read: no number is given by guess, until they are set anew', async () => {
    const folder = join(emptyFolder(), 'archive');
    await (await openEngine(folder)).close();
    const pattern = '{全宗号}-{年度}-{保管期限}-{件号}-{盒号}';
    await settings(folder, 'ref_code', { fonds: 'Z109', category: 'WS', office: '', pattern, retention: 'D30' });
    const engine = await openEngine(folder);
    await expect(fileText(engine, PLAIN_LETTER)).rejects.toMatchObject({ code: 'ARCHIVE_NEWER' });
    expect((await engine.call('trust.verify', {})).problems).toMatchObject([{ kind: 'value', id: 'ref_code.pattern' }]);
    const { ref_code } = await engine.call('settings.show', {});
    expect(ref_code.fonds).toBe('Z109');
    await engine.call('settings.change', { ref_code });
    const id = await fileText(engine, PLAIN_LETTER);
    expect((await engine.call('letters.show', { id })).ref_code).toMatch(/^Z109-WS·2024-D30-0001$/);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
  });
});

test('a role that is not known gives no rights and is no fault', async () => {
  const archive = await archiveWithSecadmin();
  person(archive.db, '李翻译', 'li', ['reader']);
  archive.db.transaction((tx) => {
    tx.run('UPDATE account SET roles = ?, must_change = 0 WHERE name = ?', ['["reader","translator"]', '李翻译']);
    const detail = { display_name: '李翻译', roles: ['reader', 'translator'] };
    appendAudit(tx, { actor: '陈安全', action: 'account.add', subject: '李翻译', detail }, START);
  });
  expect(findAccount(archive.db.read, '李翻译')?.roles).toEqual(['reader']);
  expect(checkAccounts(archive.db.read).map(({ id }) => id)).toEqual(['陈安全']);
});
