/** The audit log: append-only, chained, and honest about the clock. */
import { expect, test } from 'vitest';
import { CLOCK_SET_BACK, appendAudit, auditTip, clockWarnings, readAudit } from '../../../main/archive/trust/audit.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

const entry = { actor: '王档案', action: 'search.query', subject: null, detail: { query: '线路' } } as const;

test('each row covers the one before it', async () => {
  const db = await archiveIn(emptyFolder());
  const empty = auditTip(db.read);
  expect(empty).toEqual({ seq: 0, hash: '0'.repeat(64), sm3: '0'.repeat(64), at: '' });
  const first = db.transaction((tx) => appendAudit(tx, entry));
  const second = db.transaction((tx) => appendAudit(tx, entry));
  expect([first.seq, second.seq]).toEqual([1, 2]);
  expect(db.read.all('SELECT previous_hash FROM audit ORDER BY seq')).toEqual([
    { previous_hash: empty.hash },
    { previous_hash: first.hash },
  ]);
  expect(auditTip(db.read)).toEqual({ seq: 2, hash: second.hash, sm3: second.sm3, at: second.at });
});

test('rows cannot be changed or removed', async () => {
  const db = await archiveIn(emptyFolder());
  db.transaction((tx) => appendAudit(tx, entry));
  for (const sql of ["UPDATE audit SET actor = 'x'", 'DELETE FROM audit', 'REPLACE INTO audit SELECT * FROM audit']) {
    expect(() => db.transaction((tx) => tx.run(sql)), sql).toThrow();
  }
  expect(auditTip(db.read).seq).toBe(1);
  expect((await verifyArchive(db)).ok).toBe(true);
});

test('a clock that was set back is recorded, once', async () => {
  const db = await archiveIn(emptyFolder());
  const append = (at: string): unknown => db.transaction((tx) => appendAudit(tx, entry, new Date(at)));
  append('2026-03-02T00:00:00Z');
  expect(clockWarnings(db.read)).toEqual([]);
  append('2026-03-01T00:00:00Z');
  append('2026-03-01T00:00:01Z');
  expect(clockWarnings(db.read)).toEqual([expect.stringContaining('第 2 条')]);
  const rows = readAudit(db.read, { limit: 10, offset: 0 });
  expect(rows.map(({ action }) => action)).toEqual([entry.action, CLOCK_SET_BACK, entry.action, entry.action]);
  expect(JSON.parse(rows[1]?.detail ?? '')).toEqual({
    from: '2026-03-02T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
  });
});

test('days are China’s, as the times beside the rows are, and both ends count', async () => {
  const db = await archiveIn(emptyFolder());
  const moments = ['2026-03-01T00:00:00+08:00', '2026-03-01T23:59:59.999+08:00', '2026-03-02T00:00:00+08:00'];
  for (const at of moments) db.transaction((tx) => appendAudit(tx, entry, new Date(at)));
  const seqs = (from?: string, to?: string): number[] =>
    readAudit(db.read, { from, to, limit: 10, offset: 0 }).map(({ seq }) => seq);
  expect(seqs('2026-03-01', '2026-03-01')).toEqual([1, 2]);
  expect(seqs('2026-03-02')).toEqual([3]);
  expect(seqs(undefined, '2026-03-01')).toEqual([1, 2]);
  expect(() => seqs('昨天')).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }));
});

test('rows are found by actor and action, page by page', async () => {
  const db = await archiveIn(emptyFolder());
  for (let i = 0; i < 5; i++) db.transaction((tx) => appendAudit(tx, { ...entry, actor: i % 2 === 0 ? '甲' : '乙' }));
  expect(readAudit(db.read, { actor: '甲', limit: 2, offset: 1 }).map(({ seq }) => seq)).toEqual([3, 5]);
  expect(readAudit(db.read, { action: 'none', limit: 2, offset: 0 })).toEqual([]);
});
