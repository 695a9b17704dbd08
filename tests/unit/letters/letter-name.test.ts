import { describe, expect, test } from 'vitest';
import { emptyElements } from '../../../shared/model/elements.ts';
import { firstSentence, letterName, NAMELESS, stubName, titleOrName } from '../../../shared/model/letter-name.ts';

const named = (elements: object, text = '', file: string | null = null): string =>
  letterName(
    { ...emptyElements(), ...elements },
    () => text,
    () => file,
  );

describe('the one name of a letter', () => {
  test('is its 案由, else its title, else the title that would be proposed', () => {
    expect(named({ case_title: '关于养老的提案', title: '答复的函' })).toBe('关于养老的提案');
    expect(named({ title: '关于第9号\n提案的答复' })).toBe('关于第9号提案的答复');
    expect(named({ issuer: '云溪市民政局', case_number: '9', reply_kind: '人大建议' })).toBe(
      '〔云溪市民政局关于第9号建议的答复〕',
    );
  });

  test('else its first sentence, cut where it is long, else the name of its file', () => {
    expect(named({}, '\n来信收悉。情况已转有关部门。')).toBe('来信收悉。');
    expect(firstSentence('长'.repeat(80))).toHaveLength(61);
    expect(named({}, ' ', '扫描件 08.pdf')).toBe('扫描件 08');
  });

  test('is never empty and never an id', () => {
    expect(named({})).toBe(NAMELESS);
  });

  test('stands where a title is asked for and there is none', () => {
    expect(titleOrName({ title: '答复的函', case_title: '关于养老的提案' }, () => '')).toBe('答复的函');
    expect(titleOrName({ title: null, case_title: '关于养老的提案' }, () => '')).toBe('关于养老的提案');
    expect(titleOrName({ title: null, case_title: null }, () => '来信收悉。')).toBe('来信收悉。');
  });

  test('of a letter that was disposed of is what stays of it: title, number, office', () => {
    expect(stubName({ title: '答复的函', doc_number: '云函〔2012〕7号', issuer: '民政局' })).toBe('答复的函');
    expect(stubName({ title: null, doc_number: '云函〔2012〕7号', issuer: '民政局' })).toBe('云函〔2012〕7号');
    expect(stubName({ title: null, doc_number: null, issuer: '民政局' })).toBe('〔民政局的答复〕');
    expect(stubName({ title: null, doc_number: null, issuer: null })).toBe(NAMELESS);
  });
});
