/** Half a character in the log and in saved searches of an archive from before (docs/spec/trust.md): no damage, and told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveSearch, listSaved } from '../../../main/archive/search/saved-searches.ts';
import { appendAudit, auditHash, auditSm3, auditTip } from '../../../main/archive/trust/audit.ts';
import { exportAudit, verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { tamper } from '../../support/tamper.ts';

const HALF = '前\ud800后';

/** A row as a program before this one wrote it: hashed as given, stored as the column can hold it. */
function appendAsBefore(db: ArchiveDb, actor: string, subject: string): void {
  db.transaction((tx) => {
    const tip = auditTip(tx);
    const row = {
      seq: tip.seq + 1,
      at: new Date().toISOString(),
      actor,
      action: 'backup.restore',
      subject,
      detail: '{}',
      previous_hash: tip.hash,
    };
    tx.run(
      'INSERT INTO archive.audit (seq, at, actor, action, subject, detail, previous_hash, hash, sm3) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [row.seq, row.at, actor, row.action, subject, row.detail, tip.hash, auditHash(row), auditSm3(row, tip.sm3)],
    );
  });
}

test('a row of the log with half a character in its actor or subject passes verify, with its number in notes', async () => {
  const folder = emptyFolder();
  const db = await archiveIn(folder);
  const before = auditTip(db.read).seq;
  appendAsBefore(db, '王档案', `${HALF}.sqlite`);
  appendAsBefore(db, HALF, 'x');
  db.transaction((tx) => appendAudit(tx, { actor: HALF, action: 'archive.verify', subject: HALF }));
  const { ok, problems, notes } = await verifyArchive(db);
  expect(problems).toEqual([]);
  expect(ok).toBe(true);
  // The database of the test has no row of its creation: that is a note of its own.
  const halves = notes.filter(({ kind }) => kind === 'half_character');
  expect(halves.map(({ kind, id }) => [kind, id])).toEqual([
    ['half_character', String(before + 1)],
    ['half_character', String(before + 2)],
  ]);
  db.close();
  tamper(join(folder, 'archive.sqlite'), `UPDATE audit SET subject = '前\ufffd后2.sqlite' WHERE seq = ${before + 1}`);
  const changed = await archiveIn(folder);
  expect((await verifyArchive(changed)).problems).toMatchObject([{ kind: 'audit', id: String(before + 1) }, {}]);
  changed.close();
});

test('a row with two half characters, or the same one several times, passes as well; in an exported log too', async () => {
  const folder = emptyFolder();
  const db = await archiveIn(folder);
  const before = auditTip(db.read).seq;
  appendAsBefore(db, '王\udfff档案', '前\ud801后');
  appendAsBefore(db, '王档案', '\udabc一\udabc二\udabc');
  appendAsBefore(db, '王档案', '\ud800\ud8ff');
  const { problems, notes } = await verifyArchive(db);
  expect(problems).toEqual([]);
  const halves = notes.filter(({ kind }) => kind === 'half_character').map(({ id }) => id);
  expect(halves).toEqual([1, 2, 3].map((more) => String(before + more)));
  const { file } = exportAudit(db.read, join(emptyFolder(), 'log.json'));
  const text = readFileSync(file, 'utf8');
  expect(verifyAuditExport(JSON.parse(text), text).problems).toEqual([]);
  db.close();
});

test('a saved search with half a character is listed, can be taken away, and troubles no check', async () => {
  const db = await archiveIn(emptyFolder());
  saveSearch(db, '王档案', HALF, { query: HALF } as never);
  expect(listSaved(db.read, '王档案')).toHaveLength(1);
  expect(await verifyArchive(db)).toMatchObject({ ok: true, problems: [] });
  db.close();
});
