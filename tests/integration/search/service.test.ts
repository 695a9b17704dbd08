/** The service around the index: bad queries, cancelling, help without hits, catching up, archives put back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchService } from '../../../main/archive/search/service.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { LetterSource, request } from '../../unit/search/letters.ts';

let folder: string;
let source: LetterSource;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  source = new LetterSource();
  for (let i = 0; i < 60; i++) {
    source.put(`id${i}`, `第${i}件，关于社区养老的答复。${i === 7 ? '另涉河道清淤。' : ''}`, {
      title: i % 2 === 0 ? `社区第${i}号提案的答复` : `第${i}号提案的答复`,
      doc_number: `清函〔2022〕${i}号`,
      issued_on: `20${10 + (i % 12)}-03-01`,
      addressees: [i === 9 ? '林秋月' : '何小满'],
    });
  }
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const open = (options = {}) => SearchService.open(join(folder, 'index'), source, { inProcess: true, ...options });

async function outcome(search: SearchService, query: string): Promise<string> {
  try {
    return String((await search.query(request(query))).total);
  } catch (error) {
    if (error instanceof ArchiveError) return error.code;
    throw error;
  }
}

describe('words typed apart', () => {
  it('that stand together in a letter put it first, however often another has them apart', async () => {
    source.put('apart', '街道三处，街道五处。提升 8 个项目，另有 8 个站点。街道 8 处，街道 8 处，街道 8 处。');
    source.put('together', `全区 8 个街道均已设站。${'其余工作按期推进。'.repeat(40)}`);
    const search = await open();
    const { hits } = await search.query(request('8个 街道'));
    expect(hits.map(({ id }) => id)).toEqual(['together', 'apart']);
    await search.close();
  });
});

describe('a single character', () => {
  const TITLED = [2, 3, 11, 19];
  const idsOf = async (search: SearchService, query: string): Promise<string[]> =>
    (await search.query(request(query, { limit: 100 }))).hits.map(({ id }) => id);
  beforeEach(() => {
    // Of one length, so that nothing but the places decides.
    for (let i = 0; i < 24; i++) {
      const often = TITLED.includes(i) ? 0 : 2 + 2 * (i % 5);
      source.put(`bird${10 + i}`, `第${10 + i}件${'翥'.repeat(often)}${'事'.repeat(12 - often)}。`, {
        title: TITLED.includes(i) ? '修建翥路的答复' : '一般事项的答复',
        issued_on: '2020-01-01',
      });
    }
  });

  it('puts letters first in whose title it stands, then the newest, however often others have it', async () => {
    const search = await open();
    // How often a longer word stands in them has no part in it, though it was asked for before.
    await idsOf(search, '翥翥');
    const others = Array.from({ length: 24 }, (_, i) => i).filter((i) => !TITLED.includes(i));
    const newestFirst = (numbers: readonly number[]): string[] => numbers.map((i) => `bird${10 + i}`).toReversed();
    expect(await idsOf(search, '翥')).toEqual([...newestFirst(TITLED), ...newestFirst(others)]);
    await search.close();
  });

  it('asked for in titles or texts alone is found there alone', async () => {
    const search = await open();
    expect(await idsOf(search, '题名:翥')).toEqual(['bird29', 'bird21', 'bird13', 'bird12']);
    expect((await idsOf(search, '正文:翥')).length).toBe(20);
    await search.close();
  });
});

describe('an index that is made again while letters come in', () => {
  it('has all of them, whichever of the two began first', async () => {
    for (let i = 60; i < 300; i++)
      source.put(`id${i}`, `第${i}件，关于社区养老的答复。`, { title: `第${i}号提案的答复` });
    const search = await open();
    for (const [first, second] of [
      ['put', 'rebuild'],
      ['rebuild', 'put'],
    ]) {
      for (let i = 0; i < 300; i++)
        source.put(`id${i}`, `第${i}件，关于社区养老的再次答复，${first}在前。`, { title: `第${i}号` });
      const newest = source.letter('id299');
      if (newest === undefined) throw new Error('the letter is not there');
      const act = { put: () => search.put(newest), rebuild: async () => void (await search.rebuild()) };
      await Promise.all([act[first as 'put'](), act[second as 'put']()]);
      const { total } = await search.query(request('再次答复'));
      expect(total, first).toBe(300);
      expect((await search.check(true)).problems, first).toEqual([]);
    }
    await search.close();
  });
});

describe('bad input', () => {
  it.each([
    ['字'.repeat(10_000), 'QUERY_TOO_LONG'],
    ['   \u3000 ', 'QUERY_EMPTY'],
    ['！？', '0'],
    ['，', '60'],
    ['"社区', '60'],
    ['社区"', '0'],
    ['.*社区', '0'],
    ['[社]+', '0'],
    ['作者：社区', '0'],
    ['日期:2022-02-30', 'QUERY_BAD_DATE'],
    ['公开:大概', 'QUERY_BAD_FIELD'],
    ['😀', '0'],
    ['\ud83d', '0'],
    ['社\u0000区', '60'],
    [Array.from({ length: 1000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('|'), '60'],
    ['-社区', '0'],
    ['-河道', '59'],
  ])('%.20s answers %s', async (query, expected) => {
    const search = await open();
    // The first time also loads and compiles; a program that stands open has that behind it.
    await outcome(search, query);
    const began = process.cpuUsage();
    expect(await outcome(search, query)).toBe(expected);
    const used = process.cpuUsage(began);
    expect((used.user + used.system) / 1000).toBeLessThan(200);
    await search.close();
  });
});

describe('answers', () => {
  it('put the whole number or name first, then words that stand together, then titles, then the newest', async () => {
    source.put('cites', '依据清函〔2022〕9号，清函〔2022〕9号，清函〔2022〕9号办理。', { issued_on: '2024-01-01' });
    source.put('mentions', '林秋月、林秋月、林秋月均到场。社 区里养老。', { issued_on: '2024-01-01' });
    const search = await open();
    const first = async (query: string) => (await search.query(request(query))).hits[0]?.id;
    expect(await first('清函[2022]9号')).toBe('id9');
    expect(await first('林秋月')).toBe('id9');
    expect(
      (await search.query(request('社区', { limit: 30 }))).hits.every(({ title }) => title?.startsWith('社区')),
    ).toBe(true);
    expect(await first('社区 养老')).not.toBe('mentions');
    const dates = (await search.query(request('社区养老', { sort: 'date', limit: 60 }))).hits.map(
      (hit) => hit.issued_on ?? '',
    );
    expect(dates).toEqual([...dates].sort().reverse());
    await search.close();
  });

  it('come in pages that together are the whole', async () => {
    const search = await open();
    const ids: string[] = [];
    for (let offset = 0; offset < 60; offset += 7)
      ids.push(...(await search.query(request('养老', { offset, limit: 7 }))).hits.map(({ id }) => id));
    expect(new Set(ids).size).toBe(60);
    expect(await search.ids('养老')).toHaveLength(60);
    await search.close();
  });

  it('filter by what the facets offer, also without a query', async () => {
    const search = await open();
    const { facets } = await search.query(request('养老'));
    for (const { value, count } of facets.year) {
      expect((await search.query(request('养老', { filters: { year: [Number(value)] } }))).total).toBe(count);
      expect((await search.query(request('', { filters: { year: [Number(value)] } }))).total).toBe(count);
    }
    expect(facets.year).toHaveLength(12);
    await search.close();
  });

  it('without a hit offer one relaxation that finds something', async () => {
    const search = await open();
    expect((await search.query(request('社区 水库'))).relaxed).toMatchObject({ query: '社区', total: 60 });
    expect((await search.query(request('社区河道清淤'))).relaxed).toMatchObject({ total: 1 });
    expect((await search.query(request('从来没有的社区'))).relaxed).toMatchObject({
      total: 60,
      explained: '只找“社区”',
    });
    expect((await search.query(request('标题:河道'))).relaxed).toMatchObject({ total: 1, explained: '不限字段' });
    expect((await search.query(request('河道', { filters: { year: [1990] } }))).relaxed).toMatchObject({ total: 1 });
    await search.close();
  });

  it('are not given to those who no longer want them', async () => {
    const search = await open();
    const typing = new AbortController();
    const gone = search.query(request('社区'), typing.signal);
    typing.abort();
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await search.query(request('社区'))).total).toBe(60);
    await search.close();
  });
});

describe('other ways to write the same are offered', () => {
  it.each([
    ['账目', '帐目'],
    ['着力', '著力'],
    ['村庄', '邨庄'],
    ['帳目', '账目'],
    ['microprocessor', 'micro-\n    processor'],
    ['DigitalTwin平台', 'Digital-\nTwin平台'],
  ])('and %s keeps its own answer beside %s', async (typed, other) => {
    source.put('own', `本件写${typed}一事。`);
    source.put('other', `另件写${other}一事。`);
    const search = await open();
    const answer = await search.query(request(typed));
    expect(answer.hits.map(({ id }) => id)).toEqual(['own']);
    expect(answer.total).toBe(1);
    expect(answer.relaxed).toMatchObject({ total: 2, explained: expect.stringContaining('连同') as string });
    const relaxed = await search.query(request(answer.relaxed?.query ?? ''));
    expect(relaxed.hits.map(({ id }) => id).sort()).toEqual(['other', 'own']);
    await search.close();
  });

  it.each([
    ['本件写3,000元账目。', '连同数字千位逗号的另一种写法'],
    ['本件写3000元帐目。', '连同异体字的写法'],
  ])('of several ways the one that is there: %s', async (other, explained) => {
    source.put('own', '本件写3000元账目。');
    source.put('other', other);
    const search = await open();
    const answer = await search.query(request('3000元账目'));
    expect(answer.hits.map(({ id }) => id)).toEqual(['own']);
    expect(answer.relaxed).toMatchObject({ total: 2, explained });
    await search.close();
  });

  it('where nothing is found at all, in the field that was asked for', async () => {
    source.put('other', '帐目清楚。', { title: '关于帐目的答复' });
    const search = await open();
    const answer = await search.query(request('标题:账目 正文:清楚'));
    expect(answer).toMatchObject({ total: 0, relaxed: { query: '标题:"账目"|标题:"帐目" 正文:清楚', total: 1 } });
    await search.close();
  });

  it('but names stay exact, and nothing is offered that finds no more', async () => {
    for (const [at, name] of ['周堃', '周坤', '吴喆', '吴哲', '𠮷田', '吉田'].entries())
      source.put(`name${at}`, `${name}同志负责。账目清楚。`);
    const search = await open();
    for (const name of ['周堃', '吴喆', '𠮷田']) {
      const answer = await search.query(request(name));
      expect(answer.total).toBe(1);
      expect(answer.relaxed).toBeUndefined();
    }
    expect(await search.query(request('账目'))).not.toHaveProperty('relaxed');
    await search.close();
  });

  it('and a query as long as may be is answered, without a relaxation that would be longer', async () => {
    const search = await open();
    for (const length of [1994, 1996, 1997, 1998, 1999, 2000]) {
      const answer = await search.query(request('社'.repeat(length)));
      expect(answer.total).toBe(0);
      expect(answer.relaxed?.query.length ?? 0).toBeLessThanOrEqual(2000);
    }
    const mixed = await search.query(request(`社区${'无'.repeat(1998)}`));
    expect(mixed.relaxed).toMatchObject({ explained: '只找“社区”', total: 60 });
    await search.close();
  });
});

describe('the index stays level with the archive', () => {
  it('although nobody told it of a change', async () => {
    const search = await open();
    source.put('new', '新件写河道');
    expect((await search.query(request('河道'))).total).toBe(2);
    await search.close();
  });

  it('after an older archive was put back', async () => {
    const search = await open();
    await search.rebuild();
    await search.close();
    source = new LetterSource();
    source.put('only', '只有河道');
    const again = await open();
    expect((await again.query(request('养老'))).total).toBe(0);
    expect(await again.ids('河道')).toEqual(['only']);
    expect(await again.check(true)).toEqual({ problems: [], notes: [] });
    await again.close();
  });

  it('on a read-only disk it is held in memory', async () => {
    const search = await open({ readOnly: true });
    expect((await search.query(request('河道'))).total).toBe(1);
    expect((await search.rebuild()).letters).toBe(60);
    await search.close();
  });

  it('answers say so while much is still being indexed, and are whole afterwards', async () => {
    for (let i = 0; i < 1500; i++) source.put(`more${i}`, `又一件养老${i}`);
    const search = await open({ inProcess: false });
    const early = await search.query(request('养老'));
    expect(early.notice !== undefined || early.total === 1560).toBe(true);
    expect(await search.ids('养老')).toHaveLength(1560);
    const late = await search.query(request('养老'));
    expect(late).toMatchObject({ total: 1560 });
    expect(late.notice).toBeUndefined();
    expect(await search.check(true)).toEqual({ problems: [], notes: [] });
    await search.close();
  });

  it('the check names a letter that is not as the archive has it', async () => {
    const search = await open();
    const letter = source.letter('id7');
    if (letter !== undefined) source.letters.set('id7', { ...letter, text: '改动而未记变更号' });
    expect(await search.check(true)).toMatchObject({ problems: [{ kind: 'index', id: 'id7' }] });
    await search.rebuild();
    expect(await search.check(true)).toEqual({ problems: [], notes: [] });
    await search.close();
  });
});

describe('a damaged index', () => {
  it.each([
    ['in a list, which a search reads', 20],
    ['in the columns, which opening reads', -40],
  ])('%s: it is said once it is whole again, and for as long as the archive is open', async (_where, place) => {
    const first = await open();
    await first.rebuild();
    await first.close();
    const segment = readdirSync(join(folder, 'index')).find((name) => name.endsWith('.idx')) ?? '';
    const bytes = readFileSync(join(folder, 'index', segment));
    const at = (place + bytes.length) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    writeFileSync(join(folder, 'index', segment), bytes);
    const search = await open();
    const answers = [];
    for (const query of ['社区', '7', '养老', '7']) answers.push(await search.query(request(query)));
    expect(answers.map(({ total }) => total)).toEqual([60, 6, 60, 6]);
    expect(answers.filter(({ notice }) => notice?.includes('曾有损坏'))).toHaveLength(1);
    expect(search.warnings()).toHaveLength(1);
    await search.close();
    const again = await open();
    expect((await again.query(request('社区'))).notice).toBeUndefined();
    expect(again.warnings()).toEqual([]);
    await again.close();
  });
});

describe('letters that belong together', () => {
  it('are found with the reasons', async () => {
    source.put('lift', '老旧小区加装电梯由业主协商，补助标准见清政发〔2021〕3号。', {
      addressees: ['程远'],
      cited_documents: ['清政发〔2021〕3号'],
    });
    source.put('lift2', '关于老旧小区加装电梯的资金，另行研究。', { addressees: ['程远'] });
    source.put('subsidy', '按清政发〔2021〕3号执行。', { cited_documents: ['清政发〔2021〕3号'] });
    const search = await open();
    const similar = await search.similar('lift');
    expect(similar.map(({ id }) => id)).toEqual(['lift2', 'subsidy']);
    expect(similar[0]?.reasons).toEqual(['同一委员（代表）：程远', '都提到：老旧小区加装电梯']);
    expect(similar[1]?.reasons).toEqual(['引用同一文件：清政发〔2021〕3号']);
    await expect(search.similar('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await search.close();
  });

  it('a letter knows who cites it, however the number was written', async () => {
    source.put('later', '前次答复（清函[2022] 9 号）已说明。');
    const search = await open();
    expect(await search.citedBy('id9')).toEqual(['later']);
    expect(await search.citedBy('id8')).toEqual([]);
    await search.close();
  });
});
