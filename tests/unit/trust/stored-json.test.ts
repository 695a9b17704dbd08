/** Stored JSON that two programs read otherwise is told; whatever has one meaning is not (docs/spec/trust.md). */
import { expect, test } from 'vitest';
import { ambiguityIn } from '../../../main/archive/trust/stored-json.ts';

test.each([
  '{}',
  '[]',
  '{"title":"关于\\u4e91溪","list":["a","a"],"n":[1,-2,0.5,1e3,1.50]}',
  // As another program writes it.
  '{ "title": "a", "b": { "title": "b" },\n "c": [ { "x": 1 }, { "x": 1 } ] }',
  '{"10":1,"2":2}',
  '{"quoted\\"\\\\":1,"quoted":2}',
])('one meaning: %s', (json) => {
  expect(ambiguityIn(json)).toBe(undefined);
});

test.each([
  ['{"title":"a","title":"a"}', '出现两次'],
  ['{"title":"a","\\u0074itle":"b"}', '出现两次'],
  ['{"a":[{"x":1,"y":{"z":1,"z":2}}]}', '出现两次'],
  ['{"n":12345678901234567890}', '读不准'],
  ['{"n":9007199254740993}', '读不准'],
  ['{"n":1e400}', '读不准'],
  ['{"n":0.1234567890123456789}', '读不准'],
  ['{"n":1e-400}', '读不准'],
  [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, '层次过深'],
  [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, '层次过深'],
])('two meanings: %.60s', (json, why) => {
  expect(ambiguityIn(json)).toContain(why);
});
