/** Nobody shortens a retention alone: docs/spec/disposal.md, 4. */
import { expect, test } from 'vitest';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { passwordOf } from '../../support/accounts.ts';
import { disposalOffice, STAFF } from '../../support/disposals.ts';
import { fileText, openEngine } from '../../support/engine.ts';
import { OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { signInAs } from '../../support/office.ts';
import { databaseOf } from '../../support/role-office.ts';

const second = (who: keyof typeof STAFF) => ({ name: STAFF[who].name, password: passwordOf(STAFF[who].word) });
const code = (wanted: string) => ({ code: wanted });

test('years are compared as numbers: a letter of 9995 has not ended and is not appraised, one of the year 5 has', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const [late, early] = [await office.file(OLD_LETTER), await office.file(OTHER_LETTER, '二.txt')];
  // As programs before this one filed them.
  const set = (id: string, year: number) =>
    databaseOf(engine).transaction((tx) => {
      tx.run("UPDATE letter SET archive_year = ?, retention = 'D30' WHERE id = ?", [year, id]);
    });
  set(late, 9995);
  set(early, 5);
  const { letters } = await engine.call('disposal.expiring', {});
  expect(letters).toMatchObject([{ id: early, expires: '0035-12-31', blocked: null }]);
  await expect(office.open(late)).rejects.toMatchObject(code('DISPOSAL_NOT_EXPIRED'));
  expect((await engine.call('letters.today', {})).expired).toBe(1);
  // The office has letters of other years.
  const own = async (until?: string) =>
    (await engine.call('letters.retention', until === undefined ? {} : { until })).letters.filter(
      ({ id }) => id === early || id === late,
    );
  const ends = async (until: string) => (await own(until)).map(({ id }) => id);
  expect([await ends('0035-12-30'), await ends('0035-12-31'), await ends('9999-12-31')]).toEqual([
    [],
    [early],
    [early],
  ]);
  expect((await own()).map(({ expires }) => expires)).toEqual(['0035-12-31', '10025-12-31']);
});

test('a date of a year outside 1 to 2200 stays as written, and the letter is filed under the year of filing', async () => {
  const engine = await openEngine();
  const source = { name: '答复函.txt', bytes: new TextEncoder().encode(PLAIN_LETTER) };
  for (const day of ['9995-04-27', '0000-04-27', '2201-01-01']) {
    const now = String(new Date().getUTCFullYear());
    expect(String((await engine.call('desk.number', { issued_on: day })).year)).toBe(now);
    const { draft_id, elements } = await engine.call('desk.read', { source });
    const filed = { ...elements, issued_on: day, openness: '主动公开' as const };
    const { id } = await engine.call('desk.file', { draft_id, elements: filed, allow_duplicate: true });
    const letter = await engine.call('letters.show', { id });
    expect(letter.elements.issued_on).toBe(day);
    expect(letter.ref_code).toContain(`·${now}-`);
  }
  // Such a date sets no day by which the letter must be public.
  expect((await engine.call('public.due', {})).letters.map(({ due, late }) => [due, late])).toEqual(
    Array.from({ length: 3 }, () => [null, 0]),
  );
  expect((await engine.call('desk.number', { issued_on: '2200-12-31' })).year).toBe(2200);
});

test('in an archive with accounts a shorter retention takes another person, a longer one does not', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const id = await office.file(OLD_LETTER);
  const set = (retention: 'Y' | 'D30' | 'D10', extra: object = {}) =>
    engine.call('letters.setRetention', { ids: [id], retention, reason: '改定', ...extra });
  await set('Y');
  const before = (await engine.call('letters.show', { id })).ref_code;
  await expect(set('D10')).rejects.toMatchObject(code('RETENTION_SECOND_PERSON'));
  await expect(set('D30')).rejects.toMatchObject(code('RETENTION_SECOND_PERSON'));
  await expect(set('D10', { second: { name: '王档案', password: passwordOf('wang') } })).rejects.toMatchObject(
    code('FORBIDDEN'),
  );
  await expect(set('D10', { second: { ...second('second'), password: 'x' } })).rejects.toMatchObject(
    code('WRONG_PASSWORD'),
  );
  expect((await engine.call('letters.show', { id })).ref_code).toBe(before);
  await set('D10', { second: second('second') });
  expect(await engine.call('letters.show', { id })).toMatchObject({ retention: 'D10' });
  await office.as('third');
  const rows = await engine.call('trust.audit', { action: 'letter.retention' });
  expect(rows.map(({ actor, detail }) => ({ actor, ...(JSON.parse(detail) as object) }))).toMatchObject([
    { actor: '王档案', from: 'D10', to: 'Y' },
    { actor: '王档案', from: 'Y', to: 'D10', shortened: true, approved_by: STAFF.second.name },
  ]);
  expect(rows[0]?.detail).not.toContain('shortened');
});

test('nor do two persons of whom one had his password reset by another, until he signed in on a later day', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const id = await office.file(OLD_LETTER);
  await engine.call('letters.setRetention', { ids: [id], retention: 'Y', reason: '重要' });
  const seized = { name: STAFF.second.name, password: passwordOf('gaishe') };
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.changePassword', { name: seized.name, password: passwordOf('chongshe') });
  await engine.call('accounts.changePassword', {
    ...{ name: seized.name, current: passwordOf('chongshe'), password: seized.password },
  });
  await office.as('archivist');
  const shorten = () =>
    engine.call('letters.setRetention', { ids: [id], retention: 'D10', reason: '改定', second: seized });
  await expect(shorten()).rejects.toMatchObject(code('ACCOUNT_RESET'));
  const tomorrow = new Date(Date.now() + 86_400_000);
  databaseOf(engine).transaction((tx) =>
    appendAudit(tx, { actor: seized.name, action: 'session.sign_in', subject: seized.name }, tomorrow),
  );
  expect(await shorten()).toHaveLength(1);
});

test('an approval does not shorten what somebody lengthened after the opinions', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const letter = await office.file(OLD_LETTER);
  const id = await office.open(letter);
  for (const [who, verdict] of [
    ['archivist', { verdict: 'change' as const, retention: 'D30' as const }],
    ['second', { verdict: 'destroy' as const }],
    ['third', { verdict: 'keep' as const }],
  ] as const) {
    await office.as(who);
    await engine.call('disposal.opine', { id, opinions: [{ letter, ...verdict, note: '' }] });
  }
  await office.as('archivist');
  await engine.call('letters.setRetention', { ids: [letter], retention: 'Y', reason: '永久保存' });
  await office.as('leader');
  await expect(engine.call('disposal.approve', { id, agreed: true })).rejects.toMatchObject(code('VERSION_CONFLICT'));
  expect(await engine.call('letters.show', { id: letter })).toMatchObject({ retention: 'Y' });
  await engine.call('disposal.approve', { id, agreed: false, reason: '期限已另行改定' });
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('without accounts it is done and told in the log', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  await engine.call('letters.setRetention', { ids: [id], retention: 'Y', reason: '重要' });
  await engine.call('letters.setRetention', { ids: [id], retention: 'D10', reason: '改回' });
  const [, row] = await engine.call('trust.audit', { action: 'letter.retention' });
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ from: 'Y', to: 'D10', shortened: true });
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});
