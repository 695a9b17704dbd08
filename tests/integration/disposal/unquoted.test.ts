/** A letter that is much like another keeps no words of it: that one may be disposed of. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unquoted } from '../../../main/archive/intake/near-duplicates.ts';
import { disposalOffice, filesWith } from '../../support/disposals.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { OLD_LETTER } from '../../support/old-letter.ts';

const OWN = '另拨鹤望兰苗圃专款三百七十万元';

test('what differs is told while both are there, and neither kept nor told when the other is gone', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const gone = await office.file(`${OLD_LETTER}\n${OWN}。\n`);
  const folder = temporaryFolder();
  writeFileSync(join(folder, '乙.txt'), `${OLD_LETTER}\n没有这笔钱。\n`);
  const { items } = await engine.call('letters.import', { paths: [folder], ocr: false });
  const [item] = items;
  expect(item).toMatchObject({ status: 'filed', code: 'NEAR_DUPLICATE' });
  expect(item?.message).toContain(OWN);
  const id = item?.id ?? '';
  const shown = await engine.call('review.show', { id });
  expect(shown.twins[0]?.reason).toContain(OWN);
  expect(shown.warnings.find((one) => one.code === 'NEAR_DUPLICATE')?.message).toMatch(/同一函件/);
  expect(JSON.stringify(shown.warnings)).not.toContain(OWN);
  const appraisal = await office.ready(gone);
  await engine.call('disposal.execute', { id: appraisal, places: [] });
  await office.reopen();
  expect(JSON.stringify(await office.engine.call('review.show', { id }))).not.toContain(OWN);
  await office.engine.close();
  expect(filesWith(office.folder, [OWN])).toEqual([]);
});

test('a warning that an earlier program kept is shown without the words', () => {
  const message =
    '可能与库中“甲”是同一函件：正文约有 90% 相同：可能是同一函件的另一份。不同之处：另一件为“密语”，本件为“乙”。';
  expect(unquoted({ code: 'NEAR_DUPLICATE', message }).message).toBe(
    '可能与库中“甲”是同一函件：正文约有 90% 相同：可能是同一函件的另一份。',
  );
  expect(unquoted({ code: 'OTHER', message }).message).toBe(message);
});
