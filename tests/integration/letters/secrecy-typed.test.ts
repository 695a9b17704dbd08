/** A mark of secrecy that somebody types is refused as one in a file is, and nothing of it is kept (docs/spec/reading.md, Secrecy). */
import { expect, test } from 'vitest';
import type { CallInput } from '../../../shared/contract/index.ts';
import { fileText, openEngine } from '../../support/engine.ts';

const LETTER = '青禾市水务局\n关于供水的答复\n李晓青委员：\n来函收悉，现答复如下。\n青禾市水务局\n2023年5月18日';
const REFUSED = { code: 'SECRET_REFUSED' };

test('in elements, reasons, texts, names of attachments and notes; words about secrecy are not', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, LETTER);
  const edit = (input: Partial<CallInput<'letters.edit'>>): Promise<unknown> =>
    engine.call('letters.edit', { id, set: {}, reason: '更正', ...input });
  const before = await engine.call('letters.history', { id });

  await expect(edit({ set: { title: '机密★5年' } })).rejects.toMatchObject(REFUSED);
  await expect(edit({ set: { signers: ['青禾市水务局', '密级＝机密'] } })).rejects.toMatchObject(REFUSED);
  await expect(edit({ set: { title: '甲' }, reason: '密级：机密★' })).rejects.toMatchObject(REFUSED);
  await expect(
    edit({ set: { title: '甲' }, reason: '题名有误，现予更正并补充说明如下，以便查考和利用，机密〔★〕10年，请知悉' }),
  ).rejects.toMatchObject(REFUSED);
  await expect(edit({ text: `机密\n${LETTER}` })).rejects.toMatchObject(REFUSED);
  await expect(engine.call('letters.finalise', { id, reason: '秘密✵长期' })).rejects.toMatchObject(REFUSED);
  await expect(
    engine.call('letters.editBulk', { letters: [{ id, version: 1 }], set: { contact: '秘密★' }, reason: '更正' }),
  ).rejects.toMatchObject(REFUSED);
  await expect(
    engine.call('letters.attach', {
      id,
      attachments: [{ source: { name: '机密★5年.txt', bytes: Buffer.from('甲') }, role: 'ATTACHMENT' }],
      reason: '补充',
    }),
  ).rejects.toMatchObject(REFUSED);
  await expect(engine.call('disposal.open', { ids: [id], reason: '绝密★' })).rejects.toMatchObject(REFUSED);
  expect(await engine.call('letters.history', { id })).toEqual(before);

  await edit({ set: { title: '关于规范“秘密★”标志使用的建议的答复' }, reason: '保密审查：不涉及国家秘密' });
  await edit({ set: { title: '秘密' }, reason: '题名只有两字' });
  expect(await engine.call('letters.history', { id })).toHaveLength(before.length + 2);
});
