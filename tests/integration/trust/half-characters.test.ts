/** Half a character (a lone surrogate): refused at the door, and no damage where an archive has one from before (docs/spec/trust.md). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallInput, CallName } from '../../../shared/contract/index.ts';
import { parseInput } from '../../../shared/contract/index.ts';
import { editLetter } from '../../../main/archive/letters/editing.ts';
import { readVersion } from '../../../main/archive/letters/versions.ts';
import { addAccount } from '../../../main/archive/trust/accounts/accounts.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { SYSTEM_USER, passwordOf } from '../../support/accounts.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { writeAsAnother } from '../../support/another-program.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { WRAPPED_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

const HALF = '前\ud800后';

describe('half a character is refused, naming the field', () => {
  const bytes = new Uint8Array([0x61]);
  const id = 'x';
  const calls: [string, CallName, unknown][] = [
    ['理由', 'letters.edit', { id, reason: HALF, set: {} }],
    ['题名', 'letters.edit', { id, reason: '更正', set: { title: HALF } }],
    ['主送', 'letters.edit', { id, reason: '更正', set: { addressees: ['甲', HALF] } }],
    ['正文', 'letters.edit', { id, reason: '更正', text: '\udc00' }],
    ['名称', 'letters.attach', { id, reason: '补', attachments: [{ source: { name: HALF, bytes } }] }],
    ['名称', 'desk.read', { source: { name: HALF, bytes } }],
    ['文件名', 'desk.read', { source: { path: `/来件/${HALF}` } }],
    ['paths', 'letters.import', { paths: ['/来件', HALF] }],
    ['检索词', 'search.query', { query: HALF }],
  ];
  test.each(calls)('%s of %s', (field, name, input) => {
    let thrown: unknown;
    try {
      parseInput(name, input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'HALF_CHARACTER', message: expect.stringContaining(`${field}：`) as string });
    // The details name the place, never the value.
    expect(JSON.stringify(thrown)).not.toContain('前');
  });

  test('and nothing of the act is done; whole characters of any plane and bytes are taken', async () => {
    const engine = await openEngine();
    const letter = await fileText(engine, WRAPPED_LETTER);
    const edit = (reason: string): CallInput<'letters.edit'> => ({ id: letter, reason, set: { contact: '陈启铭' } });
    await expect(engine.call('letters.edit', edit(HALF))).rejects.toMatchObject({ code: 'HALF_CHARACTER' });
    expect((await engine.call('letters.show', { id: letter })).version).toBe(1);
    const odd = new Uint8Array([0xed, 0xa0, 0x80]);
    const attachments = [{ source: { name: '𠮷.bin', bytes: odd } }];
    await engine.call('letters.attach', { id: letter, reason: '𠮷田补充', attachments });
    expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, notes: [] });
  });
});

/** An archive with half a character in a reason, a title and an attachment's name, as a program before this one wrote it. */
async function spoilt(): Promise<{ folder: string; id: string }> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, WRAPPED_LETTER);
  await engine.close();
  const db = await archiveIn(folder);
  editLetter(db, { id, actor: '王档案', reason: HALF, baseVersion: 1, set: { title: `${HALF}的答复` } });
  const { attachments } = readVersion(db.read, id);
  const added = { ...attachments[0], id: 'half', name: `${HALF}.txt`, role: 'ATTACHMENT' };
  writeAsAnother(db, id, (newest) => ({ attachments: [...newest.attachments, added], changes: ['attachments'] }));
  db.transaction((tx) =>
    tx.run(
      `INSERT INTO attachment (id, letter_id, name, mime, size, sha256, added_at)
       SELECT 'half', letter_id, ?, mime, size, sha256,
         (SELECT at FROM version v WHERE v.letter_id = attachment.letter_id ORDER BY version DESC LIMIT 1)
       FROM attachment WHERE letter_id = ?`,
      [added.name, id],
    ),
  );
  db.close();
  return { folder, id };
}

describe('an archive that has half a character from before', () => {
  test('is readable, and verify passes with the place in notes', async () => {
    const { folder, id } = await spoilt();
    const engine = await openEngine(folder);
    const shown = await engine.call('letters.show', { id });
    expect(shown.elements.title?.toWellFormed()).toBe('前\ufffd后的答复');
    expect((await engine.call('letters.history', { id }))[1]?.reason).toBe('前\ufffd后');
    const { ok, problems, notes } = await engine.call('trust.verify', {});
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(notes).toMatchObject([
      { kind: 'half_character', id, message: expect.stringContaining('第 2 版的理由、要素') as string },
      { kind: 'half_character', id, message: expect.stringContaining('第 3 版的要素、附件名') as string },
    ]);
  });

  test('is as whole where a person’s name has one', async () => {
    const folder = join(temporaryFolder(), 'archive');
    await (await openEngine(folder)).close();
    const db = await archiveIn(folder);
    await addAccount(db, SYSTEM_USER, { name: '陈安全', displayName: HALF, password: passwordOf('chen') });
    expect((await verifyArchive(db)).problems).toEqual([]);
    db.close();
    tamper(join(folder, 'archive.sqlite'), "UPDATE account SET display_name = '前后'");
    const changed = await archiveIn(folder);
    expect((await verifyArchive(changed)).problems).toMatchObject([{ kind: 'account', id: '陈安全' }]);
    changed.close();
  });

  test('has backups that count as verified and can be restored', async () => {
    const { folder } = await spoilt();
    const db = await archiveIn(folder);
    const backup = await backupArchive(db, temporaryFolder());
    db.close();
    expect(backup.verified).toBe(true);
    const restored = await restoreBackup(backup.file, emptyFolder());
    expect(restored.verified).toBe(true);
  });

  test('still shows what was changed in it', async () => {
    const { folder, id } = await spoilt();
    tamper(join(folder, 'archive.sqlite'), "UPDATE version SET reason = '前后' WHERE version = 2");
    const db = await archiveIn(folder);
    const { ok, problems } = await verifyArchive(db);
    expect(ok).toBe(false);
    expect(problems).toMatchObject([{ kind: 'version', id, message: expect.stringContaining('被改动') as string }]);
    db.close();
  });
});
