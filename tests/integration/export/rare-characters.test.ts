/** Rare characters of names are on the page and can be copied from it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setLetter } from '../../../main/archive/print/set-letter.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { letterOf } from '../../unit/export/letters.ts';
import { textOfPdf } from '../../support/pdf-text.ts';

test('𠀀 and rare characters of names are printed as they stand, in every font of a letter, and nothing is warned of', async () => {
  const title = '关于𣛭园小区改造提案答复的函';
  const text = `${title}\n𠀀𨥾委员：\n收悉，现答复如下。\n一、关于𩯭。已办。\n（一）关于𪎌。已办。\n感谢𫇴先生。`;
  const { pdf, warnings } = await setLetter(letterOf(text, { title }, {}), {});
  expect(warnings.filter(({ code }) => code === 'PDF_NO_GLYPH')).toEqual([]);
  const file = join(temporaryFolder(), 'a.pdf');
  writeFileSync(file, pdf);
  const printed = await textOfPdf(file);
  for (const rare of ['𣛭', '𠀀𨥾', '𩯭', '𪎌', '𫇴']) expect(printed).toContain(rare);
});
