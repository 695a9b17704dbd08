/** Each rule of a table finds its example, and not what it is not for. Words of lists are told by what they are for. */
import { describe, expect, it } from 'vitest';
import { OPENNESS_RULES, RESULT_RULES } from '../../../main/archive/reading/recognition/marks.ts';
import { NO_CONTACT } from '../../../main/archive/reading/recognition/phones-in-sentences.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { valueOf, type Rule } from '../../../shared/text/rule.ts';
import { ASSEMBLIES, firstAssembly } from '../../../shared/text/words/assemblies.ts';
import { OFFICE_ENDINGS } from '../../../shared/text/words/office-endings.ts';
import { isWebLine } from '../../../shared/text/words/web-fields.ts';

const TABLES: readonly (readonly [string, readonly Rule[]])[] = [
  ['result_code', Object.values(RESULT_RULES)],
  ['openness', OPENNESS_RULES],
  ['phones that are no contact’s', NO_CONTACT],
];

describe.each(TABLES)('the rules of %s', (_, rules) => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, { pattern, example, value, not }) => {
    const match = pattern.exec(example);
    expect(match, example).not.toBeNull();
    if (match !== null && value !== undefined) expect(valueOf(match)).toBe(value);
    expect(pattern.exec(not), not).toBeNull();
  });

  it('have names of their own', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });
});

describe('lists of words', () => {
  it('each assembly is the one that it is listed for, whatever is named behind it', () => {
    for (const { kind, words } of ASSEMBLIES)
      for (const word of words) expect(firstAssembly(`县${word}第3号提案（政协转、人大转）`)?.kind, word).toBe(kind);
  });

  it('each ending makes an office of a name, and none of a sentence', () => {
    for (const ending of OFFICE_ENDINGS.filter((one) => !/[[(]/.test(one))) {
      expect(looksLikeOffice(`云岭县${ending}`), ending).toBe(true);
      expect(looksLikeOffice(`感谢您对${ending}的支持`), ending).toBe(false);
    }
  });

  it('a web page’s own lines, and not a letter’s', () => {
    for (const line of ['来源：云岭县人民政府', '首页>政务公开>建议提案', '当前位置：首页', '【打印】'])
      expect(isWebLine(line), line).toBe(true);
    for (const line of ['云岭县民政局', '常明远委员：', '关于来源不明资金的答复'])
      expect(isWebLine(line), line).toBe(false);
  });
});
