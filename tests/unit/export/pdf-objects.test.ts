/** Objects of a PDF are told from the words in them, whatever brackets these have. */
import { expect, test } from 'vitest';
import { dictionaryOf, isStream, renumbered } from '../../../main/archive/print/pdf-objects.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const moved = (text: string): string => renumbered(bytes(text), (number) => number + 100).toString('latin1');

test.each([
  ['plain words', '(no 3 0 R here)'],
  ['brackets in brackets', '(a (3 0 R) b (c (4 0 R)) 5 0 R)'],
  ['brackets that are escaped', String.raw`(a \( 3 0 R)`],
  ['an escaped one within nested ones', String.raw`(a (b \) 3 0 R) 4 0 R)`],
  ['a backslash that is itself escaped', String.raw`(a \\)`],
  ['nothing', '()'],
])('%s stay as they are, and what stands around them is renumbered', (_, words) => {
  expect(moved(`<< /Parent 7 0 R /Title ${words} /Dest [8 0 R /XYZ] >>`)).toBe(
    `<< /Parent 107 0 R /Title ${words} /Dest [108 0 R /XYZ] >>`,
  );
});

test('words that look like the beginning of data are none, and data behind a dictionary stays', () => {
  const words = bytes('<< /Title (x (y) >> stream\n 3 0 R) /Parent 7 0 R >>\n');
  expect(isStream(words)).toBe(false);
  expect(dictionaryOf(new Map([[1, words]]), 1)).toContain('/Parent 7 0 R');
  expect(moved(words.toString('latin1'))).toContain('/Parent 107 0 R');
  const data = '<< /Length 9 /Alt (a ) /Next 7 0 R >> stream\n(3 0 R (\nendstream\n';
  expect(isStream(bytes(data))).toBe(true);
  expect(moved(data)).toBe(data.replace('7 0 R', '107 0 R'));
});

test('what is not known becomes null, also behind words that do not end', () => {
  expect(renumbered(bytes('<< /A 1 0 R /B (x (y) 2 0 R'), () => undefined).toString('latin1')).toBe(
    '<< /A null /B (x (y) 2 0 R',
  );
});
