/**
 * Signs that the line reader takes for one another, settled by what stands round them: only where nothing else can be meant.
 * Tests try each rule on what it is for, and on what must stay.
 */

import type { Sign } from './ocr-decode.ts';

interface Rule {
  name: string;
  pattern: RegExp;
  put: (found: string) => string;
  /** What was read and what becomes of it. */
  mends: readonly [string, string];
  leaves: readonly string[];
}

export const RULES: readonly Rule[] = [
  {
    name: 'the bracket of a number read twice',
    pattern:
      /(?<=[〔［[【])[〔［[【](?=\d{4}[〕］\]】])|(?<=[〔［[【]\d{4}[〕］\]】])[〕］\]】](?=\s?(?:第\s?)?\d+\s?号)/gu,
    put: () => '',
    mends: ['宁环函〔[2021]]390号', '宁环函〔2021]390号'],
    leaves: ['〔〔2021年〕〕', '宁环函〔2021〕390号', '[[附件]]'],
  },
  {
    name: 'the nought of a year in Han numerals',
    pattern: /(?<![\d①〇一二三四五六七八九十百千第])[一二][①○◯〇OoＯ一二三四五六七八九]{3}(?=年)/gu,
    put: (found) => found.replaceAll(/[①○◯OoＯ]/gu, '〇'),
    mends: ['现定于二①二三年五月', '现定于二〇二三年五月'],
    leaves: ['①二三年', '二①、三②年', '二零二三年', '见图二OO二号', '第二①二三年'],
  },
  {
    name: 'a speck behind the end of a sentence at the end of a line',
    pattern: /(?<=[。；！？])\s*[.·•:：'`,\-]+$/gu,
    put: () => '',
    mends: ['年底前完成。·', '年底前完成。'],
    leaves: ['年底前完成。', '附件：', '张三·李四', '3.', '如下：'],
  },
  {
    name: 'a speck behind a date or a comma at the end of a line',
    pattern: /(?<=\d{1,2}月\d{1,2}日|\p{Script=Han}[，、：,:])\s*[.·•'`]+$/gu,
    put: () => '',
    mends: ['2021年4月2日.', '2021年4月2日'],
    leaves: ['电话：0371-6677', 'No.', '王·', '2021年4月2日'],
  },
  {
    name: 'a dash between figures that is read as the numeral one',
    pattern: /(?<=\d)一(?=\d)/gu,
    put: () => '—',
    mends: ['2016一2018年', '2016—2018年'],
    leaves: ['第一1号', '十一2', '3月一日'],
  },
];

/** A line with the signs that its neighbours settle. */
export function settled(line: string): string {
  return RULES.reduce((text, { pattern, put }) => text.replace(pattern, put), line);
}

const HAN = /\p{Script=Han}/u;
const NEVER = 1.01;
/** Signs that specks are read as, and how sure each must be to stand between two Han characters: names of some peoples have a point there, nothing else. */
const SPECKS: ReadonlyMap<string, number> = new Map([
  ['·', 0.88],
  ['•', 0.88],
  ['‘', 0.6],
  ['’', 0.6],
  ...["'", '`', '.'].map((sign) => [sign, NEVER] as const),
]);

/**
 * A copy's specks that were read as signs: between Han characters, between one and the end of a sentence, and at the beginning of a line before one.
 * @param signs of one line
 */
export function withoutSpecks(signs: readonly Sign[]): readonly Sign[] {
  return signs.filter(({ sign, confidence }, at) => {
    const sure = SPECKS.get(sign);
    if (sure === undefined) return true;
    const [before, behind] = [signs[at - 1]?.sign, signs[at + 1]?.sign];
    const [isBefore, isBehind] = [before !== undefined && HAN.test(before), behind !== undefined && HAN.test(behind)];
    if (isBefore && isBehind) return confidence >= sure;
    const ends = before !== undefined && (isBefore || ENDS.includes(before));
    const begins = behind !== undefined && (isBehind || ENDS.includes(behind));
    return !((before === undefined || ends) && (behind === undefined || begins));
  });
}

const ENDS = '。；！？，、：》）';
