import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { foldRadicals } from '../../../shared/text/radicals.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { rawSpan, toClean, toRaw } from '../../../main/archive/reading/offsets.ts';
import type { LineLayout } from '../../../main/archive/reading/types.ts';

const clean = (text: string, layout: LineLayout = 'wrapped'): string => cleanText({ text, layout, pages: [] }).text;

/** A page's text as a PDF gives it: 20 ems wide. */
const PAGE = [
  '　　一、基本情况。全市共有社区九十九个，',
  '其中城市社区五十三个，“村改居”社区四十六',
  '个，均已建成综合服务设施，面积达到 84580.32',
  '平方米。',
  '　　（一）加强领导。成立由分管副市长任组长',
  '的工作专班。',
  '二、下一步打算',
  '　　我们将继续努力。',
].join('\n');

it('the tabs between the cells of a table stay, also beside digits', () => {
  const table = ['村名\t户数\t投资（万元）', '锁家坪\t173\t96.5', '一\t二\t三'].join('\n');
  expect(clean(table, 'paragraphs')).toBe(table);
});

describe('the page’s edge went through', () => {
  it('a letterhead that is wider than the page', () => {
    const page = ['国网岚江省电力有限公司淞陵市供电分', '公司', '淞供电函〔2022〕38号', ...PAGE.split('\n')].join('\n');
    expect(clean(page).split('\n')[0]).toBe('国网岚江省电力有限公司淞陵市供电分公司');
  });

  const above = [
    '　　以上答复，如有不妥，请批评指正，并请继续关心',
    '本市社区工作的发展。',
    '青岚市民政局',
    '2016年7月12日',
  ];
  it.each([
    [
      'the last character of a title',
      '关于县十七届人大一次会议第B019号建议的函',
      '复',
      '关于县十七届人大一次会议第B019号建议的函复',
    ],
    ['the word of printing', '青岚市民政局办公室    2016年7月12日', '印发', '青岚市民政局办公室    2016年7月12日印发'],
    ['the date of printing', '青岚市民政局办公室    2016年7月', '12日印发', '青岚市民政局办公室    2016年7月12日印发'],
    ['a label', '联系人：何叔宁    联系电', '话：0489-4412367', '联系人：何叔宁    联系电话：0489-4412367'],
    [
      'a list of numbers',
      '请拨打我局办公室值班电话：0789-3325178',
      '13700017090',
      '请拨打我局办公室值班电话：0789-3325178 13700017090',
    ],
  ])('%s', (_what, first, second, joined) => {
    expect(clean([...above, first, second].join('\n')).split('\n')).toContain(joined);
  });
});

describe('wraps are joined', () => {
  it('where the page ended the line, not where the paragraph did', () => {
    expect(clean(PAGE)).toBe(
      [
        '一、基本情况。全市共有社区九十九个，其中城市社区五十三个，“村改居”社区四十六个，均已建成综合服务设施，面积达到84580.32平方米。',
        '（一）加强领导。成立由分管副市长任组长的工作专班。',
        '二、下一步打算',
        '我们将继续努力。',
      ].join('\n'),
    );
  });

  it('also where every line is followed by a blank one and a page number stands between', () => {
    const spaced = PAGE.split('\n')
      .join('\n\n')
      .replace('面积达到', '面积达到')
      .replace('平方米。', '\n—— 2 —\n\n—\n\n平方米。');
    expect(clean(spaced, 'unknown')).toBe(clean(PAGE));
  });

  it('never in a text whose line ends are paragraph ends', () => {
    expect(clean(PAGE, 'paragraphs').split('\n')).toHaveLength(8);
  });

  it('within a title, up to its ending', () => {
    const head =
      '青岚市民政局\n青民函〔2022〕8号\n关于市政协十届一次会议第 101037 号\n提案答复的函\n李晓青委员：\n您提出的提案收悉。';
    for (const layout of ['wrapped', 'unknown', 'paragraphs'] as const) {
      expect(clean(head, layout).split('\n')).toEqual([
        '青岚市民政局',
        '青民函〔2022〕8号',
        '关于市政协十届一次会议第101037号提案答复的函',
        '李晓青委员：',
        '您提出的提案收悉。',
      ]);
    }
  });

  it('with a blank between latin words and none inside an address', () => {
    expect(
      clean('见 https://www.example\n.cn/page，using open\nsource tools', 'wrapped').replaceAll('\n', '|'),
    ).toContain('open source');
  });
});

