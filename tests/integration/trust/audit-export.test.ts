/** An exported log is checked without the archive; one changed byte is found. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuditRow } from '../../../shared/contract/index.ts';
import { appendAudit, auditTip, readAudit } from '../../../main/archive/trust/audit.ts';
import { verifyAuditExport } from '../../../main/archive/trust/audit-export.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

async function exportedLog(): Promise<{ rows: AuditRow[]; tip: object }> {
  const db = await archiveIn(emptyFolder());
  for (let i = 1; i <= 6; i++)
    db.transaction((tx) => appendAudit(tx, { actor: '王档案', action: 'search.query', detail: { query: `线路${i}` } }));
  const rows = readAudit(db.read, { limit: 100, offset: 0 });
  return { rows: JSON.parse(JSON.stringify(rows)) as AuditRow[], tip: auditTip(db.read) };
}

test('a whole log is right, in either order, and tells its head', async () => {
  const { rows, tip } = await exportedLog();
  expect(verifyAuditExport(rows)).toEqual({ ok: true, rows: 6, tip, problems: [] });
  expect(verifyAuditExport([...rows].reverse()).ok).toBe(true);
  expect(verifyAuditExport([])).toEqual({ ok: true, rows: 0, tip: null, problems: [] });
});

test('one changed byte in any column of any row is found', async () => {
  const { rows } = await exportedLog();
  for (const [index, row] of rows.entries()) {
    for (const change of [
      { actor: '王档桉' },
      { action: 'search.querz' },
      { at: `${row.at.slice(0, -2)}9Z0` },
      { subject: 'x' },
      { detail: row.detail.replace('线', '钱') },
      { hash: '0'.repeat(64) },
    ]) {
      const changed = rows.map((one, at) => (at === index ? { ...one, ...change } : one));
      expect(verifyAuditExport(changed).ok, JSON.stringify(change)).toBe(false);
    }
  }
});

test('a row taken out or doubled is found; a part of the log stands for itself', async () => {
  const { rows } = await exportedLog();
  expect(verifyAuditExport(rows.filter(({ seq }) => seq !== 3)).problems.map(({ id }) => id)).toEqual(['4']);
  expect(verifyAuditExport([...rows, rows[2]]).ok).toBe(false);
  expect(verifyAuditExport(rows.slice(2)).ok).toBe(true);
});

test('the hash of a row is that of the documented JSON, written out here by hand', async () => {
  const { rows } = await exportedLog();
  const [first] = rows;
  if (first === undefined) throw new Error('the log is empty');
  const json =
    `{"action":"search.query","actor":"王档案","at":"${first.at}","detail":"{\\"query\\":\\"线路1\\"}",` +
    `"previous_hash":"${'0'.repeat(64)}","seq":1,"subject":null}`;
  expect(createHash('sha256').update(json).digest('hex')).toBe(first.hash);
});

test('what is no log is refused', () => {
  for (const rows of [{}, [{ seq: 1 }], 'text', null]) {
    expect(() => verifyAuditExport(rows)).toThrow(expect.objectContaining({ code: 'BAD_FILE' }));
  }
});
