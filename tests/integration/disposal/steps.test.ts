/** From an appraisal to the execution: who may, in which order, and what is refused with its own code. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { putDisposalAct } from '../../../main/archive/trust/disposed/carry.ts';
import { disposalOffice, STAFF } from '../../support/disposals.ts';
import { databaseOf } from '../../support/role-office.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;

test('an archive without accounts refuses, with the reason', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  await expect(engine.call('disposal.open', { ids: [id], reason: '到期' })).rejects.toMatchObject({
    code: 'DISPOSAL_NO_ACCOUNTS',
    message: expect.stringContaining('没有启用账户') as unknown,
  });
  expect((await engine.call('disposal.expiring', {})).accounts).toBe(false);
  expect((await engine.call('letters.show', { id })).id).toBe(id);
});

test('letters whose retention has ended are listed; others, final, doubtful and handed-over ones are refused', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const old = await office.file(OLD_LETTER);
  const young = await office.file(
    OTHER_LETTER.replace('2012年5月9日', '2024年5月9日').replace('2012', '2024'),
    '新.txt',
  );
  const listed = await engine.call('disposal.expiring', {});
  expect(listed.letters).toMatchObject([{ id: old, expires: '2022-12-31', blocked: null, disposal: null }]);
  const open = (id: string) => engine.call('disposal.open', { ids: [id], reason: '到期' });

  await expect(open(young)).rejects.toEqual(code('DISPOSAL_NOT_EXPIRED'));
  await engine.call('letters.finalise', { id: old, reason: '定稿' });
  await expect(open(old)).rejects.toEqual(code('DISPOSAL_FINAL'));
  expect((await engine.call('disposal.expiring', {})).letters[0]?.blocked?.code).toBe('DISPOSAL_FINAL');
  await engine.call('letters.unlock', { id: old, reason: '解除' });
  await engine.call('review.reopen', { id: old });
  await expect(open(old)).rejects.toEqual(code('DISPOSAL_OPEN_CASE'));
  const { version } = await engine.call('letters.show', { id: old });
  await engine.call('review.confirm', { id: old, base_version: version });
  await engine.call('public.decide', {
    id: old,
    base_version: version,
    decisions: [{ mark: '何清源', verdict: 'keep' }],
  });
  await expect(open(old)).rejects.toEqual(code('DISPOSAL_OPEN_CASE'));
  await engine.call('public.decide', {
    id: old,
    base_version: version,
    decisions: [{ item: 'whole', verdict: 'hide' }],
  });
  await engine.call('export.package', { selection: { ids: [old] }, out: join(temporaryFolder(), '数据包') });
  await expect(open(old)).rejects.toEqual(code('DISPOSAL_HANDED_OVER'));
});

test('each step is taken by another account, in their order', async () => {
  const office = await disposalOffice();
  const { engine, as } = office;
  const letter = await office.file(OLD_LETTER);
  const id = await office.open(letter);
  await expect(office.open(letter)).rejects.toEqual(code('DISPOSAL_PENDING'));
  const opinions = [{ letter, verdict: 'destroy' as const }];
  const opine = () => engine.call('disposal.opine', { id, opinions });
  await expect(engine.call('disposal.approve', { id, agreed: true })).rejects.toEqual(code('DISPOSAL_UNSIGNED'));
  await expect(engine.call('disposal.sign', { id })).rejects.toEqual(code('DISPOSAL_UNSIGNED'));
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('DISPOSAL_UNSIGNED'));
  await opine();
  await expect(opine()).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  for (const who of ['second', 'third'] as const) {
    await as(who);
    await opine();
  }
  await as('archivist');
  await expect(engine.call('disposal.approve', { id, agreed: true })).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  await as('leader');
  expect(await engine.call('disposal.approve', { id, agreed: true })).toEqual({ id, state: 'signing' });
  await expect(engine.call('disposal.sign', { id })).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  await as('second');
  await expect(engine.call('disposal.sign', { id })).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  await as('watcher');
  await engine.call('disposal.sign', { id });
  await expect(engine.call('disposal.sign', { id })).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  await as('archivist');
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('DISPOSAL_UNSIGNED'));
  await as('witness');
  expect((await engine.call('disposal.sign', { id })).state).toBe('ready');
  await as('leader');
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('DISPOSAL_SAME_PERSON'));
  // What changed after the opinions is not what people agreed to.
  await as('archivist');
  await engine.call('letters.edit', { id: letter, set: { result_code: 'A' }, reason: '补正' });
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('VERSION_CONFLICT'));
  expect((await engine.call('letters.show', { id: letter })).version).toBe(2);
  await engine.call('disposal.cancel', { id, reason: '重新鉴定' });
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('DISPOSAL_CLOSED'));
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('a letter goes only where all three say so; another retention takes effect with the approval', async () => {
  const office = await disposalOffice();
  const { engine, as } = office;
  const [kept, longer] = [await office.file(OLD_LETTER), await office.file(OTHER_LETTER, '二.txt')];
  const id = await office.open(kept, longer);
  const said = {
    archivist: ['destroy', 'change'],
    second: ['keep', 'destroy'],
    third: ['destroy', 'change'],
  } as const;
  for (const who of ['archivist', 'second', 'third'] as const) {
    await as(who);
    const opinion = (letter: string, verdict: 'keep' | 'change' | 'destroy', retention: 'D30' | 'Y') => ({
      ...{ letter, verdict },
      retention: verdict === 'change' ? retention : null,
    });
    const opinions = [opinion(kept, said[who][0], 'Y'), opinion(longer, said[who][1], who === 'third' ? 'Y' : 'D30')];
    if (who === 'archivist') {
      const short = [opinions[0], { letter: longer, verdict: 'change' as const, retention: 'D10' as const }];
      for (const wrong of [[opinions[0]], short, [...opinions, opinions[1]]])
        await expect(engine.call('disposal.opine', { id, opinions: wrong as typeof opinions })).rejects.toEqual(
          code('BAD_VALUE'),
        );
    }
    await engine.call('disposal.opine', { id, opinions });
  }
  await as('leader');
  await expect(engine.call('disposal.approve', { id, agreed: false })).rejects.toEqual(code('REASON_REQUIRED'));
  expect((await engine.call('disposal.approve', { id, agreed: true })).state).toBe('closed');
  const { items } = await engine.call('disposal.show', { id });
  expect(items).toMatchObject([
    { letter: kept, outcome: 'keep', retention: 'D10' },
    { letter: longer, outcome: 'change', new_retention: 'Y', retention: 'Y' },
  ]);
  await as('archivist');
  const { letters } = await engine.call('disposal.expiring', {});
  expect(letters).toMatchObject([{ id: kept, appraised: { outcome: 'keep' } }]);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('what is not approved goes nowhere', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const letter = await office.file(OLD_LETTER);
  const id = await office.open(letter);
  await office.opine(id);
  await office.as('leader');
  await engine.call('disposal.approve', { id, agreed: false, reason: '仍有利用价值' });
  await expect(engine.call('disposal.sign', { id })).rejects.toEqual(code('DISPOSAL_CLOSED'));
  await expect(engine.call('disposal.execute', { id })).rejects.toEqual(code('DISPOSAL_CLOSED'));
  await office.as('archivist');
  expect(await office.open(letter)).not.toBe(id);
});

test('acts that somebody wrote into the file, and not into the log, destroy nothing', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const id = await office.open(letter);
  await office.opine(id);
  await office.as('archivist');
  const db = databaseOf(office.engine);
  const last = db.read.get<{ seq: number }>('SELECT max(seq) AS seq FROM disposal_act WHERE disposal_id = ?', [id]);
  const outcomes = [{ letter, outcome: 'destroy', retention: null }];
  const acts_sha256 = '0'.repeat(64);
  db.transaction((tx) => {
    for (const [at, [act, actor, detail]] of (
      [
        ['approve', STAFF.leader.name, { reason: '', outcomes, acts_sha256 }],
        ['sign', STAFF.watcher.name, { acts_sha256 }],
        ['sign', STAFF.witness.name, { acts_sha256 }],
      ] as const
    ).entries())
      putDisposalAct(tx, {
        disposal_id: id,
        seq: (last?.seq ?? 0) + 1 + at,
        act,
        at: new Date().toISOString(),
        actor,
        detail: JSON.stringify(detail),
      });
  });
  expect((await office.engine.call('disposal.show', { id })).state).toBe('ready');
  await expect(office.engine.call('disposal.execute', { id })).rejects.toEqual(code('ARCHIVE_DAMAGED'));
  expect((await office.engine.call('letters.show', { id: letter })).id).toBe(letter);
});
