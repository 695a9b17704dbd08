/** Final letters take no version; a bulk edit is one act that can be undone as one. */
import { describe, expect, test } from 'vitest';
import { fileText, openEngine } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('a final letter', () => {
  test('takes no new version until it is unlocked, and both acts stand in the audit log with their reasons', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    await engine.call('letters.finalise', { id, base_version: 1, reason: '已签发' });
    expect((await engine.call('letters.show', { id })).final).toBe(true);
    const edit = { id, set: { result_code: 'C' }, reason: '试改' };
    await expect(engine.call('letters.edit', edit)).rejects.toThrow(code('LETTER_LOCKED'));
    await expect(engine.call('letters.restore', { id, version: 1, reason: '试恢复' })).rejects.toThrow(
      code('LETTER_LOCKED'),
    );
    await expect(engine.call('letters.finalise', { id, reason: '再定稿' })).rejects.toThrow(code('LETTER_LOCKED'));
    await engine.call('letters.unlock', { id, reason: '发现错字' });
    await expect(engine.call('letters.edit', edit)).resolves.toMatchObject({ version: 2 });
    await expect(engine.call('letters.unlock', { id, reason: '再解除' })).rejects.toThrow(code('NOTHING_CHANGED'));
    const audit = await engine.call('trust.audit', {});
    const acts = audit.filter((row) => row.action === 'letter.finalise' || row.action === 'letter.unlock');
    expect(acts.map((row) => [row.action, row.subject, (JSON.parse(row.detail) as { reason: string }).reason])).toEqual(
      [
        ['letter.finalise', id, '已签发'],
        ['letter.unlock', id, '发现错字'],
      ],
    );
  });
});

describe('a bulk edit', () => {
  test('shows first what it would change, changes all in one act, and is undone as one', async () => {
    const engine = await openEngine();
    const ids = [await fileText(engine, WRAPPED_LETTER, '甲.txt'), await fileText(engine, PLAIN_LETTER, '乙.txt')];
    const set = { openness: '不予公开' as const };
    const preview = await engine.call('letters.previewBulk', { ids, set });
    expect(preview.map((row) => row.changes)).toEqual([
      [{ field: 'openness', from: '主动公开', to: '不予公开' }],
      [{ field: 'openness', from: null, to: '不予公开' }],
    ]);
    expect(await engine.call('letters.history', { id: ids[0] ?? '' })).toHaveLength(1);
    const letters = preview.map(({ id, version }) => ({ id, version }));
    const made = await engine.call('letters.editBulk', { letters, set, reason: '按新规定' });
    expect(made.changed).toEqual(ids);
    const found = await engine.call('search.query', { query: '公开:不予公开' });
    expect(found.total).toBe(2);
    await engine.call('letters.edit', { id: ids[1] ?? '', set: { contact: '罗文婧' }, reason: '更正' });
    const undone = await engine.call('letters.undoBulk', { batch: made.batch, reason: '规定有误' });
    expect(undone).toEqual({ undone: [ids[0]], left: [ids[1]] });
    expect((await engine.call('letters.show', { id: ids[0] ?? '' })).elements.openness).toBe('主动公开');
    await expect(engine.call('letters.undoBulk', { batch: made.batch, reason: '再撤' })).rejects.toThrow(
      code('NOTHING_CHANGED'),
    );
    expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
  });

  test('tells of a date of another year that archive number and retention stay, before and after', async () => {
    const engine = await openEngine();
    const ids = [await fileText(engine, WRAPPED_LETTER, '甲.txt'), await fileText(engine, PLAIN_LETTER, '乙.txt')];
    const letters = ids.map((id) => ({ id, version: 1 }));
    const set = { issued_on: '2009-03-05' };
    const kept = { code: 'ARCHIVE_YEAR_KEPT', message: expect.stringContaining('不随日期改变') as unknown };
    const preview = await engine.call('letters.previewBulk', { ids, set });
    expect(preview.map(({ warnings }) => warnings)).toEqual([[kept], [kept]]);
    const made = await engine.call('letters.editBulk', { letters, set, reason: '按登记簿更正' });
    expect(made.warnings).toEqual(ids.map((letter) => ({ letter, ...kept })));
    // Who has these values already is told nothing.
    expect((await engine.call('letters.previewBulk', { ids, set })).map(({ warnings }) => warnings)).toEqual([[], []]);
  });

  test('undoing leaves a letter that has become final since, and names it', async () => {
    const engine = await openEngine();
    const ids = [await fileText(engine, WRAPPED_LETTER, '甲.txt'), await fileText(engine, PLAIN_LETTER, '乙.txt')];
    const letters = ids.map((id) => ({ id, version: 1 }));
    const made = await engine.call('letters.editBulk', { letters, set: { result_code: 'C' }, reason: '按新规定' });
    await engine.call('letters.finalise', { id: ids[0] ?? '', reason: '已签发' });
    const undone = await engine.call('letters.undoBulk', { batch: made.batch, reason: '规定有误' });
    expect(undone).toEqual({ undone: [ids[1]], left: [ids[0]] });
    const kept = await engine.call('letters.show', { id: ids[0] ?? '' });
    expect([kept.final, kept.version, kept.elements.result_code]).toEqual([true, 2, 'C']);
  });

  test('changes nothing at all where one letter cannot be changed', async () => {
    const engine = await openEngine();
    const ids = [await fileText(engine, WRAPPED_LETTER, '甲.txt'), await fileText(engine, PLAIN_LETTER, '乙.txt')];
    await engine.call('letters.finalise', { id: ids[1] ?? '', reason: '已签发' });
    const set = { result_code: 'C' };
    expect((await engine.call('letters.previewBulk', { ids, set })).map((row) => row.refused)).toEqual([
      null,
      'LETTER_LOCKED',
    ]);
    const letters = ids.map((id) => ({ id, version: 1 }));
    await expect(engine.call('letters.editBulk', { letters, set, reason: '试' })).rejects.toThrow(
      code('LETTER_LOCKED'),
    );
    expect(await engine.call('letters.history', { id: ids[0] ?? '' })).toHaveLength(1);
  });
});