describe('the page’s own things go', () => {
  it.each(['— 4 —', '—— 4 —', '- 4 -', '—', '第 4 页 共 6 页', '第4页'])('%s', (debris) => {
    expect(clean(`第一页的文字还没有写完，\n${debris}\n第二页接着写。`)).toBe('第一页的文字还没有写完，第二页接着写。');
  });

  it('a bare number only at the edge of a known page', () => {
    const text = '甲乙丙丁戊己庚辛。\n1\n甲乙丙丁\n2022\n戊己庚辛。\n2';
    const first = text.indexOf('甲乙丙丁\n2022');
    expect(
      cleanText({
        text,
        layout: 'wrapped',
        pages: [
          { start: 0, end: first },
          { start: first, end: text.length },
        ],
      }).text,
    ).not.toMatch(/\n[12]\n|\n2$/);
    expect(clean(text)).toContain('2022');
  });

  it('running heads on most pages, but not the first one, which may be the letterhead', () => {
    const pages = ['甲页正文。', '乙页正文。', '丙页正文。', '丁页正文。'].map((body) => `青岚市民政局\n${body}\n`);
    const text = pages.join('');
    let at = 0;
    const spans = pages.map((page) => ({ start: at, end: (at += page.length) }));
    expect(cleanText({ text, layout: 'wrapped', pages: spans }).text.match(/青岚市民政局/g)).toHaveLength(1);
  });
});

describe('a line that counts is no running head', () => {
  const paged = (heads: readonly string[]): string => {
    const parts = heads.map((head) => `${head}\n甲乙丙丁戊己庚辛，办理情况的说明材料。\n`);
    let at = 0;
    const pages = parts.map((part) => ({ start: at, end: (at += part.length) }));
    return cleanText({ text: parts.join(''), layout: 'wrapped', pages }).text;
  };

  it.each([
    ['附件1', '附件2', '附件3', '附件4'],
    ['附件 1', '附件 2', '附件 3', '附件 4'],
    ['附表1：', '附表2：', '附表3：', '附表4：'],
    ['附件', '附件', '附件', '附件'],
    ['第1部分 基本情况', '第2部分 基本情况', '第3部分 基本情况', '第4部分 基本情况'],
    ['2021年度办理情况', '2022年度办理情况', '2023年度办理情况', '2024年度办理情况'],
  ])('%s, %s …', (...heads) => {
    const text = paged(heads).replaceAll(' ', '');
    const counted = new Map<string, number>();
    for (const head of heads) counted.set(head, (counted.get(head) ?? 0) + 1);
    for (const [head, count] of counted) expect(text.split(head.replaceAll(' ', ''))).toHaveLength(count + 1);
  });

  it.each([
    ['青岚市民政局　第 1 页', '青岚市民政局　第 2 页', '青岚市民政局　第 3 页', '青岚市民政局　第 4 页'],
    ['青岚市民政局    1', '青岚市民政局    2', '青岚市民政局    3', '青岚市民政局    4'],
    ['办理情况 — 1 —', '办理情况 — 2 —', '办理情况 — 3 —', '办理情况 — 4 —'],
  ])('unless it is the page that is counted: %s', (...heads) => {
    const text = paged(heads);
    expect(text).not.toMatch(/2 ?页|局 *2|— ?2/);
    expect(text).toContain('办理情况的说明材料');
  });

  it('also in text whose pages are parted by form feeds', () => {
    const pages = ['附件1', '附件2', '附件3'].map((head) => `${head}\n甲乙丙丁戊己庚辛，办理情况的说明材料。`);
    expect(clean(pages.join('\n\f'), 'unknown')).toContain('附件3');
  });
});

