/** Passages of 修改对照表: what changed, row by row, and what only moved. */
import { expect, test } from 'vitest';
import { diffText } from '../../../main/archive/letters/diff.ts';
import { changedPassages } from '../../../main/archive/letters/revision-table.ts';

type Runs = { op: string; text: string }[];
const runsOf = (from: string, to: string): [Runs, Runs][] =>
  changedPassages(diffText(from, to)).map(([before, after]) =>
    [before, after].map((cell) => (typeof cell === 'string' ? [] : cell.runs)),
  ) as [Runs, Runs][];
const A = '一是抢通便道，春耕前恢复通行。';
const B = '二是申报项目，列入今年建设计划。';
const C = '三是筹措缺口，采取一事一议的办法。';

test('a paragraph that moved is the same words at another place, not gone and new', () => {
  const rows = runsOf(`${A}\n${B}\n${C}\n结束。`, `${B}\n${C}\n${A}\n结束。`);
  const runs = rows.flat(2);
  expect(runs.filter(({ op }) => op === 'insert' || op === 'delete')).toEqual([]);
  expect(runs.filter(({ op }) => op === 'moved').map(({ text }) => text)).toEqual([`〔移走〕${A}`, `〔移来〕${A}`]);
});

test('a paragraph that came shows no sign for its line end; a line end that is all that changed does', () => {
  const came = runsOf(`${A}\n${C}`, `${A}\n${B}\n${C}`).flat(2);
  expect(came).toEqual([{ op: 'insert', text: B }]);
  const joined = runsOf(`${A}\n${B}`, `${A}${B}`).flat(2);
  expect(joined.some(({ op, text }) => op === 'delete' && text === '〔换行〕')).toBe(true);
  for (const { text } of [...came, ...joined]) expect(text).not.toContain('↵');
});

test('a changed number stands in its passage, old beside new', () => {
  const [row] = runsOf(`${A}投入27万元。\n${C}`, `${A}投入28万元。\n${C}`);
  expect(row?.[0].filter(({ op }) => op === 'delete')).toEqual([{ op: 'delete', text: '7' }]);
  expect(row?.[1].filter(({ op }) => op === 'insert')).toEqual([{ op: 'insert', text: '8' }]);
});
