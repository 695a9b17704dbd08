import { describe, expect, it } from 'vitest';
import { findCertainMark, findSecrecyMark, findSecrecyMarkInName } from '../../../main/archive/reading/secrecy.ts';
import { heldOut } from '../../bench/reading/accuracy.ts';
import { BATCHES } from '../../bench/reading/heldout/index.ts';
import { typeset } from '../../bench/reading/typeset.ts';
import { letterOnSecrecy } from './letters-on-secrecy.ts';

const REST = '\n青岚市民政局\n关于市政协十届一次会议第5号提案答复的函\n李晓青委员：\n您提出的提案收悉。';

describe('material that bears a mark of secrecy is known', () => {
  it.each([
    '秘密★5年',
    '机密★',
    '绝密★长期',
    '秘密☆ 10 年',
    '秘 密 ★ 5 年',
    '机密',
    '【机密】',
    '机密级',
    '秘密*3年',
    '密级：秘密',
    '密级和保密期限：机密★10年',
    '000012\n秘密★1年',
    '（绝密）',
    '本文件涉密，不得外传',
    '涉密文件',
    '特急　\n机密★6个月',
    '絕密★長期',
    '密级：\n机密★10年',
    '特急 秘密',
    '机\n密\n★\n10\n年',
    '密级　□绝密　☑机密　□秘密',
    '祕密★10年',
    '密級：祕密',
    '机密\uf0ab10年',
    '机密\uf0ea',
    '【机密】★',
    '《机密》★10年',
    '★机密',
    '机密·★',
    '机密：★',
    '「机密」',
    '<机密>',
    '机密（长期）',
    '机密✰10年',
    '保密等级：机密',
    '涉密等级：秘密',
    '密级为机密',
    '密级（机密）',
    '本件为国家秘密',
    '国家秘密',
    '机密★启用前',
    '机密启用前',
  ])('%s', (mark) => {
    expect(findSecrecyMark(mark + REST)).not.toBeNull();
  });

  it.each([...'✵✶✹✽❋✪✫✡⚹⛤⍟⚝⯨⯪⭑🌟🞲🟊꙳٭﹡※⁂⁑🔯❄♦⛔🔒'])('with %s for the star', (star) => {
    expect(findSecrecyMark(`机密${star}${REST}`)?.rule).toBe('level-with-star');
    expect(findSecrecyMark(`秘密${star}5年${REST}`)?.rule).toBe('level-with-star');
  });

  it.each([...'□■☐☑○●◆•→'])('with %s for the star where a term follows, else it is a box or a bullet', (sign) => {
    expect(findSecrecyMark(`秘密${sign}5年${REST}`)?.rule).toBe('level-with-star');
    expect(findSecrecyMark(`秘密${sign}${REST}`)).toBeNull();
    expect(findSecrecyMark(`${sign}秘密${REST}`)).toBeNull();
  });

  it.each([
    '机密（★）1年',
    '机密〔★〕1年',
    '机密【☆】',
    '机密-★-1年',
    '秘密—★5年',
    '秘密——★——5年',
    '★★★秘密★★★',
    '秘密星5年',
    '机密级★1年',
    '密级:〔机密〕★',
    '密级：【秘密】',
    '机·密·★',
    '机/密★长期',
    '机︱密★',
    '绝-密',
    '密级︰机密',
    '密级﹕机密',
    '密级∶机密★',
    '密级＝机密',
    '密级|机密',
    '密级—机密',
    '密·级：机密',
    '密级 机密 保密期限 5年',
    '密级：机密 保密期限：5年',
    '保密等级：秘密级，5年',
    '涉密文件 密级 机密',
    '秘密（保密期限10年）',
    '秘密 保密期限：10年',
    '秘密：5年',
    '秘密—五年',
    '秘密，两年',
    '知悉范围：局领导　密级：秘密',
    '份号：000012　密级：机密★',
    '定密：秘密级',
    '定密级别：机密',
    '㊙',
    '㊙️',
    '〔㊙〕5年',
    '機宻★',
    '絶密★',
    '﹝机密﹞',
    '︻机密︼',
  ])('written otherwise: %s', (mark) => {
    expect(findSecrecyMark(mark + REST)).not.toBeNull();
  });

  it.each([
    ['a soft hyphen', '\u00ad'],
    ['a joiner of graphemes', '\u034f'],
    ['a filler', '\u3164'],
    ['a filler of half width', '\uffa0'],
    ['a selector of variants', '\ufe00'],
    ['an ideographic selector of variants', '\u{e0100}'],
    ['a tag', '\u{e0061}'],
    ['an accent', '\u0301'],
    ['a control', '\u0001'],
    ['a control of the second set', '\u0090'],
    ['a mark of direction', '\u200f'],
    ['a sign of annotation', '\ufff9'],
    ['an empty pattern of Braille', '\u2800'],
    ['a thousand of them', '\u200b\u00ad'.repeat(500)],
  ])('with %s inside, which leaves no ink', (_what, sign) => {
    for (const mark of [`秘${sign}密${sign}★${sign}10年`, `机${sign}密`, `密${sign}级：${sign}机密`])
      expect(findSecrecyMark(mark + REST)).not.toBeNull();
    expect(findSecrecyMark(`不涉及国家秘${sign}密${REST}`)).toBeNull();
  });

  it('written backwards and shown from right to left', () => {
    expect(findSecrecyMark(`\u202e年01★密秘\u202c${REST}`)).not.toBeNull();
    expect(findSecrecyMark(`\u202e密秘作工密保\u202c${REST}`)).toBeNull();
  });

  it('below a head of blanks', () => {
    expect(findSecrecyMark(`${' \n\u200b'.repeat(3000)}机密${REST}`)).not.toBeNull();
  });

  it.each([2, 5, 10, 15])('a bare level in line %i of the head', (line) => {
    const before = Array.from({ length: line - 1 }, (_, at) => `青岚市收文登记第${at + 1}栏\n`).join('');
    expect(findSecrecyMark(`${before}机密${REST}`)).toEqual({ mark: '机密', rule: 'level-alone' });
  });

  it('but below the head a bare level is a word among words', () => {
    const before = Array.from({ length: 15 }, (_, at) => `青岚市收文登记第${at + 1}栏\n`).join('');
    expect(findSecrecyMark(`${before}机密${REST}`)).toBeNull();
  });

  it('names the mark and the rule, not the text', () => {
    expect(findSecrecyMark(`秘密★5年${REST}`)).toEqual({ mark: '秘密★5年', rule: 'level-with-star' });
  });
});

