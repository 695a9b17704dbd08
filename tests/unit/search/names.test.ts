/** Suggestions: what is proposed contains what was typed, or is spelled by it. */
import { describe, expect, it } from 'vitest';
import { NameIndex } from '../../../main/archive/search/names.ts';

function names(): NameIndex {
  const index = new NameIndex();
  index.add([
    {
      title: '关于老旧小区加装电梯的答复',
      numbers: ['清民函〔2022〕58号', '101037'],
      offices: ['清河区民政局'],
      names: ['林秋月', '曾乐'],
    },
    { title: '关于社区养老服务的答复', numbers: ['清民函〔2021〕7号'], offices: ['清河区民政局'], names: ['林秋月'] },
    { title: null, numbers: [], offices: ['水务局'], names: [] },
  ]);
  return index;
}
const texts = (prefix: string): string[] =>
  names()
    .suggest(prefix, 8)
    .map(({ text }) => text);

describe('suggestions', () => {
  it.each([
    ['林', ['林秋月']],
    ['秋月', ['林秋月']],
    ['lqy', ['林秋月']],
    ['linqiu', ['林秋月']],
    ['zengle', ['曾乐']],
    ['qhqmzj', ['清河区民政局']],
    ['民政', ['清河区民政局']],
    ['清民函[2022]', ['清民函〔2022〕58号']],
    ['1010', ['101037']],
    ['電梯', ['关于老旧小区加装电梯的答复']],
    ['养老服务', ['关于社区养老服务的答复']],
    ['ylfw', ['关于社区养老服务的答复']],
    ['dianti', ['关于老旧小区加装电梯的答复']],
    ['jiazhuangd', ['关于老旧小区加装电梯的答复']],
    ['ianti', []],
    ['老养', []],
    ['  ', []],
    ['😀', []],
  ])('%s', (prefix, expected) => {
    expect(texts(prefix)).toEqual(expected);
  });

  it('count letters, and the whole name comes first', () => {
    expect(names().suggest('林秋月', 8)[0]).toEqual({ kind: 'name', text: '林秋月', count: 2 });
  });
});
