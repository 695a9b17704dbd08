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
