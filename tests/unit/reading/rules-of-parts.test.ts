/** The rules by which the parts at a letter's head and end are told: each finds its example, and not what it is not for. */
import { describe, expect, it } from 'vitest';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import { CLOSING_SIGNS, FOOT_SIGNS, NOTE_SIGNS, UNDER_DATE_SIGNS } from '../../../shared/text/anatomy/closing-rules.ts';
import {
  BEHIND_HEAD_DATE,
  DATE_LABEL_SIGNS,
  DATED_LINE_SIGNS,
  ROUND_DATE,
} from '../../../shared/text/anatomy/date-rules.ts';
import {
  BEFORE_NUMBER,
  BEHIND_NUMBER,
  NUMBER_RULES,
  OLD_NUMBER_RULES,
  WORN_SIGNS,
} from '../../../shared/text/anatomy/document-number-rules.ts';
import { readOwnNumber } from '../../../shared/text/anatomy/document-number.ts';
import {
  ADDRESSEE_BELOW,
  BELOW_COPIES_SIGNS,
  COPIES_SIGNS,
  PRINTED_SIGNS,
  PRINTING_SIGNS,
} from '../../../shared/text/anatomy/imprint-rules.ts';
import { findCopies, findImprint } from '../../../shared/text/anatomy/imprint.ts';
import { linesOf } from '../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { findSignature } from '../../../shared/text/anatomy/signature.ts';
import { NO_SIGNER_SIGNS, SIGNER_SIGNS } from '../../../shared/text/anatomy/signer-rules.ts';
import { TITLE_OFFICE_SIGNS, WRAPPED_OFFICE_SIGNS } from '../../../shared/text/anatomy/title-office-rules.ts';
import {
  BESIDE_TITLE_LINES,
  GLUED_END,
  GLUED_TITLE,
  TITLE_LINES,
  TITLE_SIGNS,
} from '../../../shared/text/anatomy/title-rules.ts';
import { RUNNING_ON, TITLE_BEGINS, TITLE_END, TITLE_MARKS } from '../../../shared/text/anatomy/title-word-rules.ts';
import { endsLikeTitle } from '../../../shared/text/anatomy/title-words.ts';
import { findTitle, gluedTitle } from '../../../shared/text/anatomy/title.ts';
import { CONTACT_LABELS, MARK_LABELS, NOTE_WORDS, PLACE_LABELS } from '../../../shared/text/words/closing-labels.ts';
import { CLOSING_WORDS, NO_SIGNER_BEGINS, NO_SIGNER_ENDS } from '../../../shared/text/words/closing-words.ts';
import { AMOUNT_LABELS, BELOW_COPIES, TYPIST_LABELS } from '../../../shared/text/words/imprint-words.ts';
import {
  CLASS_CHARACTERS,
  CODE_ENDINGS,
  LABELS_BEHIND,
  URGENCIES,
  URGENCIES_BEHIND,
} from '../../../shared/text/words/number-words.ts';
import { LETTER_FIELDS, MATTER_LABELS } from '../../../shared/text/words/page-labels.ts';
import { STAMPS } from '../../../shared/text/words/stamps.ts';
import { GLUED_ENDINGS, TITLE_ENDINGS } from '../../../shared/text/words/title-endings.ts';
import { describeTables } from '../../support/rule-tables.ts';

describeTables([
  ['labels of the date', Object.values(DATE_LABEL_SIGNS)],
  ['lines with a date', Object.values(DATED_LINE_SIGNS)],
  ['what stands behind a date of the head', Object.values(BEHIND_HEAD_DATE)],
  ['what stands round the letter’s date', Object.values(ROUND_DATE)],
  ['who signs', Object.values(SIGNER_SIGNS)],
  ['who does not sign', NO_SIGNER_SIGNS],
  ['how titles begin', Object.values(TITLE_BEGINS)],
  ['how titles end', [TITLE_END, ...Object.values(RUNNING_ON)]],
  ['marks beside titles', Object.values(TITLE_MARKS)],
  ['titles', Object.values(TITLE_SIGNS)],
  ['titles without a title’s words', Object.values(TITLE_LINES)],
  ['what stands beside those', Object.values(BESIDE_TITLE_LINES)],
  ['titles that go on with the addressee', [GLUED_TITLE, GLUED_END]],
  ['whose the office above is', [...Object.values(TITLE_OFFICE_SIGNS), ...Object.values(WRAPPED_OFFICE_SIGNS)]],
  ['labels of copies', Object.values(COPIES_SIGNS)],
  ['lines below copies', [...BELOW_COPIES_SIGNS, ADDRESSEE_BELOW]],
  ['the line of printing', Object.values(PRINTING_SIGNS)],
  ['the line of printing without 印发', Object.values(PRINTED_SIGNS)],
  ['lines of the foot', Object.values(FOOT_SIGNS)],
  ['notes', NOTE_SIGNS],
  ['notes under the date', UNDER_DATE_SIGNS],
  ['closing lines', Object.values(CLOSING_SIGNS)],
  ['numbers', Object.values(NUMBER_RULES)],
  ['numbers of older letters', Object.values(OLD_NUMBER_RULES)],
  ['what stands beside a number', [...Object.values(BEFORE_NUMBER), ...Object.values(BEHIND_NUMBER)]],
  ['damaged numbers', Object.values(WORN_SIGNS)],
]);

