import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLetter, type LetterPart, type PartRole } from '../../../main/archive/print/split-letter.ts';
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import { anyText, sampleLetters } from './letters.ts';

const elements = (known: Partial<Elements> = {}): Elements => ({ ...emptyElements(), ...known });
const bare = (text: string): string => text.replace(/\s+/gu, '');

/** The parts as `role text`, one a line: what a test reads best. */
function outline(parts: readonly LetterPart[]): string[] {
  return parts.map((part) => `${part.role} ${part.text}`);
}

function textsOf(parts: readonly LetterPart[], role: PartRole): string[] {
  return parts.filter((part) => part.role === role).map((part) => part.text);
}

/** What the parts say, line by line, in their order. */
function rejoin(parts: readonly LetterPart[]): string {
  return parts.map((part) => part.text).join('');
}

const FULL = `云 溪 市 民 政 局
〔A类〕 云民函〔2023〕41号
〔主动公开〕
关于政协云溪市六届二次会议
第 062015 号提案答复的函
周砚清委员：
您提出的提案收悉，现答复如下：
一、工作情况
（一）摸清底数。全市有老年人12.37万人。
（二）2024年底前完成全部改造，做到应改尽改。
感谢您的关心。
附件：1. 情况表
2. 名单
云溪市民政局
2023年7月14日
（联系人：何书宁，0700-6120358）
附件1
情况表
甲\t乙
1\t2
抄送：市政协提案委。
云溪市民政局办公室 2023年7月14日印发`;
const KNOWN = elements({
  title: '关于政协云溪市六届二次会议第062015号提案答复的函',
  doc_number: '云民函〔2023〕41号',
  letterhead: '云溪市民政局',
  issuer: '云溪市民政局',
  addressees: ['周砚清'],
});

