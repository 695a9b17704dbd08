import { describe, expect, test } from 'vitest';
import { emptyElements } from '../../../shared/model/elements.ts';
import { firstSentence, letterName, NAMELESS } from '../../../shared/model/letter-name.ts';

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
});
