/** Earlier versions are searched on request: which one matched is told, and whether they were asked is told too. */
import { expect, test } from 'vitest';
import { fileText, openEngine } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

test('words that a newer version has lost are found where earlier versions are asked for', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const { text } = await engine.call('letters.show', { id });
  await engine.call('letters.edit', { id, text: text.replace(/。/, '（白石桥一带）。'), reason: '补写地名' });
  await engine.call('letters.edit', { id, text, reason: '恢复原文' });

  const newest = await engine.call('search.query', { query: '白石桥一带' });
  expect(newest.total).toBe(0);
  expect(newest.explained).not.toContain('历史版本');
  const all = await engine.call('search.query', { query: '白石桥一带', versions: true });
  expect(all.explained).toContain('含历史版本');
  expect(all.hits).toMatchObject([{ id, version: 2 }]);
  expect(all.total).toBe(1);
});
