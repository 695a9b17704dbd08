/** What holds of the anatomy of any text, and what it costs. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import { simplifiedKey } from '../../../shared/text/simplified.ts';
import { linesOf } from '../../../shared/text/anatomy/lines.ts';
import { anyText } from '../export/letters.ts';

const LINES = [
  '云 溪 市 民 政 局',
  '〔A类〕 云民函〔2023〕41号',
  '（云民函﹝2023﹞41号）',
  '文号：云民函[2023]41号',
  '关于政协云溪市六届二次会议',
  '第062015号提案答复的函',
  '关于第062015号提案的答复（B类）',
  '周砚清委员：',
  '周砚清委员：您提出的提案收悉。',
  '尊敬的网友，您好！',
  '您提出的提案收悉，现答复如下：',
  '一、工作情况',
  '（一）摸清底数。全市有老人12万人。',
  '1. 走访社区',
  '附件：1. 情况表',
  '附件：',
  '附件2',
  '云溪市民政局',
  '云溪市民政局（盖章） 〔A类〕',
  '2023年7月14日',
  '云溪市民政局 二○二三年七月十四日',
  '感谢您的关心！云溪市民政局2023年7月14日',
  '（联系人：何书宁，0700-6120358）',
  '公开方式：主动公开',
  '（此件公开发布）',
  '甲\t乙',
  '抄送：市政协提案委，',
  '市政府督查室。',
  '主题词：民政 提案',
  '云溪市民政局办公室 2023年7月14日印发',
  '',
  '  ',
];

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES) },
  { weight: 1, arbitrary: anyText(40) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'关于答复的函提案委员、：，。（）一二〔〕2023年月日号局附件抄送 \t'),
      maxLength: 30,
    }),
  },
);
const texts = fc
  .tuple(fc.array(line, { maxLength: 24 }), fc.constantFrom('\n', '\n', '\r\n', '\u2028'))
  .map(([lines, end]) => lines.join(end));
const value = fc.option(line, { nil: null });
const elements = fc
  .record({
    title: value,
    doc_number: value,
    issuer: value,
    letterhead: value,
    addressees: fc.array(line, { maxLength: 2 }),
  })
  .map((known): Elements => ({ ...emptyElements(), ...known }));

describe('the parts of any text', () => {
  it('are in order, do not overlap, and are all of it but blanks, whatever is known of the letter', () => {
    fc.assert(
      fc.property(texts, fc.option(elements, { nil: undefined }), (text, known) => {
        const { parts, lines } = anatomyOf(text, known);
        let end = 0;
        for (const part of parts) {
          expect(text.slice(end, part.start).trim()).toBe('');
          expect(part.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(part.start, part.end)).toBe(text.slice(part.start, part.end).trim());
          expect(part.end).toBeGreaterThan(part.start);
          expect(part.level !== undefined).toBe(part.role === 'heading');
          const own = lines[part.line];
          expect(own !== undefined && own.start <= part.start && part.end <= own.end).toBe(true);
          ({ end } = part);
        }
        expect(text.slice(end).trim()).toBe('');
        expect(lines).toEqual(linesOf(simplifiedKey(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same when they are looked for again with what was read in them', () => {
    const letter = LINES.filter((words) => !/^(?:文号|（云民函|尊敬|附件：$)/.test(words)).join('\n');
    const { head, parts } = anatomyOf(letter);
    const known = {
      ...emptyElements(),
      title: head.title?.value ?? null,
      doc_number: head.number?.value ?? null,
      letterhead: head.letterhead?.value ?? null,
      addressees: head.addressees?.names.map((name) => name.value) ?? [],
    };
    expect(known).toMatchObject({
      title: '关于政协云溪市六届二次会议第062015号提案答复的函',
      doc_number: '云民函〔2023〕41号',
      letterhead: '云溪市民政局',
      addressees: ['周砚清'],
    });
    expect(anatomyOf(letter, known).parts).toEqual(parts);
  });
});

/** Lines made to be looked at more than once, and lines that never end. */
const PIECES = [
  '2023年7月14日\n',
  '云溪市民政局\n',
  '附件1\n',
  '云溪市民政局\n附件1\n',
  '附件：1. 情况表\n2. 名单\n',
  '1. 情况表\n',
  '抄送：某局，\n',
  '（联系人：张三）\n',
  '电话：0700-6120358\n',
  '感谢您的支持！云溪市民政局2023年7月14日\n',
  '关于某事的答复\n',
  '一、情况\n',
  '甲\t乙\n',
  '〔A类〕\n',
];
const ENDLESS = [
  '（联系人：',
  ' ',
  '关于',
  '周砚清、',
  '云溪市民政局，',
  '〔A类〕',
  '一、情况。',
  '附件：',
  '抄送：',
  '2023年',
  '“',
  '\t',
];
const KNOWN: Elements = {
  ...emptyElements(),
  title: '关于某事的答复',
  doc_number: '云民函〔2023〕41号',
  issuer: '云溪市民政局',
  letterhead: '云溪市民政局',
  addressees: ['周砚清'],
};
const HEAD =
  '云溪市民政局\n云民函〔2023〕41号\n关于某事的答复\n周砚清委员：\n已办结。\n云溪市民政局\n2023年7月14日\n附件：1. 情况表\n';
const repeated = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

/** How often patterns are tried on a text, and on how many characters altogether: of a search that goes on, those that it passes. */
function costOf(text: string): { calls: number; characters: number } {
  const cost = { calls: 0, characters: 0 };
  // Every use of a pattern (test, match, replace, search) goes through exec.
  const exec: (this: RegExp, text: string) => RegExpExecArray | null = Reflect.get(RegExp.prototype, 'exec');
  vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, tried: string) {
    const from = this.global ? this.lastIndex : 0;
    const match = exec.call(this, tried);
    cost.calls += 1;
    cost.characters += (this.global && match ? match.index + match[0].length : tried.length) - from;
    return match;
  });
  anatomyOf(text, KNOWN);
  vi.restoreAllMocks();
  return cost;
}

describe('the cost of the anatomy', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(PIECES)('grows with the text and not faster, for lines like %j', (piece) => {
    const once = costOf(HEAD + repeated(piece, 8_000));
    const twice = costOf(HEAD + repeated(piece, 16_000));
    expect(once.calls).toBeGreaterThan(100);
    expect(twice.calls).toBeLessThan(once.calls * 2.2);
    expect(twice.characters).toBeLessThan(once.characters * 2.2);
  });

  it('does not keep a text of 2 MB from ending, be it of lines without number or of lines without end', () => {
    const share = Math.ceil(2_000_000 / (PIECES.length + ENDLESS.length));
    const many = HEAD + PIECES.map((piece) => repeated(piece, share)).join('');
    const endless = HEAD + ENDLESS.map((piece) => `${repeated(piece, share)}。\n`).join('');
    for (const text of [
      many + endless,
      endless + many,
      repeated(' ', 2_000_000) + HEAD,
      `某局${repeated(' ', 2_000_000)}2023年7月14日`,
    ]) {
      expect(anatomyOf(text, KNOWN).parts.length).toBeGreaterThan(0);
      expect(anatomyOf(text).parts.length).toBeGreaterThan(0);
    }
  }, 120_000);
});