describe('splitting a letter into its parts', () => {
  it('gives every part of a complete letter its role', () => {
    expect(outline(splitLetter(FULL, KNOWN).parts)).toEqual([
      'letterhead 云 溪 市 民 政 局',
      'mark 〔A类〕',
      'number 云民函〔2023〕41号',
      'mark 〔主动公开〕',
      'title 关于政协云溪市六届二次会议',
      'title 第 062015 号提案答复的函',
      'addressee 周砚清委员：',
      'paragraph 您提出的提案收悉，现答复如下：',
      'heading1 一、工作情况',
      'heading2 （一）摸清底数。',
      'paragraph 全市有老年人12.37万人。',
      'paragraph （二）2024年底前完成全部改造，做到应改尽改。',
      'paragraph 感谢您的关心。',
      'attachments 附件：1. 情况表',
      'attachments 2. 名单',
      'signature 云溪市民政局',
      'date 2023年7月14日',
      'note （联系人：何书宁，0700-6120358）',
      'annex 附件1',
      'annexTitle 情况表',
      'row 甲\t乙',
      'row 1\t2',
      'cc 抄送：市政协提案委。',
      'printed 云溪市民政局办公室 2023年7月14日印发',
    ]);
  });

  it('finds the number whatever brackets it is written with', () => {
    for (const written of [
      '云民函[2023]41号',
      '云民函（2023）41号'.replace('（', '﹝').replace('）', '﹞'),
      '云民函 〔 2023 〕 41 号',
    ]) {
      expect(textsOf(splitLetter(`${written}\n关于某事答复的函\n某某委员：\n正文。`, KNOWN).parts, 'number')).toEqual([
        written,
      ]);
    }
  });

  it("does not take a cited number in the body for the letter's own", () => {
    const { parts } = splitLetter('关于某事答复的函\n某某委员：\n根据（云民函〔2023〕41号）的规定办理。', KNOWN);
    expect(textsOf(parts, 'number')).toEqual([]);
  });

  it('splits an addressee that runs on into the first paragraph', () => {
    const { parts } = splitLetter('周砚清委员：您提出的建议收悉。', elements({ addressees: ['周砚清'] }));
    expect(outline(parts)).toEqual(['addressee 周砚清委员：', 'paragraph 您提出的建议收悉。']);
  });

  it('splits a signature from the date on its line', () => {
    const { parts } = splitLetter(
      '关于某事的答复\n某某委员：\n正文在此。\n云溪市民政局 二○○六年十二月十八日',
      elements(),
    );
    expect(outline(parts).slice(-2)).toEqual(['signature 云溪市民政局', 'date 二○○六年十二月十八日']);
  });

  it('keeps a contact line that stands before the date in its place', () => {
    const { parts } = splitLetter(
      '关于某事的答复\n某某委员：\n正文。\n（联系人及电话：敖某 0700-1234567）\n2022年6月27日',
      elements(),
    );
    expect(outline(parts).slice(-2)).toEqual(['note （联系人及电话：敖某 0700-1234567）', 'date 2022年6月27日']);
  });

  it('takes a whole sentence for text, and its first sentence for a heading where more follows', () => {
    const { parts } = splitLetter(
      '（一）严格落实责任，确保取得实效。\n（二）加强宣传。我局开展了宣传。\n三、下一步打算',
      elements(),
    );
    expect(outline(parts)).toEqual([
      'paragraph （一）严格落实责任，确保取得实效。',
      'heading2 （二）加强宣传。',
      'paragraph 我局开展了宣传。',
      'heading1 三、下一步打算',
    ]);
  });

  it('takes all of a text without the form of a letter for its body', () => {
    const { parts, recognised } = splitLetter('您好！您反映的问题收悉。\n感谢您的留言。', elements());
    expect(recognised).toBe(false);
    expect(parts.map((part) => part.role)).toEqual(['paragraph', 'paragraph']);
  });

  it('knows a title that the elements do not name', () => {
    const { parts } = splitLetter(
      '云溪市水务局\n关于对某建议的答复\n某某代表：\n正文。',
      elements({ issuer: '云溪市水务局' }),
    );
    expect(outline(parts).slice(0, 3)).toEqual([
      'letterhead 云溪市水务局',
      'title 关于对某建议的答复',
      'addressee 某某代表：',
    ]);
  });

  it('prints the number once, as the letter writes it, where the catalogue has it in canonical form', () => {
    for (const written of [
      '云民函〔2023〕第041号',
      '文号：云民函〔2023〕41号',
      '（云民函〔2023〕41号）',
      '云民函2023〕41号',
    ]) {
      const { parts } = splitLetter(`${written}\n关于某事答复的函\n某某委员：\n正文。`, KNOWN);
      expect(outline(parts).slice(0, 2)).toEqual([`number ${written}`, 'title 关于某事答复的函']);
    }
  });

  it('parts title and mark on one line, and the last words from the signature behind them', () => {
    const { parts } = splitLetter(
      '关于某事的答复  〔A类〕\n某某委员：\n已办。\n感谢您的支持！云溪市民政局2023年7月14日\n公开方式：主动公开',
      elements({ title: '关于某事的答复' }),
    );
    expect(outline(parts)).toEqual([
      'title 关于某事的答复',
      'mark 〔A类〕',
      'addressee 某某委员：',
      'paragraph 已办。',
      'paragraph 感谢您的支持！',
      'signature 云溪市民政局',
      'date 2023年7月14日',
      'note 公开方式：主动公开',
    ]);
  });

  it('gives a message on a website no red head for its writer’s name alone, and still sets its end apart', () => {
    for (const head of [
      '网友“QL20391”',
      '来信人：',
      '来源：县长信箱    留言编号：LC20210513008    状态：已回复\n网友“半夏微凉”：',
    ]) {
      const { parts, recognised } = splitLetter(
        `${head}\n您反映的问题收悉，已办结。\n云溪市民政局\n2023年7月14日`,
        elements({ addressees: ['QL20391', '半夏微凉'] }),
      );
      expect(recognised).toBe(false);
      expect(parts.map((part) => part.role).slice(-3)).toEqual(['paragraph', 'signature', 'date']);
      expect(textsOf(parts, 'mark')).toEqual([]);
    }
  });

  it('keeps everything in its place where the page has no other for it', () => {
    const form = splitLetter(
      '提案答复表\n编号\t15\t届次\t六届二次\n李闻溪委员：\n已办。',
      elements({ title: '提案答复表' }),
    );
    expect(outline(form.parts)).toEqual([
      'title 提案答复表',
      'row 编号\t15\t届次\t六届二次',
      'paragraph 李闻溪委员：',
      'paragraph 已办。',
    ]);
    const page = splitLetter(
      '关于某事的答复\n某某委员：\n已办，感谢！云溪市民政局2023年7月14日\n扫一扫在手机打开当前页',
      elements(),
    );
    expect(outline(page.parts).slice(2)).toEqual([
      'paragraph 已办，感谢！云溪市民政局2023年7月14日',
      'paragraph 扫一扫在手机打开当前页',
    ]);
  });

  it('dates a letter of nothing but its title at the end', () => {
    const { parts } = splitLetter('关于某事的答复\n云溪市民政局\n2023年7月14日', elements());
    expect(outline(parts).slice(1)).toEqual(['signature 云溪市民政局', 'date 2023年7月14日']);
  });

  it('sets headings of the third and fourth level as text (7.3.3)', () => {
    const { parts } = splitLetter(
      '关于某事的答复\n某某委员：\n1. 走访社区。 逐户登记。\n（1）分工\n由街道负责。',
      elements(),
    );
    expect(outline(parts).slice(2)).toEqual([
      'paragraph 1. 走访社区。 逐户登记。',
      'paragraph （1）分工',
      'paragraph 由街道负责。',
    ]);
  });

  it('finds head, body and end of every sample letter', () => {
    for (const { id, text, elements: known } of sampleLetters()) {
      const { parts, recognised } = splitLetter(text, known);
      const label = `sample ${id}`;
      expect(recognised, label).toBe(true);
      expect(textsOf(parts, 'letterhead'), label).toEqual([known.letterhead]);
      expect(textsOf(parts, 'number'), label).toEqual([known.doc_number]);
      expect(textsOf(parts, 'title').join(''), label).toBe(known.title);
      expect(textsOf(parts, 'addressee'), label).toHaveLength(1);
      expect(textsOf(parts, 'date'), label).toHaveLength(1);
      expect(textsOf(parts, 'note').join(''), label).toContain(known.contact);
      expect(textsOf(parts, 'cc'), label).toHaveLength(known.cc.length > 0 ? 1 : 0);
    }
  });

  it('loses nothing and doubles nothing, whatever the text and the elements are', () => {
    const line = fc.oneof(
      fc.constantFrom(
        ...FULL.split('\n'),
        '附件：',
        '附件2',
        '抄送：',
        '：',
        '\t',
        '2023年1月2日',
        '某某局 2023年1月2日',
        '（此件公开发布）',
      ),
      anyText(40),
      fc.string({ unit: fc.constantFrom(...'关于答复的函提案、：。（）一二〔〕2023年月日号局委 \t'), maxLength: 30 }),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.option(line, { nil: null }), { minLength: 4, maxLength: 4 }),
        (lines, known) => {
          const text = lines.join('\n');
          const { parts } = splitLetter(
            text,
            elements({
              title: known[0] ?? null,
              doc_number: known[1] ?? null,
              issuer: known[2] ?? null,
              addressees: known[3] == null ? [] : [known[3]],
            }),
          );
          expect(bare(rejoin(parts))).toBe(bare(text));
          expect(parts.every((part, index) => part.line >= (parts[index - 1]?.line ?? 0))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
