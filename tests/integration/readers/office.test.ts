import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { RICH_LINES, convertWithOffice, findOffice, ownFolder, richDocx } from '../../unit/readers/make.ts';

const office = findOffice();
if (office === null)
  process.stdout.write('LibreOffice Writer is not installed: doc files written on the spot are not tested\n');

test.skipIf(office === null)(
  'the same letter through docx and through doc gives the same lines',
  async () => {
    const docx = path.join(ownFolder(), 'rich.docx');
    writeFileSync(docx, richDocx());
    const direct = await readRaw({ path: docx });
    const converted = await readRaw({ path: convertWithOffice(office ?? '', docx, 'doc:MS Word 97') });
    expect(direct.raw.text.split('\n')).toEqual([...RICH_LINES]);
    expect(converted.raw.text).toBe(direct.raw.text);
  },
  240_000,
);
