/** What lists, packages and the 销毁清册 say of letters that were disposed of. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldText } from '../../../shared/text/fold.ts';
import { disposalOffice } from '../../support/disposals.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';
import { textOfPdf } from '../../support/pdf-text.ts';

test('registers list it with the remark, packages leave it out and say so, the register of the disposal is printed', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const [going, staying] = [await office.file(OLD_LETTER), await office.file(OTHER_LETTER, '另一件.txt')];
  const { ref_code } = await engine.call('letters.show', { id: going });
  const id = await office.ready(going);
  const out = temporaryFolder();
  const register = (name: string) => engine.call('export.disposal', { id, out: join(out, name) });
  await expect(register('清册.pdf')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await engine.call('disposal.execute', { id });

  const written = await engine.call('export.register', { out: join(out, '目录.csv'), kind: 'catalogue' });
  const lines = readFileSync(written.file, 'utf8').split('\n');
  // The office of the tests has a letter of its own.
  expect(written.rows).toBe(3);
  const line = lines.find((one) => one.includes(ref_code ?? '?'));
  expect(line).toContain('云水函〔2012〕7号');
  expect(line).toMatch(/已销毁（\d{8}）/);
  const some = await engine.call('export.register', { selection: { ids: [staying] }, out: join(out, '一件.csv') });
  expect(some.rows).toBe(1);

  const packed = await engine.call('export.package', { out: join(out, '数据包') });
  expect(packed).toMatchObject({ letters: 2, disposed: 1 });
  const named = await engine.call('export.package', { selection: { ids: [staying] }, out: join(out, '一件包') });
  expect(named.disposed).toBe(0);

  const { file, rows, pages } = await register('清册.pdf');
  expect([rows, pages]).toEqual([1, 1]);
  const text = foldText(await textOfPdf(file));
  const { register_sha256 } = await engine.call('disposal.show', { id });
  for (const wanted of [
    '档案销毁清册',
    '云水函〔2012〕7号',
    '郑主任',
    '何监销',
    '吕监销',
    '无继续保存价值',
    register_sha256 ?? '?',
  ])
    expect(text.replaceAll(/\s/gu, '')).toContain(foldText(wanted).replaceAll(/\s/gu, ''));
  const table = await register('清册.xlsx');
  expect(existsSync(table.file)).toBe(true);
  // Never over another file.
  expect((await register('清册.xlsx')).file).toBe(join(out, '清册 (2).xlsx'));
  await expect(register('清册.csv')).rejects.toMatchObject({ code: 'BAD_VALUE' });
  // The log has the hash of the register.
  const [row] = await engine.call('trust.audit', { action: 'disposal.execute' });
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ disposal_sha256: register_sha256, letters: [going] });
  // No gap is told where its number was.
  const { letters } = await engine.call('letters.numbering', {}).then((series) => ({ letters: series }));
  expect(letters.filter(({ code }) => code === '云水函').flatMap(({ gaps }) => gaps)).toEqual([]);
});
