import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLetters, diffText } from '../../../main/archive/letters/diff.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import type { Letter, TextOp } from '../../../shared/model/letter.ts';

const join = (ops: TextOp[], without: TextOp['op']): string =>
  ops
    .filter((op) => op.op !== without)
    .map((op) => op.text)
    .join('');

function letter(version: number, change: Partial<Letter>): Letter {
  return {
    id: 'L',
    version,
    versions: 2,
    ref_code: null,
    retention: 'D30',
    expires: '2054-12-31',
    filed_at: '',
    final: false,
    name: '答复',
    elements: emptyElements(),
    text: '',
    attachments: [],
    ...change,
  };
}

describe('differences of text', () => {
  test('equal and deleted passages give the old text, equal and inserted ones the new', () => {
    const sentence = fc.stringMatching(/^[云溪市社区共8个,。；！\n]{0,12}$/);
    const text = fc.array(sentence, { maxLength: 12 }).map((parts) => parts.join('。'));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const ops = diffText(from, to);
        expect(join(ops, 'insert')).toBe(from);
        expect(join(ops, 'delete')).toBe(to);
      }),
      { numRuns: 500 },
    );
  });

  test('a changed number is shown by its characters, the rest of the sentence stays equal', () => {
    const ops = diffText('全市共建成托育点53个。下一步继续推进。', '全市共建成托育点58个。下一步继续推进。');
    expect(ops).toEqual([
      { op: 'equal', text: '全市共建成托育点5' },
      { op: 'delete', text: '3' },
      { op: 'insert', text: '8' },
      { op: 'equal', text: '个。下一步继续推进。' },
    ]);
  });

  test('a sentence that was written anew is shown whole', () => {
    const ops = diffText('甲乙丙丁戊。', '子丑寅卯辰！');
    expect(ops.map((op) => op.op)).toEqual(['delete', 'insert']);
  });

  test('equal texts have no differences', () => {
    expect(diffText('同文。', '同文。')).toEqual([{ op: 'equal', text: '同文。' }]);
    expect(diffText('', '')).toEqual([]);
  });
});

describe('differences of letters', () => {
  test('fields and attachments are told apart from the text', () => {
    const file = { id: 'a', name: '附表.xlsx', role: 'ATTACHMENT' as const, mime: '', size: 1, sha256: 'x' };
    const from = letter(1, { attachments: [file], text: '正文。' });
    const to = letter(2, {
      elements: { ...emptyElements(), result_code: 'A' },
      attachments: [{ ...file, id: 'b' }],
      text: '正文。',
    });
    const diff = diffLetters(from, to);
    expect(diff.fields).toEqual([{ field: 'result_code', from: null, to: 'A' }]);
    expect(diff.attachments.map((a) => [a.op, a.attachment.id])).toEqual([
      ['removed', 'a'],
      ['added', 'b'],
    ]);
    expect(diff.text).toEqual([{ op: 'equal', text: '正文。' }]);
  });
});