/** The words of a list that are no patterns. */
const plain = (words: readonly string[]): readonly string[] => words.filter((word) => /^[\u3400-\u9fff]+$/.test(word));

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

  it('each ending ends a title', () => {
    expect(endsLikeTitle('关于末班车')).toBe(false);
    for (const ending of plain(TITLE_ENDINGS)) {
      expect(endsLikeTitle(`关于末班车${ending}`), ending).toBe(true);
      expect(endsLikeTitle(`关于末班车${ending}收悉`), ending).toBe(false);
    }
    for (const title of ['答覆', '办理反馈', '结果反馈', '回复摘要', '面复记录'])
      expect(endsLikeTitle(`提案${title}`), title).toBe(true);
  });

  it('each ending of a glued title ends one before the addressee, and none passes over its line', () => {
    const titleOf = (line: string): unknown => gluedTitle(line, linesOf(line)[0], 0)?.value;
    for (const ending of GLUED_ENDINGS)
      expect(titleOf(`关于延长末班车时间${ending}李晓青委员：您提出的`), ending).toBe(`关于延长末班车时间${ending}`);
    expect(titleOf('关于延长末班车时间李晓青委员：您提出的')).toBeUndefined();
  });

  it('each label of a page names a letter', () => {
    const named = (row: string): unknown => findTitle(row, linesOf(row))?.value;
    for (const label of MATTER_LABELS) expect(named(`${label}：卡丢了怎么补办`), label).toBe('卡丢了怎么补办');
    expect(named('内容：卡丢了怎么补办')).toBeUndefined();
  });

  it('above each of a page’s fields the matter is a title', () => {
    const named = (field: string): unknown => {
      const text = `关于末班车太早的问题\n${field}：2022`;
      return findTitle(text, linesOf(text))?.value;
    };
    for (const field of LETTER_FIELDS) expect(named(field), field).toBe('关于末班车太早的问题');
    expect(named('联系人')).toBeUndefined();
  });

  it('under each stamp an office above 关于 is the letterhead', () => {
    const titleUnder = (stamp: string): unknown => {
      const text = `${stamp}438号\n云岭县民政局\n关于末班车的答复`;
      return findTitle(text, linesOf(text))?.value;
    };
    for (const stamp of [...plain(STAMPS), '共2页']) expect(titleUnder(stamp), stamp).toBe('关于末班车的答复');
    expect(titleUnder('首页')).toBe('云岭县民政局关于末班车的答复');
  });

  it('each word below copies ends their list', () => {
    const copiesAbove = (below: string): unknown => {
      const text = `抄送：县政府办公室，\n${below}：县政协`;
      return findCopies(text, linesOf(text)).at(-1)?.lastLine;
    };
    for (const word of plain(BELOW_COPIES).filter((one) => one !== '抄')) expect(copiesAbove(word), word).toBe(0);
    expect(copiesAbove('县委')).toBe(1);
  });

  it('each label of typists and amounts tells the line of printing', () => {
    const printer = (behind: string): unknown => {
      const text = `关于末班车的答复\n2001年8月14日\n云岭县民政局办公室 2001年8月15日 ${behind}：某某`;
      return findImprint(text, linesOf(text)).by?.value;
    };
    for (const label of [...TYPIST_LABELS, ...AMOUNT_LABELS]) expect(printer(label), label).toBe('云岭县民政局办公室');
    expect(printer('联系人')).toBeUndefined();
  });

  it('each label and each word in brackets tells a note at the letter’s end', () => {
    const isNote = (line: string): boolean => {
      const text = `关于末班车的答复\n王芳委员：\n您的提案收悉。\n${line}\n云岭县民政局\n2022年6月27日`;
      return anatomyOf(text).parts.some(({ role, start, end }) => role === 'note' && text.slice(start, end) === line);
    };
    const labels = [...CONTACT_LABELS, ...PLACE_LABELS, ...MARK_LABELS].map((label) => label.replaceAll('\\s*', ' '));
    for (const label of labels) expect(isNote(`${label}：某某`), label).toBe(true);
    for (const word of NOTE_WORDS) expect(isNote(`（${word}某某）`), word).toBe(true);
    expect(isNote('具体情况：某某')).toBe(false);
    expect(isNote('（某某）')).toBe(false);
  });

  const numberOf = (line: string): unknown => {
    const [only] = linesOf(line);
    return only && readOwnNumber(line, only)?.value;
  };

  it('each word for the kind of paper stays before the figures', () => {
    for (const word of CLASS_CHARACTERS)
      expect(numberOf(`某函〔2023〕${word}18号`), word).toBe(`某函〔2023〕${word}18号`);
    expect(numberOf('某函〔2023〕收悉18号')).toBeUndefined();
  });

  it('each ending of a code makes a number of a damaged one', () => {
    for (const end of CODE_ENDINGS) expect(numberOf(`云岭县人民政府办公室${end}20235号`), end).toMatch(/〔2023〕5号$/);
    expect(numberOf('云岭县人民政府办公室内20235号')).toBeUndefined();
  });

  it('how urgent a paper is, and who else is named on the line, is no part of its number', () => {
    for (const word of URGENCIES) expect(numberOf(`${word}某函〔2023〕5号`), word).toBe('某函〔2023〕5号');
    for (const word of URGENCIES_BEHIND) expect(numberOf(`某函〔2023〕5号${word}`), word).toBe('某函〔2023〕5号');
    for (const label of plain(LABELS_BEHIND.map((one) => one.replace('?', ''))))
      expect(numberOf(`某函〔2023〕5号${label}：王芳`), label).toBe('某函〔2023〕5号');
    expect(numberOf('某函〔2023〕5号收悉')).toBeUndefined();
  });
});
