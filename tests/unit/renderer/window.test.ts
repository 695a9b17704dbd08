import { describe, expect, test } from 'vitest';
import { COMMAND_IDS, commandSpec, keyOf, strokeWords } from '../../../renderer/app/commands/table.ts';
import { secondsLeft } from '../../../renderer/app/jobs.ts';
import { keptRoute } from '../../../renderer/app/navigation.tsx';
import { dayWords, kindOf, sinceWords } from '../../../renderer/components/format.ts';
import { belowFolder } from '../../../renderer/features/desk/import-panel.tsx';
import { notesOf, openQuestions } from '../../../renderer/features/desk/questions.ts';
import { openInWords, openLines } from '../../../renderer/features/letter/open-doubts.ts';
import { movedTo, NOTHING_CHOSEN, ranged, stepTo, toggled } from '../../../renderer/features/list/selection.ts';
import { changesOf, isSaid } from '../../../renderer/features/records/bulk-edit.tsx';
import { copyWithSource } from '../../../renderer/features/reader/source.ts';
import { lettersOf, sentenceOf, toldKey } from '../../../renderer/features/audit/sentences.ts';
import { isFound } from '../../../renderer/features/settings/settings-page.tsx';
import { gapWords } from '../../../renderer/features/today/today-page.tsx';
import { emptyElements } from '../../../shared/model/elements.ts';

