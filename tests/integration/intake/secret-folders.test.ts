/** Folders inside a zip whose names bear a mark of secrecy (docs/spec/reading.md, Secrecy). */
import { expect, test } from 'vitest';
import { openEngine, temporaryFile } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { zip } from '../../unit/readers/make.ts';

test.each(['绝密★1年', '机密', '来文/秘密★'])(
  'what lies in the folder %s is refused, not its neighbours',
  async (folder) => {
    const engine = await openEngine();
    const file = temporaryFile(
      '来件.zip',
      zip({ [`${folder}/供水.txt`]: PLAIN_LETTER, '公开/供水.txt': WRAPPED_LETTER }),
    );
    const result = await engine.call('letters.import', { paths: [file], ocr: false });
    expect(result).toMatchObject({ filed: 1, refused: 1 });
    expect(result.items.find(({ status }) => status === 'refused')?.code).toBe('SECRET_REFUSED');
    expect(result.items.find(({ status }) => status === 'filed')?.file).toContain('公开/供水.txt');
  },
);

test('a folder that only speaks of secrecy is none', async () => {
  const engine = await openEngine();
  const file = temporaryFile('来件.zip', zip({ '保密工作提案/供水.txt': PLAIN_LETTER }));
  expect(await engine.call('letters.import', { paths: [file], ocr: false })).toMatchObject({ filed: 1, refused: 0 });
});
