/** The words that staff type find the letter, however the source wrapped and spaced them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchService } from '../../../main/archive/search/service.ts';
import { LetterSource, request } from '../../unit/search/letters.ts';

const BODY = `清 河 区 民 政 局

清民函〔2022〕58号

关于政协清河区十届一次会议第 101037 号
提案答复的函

林秋月委员：

您提出的《关于由社区链接社会资源开展社区青少年课

外服务活动的建议》收悉，现答复如下：

清河区下辖 8个街道（不包括白石桥街道）99 个社区，其中 53 个城市社区，46 个“村改

居”社区。累计需要提供面积达到 84580.32

平方米。

2022年 6月 27日`;

const QUERIES = [
  '84580.32平方米',
  '2022年6月27日',
  '清民函[2022]58号',
  '清民函（2022）58号',
  '清民函〔２０２２〕５８号',
  '村改居',
  '46个“村改居”社区',
  '課外服務活動',
  '8 个街道',
  '第101037号',
  '委员:林秋月',
  '文号:58号 年:2022',
  '社區 -水库',
  '日期:2022-06..2022-07',
  '类别:A类',
  '公开:主动',
];

let folder: string;
let source: LetterSource;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  source = new LetterSource();
  source.put('a', BODY, {
    title: '关于政协清河区十届一次会议第101037号提案答复的函',
    doc_number: '清民函〔2022〕58号',
    case_number: '101037',
    addressees: ['林秋月'],
    issuer: '清河区民政局',
    result_code: 'A',
    openness: '主动公开',
    reply_kind: '政协提案',
    issued_on: '2022-06-27',
  });
  source.put(
    'b',
    '关于加强水库管理的答复。区 社分开写的不算。',
    { title: '另一件', issued_on: '2021-01-05', issuer: '水务局' },
    [
      {
        id: 'b1',
        name: '附表.pdf',
        text: '第一页\n第二页有社区养老',
        pages: [
          { start: 0, end: 4 },
          { start: 4, end: 13 },
        ],
      },
    ],
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const inProcess of [true, false]) {
  describe(inProcess ? 'in the process itself' : 'with the index in its own thread', () => {
    const open = () => SearchService.open(join(folder, 'index'), source, { inProcess });

    it('finds the one letter by any of its words, as people type them', async () => {
      const search = await open();
      for (const query of QUERIES) {
        const answer = await search.query(request(query));
        expect({ query, total: answer.total, ids: answer.hits.map((hit) => hit.id) }).toEqual({
          query,
          total: 1,
          ids: ['a'],
        });
        for (const [start, end] of answer.hits[0]?.marks ?? []) expect(end).toBeGreaterThan(start);
      }
      await search.close();
    });

    it('a hit in an attachment names the file and the page', async () => {
      const search = await open();
      const answer = await search.query(request('社区养老'));
      expect(answer.hits).toMatchObject(
        [{ id: 'b', where: 'attachment', attachment: { id: 'b1', name: '附表.pdf', page: 2 }, snippet: '…' }].map(
          ({ id, where, attachment }) => ({ id, where, attachment }),
        ),
      );
      await search.close();
    });

    it('an edit replaces what was found before, at once and after closing', async () => {
      const search = await open();
      await search.put(source.put('b', '现在写的是河道清淤。'));
      expect((await search.query(request('水库'))).total).toBe(0);
      expect((await search.query(request('河道清淤'))).total).toBe(1);
      expect(await search.check(true)).toEqual({ problems: [], notes: [] });
      await search.close();
      const again = await open();
      expect((await again.query(request('河道清淤'))).total).toBe(1);
      expect((await again.query(request('水库'))).total).toBe(0);
      await again.close();
    });

    it('facets count the whole result', async () => {
      const search = await open();
      const answer = await search.query(request('答复', { limit: 1 }));
      expect(answer.total).toBe(2);
      expect(answer.hits).toHaveLength(1);
      expect(answer.facets.year).toEqual([
        { value: '2022', count: 1 },
        { value: '2021', count: 1 },
      ]);
      await search.close();
    });
  });
}

describe('suggestions', () => {
  it.each([true, false])('come from the archive (in this process: %s)', async (inProcess) => {
    const search = await SearchService.open(join(folder, 'index'), source, { inProcess });
    expect(await search.suggest('lqy', 5)).toEqual([{ kind: 'name', text: '林秋月', count: 1 }]);
    expect(await search.suggest('水', 5)).toEqual([{ kind: 'office', text: '水务局', count: 1 }]);
    await search.put(source.put('c', '正文', { addressees: ['何小满'] }));
    expect(await search.suggest('何', 5)).toEqual([{ kind: 'name', text: '何小满', count: 1 }]);
    await search.close();
  });
});
