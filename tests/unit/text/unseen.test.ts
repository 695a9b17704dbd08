/** What nobody sees in a name, and what may not stand in a line (docs/spec/package.md, 22). */
import { expect, test } from 'vitest';
import { UNSEEN_IN_NAME, inOneLine, isOneLine } from '../../../shared/text/unseen.ts';

test.each(['王档案\u200b', '王\u202e档案', '王\u00ad档案', '王\u2060档案', '王\n档案', '王\ufe0f档案'])(
  '%j has something unseen',
  (name) => {
    expect(UNSEEN_IN_NAME.test(name)).toBe(true);
  },
);

test('names of all scripts have nothing unseen', () => {
  for (const name of ['王档案', '阿依古丽·买买提', 'O’Neil', '才让 卓玛'])
    expect(UNSEEN_IN_NAME.test(name)).toBe(false);
});

test('a text of one line has no line of its own in a file of lines', () => {
  expect(isOneLine('云溪市民政局')).toBe(true);
  for (const forged of ['云溪\n制作人：他人', '云溪\r\n', '云溪\u2028他人', '云溪\u0085他人']) {
    expect(isOneLine(forged)).toBe(false);
    expect(inOneLine(forged)).not.toMatch(/[\n\r\u2028\u0085]/u);
  }
});
