/** 主送: titles and honours are an open class; the names stand without them. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';

function read(to: string, title = '关于县政协十届一次会议第12号提案的答复'): { names: string[]; confidence: number } {
  const text = `${title}\n${to}\n您提出的《关于修路的提案》收悉，现答复如下：已修好。\n云岭县交通运输局\n2022年6月27日`;
  const { elements, evidence } = recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), {
    today: '2026-01-01',
  });
  return { names: elements.addressees, confidence: evidence.addressees?.confidence ?? 0 };
}

describe('names stand without titles and honours', () => {
  it.each([
    ['常明远常委：', ['常明远']],
    ['常明远副主席：', ['常明远']],
    ['尊敬的常明远院士：', ['常明远']],
    ['常明远同学：', ['常明远']],
    ['常明远会长、贺知秋副主委：', ['常明远', '贺知秋']],
    ['常明远 院士：', ['常明远']],
    ['区政协委员常明远、区政协委员贺知秋：', ['常明远', '贺知秋']],
    ['常明远、贺知秋等7位代表：', ['常明远', '贺知秋']],
    ['县第十届政协委员常明远同志：', ['常明远']],
  ])('%s', (to, names) => {
    expect(read(to).names).toEqual(names);
  });

  it('a bare surname keeps its title, and a person looks at it', () => {
    const { names, confidence } = read('常院士：');
    expect(names).toEqual(['常院士']);
    expect(confidence).toBeLessThan(0.9);
  });

  it('a title that nobody has listed makes the name doubtful', () => {
    expect(read('常明远督学：').confidence).toBeLessThan(0.9);
  });
});

describe('what says for whom a person speaks, or where one works, is no part of the name', () => {
  it.each([
    ['十六连职工代表马学文：', ['马学文']],
    ['第五生产队职工代表王凤鸣、宫大勇：', ['王凤鸣', '宫大勇']],
    ['居民代表程桂兰：', ['程桂兰']],
    ['党代表贺占奎：', ['贺占奎']],
    ['全国林业劳模、省政协委员崔福田：', ['崔福田']],
    ['语文组徐蕾老师、数学组方志成老师：', ['徐蕾', '方志成']],
    ['五年级三班 赵梓涵、高源 同学：', ['赵梓涵', '高源']],
    ['畜牧工程系代表团 佟晓燕老师：', ['佟晓燕']],
    ['来电人李先生：', ['李先生']],
    ['管翠花、陶二喜、毕玉芳等27位住户：', ['管翠花', '陶二喜', '毕玉芳']],
    ['雷百顺、张菊香等5户村民：', ['雷百顺', '张菊香']],
    ['市人大代表、市第一医院护士长祁月：', ['祁月']],
    ['第一提案人：秦小雨 附议人：贺兰', ['秦小雨']],
  ])('%s', (to, names) => {
    expect(read(to).names).toEqual(names);
  });
});

describe('groups are addressed as written', () => {
  it.each([
    ['李家沟村民代表：', ['李家沟村民代表']],
    ['阳光小区业主：', ['阳光小区业主']],
    ['校学生会提案组的同学们：', ['校学生会提案组']],
    ['锦绣花园小区5号楼全体住户：', ['锦绣花园小区5号楼全体住户']],
    ['区政协社会法制界别组：', ['区政协社会法制界别组']],
    ['《渝江晚报》群众工作部：', ['《渝江晚报》群众工作部']],
  ])('%s', (to, names) => {
    expect(read(to).names).toEqual(names);
  });

  it.each([
    ['各位村民：', []],
    ['张大山村民：', ['张大山']],
    ['《云岭县志》已经出版：', []],
  ])('but not %s', (to, names) => {
    expect(read(to).names).toEqual(names);
  });
});

describe('addressees of several lines', () => {
  it.each([
    [
      '陈家坝代表团 何有才代表\n五龙观代表团 龚家贵、龚玉明代表\n大石桥代表团 段先芝代表：',
      ['何有才', '龚家贵', '龚玉明', '段先芝'],
    ],
    ['九三学社渝泉区工委\n并转 汤怀谷、祝建英 委员：', ['九三学社渝泉区工委', '汤怀谷', '祝建英']],
    ['吴世芳、金碧莲、\n欧振邦等27位同志：', ['吴世芳', '金碧莲', '欧振邦']],
  ])('%s', (to, names) => {
    expect(read(to).names).toEqual(names);
  });

  it('stand behind 此致 where the head has none', () => {
    const text =
      '关于县政协十届一次会议第12号提案的答复\n常明远委员提出的《关于修路的提案》收悉，现答复如下：已修好。\n云岭县邮电局\n1998年6月5日\n';
    const names = (foot: string): string[] =>
      recognise(cleanText({ text: text + foot, layout: 'paragraphs', pages: [] })).elements.addressees;
    expect(names('此致常明远委员')).toEqual(['常明远']);
    expect(names('此致\n常明远、贺知秋委员')).toEqual(['常明远', '贺知秋']);
    expect(names('此致敬礼')).toEqual([]);
    expect(names('此致\n敬礼')).toEqual([]);
  });
});

describe('the line that says who asked', () => {
  it.each([
    ['信访人：常明远，男，汉族，住云岭县。', ['常明远']],
    ['申请人：常明远', ['常明远']],
  ])('%s', (to, names) => {
    expect(read(to, '信访事项处理意见书').names).toEqual(names);
  });
});

it.each(['信息索引：000014349', '当前位置：首页>政务公开>建议提案', '浏览次数：35', '【字体：大 中 小】'])(
  'a web page’s own line addresses nobody: %s',
  (line) => {
    expect(read(`${line}\n常明远委员：`).names).toEqual(['常明远']);
  },
);
