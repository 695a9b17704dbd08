/** The rules by which the parts at a letter's head and end are told: each finds its example, and not what it is not for. */
import { describe, expect, it } from 'vitest';
import {
  BEHIND_HEAD_DATE,
  DATE_LABEL_SIGNS,
  DATED_LINE_SIGNS,
  ROUND_DATE,
} from '../../../shared/text/anatomy/date-rules.ts';
import { linesOf } from '../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { findSignature } from '../../../shared/text/anatomy/signature.ts';
import { NO_SIGNER_SIGNS, SIGNER_SIGNS } from '../../../shared/text/anatomy/signer-rules.ts';
import { CLOSING_WORDS, NO_SIGNER_BEGINS, NO_SIGNER_ENDS } from '../../../shared/text/words/closing-words.ts';
import { describeTables } from '../../support/rule-tables.ts';

describeTables([
  ['labels of the date', Object.values(DATE_LABEL_SIGNS)],
  ['lines with a date', Object.values(DATED_LINE_SIGNS)],
  ['what stands behind a date of the head', Object.values(BEHIND_HEAD_DATE)],
  ['what stands round the letter’s date', Object.values(ROUND_DATE)],
  ['who signs', Object.values(SIGNER_SIGNS)],
  ['who does not sign', NO_SIGNER_SIGNS],
]);

describe('lists of words', () => {
  /** Who signs a letter whose head names `name`, and whose last line above the date it is. */
  const signs = (name: string): unknown => {
    const text = [name, '关于末班车的答复', '有关情况说明。', name, '2022年6月27日'].join('\n');
    return findSignature(text, linesOf(text), 2, 5, null).offices[0]?.value;
  };

  it('what begins or ends as a closing phrase does is no name of who signs', () => {
    expect(signs('云岭县砂石料场驻地')).toBe('云岭县砂石料场驻地');
    for (const word of NO_SIGNER_BEGINS) expect(signs(`${word}砂石料场驻地`), word).toBeUndefined();
    // 委 ends offices, too: those sign by their own name.
    for (const word of NO_SIGNER_ENDS.filter((end) => !looksLikeOffice(`云岭县砂石料场${end}`)))
      expect(signs(`云岭县砂石料场${word}`), word).toBeUndefined();
  });

  it('a date under a line with a closing word is surer than one under a heading', () => {
    const sure = (above: string): number => {
      const body = Array.from({ length: 12 }, () => '本县概况');
      const text = ['关于末班车的答复', above, '2022年6月27日', ...body].join('\n');
      return findSignature(text, linesOf(text), 1, 15, null).issuedOn?.confidence ?? 0;
    };
    expect(sure('基本情况')).toBeLessThan(0.9);
    for (const word of CLOSING_WORDS) expect(sure(`以上${word}一并`), word).toBeGreaterThan(0.9);
  });
});
