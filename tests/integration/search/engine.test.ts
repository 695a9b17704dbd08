/** What belongs to a search beside it, through the calls that the window and the command line use. */
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { join } from 'node:path';

const letter = (number: number, body: string): string =>
  `云溪市民政局关于市政协第${number}号提案的答复

林秋月委员：
您提出的《关于社区养老的提案》收悉。${body}
感谢您的关心和支持。

云溪市民政局
2022年6月${number}日
`;

describe('earlier versions', () => {
  test('are found on request only, and the answer tells which version matched', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, letter(1, '拟建日间照料中心。'));
    await engine.call('letters.edit', { id, text: '改建长者食堂。', reason: '更正' });
    await engine.call('letters.edit', { id, text: '改建长者食堂和浴室。', reason: '补充' });
    expect((await engine.call('search.query', { query: '日间照料' })).total).toBe(0);
    const answer = await engine.call('search.query', { query: '日间照料', versions: true });
    expect(answer.total).toBe(1);
    expect(answer.hits[0]).toMatchObject({ id, version: 1, snippet: expect.stringContaining('日间照料') as string });
    expect(answer.facets.year).toEqual([{ value: '2022', count: 1 }]);
  });

  test('a letter counts once, by its newest version that meets the whole query', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, letter(2, '长者食堂选址。'));
    await engine.call('letters.edit', { id, text: '长者食堂建成。', reason: '更正' });
    await engine.call('letters.edit', { id, text: '浴室建成。', reason: '更正' });
    const both = await engine.call('search.query', { query: '食堂', versions: true });
    expect(both).toMatchObject({ total: 1, hits: [{ id, version: 2 }] });
    const newest = await engine.call('search.query', { query: '建成', versions: true });
    expect(newest.total).toBe(1);
    expect(newest.hits[0]?.version).toBeUndefined();
    // Words that never stood in one version together are not found together.
    expect((await engine.call('search.query', { query: '选址 浴室', versions: true })).total).toBe(0);
  });

  test('the command line asks for them with --versions', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    const id = await fileText(engine, letter(3, '拟建日间照料中心。'));
    await engine.call('letters.edit', { id, text: '改建长者食堂。', reason: '更正' });
    await engine.close();
    let out = '';
    const words = ['search', '日间照料', '--versions', '--json', '--archive', folder];
    expect(await runCommandLine(words, { out: (text) => (out += text), err: () => undefined })).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ total: 1, hits: [{ id, version: 1 }] });
  });
});

describe('letters that belong together', () => {
  test('similar letters come with their reasons, citing letters newest first', async () => {
    const engine = await openEngine();
    const first = await fileText(engine, letter(4, '老旧小区加装电梯由业主协商。'));
    await engine.call('letters.edit', { id: first, set: { doc_number: '云民函〔2022〕4号' }, reason: '补录文号' });
    const second = await fileText(engine, letter(5, '老旧小区加装电梯另行研究，前次答复见云民函[2022] 4 号。'));
    const similar = await engine.call('search.similar', { id: first });
    expect(similar.map(({ id }) => id)).toEqual([second]);
    expect(similar[0]?.reasons.join('；')).toContain('同一委员（代表）：林秋月');
    expect(await engine.call('search.citedBy', { id: first })).toMatchObject({ total: 1, letters: [{ id: second }] });
    expect(await engine.call('search.citedBy', { id: second })).toEqual({ total: 0, letters: [] });
  });

  test('the command line lists both', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    const id = await fileText(engine, letter(6, '老旧小区加装电梯。'));
    const other = await fileText(engine, letter(7, '老旧小区加装电梯。'));
    await engine.close();
    const run = async (...words: string[]): Promise<unknown> => {
      let out = '';
      await runCommandLine([...words, '--json', '--archive', folder], {
        out: (text) => (out += text),
        err: () => undefined,
      });
      return JSON.parse(out);
    };
    expect(await run('similar', id)).toMatchObject([{ id: other }]);
    expect(await run('cited-by', id)).toEqual({ total: 0, letters: [] });
  });
});

