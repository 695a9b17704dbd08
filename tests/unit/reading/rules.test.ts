/** Each rule of a table finds its example, and not what it is not for. Words of lists are told by what they are for. */
import { describe, expect, it } from 'vitest';
import {
  ADDRESSED_SIGNS,
  FIELD,
  HEAD_SIGNS,
  OPENS_BODY,
  ORDINAL,
  TAIL_SIGNS,
  TITLE_END_SIGNS,
} from '../../../main/archive/reading/unbroken-rules.ts';
import { findCitedNumbers } from '../../../main/archive/reading/recognition/cited-numbers.ts';
import {
  NAMED_CONTACT_RULES,
  PHONE_KINDS,
  SURNAMED_CONTACT_RULES,
} from '../../../main/archive/reading/recognition/contact-rules.ts';
import {
  ASKED_SIGNS,
  CALLED_SIGNS,
  NO_CASE_BEFORE,
  NO_CASE_BEHIND,
  NO_CASE_WORDS,
  PLACED_RULES,
  UNQUOTED_RULES,
} from '../../../main/archive/reading/recognition/case-title-rules.ts';
import { findContact } from '../../../main/archive/reading/recognition/contacts.ts';
import { CUES } from '../../../main/archive/reading/recognition/emptiness.ts';
import { CO_FORM_LABELS, FORM_LABELS } from '../../../main/archive/reading/recognition/form.ts';
import { CLASHES, RESULT_CHANGED } from '../../../main/archive/reading/recognition/never-sure.ts';
import { KIND_RULES, kindOf, type KindClues } from '../../../main/archive/reading/recognition/kind.ts';
import { CASE_NUMBER_RULES, SESSION_RULES } from '../../../main/archive/reading/recognition/session.ts';
import {
  findOpenness,
  findResult,
  OPENNESS_RULES,
  RESULT_RULES,
} from '../../../main/archive/reading/recognition/marks.ts';
import { NO_CONTACT } from '../../../main/archive/reading/recognition/phones-in-sentences.ts';
import { findAddressees } from '../../../shared/text/anatomy/addressees.ts';
import { TITLE_FORMS } from '../../../shared/text/anatomy/title-forms.ts';
import { linesOf } from '../../../shared/text/anatomy/lines.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { ASSEMBLIES, firstAssembly } from '../../../shared/text/words/assemblies.ts';
import { OFFICE_ENDINGS } from '../../../shared/text/words/office-endings.ts';
import { OPENNESS_LABELS } from '../../../shared/text/words/field-labels.ts';
import { NO_ADDRESSEE_BEGINS } from '../../../shared/text/words/addressed.ts';
import { CERTIFICATES, CITED_OFFICES, CITING_WORDS } from '../../../shared/text/words/citing.ts';
import { MESSAGE_PAGES } from '../../../shared/text/words/message-pages.ts';
import { CONTACT_RANKS } from '../../../shared/text/words/ranks.ts';
import { isWebLine } from '../../../shared/text/words/web-fields.ts';
import { describeTables, type Table } from '../../support/rule-tables.ts';

const NOTHING_KNOWN: KindClues = {
  ...{ title: null, head: '', opening: '', body: '', addressees: [], honorific: null },
  ...{ addressedToOffice: false, caseNumber: null, told: null },
};

