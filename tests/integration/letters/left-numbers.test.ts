/** An archive number is given once (docs/spec/history.md, 16). */
import { expect, test } from 'vitest';
import { fileText, openEngine } from '../../support/engine.ts';

const letter = (number: number): string =>
  [
    '青岚市水务局',
    `青水函〔2023〕${number}号`,
    `关于市政协九届二次会议第${number}号提案的答复`,
    '李明委员：',
    `您提出的《关于节水的提案》收悉，现答复如下：本年安排资金${number * 7}万元。`,
    '青岚市水务局',
    '2023年5月6日',
  ].join('\n');

const codeOf = async (engine: Awaited<ReturnType<typeof openEngine>>, id: string): Promise<string | null> =>
  (await engine.call('letters.show', { id })).ref_code;

test('a number that a letter left for another retention is not given to the next one', async () => {
  const engine = await openEngine();
  await fileText(engine, letter(1), '1.txt');
  const second = await fileText(engine, letter(2), '2.txt');
  const left = await codeOf(engine, second);
  await engine.call('letters.setRetention', { ids: [second], retention: 'Y', reason: '重要' });
  expect(await codeOf(engine, second)).not.toBe(left);
  const third = await codeOf(engine, await fileText(engine, letter(3), '3.txt'));
  expect(third).not.toBe(left);
  expect(third?.slice(-4)).toBe('0003');
  // Nor to the letter that comes back to its series.
  await engine.call('letters.setRetention', { ids: [second], retention: 'D30', reason: '更正' });
  expect((await codeOf(engine, second))?.slice(-4)).toBe('0004');
  const another = await openEngine();
  expect((await codeOf(another, await fileText(another, letter(1), '1.txt')))?.slice(-4)).toBe('0001');
  expect((await codeOf(engine, await fileText(engine, letter(5), '5.txt')))?.slice(-4)).toBe('0005');
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true });
});
