import { describe, expect, it } from 'vitest';
import { findSecrecyMark } from '../../../main/archive/reading/secrecy.ts';

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
  ])('%s', (mark) => {
    expect(findSecrecyMark(mark + REST)).not.toBeNull();
  });

  it('names the mark and the rule, not the text', () => {
    expect(findSecrecyMark(`秘密★5年${REST}`)).toEqual({ mark: '秘密★5年', rule: 'level-with-star' });
  });
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
  ])('%s', (words) => {
    expect(findSecrecyMark(words + REST)).toBeNull();
  });

  it('nor does a mark cited far down in the body', () => {
    expect(findSecrecyMark(`${REST}\n${'我们高度重视。\n'.repeat(30)}机密\n`)).toBeNull();
  });
});
