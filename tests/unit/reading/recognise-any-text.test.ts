import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { elementsSchema } from '../../../shared/model/element-schemas.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { withinBounds } from '../../../main/archive/reading/recognition/bounds.ts';
import { letter, read } from './recognise-steps.ts';

describe('any text', () => {
  it('is read without a throw into valid elements, with evidence inside the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '关于',
        '对',
        '第十届一次会议',
        '第12号',
        '提案',
        '的答复',
        '委员：',
        '（',
        '）',
        '〔2022〕',
        '号',
        '2022年6月27日',
        '二〇二二年',
        '\n',
        ' ',
        '　　',
        '抄送：',
        '印发',
        '联系人：',
        '电话',
        '13812345678',
        '民政局',
        '《',
        '》',
        '“',
        '”',
        '共99个，其中',
        '53个',
        '、',
        '。',
        'A类',
        '公开',
        '\f',
        '\r\n',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.constantFrom('unknown' as const, 'wrapped' as const, 'paragraphs' as const),
        (parts, layout) => {
          const raw = parts.join('');
          const clean = cleanText({ text: raw, layout, pages: [] });
          const { elements, evidence } = recognise(clean);
          elementsSchema.parse(elements);
          for (const found of Object.values(evidence)) {
            expect(found.start).toBeGreaterThanOrEqual(0);
            expect(found.end).toBeGreaterThanOrEqual(found.start);
            expect(found.end).toBeLessThanOrEqual(clean.text.length);
            expect(found.original?.start).toBeLessThanOrEqual(found.original?.end ?? -1);
            expect(found.original?.end).toBeLessThanOrEqual(raw.length);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('of 2 MB is read in processor time that fits a desk', () => {
    const size = 2_000_000;
    const shapes = [
      '汉',
      '1',
      '—',
      '（联系人：',
      '电话：138',
      '您提出的《',
      '第十届第一次',
      '民政局2022年6月27日',
      '全市99个社区，其中53个、',
      '云发〔2018〕5号',
      '这是一行不满三十个字而且没有句号的正文用来看折行的快慢\n',
    ];
    for (const shape of shapes) {
      const text = shape.repeat(Math.ceil(size / shape.length));
      const before = process.cpuUsage();
      recognise(cleanText({ text, layout: 'unknown', pages: [] }));
      const { user } = process.cpuUsage(before);
      expect(user / 1000, shape).toBeLessThan(4000);
    }
  });
});

describe('who can be asked', () => {
  it.each([
    ['（联系人：基教科凌波、池上楼；联系电话：0537-3162208）', '凌波、池上楼'],
    ['（联系人：就业促进科 竺可人  联系电话：0537-3162208）', '竺可人'],
    ['联系人：立案庭  白若谷，电话：0537-3162208', '白若谷'],
    ['（联系人：市卫生健康委江左，电话：0537-3162208）', '江左'],
    ['联系人：办公室主任石小天　电话：0537-3162208', '石小天'],
    ['联系人：流通监管处（监测中心）方知渔  电话：0537-3162208', '方知渔'],
    ['联系人：董仲山（治理科）、祁连（办公室）；电话：0537-3162208', '董仲山、祁连'],
    ['联系人：县公安局法制科郜明、县交通局运管所郭子怡\n电话：0537-3162208', '郜明、郭子怡'],
    ['联系人  古丽巴哈尔    0537-3162208', '古丽巴哈尔'],
    ['联系电话：0537-3162208（房管科 费扬）', '费扬'],
    ['（联系人：市邮政管理局 席慕远，电话：0537-3162208）', '席慕远'],
    ['承办：基础教育股  刀承宗  0537－3162208', '刀承宗'],
    ['如有疑问，请与我局个人所得税科科长卓然取得联系，电话0537-3162208。', '卓然'],
  ])('is a person, not a section: %s', (tail, contact) => {
    const { elements } = read(letter({ tail: `青岚市民政局\n2022年6月27日\n${tail}` }));
    expect(elements).toMatchObject({ contact, phones: ['0537-3162208'] });
  });

  it('two people each with a number', () => {
    const tail = '联系人：监管科 车前川 0631-5297700转8021；办公室 宋知秋 0631-5297716';
    expect(read(letter({ tail: `青岚市民政局\n2022年6月27日\n${tail}` })).elements).toMatchObject({
      contact: '车前川、宋知秋',
      phones: ['0631-5297700转8021', '0631-5297716'],
    });
  });

  it.each([
    ['电话 ：8 3 2 6 7 0 1', ['8326701']],
    ['经办：姜未央，6583210－316', ['6583210-316']],
    ['联系电话：（0917）3260 155', ['0917-3260155']],
    ['电话：0776-2852011（白天）、2852199（夜间总值班），13877600412', ['0776-2852011', '2852199', '13877600412']],
    ['请与专卖管理科（0691-2142233）联系。', ['0691-2142233']],
  ])('numbers as people write them: %s', (tail, phones) => {
    expect(read(letter({ tail: `青岚市民政局\n2022年6月27日\n${tail}` })).elements.phones).toEqual(phones);
  });

  it('a hotline keeps its area code; a note tells the openness', () => {
    const tail = '青岚市民政局\n2022年6月27日\n附注：依申请公开\n联系电话：0537-96118';
    expect(read(letter({ tail })).elements).toMatchObject({ phones: ['0537-96118'], openness: '依申请公开' });
  });
});

describe('forms of offices', () => {
  it('both marks may stand in one pair of brackets', () => {
    const { elements } = read(letter({ head: '青岚市民政局\n青民函〔2022〕8号\n（A类、公开）' }));
    expect(elements).toMatchObject({ result_code: 'A', openness: '主动公开' });
  });

  it('the ticked box is the result, boxes of which none is ticked say nothing', () => {
    const head = (boxes: string): string =>
      `青岚市民政局\n青民函〔2022〕8号\n办理结果：${boxes}\n公开方式：主动公开（ ） 依申请公开（√）`;
    const ticked = read(letter({ head: head('A（  ）  B（√）  C（  ）') })).elements;
    expect(ticked).toMatchObject({ result_code: 'B', openness: '依申请公开' });
    expect(read(letter({ head: head('A（  ）  B（  ）  C（  ）') })).elements.result_code).toBeNull();
  });

  it('a form’s rows above the letter give case, matter and date', () => {
    const { elements } = read(
      [
        '青岚县物价局',
        '县政协提案办理答复意见书',
        '提案编号：118              提 案 人：仇金锁、华满仓',
        '案    由：关于降低作业本费的提案',
        '承办单位：县物价局          答复日期：2004年5月17日',
        '仇金锁、华满仓二位委员：',
        '你们在县政协十届二次会议上提出的提案已由县委督查室批交我局办理，现将办理情况答复于下：',
        '作业本费降为每期8元。',
        '青岚县物价局（章）',
      ].join('\n'),
    );
    expect(elements).toMatchObject({
      case_number: '118',
      case_title: '关于降低作业本费的提案',
      issued_on: '2004-05-17',
      issuer: '青岚县物价局',
    });
  });

  it('whom it is for and who gets copies may stand below; 印 alone is a print line', () => {
    const tail =
      '青岚市民政局\n2012年7月5日\n主送：邵平山代表\n分送：市人大办公室、市政府办公室\n青岚市民政局办公室  2012年7月6日印';
    const { elements } = read(letter({ to: '', tail }));
    expect(elements).toMatchObject({
      addressees: ['邵平山'],
      cc: ['市人大办公室', '市政府办公室'],
      printed_by: '青岚市民政局办公室',
      printed_on: '2012-07-06',
    });
  });
});

describe('a letter never fills an element beyond its bounds', () => {
  it('of 700 phones the first 500 are taken, and it is said', () => {
    const phones = Array.from({ length: 700 }, (_, index) => `联系电话：0871-6${String(index).padStart(7, '0')}`);
    const reading = read(
      letter({ tail: `感谢您的关心。\n联系人：陈启铭\n${phones.join('\n')}\n青岚市民政局\n2022年6月27日` }),
    );
    expect(reading.elements.phones).toHaveLength(500);
    expect(reading.elements.phones[0]).toContain('60000000');
    expect(reading.warnings.find(({ code }) => code === 'ELEMENT_CUT')?.message).toBe(
      '联系电话读出 700 项，只取 500 项，其余见正文。',
    );
    expect(elementsSchema.safeParse(reading.elements).success).toBe(true);
  });

  it('a text is cut between characters, an entry that is too long is left out', () => {
    const elements = { ...emptyElements(), title: `${'题'.repeat(1999)}𠮷𠮷`, cc: ['甲', '乙'.repeat(501)] };
    const { elements: cut, warnings } = withinBounds(elements);
    expect(cut.title).toBe('题'.repeat(1999));
    expect(cut.cc).toEqual(['甲']);
    expect(warnings.map(({ code }) => code)).toEqual(['ELEMENT_CUT', 'ELEMENT_CUT']);
    expect(withinBounds(emptyElements())).toEqual({ elements: emptyElements(), warnings: [] });
  });
});
