import { describe, expect, test } from 'vitest';
import {
  chosen,
  keptRequest,
  START,
  stepSearch,
  suggestionPrefix,
  suggestionQuery,
  type SearchState,
  type SearchStep,
} from '../../../renderer/features/search/state.ts';

const after = (steps: SearchStep[], from: SearchState = START): SearchState => steps.reduce(stepSearch, from);

describe('typing with an input method', () => {
  const composed: SearchStep[] = [
    { step: 'composition', on: true, text: '' },
    { step: 'typed', text: 'she', composing: true },
    { step: 'typed', text: "she'qu", composing: true },
  ];

  test('nothing is asked while a composition is under way', () => {
    const state = after(composed);
    expect([state.typed, state.query]).toEqual(["she'qu", '']);
  });

  test('what the composition gave is asked when it ends', () => {
    const state = after([...composed, { step: 'composition', on: false, text: '社区' }]);
    expect([state.typed, state.query]).toEqual(['社区', '社区']);
  });

  test('an input event behind the end of a composition asks nothing new', () => {
    const ended = after([...composed, { step: 'composition', on: false, text: '社区' }]);
    expect(after([{ step: 'typed', text: '社区', composing: false }], ended)).toEqual(ended);
  });

  test('a field that waits for its value is not asked yet', () => {
    const typed = (text: string): string => after([{ step: 'typed', text, composing: false }]).query;
    expect(['文号:', '养老 文号：', '-单位:', '文号:58', '8'].map(typed)).toEqual(['', '养老', '', '文号:58', '8']);
  });
});

describe('filters', () => {
  test('a facet is switched on and off, years as numbers', () => {
    const on = after([
      { step: 'toggled', facet: 'year', value: '2022' },
      { step: 'toggled', facet: 'year', value: '2023' },
      { step: 'toggled', facet: 'issuer', value: '云溪市民政局' },
    ]);
    expect(on.filters).toEqual({ year: [2022, 2023], issuer: ['云溪市民政局'] });
    expect(chosen(on.filters, 'year')).toEqual(['2022', '2023']);
    const off = after(
      [
        { step: 'toggled', facet: 'year', value: '2022' },
        { step: 'toggled', facet: 'issuer', value: '云溪市民政局' },
      ],
      on,
    );
    expect(off.filters).toEqual({ year: [2023] });
  });
});

describe('kept searches', () => {
  test('what is kept brings the same question back', () => {
    const asked = { ...START, typed: '养老', query: '养老', versions: true, sort: 'date' as const };
    const state = stepSearch(START, { step: 'loaded', request: keptRequest({ ...asked, filters: { year: [2022] } }) });
    expect(state).toEqual({ ...asked, filters: { year: [2022] } });
  });
});

describe('suggestions', () => {
  test('they complete plain words only', () => {
    expect(suggestionPrefix('养老')).toBe('养老');
    expect(['', '  ', '文号:58', '"养老"', '养老 -社区', '甲|乙', '长'.repeat(101)].map(suggestionPrefix)).toEqual(
      Array<null>(7).fill(null),
    );
  });

  test('a suggestion that the grammar would take apart is asked as a phrase', () => {
    expect([suggestionQuery('周砚清'), suggestionQuery('关于 一事'), suggestionQuery('云民函〔2023〕41号')]).toEqual([
      '周砚清',
      '"关于 一事"',
      '云民函〔2023〕41号',
    ]);
  });
});
