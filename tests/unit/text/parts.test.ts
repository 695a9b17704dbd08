/** Bounds and spans of the parts that recognition, page and reading view find together. */
import { describe, expect, it } from 'vitest';
import { findAddressees } from '../../../shared/text/anatomy/addressees.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import { linesOf } from '../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { findTitle, numberInTitle, titleOfWords } from '../../../shared/text/anatomy/title.ts';

describe('an office', () => {
  it.each([
    [`${'澄'.repeat(43)}市局`, true],
    [`${'澄'.repeat(44)}市局`, false],
    ['局', false],
    ['水局', true],
    ['澄湖市委改革办（市营商环境建设局）', true],
    ['澄湖市水务局收悉', false],
  ])('%s: %s', (text, is) => {
    expect(looksLikeOffice(text)).toBe(is);
  });
});

describe('the title whose words are known', () => {
  const text = '澄湖市水务局\n关于加强农村\n饮水安全的提案\n答复的函\n周砚清委员：\n收悉。';
  const lines = linesOf(text);

  it('is found over several lines, with its span', () => {
    const found = titleOfWords(text, lines, '关于加强农村饮水安全的提案答复的函');
    expect(found).toMatchObject({ firstLine: 1, lastLine: 3, value: '关于加强农村饮水安全的提案答复的函' });
    expect(text.slice(found?.start, found?.end)).toBe('关于加强农村\n饮水安全的提案\n答复的函');
  });

  it.each(['', '关于加强农村饮水安全', '加强农村饮水安全的提案答复的函', '关于加强农村饮水安全的提案答复的函件'])(
    'is not found where the lines say something else: %j',
    (words) => {
      const found = titleOfWords(text, lines, words);
      if (words === '') expect(found).toBeNull();
      else expect(found?.lastLine ?? null).toBeNull();
    },
  );

  it('is not looked for below a paragraph', () => {
    const below = `${'我们高度重视并逐项落实'.repeat(6)}\n${text}`;
    expect(titleOfWords(below, linesOf(below), '关于加强农村饮水安全的提案答复的函')).toBeNull();
    const above = `${'澄'.repeat(60)}\n${text}`;
    expect(titleOfWords(above, linesOf(above), '关于加强农村饮水安全的提案答复的函')).not.toBeNull();
  });
});

describe('the number in the brackets of a title', () => {
  const inTitle = (title: string): [string, string] | null => {
    const text = `${title}\n周砚清委员：\n收悉。`;
    const head = linesOf(text);
    const found = findTitle(text, head);
    const number = found && numberInTitle(text, found, head);
    return number ? [number.value, text.slice(number.start, number.end)] : null;
  };

  it.each([
    ['关于第9号提案答复的函（澄水函〔2024〕9号）', '澄水函〔2024〕9号', '澄水函〔2024〕9号'],
    ['关于第9号提案答复的函（澄水函【1999】9号）', '澄水函〔1999〕9号', '澄水函【1999】9号'],
  ])('%s', (title, value, written) => {
    const found = inTitle(title);
    expect(found?.[0].replace(/〔(\d+)〕0*/, '〔$1〕')).toBe(value);
    expect(found?.[1]).toBe(written);
  });

  it.each([
    '关于第9号提案答复的函',
    '关于第9号提案答复的函（水〔2024〕9号）',
    '关于第9号提案答复的函（澄水函〔20〕9号）',
  ])('is none in %s', (title) => {
    expect(inTitle(title)).toBeNull();
  });
});

describe('those to whom a letter goes', () => {
  const sent = (line: string): [string, string][] => {
    const text = `关于第9号提案答复的函\n${line}\n您提出的提案收悉。`;
    const lines = linesOf(text);
    const found = findAddressees(lines, 1, lines.length, 0);
    return (found?.names ?? []).map(({ value, start, end }) => [value, text.slice(start, end)]);
  };

  it.each([
    ['周砚清委员：', [['周砚清', '周砚清']]],
    [
      '周砚清、李闻溪委员：',
      [
        ['周砚清', '周砚清'],
        ['李闻溪', '李闻溪'],
      ],
    ],
    ['民盟澄湖市委：', [['民盟澄湖市委', '民盟澄湖市委']]],
  ])('%s', (line, names) => {
    expect(sent(line)).toEqual(names);
  });
});

describe('the foot', () => {
  const roles = (foot: string): string[] => {
    const text = `关于第9号提案答复的函\n周砚清委员：\n您提出的提案收悉。\n${'我们高度重视。\n'.repeat(3)}${foot}`;
    return anatomyOf(text)
      .parts.slice(-2)
      .map(({ role, start, end }) => `${role} ${text.slice(start, end)}`);
  };

  it('name and date on one line are two parts', () => {
    expect(roles('澄湖市水务局2023年5月9日')).toEqual(['signature 澄湖市水务局', 'date 2023年5月9日']);
  });

  it('a date alone is no signature', () => {
    expect(roles('澄湖市水务局\n2023年5月9日')).toEqual(['signature 澄湖市水务局', 'date 2023年5月9日']);
  });
});
