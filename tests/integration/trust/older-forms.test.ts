/** Archives of older schema versions: what was in them stays, and what came since is there. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { openArchiveDb, openCopy } from '../../../main/archive/storage/database.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { appendAudit, auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import {
  FIXTURE_ADDED,
  FIXTURE_ATTACHMENT,
  FIXTURE_LETTERS,
  FIXTURE_PEOPLE,
  FIXTURE_RESULT,
} from '../../fixtures/schema-versions/letters.ts';
import { openEngine } from '../../support/engine.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { commandJson } from '../../support/command.ts';
import { SCHEMA_VERSIONS } from '../../fixtures/schema-versions/archives.ts';
import { folderOfVersion, readByOther, versionRows } from '../../support/earlier-archives.ts';
import { appendOldAudit, openOldArchive } from '../../support/old-archive.ts';

const FORM_BEFORE_SM3 = 3;

async function oldFolder(): Promise<{ folder: string; tip: ReturnType<typeof auditTip> }> {
  const folder = join(emptyFolder(), 'archive');
  const old = await openOldArchive(folder, FORM_BEFORE_SM3);
  appendOldAudit(old, '王档案', 'export.pdf', '{"files":1}');
  appendOldAudit(old, '王档案', 'archive.verify', '{}');
  const tip = auditTip(old.read);
  old.close();
  return { folder, tip };
}

test('rows from before the chain of SM3 stay as they are, and the chain begins behind them', async () => {
  const { folder, tip } = await oldFolder();
  const db = await archiveIn(folder, {});
  expect(auditTip(db.read)).toEqual({ ...tip, sm3: '' });
  expect((await verifyArchive(db)).problems).toEqual([]);
  for (let i = 0; i < 2; i++) db.transaction((tx) => appendAudit(tx, { actor: '王档案', action: 'letter.view' }));
  expect((await verifyArchive(db)).problems).toEqual([]);
  const rows = readAudit(db.read, { limit: 10, offset: 0 });
  expect(rows.map(({ sm3 }) => sm3.length)).toEqual([0, 0, 64, 64]);
  expect(verifyAuditExport(rows)).toMatchObject({ ok: true, rows: 4 });
  // A row whose SM3 was taken out is no older row.
  const without = rows.map((row) => (row.seq === 4 ? { ...row, sm3: '' } : row));
  expect(verifyAuditExport(without).problems.map(({ id }) => id)).toEqual(['4']);
});

test('the rise to the present schema version is in the log, told in the window, and `fuhan migrate` says what it did', async () => {
  const { folder } = await oldFolder();
  const run = () => commandJson('migrate', '--archive', folder);
  const [code, told] = await run();
  const form = MIGRATIONS.length;
  expect([code, told]).toMatchObject([0, { form, migrated: { from: FORM_BEFORE_SM3, to: form } }]);
  const { backup } = (told as { migrated: { backup: string } }).migrated;
  expect(existsSync(backup)).toBe(true);
  expect(await run()).toMatchObject([0, { form, migrated: null }]);
  const db = await openArchiveDb(folder);
  try {
    const detail = { from: FORM_BEFORE_SM3, to: form, kept: basename(backup) };
    const [row] = readAudit(db.read, { action: 'archive.migrate', limit: 10, offset: 0 });
    expect(JSON.parse(row?.detail ?? '')).toEqual(detail);
    expect((await verifyArchive(db)).problems).toEqual([]);
  } finally {
    db.close();
  }
  const second = await oldFolder();
  const engine = await openEngine(second.folder);
  const { warnings } = await engine.call('archive.info', {});
  expect(warnings.join()).toContain('升级前的副本留存于');
});

test('a backup of an older schema version is checked as it is and brought up to date by the restore', async () => {
  const place = emptyFolder();
  const folder = join(place, 'archive');
  const old = await openOldArchive(folder, FORM_BEFORE_SM3);
  appendOldAudit(old, '王档案', 'export.pdf', '{"files":1}');
  const made = await backupArchive(old, join(place, 'b.sqlite'));
  old.close();
  expect(made.verified).toBe(true);
  await restoreBackup(made.file, folder, { actor: '王档案' });
  const db = await openArchiveDb(folder);
  try {
    expect(readAudit(db.read, { limit: 10, offset: 0 }).map(({ action }) => action)).toEqual([
      'export.pdf',
      'backup.restore',
    ]);
    expect((await verifyArchive(db)).problems).toEqual([]);
  } finally {
    db.close();
  }
});

test('questions to the log go by its indexes', async () => {
  const db = await archiveIn(emptyFolder());
  const plan = (sql: string, ...params: string[]): string =>
    db.read
      .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
      .map(({ detail }) => detail)
      .join('\n');
  const select = 'SELECT seq, at, actor, action, subject, detail, hash, sm3 FROM archive.audit';
  expect(plan(`${select} WHERE action = ? ORDER BY seq DESC LIMIT 200`, 'letter.edit')).toMatch(/audit_by_action/);
  expect(plan(`${select} WHERE action = ? ORDER BY seq DESC LIMIT 200`, 'letter.edit')).not.toMatch(/TEMP B-TREE/);
  expect(plan('SELECT action, count(*) FROM archive.audit WHERE at >= ? AND at < ? GROUP BY action', '1', '2')).toMatch(
    /COVERING INDEX audit_by_time/,
  );
});

const LATEST = MIGRATIONS.length;

test('there is an archive of every schema version before today’s, made by the program of then', () => {
  expect(SCHEMA_VERSIONS).toEqual(expect.arrayContaining(MIGRATIONS.slice(0, -1).map(({ number }) => number)));
});

describe.each(SCHEMA_VERSIONS)('an archive that the program of schema version %i made', (schema) => {
  test('is brought up to date after a backup that is right, and is right itself', async () => {
    const folder = folderOfVersion(schema);
    const engine = await openEngine(folder);
    const { migrated, letters } = await engine.call('archive.info', {});
    expect(letters).toBe(FIXTURE_LETTERS.length);
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    if (schema === LATEST) {
      expect(migrated).toBeNull();
      return;
    }
    expect(migrated).toMatchObject({ from: schema, to: LATEST });
    const backup = await openCopy(migrated?.backup ?? '', realDisk());
    expect(backup.read.get('PRAGMA archive.user_version')).toEqual({ user_version: schema });
    expect((await verifyArchive(backup)).problems).toEqual([]);
    backup.close();
  });

  test('is shown and searched: every letter by each of its words, its attachment, its earlier versions', async () => {
    const engine = await openEngine(folderOfVersion(schema));
    for (const [at, { words, elements, text }] of FIXTURE_LETTERS.entries()) {
      const found = await engine.call('search.query', { query: words[0] ?? '' });
      const [id = ''] = found.hits.map((hit) => hit.id);
      for (const word of words) {
        const { total, hits } = await engine.call('search.query', { query: word });
        expect([word, total, hits.map((hit) => hit.id)]).toEqual([word, 1, [id]]);
      }
      const letter = await engine.call('letters.show', { id });
      const changed = at === 0 ? { result_code: FIXTURE_RESULT } : schema >= 3 && at >= 2 ? { contact: '值班室' } : {};
      expect(letter.elements).toEqual({ ...emptyElements(), ...elements, ...changed });
      expect(letter.text).toBe(at === 0 ? `${text}${FIXTURE_ADDED}\n` : text);
      expect(letter.final).toBe(schema >= 3 && at === 3);
      expect(letter.retention).toBe(schema >= 4 && at === 1 ? 'Y' : 'D30');
      const first = await engine.call('letters.show', { id, version: 1 });
      expect(first.elements).toEqual({ ...emptyElements(), ...elements });
      expect(first.text).toBe(text);
    }
    const attached = await engine.call('search.query', { query: FIXTURE_ATTACHMENT.words });
    expect(attached.hits).toMatchObject([{ where: 'attachment', attachment: { name: FIXTURE_ATTACHMENT.file } }]);
    const earlier = await engine.call('search.query', { query: '错改的题名', versions: true });
    expect(earlier.hits).toMatchObject([{ version: 2 }]);
    expect((await engine.call('search.saved', {})).map(({ name, total }) => [name, total])).toEqual(
      schema >= 5 ? [['托管点的答复', 1]] : [],
    );
    expect((await engine.call('settings.show', {})).backup.incremental).toBe(schema >= 4);
    await engine.close();
  });

  test('is edited, and no version of before is touched by that', async () => {
    const folder = folderOfVersion(schema);
    const before = versionRows(readByOther(join(folder, ARCHIVE_NAME)));
    const engine = await openEngine(folder);
    const { letters } = await engine.call('letters.list', {});
    for (const { id, version } of letters) {
      const edit = { id, base_version: version, set: { printed_on: '2024-05-06' }, reason: '补印发日期' };
      if ((await engine.call('letters.show', { id })).final) {
        await expect(engine.call('letters.edit', edit)).rejects.toMatchObject({ code: 'LETTER_LOCKED' });
        await engine.call('letters.unlock', { id, reason: '须补一项' });
      }
      expect((await engine.call('letters.edit', edit)).version).toBe(version + 1);
      const [last] = (await engine.call('letters.history', { id })).slice(-1);
      expect(last?.changes).toEqual(['printed_on']);
    }
    expect((await engine.call('trust.verify', {})).problems).toEqual([]);
    await engine.close();
    const after = versionRows(readByOther(join(folder, ARCHIVE_NAME)));
    expect(after.length).toBe(before.length + letters.length);
    expect(after.filter((row) => row['reason'] !== '补印发日期')).toEqual(before);
  });
});

test.each([2, 7])('the people of an archive of schema version %i sign in, and it is right', async (schema) => {
  const engine = await openEngine(folderOfVersion(schema, 'accounts'));
  await expect(engine.call('letters.list', {})).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  await engine.call('session.signIn', FIXTURE_PEOPLE.archivist);
  const letter = (await engine.call('letters.list', {})).letters.at(-1);
  await engine.call('letters.edit', { id: letter?.id ?? '', set: { contact: '林晓' }, reason: '补联系人' });
  expect((await engine.call('trust.verify', {})).problems).toEqual([]);
});