describe('a mark behind the head is known', () => {
  const BODY = '我们高度重视，认真研究，逐项落实。\n'.repeat(30);

  it.each([
    '机密★10年',
    '【秘密★1年】',
    '000012 秘密★5年',
    '密级：机密',
    '机密★ 特急',
    '机密〔✵〕1年',
    '机·密·★',
    '密级＝机密',
  ])('alone on a line anywhere: %s', (mark) => {
    expect(findSecrecyMark(`${REST}\n${BODY}${mark}\n附件2\n名单`)).not.toBeNull();
  });

  it.each(['机密', '秘密级', '【秘密】', '本文件涉密，不得外传', '密级：秘密'])(
    'in the first lines of a later page: %s',
    (mark) => {
      const first = REST + BODY;
      const text = `${first}附件2\n${mark}\n名单`;
      const pages = [
        { start: 0, end: first.length },
        { start: first.length, end: text.length },
      ];
      if (mark !== '机密') expect(findSecrecyMark(text, pages)).not.toBeNull();
      expect(findSecrecyMark(`${first}\f${mark}\n附件2`)).not.toBeNull();
    },
  );

  it.each([
    ['the rest of a sentence that the page cut', `${REST}${BODY}这些都属于国家\f秘密\n也要依法公开`],
    ['one of a list', `${REST}${BODY}\f绝密\n机密\n秘密\n三级`],
    ['an example', `${REST}${BODY}应当这样标注：\n机密★10年\n并登记。`],
  ])('but not where it is %s', (_what, text) => {
    expect(findSecrecyMark(text)).toBeNull();
  });
});

it('of a thousand letters that speak of secrecy none bears a mark, nor does any of their names', () => {
  const refused = Array.from({ length: 1000 }, (_, number) => letterOnSecrecy(number)).filter(
    ({ name, text }) =>
      findSecrecyMark(text) !== null ||
      findSecrecyMarkInName(name) !== null ||
      findCertainMark(name.replace(/\.\w+$/, '')) !== null,
  );
  expect(refused).toEqual([]);
});

it('nor does any of the letters on which recognition is measured', () => {
  const letters = BATCHES.flatMap(({ name }) => heldOut(name));
  expect(letters.length).toBeGreaterThan(1000);
  expect(letters.filter(({ letter, seed }) => findSecrecyMark(typeset(letter, 'clean', seed)) !== null)).toEqual([]);
});

it('with a mark set above the title every one of them does', () => {
  const missed = Array.from({ length: 1000 }, (_, number) => letterOnSecrecy(number)).filter(
    ({ text }) => findSecrecyMark(`机密★10年\n${text}`) === null,
  );
  expect(missed).toEqual([]);
});

describe('words about secrecy do not refuse', () => {
  it.each([
    '青岚市国家保密局',
    '关于加强保密工作的答复',
    '不涉密',
    '此件不涉密',
    '内部资料',
    '工作秘密',
    '不得外传',
    '密级：无',
    '密级：公开',
    '商业秘密保护条例',
    '关于如何标注“秘密★5年”字样的答复',
    '经审查，本文不涉及国家秘密，同意公开。',
    '机密文件管理规定',
    '秘密战线纪念馆',
    '手机/密码★初始值',
    '手机·密码',
    '国家秘密的密级：绝密、机密、秘密',
    '如何填写密级：秘密',
    '定密责任人',
    '定密管理：秘密战线资料',
    '秘密，五年前已经公开',
    '秘密□机密□绝密□',
    '①机密',
    '公开※秘密另议',
  ])('%s', (words) => {
    expect(findSecrecyMark(words + REST)).toBeNull();
  });

  it('nor does a mark cited far down in the body', () => {
    expect(findSecrecyMark(`${REST}\n${'我们高度重视。\n'.repeat(30)}机密\n`)).toBeNull();
  });
});
