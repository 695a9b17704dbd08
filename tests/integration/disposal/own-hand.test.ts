/** Persons whose passwords another reset, and clocks that were set ahead, dispose of nothing (docs/spec/disposal.md, 2). */
import { expect, test } from 'vitest';
import { executeInTables } from '../../../main/archive/disposal/execute.ts';
import { giveOpinions, openDisposal } from '../../../main/archive/disposal/steps.ts';
import type { ReadableDb } from '../../../main/archive/storage/types.ts';
import { actsByOwnHand, requireSoundClock } from '../../../main/archive/trust/accounts/own-hand.ts';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { passwordOf } from '../../support/accounts.ts';
import { STAFF, disposalOffice, type DisposalOffice } from '../../support/disposals.ts';
import { OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';
import { signInAs } from '../../support/office.ts';
import { onDay } from '../../support/other-days.ts';
import { databaseOf } from '../../support/role-office.ts';

const { second } = STAFF;

/** What the security administrator can do alone: reset a password, sign in with it and set another. */
async function seize({ engine }: DisposalOffice): Promise<void> {
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.changePassword', { name: second.name, password: passwordOf('chongshe') });
  await engine.call('accounts.changePassword', {
    ...{ name: second.name, current: passwordOf('chongshe'), password: passwordOf('gaishe') },
  });
}

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'done';
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
};

test('whose password another reset gives no opinion until he set one himself and signed in on a later day', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const letter = await office.file(OLD_LETTER);
  await seize(office);
  await office.as('archivist');
  const id = await office.open(letter);
  await engine.call('session.signIn', { name: second.name, password: passwordOf('gaishe') });
  const opinions = [{ letter, verdict: 'destroy' as const }];
  await expect(engine.call('disposal.opine', { id, opinions })).rejects.toMatchObject({ code: 'DISPOSAL_RESET' });
  const db = databaseOf(engine);
  const tomorrow = new Date(Date.now() + 86_400_000);
  db.transaction((tx) =>
    appendAudit(tx, { actor: second.name, action: 'session.sign_in', subject: second.name }, tomorrow),
  );
  await engine.call('disposal.opine', { id, opinions });
  // Others are not asked for what was done with his password.
  await office.as('third');
  await engine.call('disposal.opine', { id, opinions });
});

test('an account that was added after the appraisal was opened is none of its persons', async () => {
  const office = await disposalOffice();
  await office.open(await office.file(OLD_LETTER));
  const db = databaseOf(office.engine);
  db.transaction((tx) => appendAudit(tx, { actor: '赵系统', action: 'account.add', subject: '新来的' }));
  db.transaction((tx) =>
    appendAudit(tx, { actor: '新来的', action: 'account.password', subject: '新来的', detail: { own: true } }),
  );
  const { seq: opened } = db.read.get<{ seq: number }>("SELECT seq FROM audit WHERE action = 'disposal.open'") ?? {
    seq: 0,
  };
  expect(actsByOwnHand(db.read, '新来的', opened)).toBe(false);
  expect(actsByOwnHand(db.read, '新来的')).toBe(true);
  expect(actsByOwnHand(db.read, STAFF.leader.name, opened)).toBe(true);
});

test('nothing is opened, said or executed where the clock went ahead by more than a year, until it is back', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const letter = await office.file(OLD_LETTER);
  const id = await office.ready(letter);
  const db = databaseOf(engine);
  const ahead = new Date(Date.now() + 40 * 366 * 86_400_000);
  expect(codeOf(() => requireSoundClock(db.read, ahead))).toBe('DISPOSAL_CLOCK');
  expect(codeOf(() => requireSoundClock(db.read))).toBe('done');
  const clockOf = (days: readonly string[]): string =>
    codeOf(() =>
      requireSoundClock(
        { iterate: () => days.slice(0, -1).map((at) => ({ at })) } as unknown as ReadableDb,
        new Date(days.at(-1) ?? ''),
      ),
    );
  const day = (year: number, of: number): string => new Date(Date.UTC(year, 0, of)).toISOString();
  expect(clockOf([day(2026, 1), day(2026, 300), day(2027, 200)])).toBe('done');
  expect(clockOf([day(2026, 1), day(2028, 1), day(2028, 2)])).toBe('DISPOSAL_CLOCK');
  expect(clockOf([day(2026, 1), day(2066, 1), day(2068, 1), day(2026, 2)])).toBe('done');
  const used = Array.from({ length: 8 }, (_, at) => day(2028, at + 1));
  expect(clockOf([day(2026, 1), ...used.slice(0, 7)])).toBe('DISPOSAL_CLOCK');
  expect(clockOf([day(2026, 1), ...used])).toBe('done');
  const other = await office.open(await office.file(OTHER_LETTER, '另一件.txt'));
  const opinions = [{ letter, verdict: 'keep' as const, retention: null, note: '' }];
  await onDay('2066-01-01', () => {
    for (const act of [
      () => executeInTables(db, id, '王档案'),
      () => openDisposal(db, { ids: [letter], reason: '到期' }, '王档案'),
      () => giveOpinions(db, { id: other, opinions }, '王档案'),
    ])
      expect(codeOf(act)).toBe('DISPOSAL_CLOCK');
    return Promise.resolve();
  });
  expect((await engine.call('letters.show', { id: letter })).id).toBe(letter);
});

test('verify names a disposal after which the clock was set back to before the end of the retention', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const id = await office.ready(letter);
  await office.engine.call('disposal.execute', { id });
  const named = async (): Promise<string[]> =>
    (await office.engine.call('trust.verify', {})).notes
      .filter(({ kind }) => kind === 'disposal')
      .map(({ message }) => message);
  await office.as('archivist');
  expect(await named()).toEqual([]);
  const db = databaseOf(office.engine);
  const back = (day: string): void =>
    db.transaction(
      (tx) => void appendAudit(tx, { actor: '王档案', action: 'archive.verify' }, new Date(`${day}T04:00:00Z`)),
    );
  back('2023-01-05');
  expect(await named()).toEqual([]);
  back('2022-06-01');
  const [message] = await named();
  expect(message).toContain(id);
  expect(message).toContain('退回到 2022-06-01');
});
