/** A packed content of the wrong kind is found: what is used as a text is one, and which was stored first decides where both are. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

const table = `项目,数量\n${'托管点,27\n'.repeat(100)}`;

async function office(): Promise<{ folder: string; engine: Engine }> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, WRAPPED_LETTER, '甲.txt');
  const source = { name: '附表.csv', bytes: new TextEncoder().encode(table) };
  await engine.call('letters.attach', { id, attachments: [{ source }], reason: '补附表' });
  // The same words as a letter of its own, later: the file was there first.
  await fileText(engine, table, '表.txt');
  await fileText(engine, PLAIN_LETTER, '乙.txt');
  return { folder, engine };
}

test('an archive as it was filed has none', async () => {
  const { engine } = await office();
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, problems: [] });
});

const ALL_TEXTS = `SELECT text_sha256 FROM version UNION SELECT raw_text_sha256 FROM letter_source`;
test.each([
  ['a text', `kind = 'text' AND sha256 NOT IN (SELECT sha256 FROM attachment)`, 'bytes', '登记为文件，实为文字'],
  [
    'a text that is the file of its letter too',
    `kind = 'text' AND sha256 IN (SELECT file_sha256 FROM letter) AND sha256 IN (${ALL_TEXTS})`,
    'bytes',
    '登记为文件，实为文字',
  ],
])('%s that is said to be of the other kind', async (_name, which, kind, words) => {
  const { folder, engine } = await office();
  await engine.close();
  tamper(
    join(folder, 'archive.sqlite'),
    `UPDATE content SET kind = '${kind}' WHERE sha256 = (SELECT min(sha256) FROM content WHERE place IS NOT NULL AND ${which})`,
  );
  const again = await openEngine(folder);
  const { ok, problems } = await again.call('trust.verify', {});
  expect(ok).toBe(false);
  expect(problems.map(({ message }) => message).join('\n')).toContain(words);
});