describe('blanks', () => {
  it('between Han characters and digits go, others stay', () => {
    expect(clean('自 2022 年 6 月起，中共青岚市委 青岚市人民政府投入 3.5 亿元 (含 2 类)', 'paragraphs')).toBe(
      '自2022年6月起，中共青岚市委 青岚市人民政府投入3.5亿元 (含2类)',
    );
  });

  it('close up in letter-spaced heads, and nowhere else', () => {
    expect(clean('官 渡 区 民 政 局\n答 复 函\n李 明\n甲局 乙局')).toBe('官渡区民政局\n答复函\n李 明\n甲局 乙局');
  });

  it('that stand for lost paragraph ends in web text become line ends', () => {
    const text = `“UU00812”　　您好！您的留言收悉，现回复如下：　　一、${'关于停车的问题，'.repeat(12)}已经解决。　　　　青岚市城市管理局　　2013年8月5日`;
    expect(
      clean(text, 'unknown')
        .split('\n')
        .map((line) => line.slice(0, 4)),
    ).toEqual(['“UU0', '您好！您', '一、关于', '青岚市城', '2013']);
  });
});

it('radicals are folded to the characters they stand for, and nothing else of the record is changed', () => {
  expect(clean('⼦⼥⻩河⻓⼤，签定(试行）協議 ﹝2015﹞ 5％①', 'paragraphs')).toBe(
    '子女黄河长大，签定(试行）協議 ﹝2015﹞5％①',
  );
});

describe('the map', () => {
  const han = fc.stringMatching(/^[一-龥]{1,8}$/);
  const piece = fc.oneof(
    han,
    fc.constantFrom(
      ' ',
      '　',
      '\u00a0',
      '\n',
      '\r\n',
      '\f',
      '\t',
      '。',
      '，',
      '（',
      '）',
      '《',
      '》',
      '12',
      '2022',
      'abc',
      '— 3 —',
      '⼦',
      '⻩',
      '\u200b',
      '：',
      '一、',
      '“',
      '”',
      '提案',
      '关于',
      '的答复',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const raw = fc.array(piece, { maxLength: 80 }).map((parts) => parts.join(''));
  const layout = fc.constantFrom<LineLayout>('wrapped', 'paragraphs', 'unknown');

  it('leads every character back to the same character, its radical, or the white space that a line end stands for', () => {
    fc.assert(
      fc.property(raw, layout, (text, lines) => {
        const { text: out, map } = cleanText({ text, layout: lines, pages: [] });
        let at = 0;
        for (const run of map) {
          expect(run.clean).toBe(at);
          at += run.length;
          for (let i = 0; i < run.length; i += 1) {
            const shown = out.charAt(run.clean + i);
            const written = text.charAt(run.raw + i);
            if (/^[\n ]$/.test(shown)) expect(written).toMatch(/^[\s\p{Cc}\p{Cf}]$/u);
            else expect(shown).toBe(foldRadicals(written));
          }
        }
        expect(at).toBe(out.length);
      }),
      { numRuns: 500 },
    );
  });

  it('no Han character is lost, doubled or moved', () => {
    const only = (text: string): string => foldRadicals(text).replace(/[^\u3400-\u9fff]/g, '');
    fc.assert(
      fc.property(raw, layout, (text, lines) => {
        expect(only(cleanText({ text, layout: lines, pages: [] }).text)).toBe(
          only(text.replace(/第\s*\d{1,4}\s*页/g, '')),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('goes there and back', () => {
    const text = ' 官 渡 区 民 政 局\n\n第 101037 号';
    const { text: out, map } = cleanText({ text, layout: 'paragraphs', pages: [] });
    expect(out).toBe('官渡区民政局\n第101037号');
    const start = out.indexOf('101037');
    const span = rawSpan(map, start, start + 6);
    expect(text.slice(span.start, span.end)).toBe('101037');
    expect(toClean(map, text.indexOf('101037'))).toBe(start);
    expect(toRaw(map, out.length)).toBe(text.length);
    expect(toRaw(map, 0)).toBe(1);
    expect(toRaw([], 5)).toBe(0);
  });

  it('a boundary between two runs belongs to the run that ends there', () => {
    const map = [
      { clean: 0, raw: 2, length: 3 },
      { clean: 3, raw: 9, length: 2 },
    ];
    expect(toRaw(map, 3)).toBe(5);
    expect(rawSpan(map, 3, 5)).toEqual({ start: 9, end: 11 });
    expect(toClean(map, 7)).toBe(3);
  });
});
