import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakTitle } from '../../../main/archive/print/title-lines.ts';

describe('breaking a title into lines', () => {
  it('leaves a title that fits on one line', () => {
    expect(breakTitle('关于某项提案答复的函')).toEqual(['关于某项提案答复的函']);
  });

  it('breaks by meaning: after the session, not inside a number', () => {
    expect(breakTitle('关于政协云溪市六届二次会议第062071号提案答复的函')).toEqual([
      '关于政协云溪市六届二次会议',
      '第062071号提案答复的函',
    ]);
    expect(breakTitle('关于云溪市第七届人民代表大会第三次会议第073042号建议答复的函')).toEqual([
      '关于云溪市第七届人民代表大会',
      '第三次会议第073042号建议答复的函',
    ]);
  });

  it('keeps every character and every line within the width of the page', () => {
    const unit = fc.constantFrom(...'关于政协云溪市第六届委员会二次会议提案建议答复的函（）《》、2023号A');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 120 }), (title) => {
        const lines = breakTitle(title);
        expect(lines.join('')).toBe(title);
        for (const line of lines)
          expect([...line].filter((character) => character > '\u2000').length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

it('no line of a title ends inside a word', () => {
  for (const title of [
    '云溪市民政局、云溪市财政局关于修订城市社区养老服务设施建设管理办法有关提案答复的函',
    '关于修订云溪市城市生活垃圾分类处理设施建设运行管理办法等有关问题提案答复的函',
    '关于进一步加强新能源汽车充电基础设施规划建设和运营服务监督管理工作建议的答复',
  ]) {
    const words = Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(title), ({ index }) => index);
    let at = 0;
    for (const line of breakTitle(title).slice(0, -1)) {
      at += line.length;
      expect(words, `${title}: ${line}`).toContain(at);
    }
  }
});
