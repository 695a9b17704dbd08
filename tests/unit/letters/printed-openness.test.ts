/** What stands on a letter of being made public (docs/spec/public.md, 6): signs around and between its characters make no difference. */
import { expect, test } from 'vitest';
import { printedOpenness } from '../../../main/archive/letters/public/earlier-versions.ts';

const letter = (line: string): string =>
  `云溪市民政局\n云民函〔2024〕7号\n${line}\n关于救助的答复\n罗知远代表：\n收悉。`;

test.each([
  '不予公开',
  '不予公开。',
  '不予公开！',
  '“不予公开”',
  '*不予公开*',
  '〔不予公开〕',
  '公开属性=不予公开',
  '公开属性：不 予 公 开',
  '是否公开：不予公开',
  '此件不予公开',
])('“%s” alone on a line says it', (line) => {
  expect(printedOpenness(letter(line))).toBe('不予公开');
});

test.each(['依申请公开的事项另行答复您。', '关于不予公开决定的说明', '我局对该信息作出不予公开的答复', '主动公开'])(
  '“%s” is a sentence, or says something else',
  (line) => {
    expect(printedOpenness(letter(line))).toBeUndefined();
  },
);