const TABLES: readonly Table[] = [
  ['reply_kind', Object.values(KIND_RULES)],
  ['session', SESSION_RULES],
  ['case_number', Object.values(CASE_NUMBER_RULES)],
  ['result_code', Object.values(RESULT_RULES)],
  ['openness', OPENNESS_RULES],
  ['phones that are no contact’s', NO_CONTACT],
  ['contacts without a label', [...NAMED_CONTACT_RULES, ...SURNAMED_CONTACT_RULES]],
  ['telephone numbers', PHONE_KINDS],
  ['case titles without marks', Object.values(UNQUOTED_RULES)],
  [
    'quotations that are no case titles',
    [...Object.values(NO_CASE_BEFORE), ...Object.values(NO_CASE_WORDS), ...Object.values(NO_CASE_BEHIND)],
  ],
  ['quotations that are', Object.values(CALLED_SIGNS)],
  ['what an application asks for', Object.values(ASKED_SIGNS)],
  ['case titles by their place', Object.values(PLACED_RULES)],
  ['the labels of forms', FORM_LABELS],
  ['the labels of forms of those who help', CO_FORM_LABELS],
  ['titles without 关于', TITLE_FORMS],
  ['the head of a letter without line ends', [...Object.values(HEAD_SIGNS), ...Object.values(TITLE_END_SIGNS)]],
  ['who is addressed in it', [OPENS_BODY, ...Object.values(ADDRESSED_SIGNS), FIELD]],
  ['its paragraphs and its end', [ORDINAL, ...Object.values(TAIL_SIGNS)]],
  ['values that are never sure', CLASHES],
  ['results that became others', [RESULT_CHANGED]],
  ...Object.entries(CUES).map(([element, cues]) => [`what speaks of ${element}`, cues] as const),
];

describeTables(TABLES);

describe('no line is passed over that a rule would find something in', () => {
  it.each(Object.values(RESULT_RULES).map((rule) => [rule.name, rule] as const))('of a result: %s', (_name, rule) => {
    const lines = linesOf(rule.example);
    expect(findResult(rule.example, lines, 0, lines), rule.example).not.toBeNull();
  });

  it.each(OPENNESS_RULES.map((rule) => [rule.name, rule] as const))('of openness: %s', (_name, { example }) => {
    expect(findOpenness(example, linesOf(example), []), example).not.toBeNull();
  });

  it.each(OPENNESS_LABELS)('of openness, behind its label: %s', (label) => {
    const row = `${label}：同意`;
    expect(findOpenness(row, linesOf(row), [])).toMatchObject({ value: '主动公开' });
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

  const plain = (words: readonly string[]): readonly string[] =>
    words.filter((word) => /^[\u3400-\u9fff]+$/.test(word));
  const cited = (text: string): string[] => findCitedNumbers(text, null).map(({ value }) => value);

  it('each word that cites, and each office before a code, is no part of the code', () => {
    for (const word of [...plain(CITING_WORDS), ...plain(CITED_OFFICES).filter((office) => office.length > 2)])
      expect(cited(`我局${word}云政发〔2020〕3号`), word).toEqual(['云政发〔2020〕3号']);
    expect(cited('甲乙云政发〔2020〕3号')).toEqual(['甲乙云政发〔2020〕3号']);
  });

  it('each certificate’s number is no document’s', () => {
    for (const word of plain(CERTIFICATES)) expect(cited(`持有云${word}〔2020〕3号`), word).toEqual([]);
  });

  it('each rank before a contact’s name is no part of it', () => {
    const contact = (line: string): string | undefined =>
      findContact(line, [{ start: 0, end: line.length, text: line }])?.value;
    for (const rank of plain(CONTACT_RANKS)) expect(contact(`联系人：${rank}王芳 6221234`), rank).toBe('王芳');
  });

  it('each page where messages are left makes no petition of one', () => {
    for (const page of plain(MESSAGE_PAGES)) {
      const opening = `您通过${page}来访反映的问题收悉`;
      expect(kindOf({ ...NOTHING_KNOWN, opening }).value, page).toBe('其他');
      expect(kindOf({ ...NOTHING_KNOWN, opening: opening.replace(page, '电话') }).value).toBe('信访');
    }
  });

  it('each word that names nobody, and each beginning of another line, gives no addressee', () => {
    const addressed = (text: string): unknown => findAddressees([{ start: 0, end: text.length, text }], 0, 1, 0);
    expect(addressed('常明远委员：')).not.toBeNull();
    for (const word of plain(NO_ADDRESSEE_BEGINS)) expect(addressed(`${word}工作事项：`), word).toBeNull();
  });

  it('a web page’s own lines, and not a letter’s', () => {
    for (const line of ['来源：云岭县人民政府', '首页>政务公开>建议提案', '当前位置：首页', '【打印】'])
      expect(isWebLine(line), line).toBe(true);
    for (const line of ['云岭县民政局', '常明远委员：', '关于来源不明资金的答复'])
      expect(isWebLine(line), line).toBe(false);
  });
});
