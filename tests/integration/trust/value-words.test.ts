/** What verify says of a value of the wrong kind is a whole sentence: what it should be, and what it is. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, fileText, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

test.each([
  ['letter', 'title', `CAST('甲' AS BLOB)`, '应为文字，实为字节'],
  ['letter', 'openness', `x'00'`, '应为文字，实为字节'],
])('%s.%s', async (table, column, value, words) => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  await fileText(engine, PLAIN_LETTER);
  await engine.close();
  tamper(join(folder, 'archive.sqlite'), `UPDATE ${table} SET ${column} = ${value}`);
  const again = await openEngine(folder);
  const { problems } = await again.call('trust.verify', {});
  expect(problems.map(({ message }) => message).join('\n')).toMatch(new RegExp(`的 ${column} ${words}$`, 'm'));
});
