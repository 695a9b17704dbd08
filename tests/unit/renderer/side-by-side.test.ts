import { diffChars } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onlyChanged, sideBySide, type Row } from '../../../renderer/features/history/side-by-side.ts';
import type { TextOp } from '../../../shared/model/letter.ts';

function opsOf(before: string, after: string): TextOp[] {
  return diffChars(before, after).map(({ value, added, removed }) => ({
    op: added ? 'insert' : removed ? 'delete' : 'equal',
    text: value,
  }));
}
const sideText = (rows: readonly Row[], side: 'left' | 'right'): string =>
  rows
    .flatMap((row) => {
      const pieces = row[side];
      return pieces === null ? [] : [pieces.map((piece) => piece.text).join('')];
    })
    .join('\n');

const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '\n'), maxLength: 20 });

describe('two texts side by side', () => {
  test('each side, read downwards, is its text', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const rows = sideBySide(opsOf(before, after));
        expect(sideText(rows, 'left')).toBe(before);
        expect(sideText(rows, 'right')).toBe(after);
      }),
    );
  });

  test('a row counts as unchanged only where both sides say the same', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const row of sideBySide(opsOf(before, after))) {
          if (!row.changed) expect(row.left).toEqual(row.right);
        }
      }),
    );
  });

  test('a changed character is marked in its paragraph alone', () => {
    const rows = sideBySide(opsOf('一、现状\n联系人何书宁\n完', '一、现状\n联系人何叔宁\n完'));
    expect(rows.map((row) => row.changed)).toEqual([false, true, false]);
    expect(rows[1]?.left).toEqual([
      { text: '联系人何', changed: false },
      { text: '书', changed: true },
      { text: '宁', changed: false },
    ]);
  });

  test('an added paragraph stands against nothing', () => {
    const rows = sideBySide([
      { op: 'equal', text: '甲\n' },
      { op: 'insert', text: '乙\n' },
      { op: 'equal', text: '丙' },
    ]);
    expect(rows.map((row) => [row.left?.[0]?.text ?? null, row.right?.[0]?.text ?? null])).toEqual([
      ['甲', '甲'],
      [null, '乙'],
      ['丙', '丙'],
    ]);
  });

  test('long unchanged stretches are left out and counted', () => {
    const before = ['1', '2', '3', '4', '5', '6'].join('\n');
    const blocks = onlyChanged(sideBySide(opsOf(before, before.replace('6', '七'))));
    expect(blocks.map((block) => (block.kind === 'row' ? block.row.right?.[0]?.text : block.count))).toEqual([
      4,
      '5',
      '七',
    ]);
  });
});

test('a paragraph that stands elsewhere on the other side is moved, not taken out and put in', () => {
  const [one, two] = ['第一段讲的是社区养老服务设施。', '第二段讲的是老旧小区加装电梯。'];
  const rows = sideBySide([
    { op: 'delete', text: `${one}\n` },
    { op: 'equal', text: two },
    { op: 'insert', text: `\n${one}` },
  ]);
  const moved = rows.filter((row) => row.moved === true);
  expect(moved).toHaveLength(2);
  expect(moved.map(({ left, right }) => [left !== null, right !== null])).toEqual([
    [true, false],
    [false, true],
  ]);
});
