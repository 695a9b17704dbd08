/** Two different persons for each public version, and reasons to withhold that outlive an edit (docs/spec/public.md, 6 and 8). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendAudit } from '../../../main/archive/trust/audit.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { passwordOf } from '../../support/accounts.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { signInAs } from '../../support/office.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { databaseOf } from '../../support/role-office.ts';
import { REVIEWER, publicOffice, type PublicOffice } from '../../support/public-versions.ts';

const PLAIN = `云溪市交通运输局
云交函〔2024〕7号
关于云溪市十三届人大二次会议第31号建议答复的函
罗知远代表：
您提出的《关于加密公交班次的建议》收悉，现答复如下：
我局自下月起加密环城线班次，早晚高峰每八分钟一班。
云溪市交通运输局
2024年5月6日
`;
const PETITION = PLAIN.replace('云交函〔2024〕7号', '云交函〔2024〕7号\n〔依申请公开〕');

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

const show = ({ engine, id }: PublicOffice) => engine.call('public.show', { id });
const agree = async (office: PublicOffice): Promise<string> => {
  const { version: base_version } = await show(office);
  return codeOf(office.engine.call('public.review', { id: office.id, base_version, agreed: true }));
};
const keepWhole = async (office: PublicOffice): Promise<void> => {
  const { version: base_version } = await show(office);
  await office.engine.call('public.decide', {
    ...{ id: office.id, base_version, decisions: [{ item: 'whole', verdict: 'keep' }] },
  });
};
const refusedFile = async ({ engine, id }: PublicOffice): Promise<string | undefined> =>
  (await engine.call('export.public', { selection: { ids: [id] }, out: temporaryFolder() })).failed[0]?.code;

test('with accounts a letter in which nothing was found still takes two persons: one says so, another reviews, and the list names both', async () => {
  const office = await publicOffice(PLAIN);
  const { items, state, undecided } = await show(office);
  expect(items.filter(({ required }) => required).map(({ item }) => item)).toEqual(['whole']);
  expect({ state, undecided }).toEqual({ state: 'undecided', undecided: 1 });
  await office.as('reviewer');
  expect(await agree(office)).toBe('PUBLIC_UNDECIDED');
  expect(await refusedFile(office)).toBe('PUBLIC_UNDECIDED');
  await keepWhole(office);
  expect(await agree(office)).toBe('PUBLIC_SAME_PERSON');
  // Who filed it made the version under review: neither of the two can end it alone.
  await office.as('decider');
  expect(await agree(office)).toBe('PUBLIC_SAME_PERSON');
  await keepWhole(office);
  await office.as('reviewer');
  expect(await agree(office)).toBe('done');
  const { files, failed } = await office.engine.call('export.public', {
    ...{ selection: { ids: [office.id] }, out: temporaryFolder() },
  });
  expect(failed).toEqual([]);
  const list = foldText(await textOfPdf(files[0]?.list ?? ''));
  for (const words of ['决定', '王档案', REVIEWER.name]) expect(list).toContain(foldText(words));
});

test('a reason to withhold that an edit takes away stays to be decided, and one person alone makes nothing public of it', async () => {
  const office = await publicOffice(PETITION);
  const { engine, id } = office;
  await engine.call('letters.edit', { id, set: { reply_kind: '信访', openness: '依申请公开' }, reason: '补录' });
  await engine.call('letters.edit', {
    ...{ id, set: { reply_kind: '其他', openness: '主动公开' }, text: PLAIN, reason: '更正' },
  });
  const [whole] = (await show(office)).items;
  expect(whole).toMatchObject({ item: 'whole', required: true, suggested: { verdict: 'hide' }, verdict: null });
  expect(whole?.reason).toBe('第 2 版文书类别为信访，默认不予公开');
  expect(await agree(office)).toBe('PUBLIC_SAME_PERSON');
  expect(await refusedFile(office)).toBe('PUBLIC_UNDECIDED');
  expect(await codeOf(engine.call('public.publish', { id, base_version: 3 }))).toBe('PUBLIC_UNDECIDED');
  // Another edit by another person does not wash it away, nor does it let the first one review.
  await office.as('reviewer');
  await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
  await keepWhole(office);
  await office.as('decider');
  expect(await agree(office)).toBe('PUBLIC_SAME_PERSON');
});

test('what stands in the file stays a reason to withhold where it was taken out before filing', async () => {
  const office = await publicOffice(PLAIN);
  const { engine } = office;
  const bytes = new TextEncoder().encode(PETITION.replace('7号', '8号'));
  const read = await engine.call('desk.read', { source: { name: '另一件.txt', bytes } });
  const elements = { ...read.elements, openness: '主动公开' as const, reply_kind: '其他' as const };
  const filed = await engine.call('desk.file', {
    ...{ draft_id: read.draft_id, elements, text: PLAIN.replace('7号', '8号') },
  });
  const [whole] = (await engine.call('public.show', { id: filed.id })).items;
  expect(whole).toMatchObject({ required: true, reason: '来源文件上写有“依申请公开”' });
});

test('who only corrected the letter before the version under review may review it', async () => {
  const office = await publicOffice(PLAIN);
  const { engine, id } = office;
  await office.as('reviewer');
  await engine.call('letters.edit', { id, set: { result_code: 'A' }, reason: '补录' });
  await office.as('decider');
  await engine.call('letters.edit', { id, set: { result_code: 'B' }, reason: '更正' });
  await keepWhole(office);
  expect(await agree(office)).toBe('PUBLIC_SAME_PERSON');
  await office.as('reviewer');
  expect(await agree(office)).toBe('done');
});

test('what one person decides after the publishing is not in the 公开目录 before it is reviewed and published again', async () => {
  const office = await publicOffice(
    PLAIN.replace('关于云溪市十三届人大二次会议第31号建议答复的函', '关于居民张小满反映公交问题的答复').replace(
      '您提出的《关于加密公交班次的建议》',
      '您转来的居民张小满反映的公交问题',
    ),
  );
  const { engine, id } = office;
  await office.decideAll();
  await office.as('reviewer');
  expect(await agree(office)).toBe('done');
  await engine.call('public.publish', { id, base_version: (await show(office)).version });
  await office.as('decider');
  const { items, version: base_version } = await show(office);
  const hidden = items.filter(({ verdict }) => verdict === 'hide');
  expect(hidden.map(({ value }) => value)).toContain('张小满');
  await engine.call('public.decide', {
    ...{ id, base_version, decisions: hidden.map(({ item }) => ({ item, verdict: 'keep' as const })) },
  });
  expect(await refusedFile(office)).toBe('PUBLIC_NOT_REVIEWED');
  const out = join(temporaryFolder(), '公开目录.csv');
  expect(await engine.call('export.register', { kind: 'public', out })).toMatchObject({ rows: 1 });
  const written = readFileSync(out, 'utf8');
  expect(written).toContain('反映公交问题的答复');
  expect(written).not.toContain('张小满');
});

test('who had his password reset by another reviews nothing until he signed in on a later day', async () => {
  const office = await publicOffice(PLAIN);
  const { engine } = office;
  await keepWhole(office);
  const seized = { name: REVIEWER.name, password: passwordOf('gaishe') };
  await signInAs(engine, 'secadmin');
  await engine.call('accounts.changePassword', { name: seized.name, password: passwordOf('chongshe') });
  await engine.call('accounts.changePassword', {
    ...{ name: seized.name, current: passwordOf('chongshe'), password: seized.password },
  });
  await engine.call('session.signIn', seized);
  expect(await agree(office)).toBe('ACCOUNT_RESET');
  const tomorrow = new Date(Date.now() + 86_400_000);
  databaseOf(engine).transaction((tx) =>
    appendAudit(tx, { actor: seized.name, action: 'session.sign_in', subject: seized.name }, tomorrow),
  );
  expect(await agree(office)).toBe('done');
});
