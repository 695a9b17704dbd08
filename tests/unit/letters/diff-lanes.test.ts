/** Dates, numbers, names and document numbers in lanes of their own; texts that differ only in form. */
import { expect, test } from 'vitest';
import { diffLanes, loosen } from '../../../main/archive/letters/diff-lanes.ts';
import { diffLetters } from '../../../main/archive/letters/diff.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';

const BEFORE = '周若兰委员：根据云政发〔2021〕17号，2024年9月前新增线路2条，投入1268.5万元。联系人：罗文静';

test('each change stands in its lane, and only what changed', () => {
  const after = BEFORE.replace('周若兰', '周若岚').replace('17号', '18号').replace('9月', '10月').replace('2条', '3条');
  expect(diffLanes(BEFORE, after)).toEqual([
    { lane: 'date', removed: ['2024年9月'], added: ['2024年10月'] },
    { lane: 'number', removed: ['2条'], added: ['3条'] },
    { lane: 'name', removed: ['周若兰'], added: ['周若岚'] },
    { lane: 'document', removed: ['云政发〔2021〕17号'], added: ['云政发〔2021〕18号'] },
  ]);
});

test('words alone change no lane; a number that stands once more or less does', () => {
  expect(diffLanes(BEFORE, BEFORE.replace('新增', '增加'))).toEqual([]);
  expect(diffLanes('共 5 件，另 5 件', '共 5 件')).toEqual([{ lane: 'number', removed: ['5件'], added: [] }]);
  expect(diffLanes('27个', '27家')).toEqual([{ lane: 'number', removed: ['27个'], added: ['27家'] }]);
});

test('digits of both widths are one number, and a name is without the word before it', () => {
  expect(diffLanes('投入１２万元', '投入12万元')).toEqual([]);
  expect(diffLanes('感谢周若兰委员', '感谢周若岚委员')).toEqual([
    { lane: 'name', removed: ['周若兰'], added: ['周若岚'] },
  ]);
});

const letter = (version: number, text: string): Letter => ({
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
  text,
  attachments: [],
});

test('on demand wraps, blanks and width make no difference, words still do', () => {
  const wrapped = '现有社区 86个，\n其中城市\n社区 51 个。（一）扩大覆盖。';
  const flat = '现有社区86个，其中城市社区５１个。(一)扩大覆盖。';
  expect(loosen(wrapped)).toBe(loosen(flat));
  expect(diffLetters(letter(1, wrapped), letter(2, flat), true).text.every(({ op }) => op === 'equal')).toBe(true);
  expect(diffLetters(letter(1, wrapped), letter(2, flat)).text.some(({ op }) => op !== 'equal')).toBe(true);
  const changed = diffLetters(letter(1, wrapped), letter(2, flat.replace('扩大', '缩小')), true);
  const of = (wanted: string): string => changed.text.flatMap(({ op, text }) => (op === wanted ? [text] : [])).join('');
  expect([of('delete'), of('insert')]).toEqual(['扩大', '缩小']);
});
