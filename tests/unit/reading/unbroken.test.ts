/** Letters that lost their line ends: their parts are found again, nothing is called sure, and no other letter is touched. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { rawSpan } from '../../../main/archive/reading/offsets.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';

const PARTS = [
  '云岭县民政局',
  '云民函〔2022〕15号',
  '〔B类〕',
  '云岭县民政局关于对县政协十届一次会议第12号提案的答复',
  '叶广达委员：',
  '您提出的《关于发展养老服务的提案》收悉，现答复如下：',
  '一、基本情况。全县有养老机构12家。',
  '二、下一步打算。',
  '（一）增加床位。新增床位300张。',
  '（二）培训人员。全年培训200人次。感谢您对民政工作的支持！',
  '云岭县民政局',
  '2022年6月27日',
  '（联系人：庞启东，联系电话：0871-67210221）',
  '抄送：县政协提案委，县政府督查室。',
  '云岭县民政局办公室2022年6月28日印发',
];
const read = (text: string): ReturnType<typeof cleanText> => cleanText({ text, layout: 'unknown', pages: [] });

describe('a letter on one line', () => {
  const clean = read(PARTS.join(''));

  it('has its parts back as paragraphs, at the words that begin them', () => {
    expect(clean.text.split('\n')).toEqual(PARTS);
    expect(clean.unbroken).toBe(true);
  });

  it('loses no character, and every place leads back to the text as it was', () => {
    expect(clean.text.replaceAll('\n', '')).toBe(PARTS.join(''));
    const at = clean.text.indexOf('叶广达');
    const span = rawSpan(clean.map, at, at + 3);
    expect(PARTS.join('').slice(span.start, span.end)).toBe('叶广达');
  });

  it('is read like one with line ends, and nothing of it is called sure', () => {
    const { elements, evidence } = recognise(clean, { today: '2026-01-01' });
    const whole = recognise(read(PARTS.join('\n')), { today: '2026-01-01' });
    expect(elements).toEqual(whole.elements);
    expect(Object.values(evidence).every(({ confidence }) => confidence < 0.9)).toBe(true);
  });
});

it('a message that is one paragraph gets its signature and date back', () => {
  const message = `网友您好！您反映的路灯问题已收悉。${'经查，该路段路灯因施工断电，已安排抢修。'.repeat(5)}感谢您的支持！云岭县城市管理局2023年5月6日`;
  expect(read(message).text.split('\n').slice(-2)).toEqual(['云岭县城市管理局', '2023年5月6日']);
});

it('a letter with its line ends stays as it is, however long its paragraphs', () => {
  const long = `二、下一步打算。${'继续推进各项工作，'.repeat(40)}三、请监督。`;
  const text = [...PARTS.slice(0, 6), long, ...PARTS.slice(10)].join('\n');
  expect(read(text).text).toBe(text);
});
