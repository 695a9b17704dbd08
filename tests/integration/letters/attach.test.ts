/** Files that come to a letter later: how far the reading is, and that a stop leaves nothing. */
import { expect, test } from 'vitest';
import type { Progress } from '../../../shared/contract/index.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { fileText, openEngine, temporaryFile } from '../../support/engine.ts';

const files = () =>
  ['甲', '乙', '丙'].map((name) => ({ source: { path: temporaryFile(`${name}.txt`, `${name}表`.repeat(9)) } }));

test('attaching tells how many files are read', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const steps: Progress[] = [];
  const input = { id, attachments: files(), reason: '补材料' };
  await engine.call('letters.attach', input, { onProgress: (step) => steps.push(step) });
  expect(steps.map(({ done, total }) => [done, total])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(steps.slice(1).map(({ message }) => message)).toEqual(expect.arrayContaining(['甲.txt', '乙.txt', '丙.txt']));
});

test('stopped before all are read, none is attached and no version is made', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const stop = new AbortController();
  const attaching = engine.call(
    'letters.attach',
    { id, attachments: files(), reason: '补材料' },
    { signal: stop.signal, onProgress: () => stop.abort() },
  );
  await expect(attaching).rejects.toMatchObject({ code: 'CANCELLED' });
  const letter = await engine.call('letters.show', { id });
  expect([letter.version, letter.attachments.length]).toEqual([1, 1]);
});

test('the same bytes once more are attached, and it is said which attachment they are', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const attach = (name: string) =>
    engine.call('letters.attach', {
      id,
      attachments: [{ source: { path: temporaryFile(name, '会办意见：同意。') } }],
      reason: '补附',
    });
  expect((await attach('会办意见.txt')).warnings).toEqual([]);
  const { warnings, attachments } = await attach('会办意见（副本）.txt');
  expect(warnings).toEqual([
    {
      code: 'ALREADY_ATTACHED',
      message: '附件“会办意见（副本）.txt”与函中已有的“会办意见.txt”是同一文件，仍已附上；多余的可以移除。',
    },
  ]);
  expect(attachments).toHaveLength(3);
});

test('a file that gives no text is attached, and it is said in words why it cannot be searched', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, PLAIN_LETTER);
  const path = temporaryFile('附图.pdf', '%PDF-1.4\n损坏');
  const { warnings } = await engine.call('letters.attach', { id, attachments: [{ source: { path } }], reason: '补图' });
  expect(warnings).toEqual([
    {
      code: 'ATTACHMENT_UNREAD',
      message: '附件“附图.pdf”已附上，但检索不到其中的内容：文件已损坏或内容与扩展名不符。',
    },
  ]);
});
