/** Numbers, dates, brackets, radicals and result schemes by themselves. */
import { describe, expect, it } from 'vitest';
import { closingOf, hasOpenRound, hasOpenTitleMark } from '../../../shared/text/brackets.ts';
import { findDates, isIsoDay, readDate } from '../../../shared/text/dates.ts';
import { parseNumeral } from '../../../shared/text/numerals.ts';
import { foldRadicals } from '../../../shared/text/radicals.ts';
import {
  RESULT_CLASSES,
  RESULT_SCHEME_IDS,
  classOf,
  meaningOf,
  resultScheme,
  schemeFor,
} from '../../../shared/model/result-schemes.ts';

it.each([
  ['27', 27],
  ['２７', 27],
  ['二十七', 27],
  ['廿七', 27],
  ['卅', 30],
  ['十', 10],
  ['一百零三', 103],
  ['二〇二二', 2022],
  ['二○二二', 2022],
  ['二O一二', 2012],
  ['元', 1],
  ['', null],
  ['局', null],
  ['十局', null],
])('the numeral %s is %s', (text, value) => {
  expect(parseNumeral(text)).toBe(value);
});

it('a day of the calendar as the archive writes it is told from all else', () => {
  for (const day of ['2022-06-27', '2024-02-29', '1949-10-01']) expect(isIsoDay(day), day).toBe(true);
  for (const none of ['', '2022-6-27', '2023-02-29', '2022-13-01', '2022年6月27日', '2022-06-27T00:00', '22022-06-27'])
    expect(isIsoDay(none), none).toBe(false);
});

it('dates are found in running text with their place, impossible ones without a value', () => {
  const text = '自2022年6月27日起，至二○二三年二月三十日止，见2024-01-05公告。';
  expect(findDates(text).map((date) => [text.slice(date.start, date.end), date.iso])).toEqual([
    ['2022年6月27日', '2022-06-27'],
    ['二○二三年二月三十日', null],
    ['2024-01-05', '2024-01-05'],
  ]);
  expect(readDate('2022年6月')).toBeNull();
  expect(readDate(' 20220627 ')?.iso).toBe('2022-06-27');
  expect(readDate('20221327')).toBeNull();
});

it('brackets', () => {
  expect(closingOf('〔')).toBe('〕');
  expect(hasOpenRound('（试行)')).toBe(false);
  expect(hasOpenRound('（联系人：')).toBe(true);
  expect(hasOpenTitleMark('《关于')).toBe(true);
});

it('radicals of both blocks', () => {
  expect(foldRadicals('⼀⿕⻩⻳⺠')).toBe('一龠黄龟民');
});

describe('result schemes', () => {
  it('give each code a legend and a normalised class', () => {
    for (const id of RESULT_SCHEME_IDS) {
      for (const [code, meaning] of Object.entries(resultScheme(id).codes)) {
        expect(meaning.legend).not.toBe('');
        expect(RESULT_CLASSES).toContain(classOf(id, code));
      }
    }
  });

  it('the same letter means different things by scheme', () => {
    expect([classOf('NPC4', 'C'), classOf('M4', 'C'), classOf('YN3', 'C')]).toEqual([
      'DEFERRED',
      'PLANNED',
      'REFERENCE',
    ]);
    expect(classOf('YN3', 'D')).toBeUndefined();
    expect(meaningOf('YN3', 'toString')).toBeUndefined();
  });

  it('are known by place and session, else not guessed', () => {
    expect(schemeFor('昆明市某区民政局', null)).toBe('YN3');
    expect(schemeFor('某部', '十四届全国人大二次会议')).toBe('NPC4');
    expect(schemeFor('青岚市民政局', null)).toBeNull();
    expect(schemeFor(null, null)).toBeNull();
  });
});
