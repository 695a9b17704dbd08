import { describe, expect, test } from 'vitest';
import { changedParts, rebase, type Content } from '../../../renderer/features/letter/rebase.ts';
import { paragraphRoles } from '../../../renderer/features/letter/paragraph-role.ts';
import { emptyElements } from '../../../shared/model/elements.ts';

const content = (change: Partial<Content['elements']>, text = '正文'): Content => ({
  elements: { ...emptyElements(), title: '函', ...change },
  text,
});

describe('carrying changes over to a newer version', () => {
  const base = content({});

  test('changes of both sides that do not meet are both there', () => {
    const { content: next, both } = rebase(base, content({ contact: '何书宁' }), content({ cc: ['督查室'] }, '新正文'));
    expect(next).toEqual(content({ contact: '何书宁', cc: ['督查室'] }, '新正文'));
    expect(both).toEqual([]);
  });

  test('where both changed the same, mine stands and is named', () => {
    const { content: next, both } = rebase(base, content({ title: '函一' }, '甲'), content({ title: '函二' }, '乙'));
    expect(next).toEqual(content({ title: '函一' }, '甲'));
    expect(both).toEqual(['title', 'text']);
  });

  test('where both made the same change, nothing is left to do', () => {
    const both = content({ contact: '何书宁' });
    expect(rebase(base, both, both)).toEqual({ content: both, both: [] });
    expect(changedParts(both, rebase(base, both, both).content)).toEqual([]);
  });
});

describe('the page of a letter', () => {
  test('head, title, addressee, body, signature and date stand in their places', () => {
    const elements = {
      ...emptyElements(),
      title: '关于第8号提案答复的函',
      letterhead: '云溪市民政局',
      issuer: '云溪市民政局',
      doc_number: '云民函〔2023〕41号',
      addressees: ['周砚清'],
    };
    const lines = [
      '云 溪 市 民 政 局',
      '〔A类〕',
      '云民函〔2023〕41号',
      '关于第8号提案答复的函',
      '周砚清委员：',
      '您提出的提案收悉。',
      '云溪市民政局',
      '2023年7月14日',
      '抄送：市政协提案委。',
    ];
    expect(paragraphRoles(lines, elements)).toEqual([
      'letterhead',
      'flush',
      'right',
      'title',
      'flush',
      'body',
      'right',
      'right',
      'flush',
    ]);
  });
});
