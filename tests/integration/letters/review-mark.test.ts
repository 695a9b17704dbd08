/** 待核对 falls only where a person looked: rules of docs/spec/history.md. */
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { openEngine } from '../../support/engine.ts';

/** Title, issuer and date are missing. */
const TORN = '某某事\n来信收悉。\n';
const WHOLE = {
  title: '关于某某事的答复',
  issuer: '云岭县民政局',
  issued_on: '2024-05-06',
  reply_kind: '信访' as const,
};

async function waiting(engine: Engine): Promise<string> {
  const read = await engine.call('desk.read', { source: { name: '残.txt', bytes: new TextEncoder().encode(TORN) } });
  return (await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements, review: true })).id;
}

const waits = async (engine: Engine, id: string): Promise<boolean> =>
  (await engine.call('review.list', {})).letters.some((letter) => letter.id === id);

/** What the log says of the mark after each change. */
async function logged(engine: Engine, id: string): Promise<unknown[]> {
  const rows = await engine.call('trust.audit', {});
  return rows
    .filter(({ subject, action }) => subject === id && /^letter\.(?:edit|attach|detach|restore)$/.test(action))
    .map(({ action, detail }) => [action, (JSON.parse(detail) as { review: unknown }).review]);
}

test('an edit of one element settles its doubt alone, and the letter waits on', async () => {
  const engine = await openEngine();
  const id = await waiting(engine);
  const edited = await engine.call('letters.edit', { id, set: { title: WHOLE.title }, reason: '补题名' });
  expect(edited).toMatchObject({ version: 2, review: true, warnings: [{ code: 'REVIEW_STAYS' }] });
  expect(edited.warnings[0]?.message).toContain('责任者、成文日期、文书类别');
  expect(edited.warnings[0]?.message).not.toContain('题名');
  const [row] = (await engine.call('review.list', {})).letters;
  expect(row?.doubtful).toEqual(['issuer', 'issued_on', 'reply_kind']);
  const source = { name: '附.txt', bytes: new TextEncoder().encode('附件') };
  const attached = await engine.call('letters.attach', { id, attachments: [{ source }], reason: '补附件' });
  expect(attached.review).toBe(true);
  const attachment = attached.attachments.at(-1)?.id ?? '';
  expect((await engine.call('letters.detach', { id, attachment, reason: '附错' })).review).toBe(true);
  expect(await waits(engine, id)).toBe(true);
  expect(await logged(engine, id)).toEqual([
    ['letter.edit', true],
    ['letter.attach', true],
    ['letter.detach', true],
  ]);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('the mark falls by an edit only where nothing is open and the person says so', async () => {
  const engine = await openEngine();
  const id = await waiting(engine);
  const { title, ...rest } = WHOLE;
  const early = await engine.call('letters.edit', { id, set: { title }, reviewed: true, reason: '补题名' });
  expect(early.review).toBe(true);
  const silent = await engine.call('letters.edit', { id, set: rest, reason: '补录' });
  expect(silent).toMatchObject({ review: true, warnings: [{ code: 'REVIEW_STAYS', message: '此函件仍待核对。' }, {}] });
  const said = await engine.call('letters.edit', { id, set: { session: '第一届' }, reviewed: true, reason: '补届次' });
  expect(said).toMatchObject({ review: false, warnings: [] });
  expect(await waits(engine, id)).toBe(false);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('a restore that brings a doubtful reading back puts the letter back into the queue', async () => {
  const engine = await openEngine();
  const id = await waiting(engine);
  await engine.call('review.confirm', { id, base_version: 1, set: WHOLE });
  expect(await waits(engine, id)).toBe(false);
  const back = await engine.call('letters.restore', { id, version: 1, reason: '改错了' });
  expect(back).toMatchObject({ review: true, warnings: [{ code: 'REVIEW_AGAIN' }] });
  expect(await waits(engine, id)).toBe(true);
  const forth = await engine.call('letters.restore', { id, version: 2, reason: '没有错' });
  expect(forth.review).toBe(true);
  const { version } = forth;
  await engine.call('review.confirm', { id, base_version: version });
  await engine.call('letters.edit', { id, set: { session: '第一届' }, reason: '补届次' });
  const harmless = await engine.call('letters.restore', { id, version: 2, reason: '不补' });
  expect(harmless).toMatchObject({ review: false, warnings: [] });
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('a bulk edit and its undoing leave the mark where it is', async () => {
  const engine = await openEngine();
  const id = await waiting(engine);
  const { batch } = await engine.call('letters.editBulk', {
    letters: [{ id, version: 1 }],
    set: WHOLE,
    reason: '补录',
  });
  expect(await waits(engine, id)).toBe(true);
  await engine.call('review.confirm', { id, base_version: 2 });
  await engine.call('letters.undoBulk', { batch, reason: '补错' });
  expect(await waits(engine, id)).toBe(true);
  expect(await logged(engine, id)).toEqual([
    ['letter.edit', true],
    ['letter.restore', true],
  ]);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('a date of another year is told to change neither the number nor the retention', async () => {
  const engine = await openEngine();
  const id = await waiting(engine);
  const made = await engine.call('letters.edit', { id, set: { issued_on: '2019-05-06' }, reason: '补日期' });
  expect(made.warnings.map(({ code }) => code)).toEqual(['REVIEW_STAYS', 'ARCHIVE_YEAR_KEPT']);
  const { ref_code } = await engine.call('letters.show', { id });
  expect(made.warnings[1]?.message).toContain(ref_code);
  expect(made.warnings[1]?.message).toContain('2019 年');
});