describe('the table of commands', () => {
  test('the first keys of commands that are possible at one time are not the same', () => {
    // Two acts of different places may share a key: the place that is shown lends its own a hand.
    const shared = new Set(['F9', 'Ctrl+Enter', 'Ctrl+Shift+Enter']);
    const keys = COMMAND_IDS.map(keyOf).filter((key) => key !== '' && !shared.has(key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('every command that may be impossible says why', () => {
    const places = /^(?:go|view|palette|help|search\.focus|jobs|audit)/;
    expect(COMMAND_IDS.filter((id) => commandSpec(id).idle === '' && !places.test(id))).toEqual([]);
  });

  test('the digits follow the navigation', () => {
    const go = COMMAND_IDS.filter((id) => /^go\.(?!back)/.test(id));
    expect(go.map(keyOf)).toEqual(go.map((_, at) => `Alt+${at + 1}`));
  });

  test('arrows are written as arrows', () => {
    expect([strokeWords('Alt+ArrowLeft'), strokeWords('Escape'), strokeWords('Ctrl+K')]).toEqual([
      'Alt+←',
      'Esc',
      'Ctrl+K',
    ]);
  });
});

describe('choosing lines of a list', () => {
  const idAt = (index: number): string => `id${index}`;

  test('keys lead within the list and not beyond', () => {
    expect(
      ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) => movedTo(key, 4, 10, 3)),
    ).toEqual([5, 3, 7, 1, 0, 9, null]);
    expect([movedTo('ArrowDown', 9, 10, 3), movedTo('ArrowUp', 0, 10, 3), movedTo('ArrowDown', -1, 0, 3)]).toEqual([
      9,
      0,
      null,
    ]);
  });

  test('a range goes from where it began, in both directions', () => {
    const down = ranged(stepTo(3), 5, idAt);
    expect([...down.ids]).toEqual(['id3', 'id4', 'id5']);
    expect([...ranged(down, 2, idAt).ids]).toEqual(['id2', 'id3']);
  });

  test('a line is taken in and out; the one that stood alone belongs to the choice', () => {
    const two = toggled(stepTo(1), 4, 'id4', 'id1');
    expect([...two.ids]).toEqual(['id1', 'id4']);
    expect([...toggled(two, 4, 'id4', 'id1').ids]).toEqual(['id1']);
    expect(NOTHING_CHOSEN.active).toBe(-1);
  });
});

describe('open questions of a draft', () => {
  const elements = { ...emptyElements(), title: '答复', issuer: '云溪市民政局' };
  const evidence = { doc_number: { start: 0, end: 2, confidence: 0.4 } };

  test('are what was read with doubt and what is missing of the mandatory elements', () => {
    expect(openQuestions(elements, evidence, new Set())).toEqual(['doc_number', 'issued_on']);
    expect(openQuestions(elements, evidence, new Set(['doc_number']))).toEqual(['issued_on']);
    // A missing day is not settled by being looked at.
    expect(openQuestions(elements, evidence, new Set(['doc_number', 'issued_on']))).toEqual(['issued_on']);
  });

  test('tell their reason at the field; the rest is about the file', () => {
    const notes = notesOf({ ...elements, doc_number: '云民函' }, evidence, [
      { code: 'CASE_NUMBER_DIFFERS', message: '不一致' },
      { code: 'OCR_TEXT', message: '扫描' },
    ]);
    expect(notes.at.case_number).toBe('不一致');
    expect(notes.at.doc_number).toContain('40%');
    expect(notes.at.doc_number).toContain('把握不足');
    expect(notes.whole.map(({ code }) => code)).toEqual(['OCR_TEXT']);
    // A place where it may stand is not a value that was read.
    expect(notesOf(elements, evidence, []).at.doc_number).toContain('没有读到');
  });
});

describe('what of a filed letter is open', () => {
  test('is told in one line where the reason is the same', () => {
    const elements = { ...emptyElements(), title: '答复', case_number: '12', issuer: '云溪市民政局' };
    const unsure = { title: 0.85, case_number: 0.85, issuer: 0.6, session: 0.2 };
    const doubts = { missing: ['issued_on' as const], unsure, warnings: [{ code: 'OCR_TEXT', message: '扫描' }] };
    expect(openLines(openInWords(doubts, elements))).toEqual([
      '题名、案号：识别把握 85%',
      '届次：没有读到，把握 20%',
      '责任者：识别把握 60%',
      '成文日期：没有填写',
      '扫描',
    ]);
  });
});

describe('bulk edit', () => {
  test('an empty box says nothing; emptying an element is said by itself', () => {
    expect(isSaid({ field: 'openness', text: '' })).toBe(false);
    expect(changesOf([{ field: 'openness', text: '' }])).toEqual({});
    expect(
      changesOf([
        { field: 'openness', text: '', clear: true },
        { field: 'cc', text: '', clear: true },
      ]),
    ).toEqual({
      openness: null,
      cc: [],
    });
  });
});

describe('sentences of the log', () => {
  const row = (action: string, detail: object, subject: string | null = 'L1') => ({
    ...{ seq: 1, at: '2026-01-01T00:00:00Z', actor: '王', action, subject, hash: '', sm3: '' },
    detail: JSON.stringify(detail),
  });
  const text = (action: string, detail: object, told: Parameters<typeof sentenceOf>[1] = new Map()): string =>
    sentenceOf(row(action, detail), told)
      .parts.map((part) => (typeof part === 'string' ? part : `《${part.name}》`))
      .join('');

  test('an edit tells the letter by its name and what was changed into what', () => {
    const change = { field: 'openness', from: '主动公开', to: '依申请公开' };
    const told = new Map([[toldKey('L1', 2), { id: 'L1', version: 2, name: '养老服务', changes: [change] }]]);
    expect(text('letter.edit', { version: 2 }, told)).toBe(
      '修改了 《养老服务》 的公开属性：主动公开 → 依申请公开（第 2 版）',
    );
    expect(sentenceOf(row('letter.edit', { version: 2, reason: '含个人信息' }), told).note).toBe('理由：含个人信息');
  });

  test('searches, exports and checks tell what came of them, and no id is ever shown', () => {
    expect(text('search.query', { query: '电梯', total: 3 })).toBe('检索“电梯”，得 3 件');
    expect(text('archive.verify', { ok: false, problems: 2 })).toBe('全库校验，发现 2 个问题');
    expect(text('letter.view', { version: 1 })).toBe('查看 《一件函件》 第 1 版');
    expect(sentenceOf(row('session.refused', {}), new Map()).alarm).toBe(true);
  });

  test('only letters are asked about, with the version that a row made', () => {
    expect(
      lettersOf([
        row('letter.edit', { version: 3 }),
        row('letter.view', { version: 3 }),
        row('search.query', {}, null),
      ]),
    ).toEqual([{ id: 'L1', version: 3 }, { id: 'L1' }]);
  });
});

describe('words', () => {
  const now = new Date('2026-11-30T12:00:00+08:00');
  const ago = (ms: number): string => sinceWords(new Date(now.getTime() - ms).toISOString(), now);

  test('how long ago something was is said as people say it', () => {
    const day = 86_400_000;
    expect([ago(1000), ago(600_000), ago(2 * 3_600_000), ago(day), ago(3 * day), ago(40 * day)]).toEqual([
      '刚刚',
      '10 分钟前',
      '今天 10:00',
      '昨天 12:00',
      '3 天前',
      '2026-10-21',
    ]);
    expect(dayWords(now)).toBe('11月30日 星期一');
  });

  test('days begin where China’s do', () => {
    const morning = new Date('2026-11-30T00:30:00+08:00');
    expect(dayWords(morning)).toBe('11月30日 星期一');
    expect(sinceWords('2026-11-29T23:00:00+08:00', morning)).toBe('昨天 23:00');
    expect(sinceWords('2026-11-30T00:10:00+08:00', new Date('2026-11-30T07:59:00+08:00'))).toBe('今天 00:10');
    expect(sinceWords('2026-10-31T16:00:00Z', morning)).toBe('2026-11-01');
  });

  test('kinds of files, missing numbers, and the rest of a job’s time', () => {
    expect([kindOf('a.PDF'), kindOf('b.docx'), kindOf('c')]).toEqual(['PDF 文件', '文字文档', '其他文件']);
    expect(
      gapWords([
        [17, 17],
        [23, 25],
      ]),
    ).toBe('17、23–25');
    expect(secondsLeft({ began: 0, progress: { done: 1, total: 4, message: '' } }, 2000)).toBe(6);
    expect(secondsLeft({ began: 0, progress: undefined }, 2000)).toBe(null);
  });

  test('a quotation names its source', () => {
    const elements = {
      ...emptyElements(),
      issuer: '云溪市民政局',
      doc_number: '云民函〔2023〕41号',
      title: '答复的函',
    };
    expect(copyWithSource({ elements, name: '养老', ref_code: 'Z1', text: '正文\n' } as never)).toBe(
      '正文\n（云溪市民政局，《答复的函》，云民函〔2023〕41号，档号 Z1）',
    );
  });

  test('settings are found by what they are about', () => {
    expect([isFound('keys', '快捷'), isFound('keys', '备份'), isFound('kept', '备份'), isFound('program', '')]).toEqual(
      [true, false, true, true],
    );
  });
});

test('the place where one was is taken up where the roles still allow it, else the first that they do', () => {
  const reader = (name: string): boolean => ['letters.today', 'letters.list', 'search.query'].includes(name);
  expect([keptRoute('all', reader), keptRoute('desk', reader), keptRoute('x', () => false)]).toEqual([
    { view: 'all' },
    { view: 'today' },
    { view: 'settings' },
  ]);
});

describe('the result of an import', () => {
  test('a file is told by its path below the folder that was chosen, whatever system it lies on', () => {
    const folders = [
      { handle: 'a', shown: '/home/档案室/来件' },
      { handle: 'b', shown: 'D:\\来件' },
    ];
    expect(belowFolder('/home/档案室/来件/2023/甲.docx', folders)).toBe('2023/甲.docx');
    expect(belowFolder('D:\\来件\\乙.docx', folders)).toBe('乙.docx');
    expect(belowFolder('/home/档案室/来件二/甲.docx', folders)).toBe('/home/档案室/来件二/甲.docx');
    expect(belowFolder('/home/档案室/来件.zip/甲.docx', [{ handle: 'c', shown: '/home/档案室/来件.zip' }])).toBe(
      '甲.docx',
    );
  });
});