describe('kept searches', () => {
  test('tell what was filed or changed since they were looked at', async () => {
    const engine = await openEngine();
    await fileText(engine, letter(8, '社区食堂。'));
    const request = { query: '社区食堂', sort: 'date' as const };
    const { id } = await engine.call('search.save', { name: '食堂', request });
    expect(await engine.call('search.saved', {})).toMatchObject([
      {
        id,
        name: '食堂',
        total: 1,
        fresh: 0,
        failed: false,
        request: { query: '社区食堂', sort: 'date', versions: false },
      },
    ]);
    const added = await fileText(engine, letter(9, '又一处社区食堂。'));
    await fileText(engine, letter(10, '水库除险。'));
    expect(await engine.call('search.saved', {})).toMatchObject([{ total: 2, fresh: 1 }]);
    await engine.call('search.seen', { id });
    expect(await engine.call('search.saved', {})).toMatchObject([{ total: 2, fresh: 0 }]);
    await engine.call('letters.edit', { id: added, set: { contact: '陈启明' }, reason: '补录' });
    expect(await engine.call('search.saved', {})).toMatchObject([{ total: 2, fresh: 1 }]);
  });

  test('one of the same name is replaced; what is taken away is gone', async () => {
    const engine = await openEngine();
    await engine.call('search.save', { name: '甲', request: { query: '养老' } });
    const { id } = await engine.call('search.save', { name: '甲', request: { query: '电梯' } });
    expect(await engine.call('search.saved', {})).toMatchObject([{ id, request: { query: '电梯' } }]);
    await engine.call('search.unsave', { id });
    expect(await engine.call('search.saved', {})).toEqual([]);
    await expect(engine.call('search.unsave', { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(engine.call('search.seen', { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('one that cannot be read is said to be so and harms no other', async () => {
    const engine = await openEngine();
    await engine.call('search.save', { name: '坏', request: { query: '日期:2022-02-31' } });
    await engine.call('search.save', { name: '好', request: { query: '养老' } });
    expect((await engine.call('search.saved', {})).map(({ name, failed }) => [name, failed])).toEqual([
      ['坏', true],
      ['好', false],
    ]);
  });

  test('survive closing the archive', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    await engine.call('search.save', { name: '甲', request: { query: '养老' } });
    await engine.call('search.remember', { query: '养老' });
    await engine.close();
    const again = await openEngine(folder);
    expect(await again.call('search.saved', {})).toHaveLength(1);
    expect(await again.call('search.history', {})).toMatchObject([{ query: '养老' }]);
  });
});

describe('latest queries', () => {
  test('stand once each, the latest first, until the person clears them', async () => {
    const engine = await openEngine();
    for (const query of ['养老', '电梯', ' 养老 ']) await engine.call('search.remember', { query });
    expect((await engine.call('search.history', {})).map(({ query }) => query)).toEqual(['养老', '电梯']);
    await engine.call('search.forget', {});
    expect(await engine.call('search.history', {})).toEqual([]);
  });

  test('only the last hundred are kept', async () => {
    const engine = await openEngine();
    for (let i = 0; i < 105; i++) await engine.call('search.remember', { query: `词${i}` });
    const kept = await engine.call('search.history', { limit: 100 });
    expect([kept.length, kept[0]?.query, kept.at(-1)?.query]).toEqual([100, '词104', '词5']);
  });
});

describe('attachments', () => {
  test('their text is shown with the marks of the query, at any version', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, letter(11, '见附表。'));
    const path = temporaryFile('附表.csv', '项目,数量\n托管点,27\n托管点乙,3\n');
    const made = await engine.call('letters.attach', { id, attachments: [{ source: { path } }], reason: '补附表' });
    const attachment = made.attachments.find(({ name }) => name === '附表.csv')?.id ?? '';
    const { text, name } = await engine.call('search.attachmentText', { id, attachment });
    expect(name).toBe('附表.csv');
    const { marks } = await engine.call('search.marks', { query: '托管点', id, attachment });
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['托管点', '托管点']);
    expect((await engine.call('search.marks', { query: '正文:托管点', id, attachment })).marks).toEqual([]);
    await engine.call('letters.detach', { id, attachment, reason: '附错' });
    await expect(engine.call('search.attachmentText', { id, attachment })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await engine.call('search.attachmentText', { id, attachment, version: 2 })).text).toBe(text);
  });
});
