/** What the log says of 待核对: rows of this program say whether a letter waits, rows of older ones took the mark away. */
import { expect, test } from 'vitest';
import { AuditedActs } from '../../../main/archive/trust/audited-acts.ts';

function reviewAfter(...acts: [action: string, detail: object][]): boolean | undefined {
  const audited = new AuditedActs();
  for (const [at, [action, detail]] of acts.entries())
    audited.note({
      seq: at + 1,
      at: '2026-11-30T00:00:00.000Z',
      actor: '王档案',
      action,
      subject: 'L',
      detail: JSON.stringify(detail),
      hash: '',
      previous_hash: '',
    });
  return audited.letter('L').review;
}

const FILED: [string, object] = ['letter.file', { review: true }];

test.each([
  ['an edit of an older program', ['letter.edit', { version: 2 }], false],
  ['an edit that left the mark', ['letter.edit', { version: 2, review: true }], true],
  ['an edit that took it away', ['letter.edit', { version: 2, review: false }], false],
  ['an attachment that left it', ['letter.attach', { version: 2, review: true }], true],
  ['a confirmation', ['letter.review', { version: 1 }], false],
  ['定稿', ['letter.finalise', { version: 1 }], false],
  ['a look', ['letter.view', { review: false }], true],
] as const)('%s', (_name, [action, detail], expected) => {
  expect(reviewAfter(FILED, [action, detail])).toBe(expected);
});

test('a restore brings it back', () => {
  const acts: [string, object][] = [FILED, ['letter.review', {}], ['letter.restore', { version: 2, review: true }]];
  expect(reviewAfter(...acts)).toBe(true);
});
