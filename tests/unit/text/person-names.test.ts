/** What is plainly a person's name, and what only stands in its place. */
import { expect, test } from 'vitest';
import { isSurelyPerson } from '../../../shared/text/anatomy/person-names.ts';

test.each([
  '王芳',
  '周若兰',
  '隋永强',
  '欧阳慧',
  '司徒文静',
  '阿依古丽·买买提',
  '才让卓玛',
  '宝音德力格尔',
  '那日苏',
  '乌兰图娅',
  '扎西顿珠',
])('%s is a person', (name) => {
  expect(isSurelyPerson(name)).toBe(true);
});

test.each([
  '患者家属全',
  '手术室麦小琴',
  '老领导',
  '到会',
  '移民',
  '栾鹤年先生台鉴',
  '文化馆彭寿康',
  '纳税人朱',
  '山水之间',
  '李',
  '王芳、李明',
])('%s may be something else', (name) => {
  expect(isSurelyPerson(name)).toBe(false);
});
