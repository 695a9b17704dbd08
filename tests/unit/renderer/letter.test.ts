import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedParts, rebase, type Content } from '../../../renderer/features/letter/rebase.ts';
import { pageBlocks } from '../../../renderer/features/letter/page-blocks.ts';
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

const ELEMENTS = {
  ...emptyElements(),
  title: '关于第8号提案答复的函',
  letterhead: '云溪市民政局',
  issuer: '云溪市民政局',
  doc_number: '云民函〔2023〕41号',
  addressees: ['周砚清'],
};

/** The blocks as `look text`, headings in [ ]. */
function shown(lines: readonly string[], elements = ELEMENTS): string[] {
  return pageBlocks(lines.join('\n'), elements).map(({ look, text, heading }) => {
    const length = heading?.length ?? 0;
    return `${look} ${length > 0 ? `[${heading?.level ?? 0} ${text.slice(0, length)}]` : ''}${text.slice(length)}`;
  });
}

describe('the page of a letter', () => {
  test('head, title, addressee, body, signature and date stand in their places', () => {
    expect(
      shown([
        '云 溪 市 民 政 局',
        '〔A类〕',
        '云民函〔2023〕41号',
        '关于第8号提案答复的函',
        '周砚清委员：',
        '您提出的提案收悉。',
        '云溪市民政局',
        '2023年7月14日',
        '抄送：市政协提案委。',
      ]),
    ).toEqual([
      'letterhead 云 溪 市 民 政 局',
      'flush 〔A类〕',
      'right 云民函〔2023〕41号',
      'title 关于第8号提案答复的函',
      'flush 周砚清委员：',
      'body 您提出的提案收悉。',
      'right 云溪市民政局',
      'right 2023年7月14日',
      'flush 抄送：市政协提案委。',
    ]);
  });

  test('a heading is told from the text that follows it on the line, and rows of a table are not indented', () => {
    expect(
      shown([
        '关于第8号提案答复的函',
        '周砚清委员：',
        '一、工作情况',
        '（一）摸清底数。全市已摸清。',
        '甲\t乙',
        '丙\t丁',
      ]),
    ).toEqual([
      'title 关于第8号提案答复的函',
      'flush 周砚清委员：',
      'body [1 一、工作情况]',
      'body [2 （一）摸清底数。]全市已摸清。',
      'flush 甲\t乙',
      'flush 丙\t丁',
    ]);
  });

  test('what shares a line but not a place is parted: addressee and first words, last words and signature', () => {
    expect(
      shown(['周砚清委员：您提出的提案收悉。', '感谢您的关心！云溪市民政局2023年7月14日', '（联系人：何书宁）']),
    ).toEqual([
      'flush 周砚清委员：',
      'body 您提出的提案收悉。',
      'body 感谢您的关心！',
      'right 云溪市民政局',
      'right 2023年7月14日',
      'body （联系人：何书宁）',
    ]);
  });

  test('number and mark on one line stay side by side, and a title over two lines is one', () => {
    expect(
      shown(['〔A类〕 云民函〔2023〕41号', '关于第8号', '提案答复的函', '（2023年7月14日）', '周砚清委员：']),
    ).toEqual([
      'flush 〔A类〕 云民函〔2023〕41号',
      'title 关于第8号',
      'title 提案答复的函',
      'subtitle （2023年7月14日）',
      'flush 周砚清委员：',
    ]);
  });

  test('an annex has a heading and a title of its own', () => {
    expect(
      shown([
        '关于第8号提案答复的函',
        '周砚清委员：',
        '已办。',
        '云溪市民政局',
        '2023年7月14日',
        '附件1',
        '情况表',
        '一切正常。',
      ]),
    ).toEqual([
      'title 关于第8号提案答复的函',
      'flush 周砚清委员：',
      'body 已办。',
      'right 云溪市民政局',
      'right 2023年7月14日',
      'annex 附件1',
      'subtitle 情况表',
      'body 一切正常。',
    ]);
  });

  test('blank lines stay, and the blocks joined are the text, whatever it is', () => {
    expect(shown(['  一、情况 ', '', '正文。'])).toEqual(['body [1   一、情况] ', 'flush ', 'body 正文。']);
    const line = fc.constantFrom(
      '',
      ' ',
      '周砚清委员：您好。',
      '一、情况。已办。',
      '云溪市民政局',
      '2023年7月14日',
      '附件',
      'a\tb',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const blocks = pageBlocks(lines.join('\n'), ELEMENTS);
        let joined = '';
        for (const { start, text } of blocks) joined += '\n'.repeat(start - joined.length) + text;
        expect(joined).toBe(lines.join('\n'));
      }),
    );
  });
});
