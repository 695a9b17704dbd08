/** Marks of secrecy in what comes beside files: tables, names for papers and packages. What `verify` says bears no name of a file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';
import { tamper } from '../../support/tamper.ts';

test.each([
  ['题名', '机密★20年 关于修路的答复'],
  ['抄送', '市委办公室、密级：机密'],
  ['引用文件', '绝密★'],
])('a table beside files whose %s bears a set mark refuses the letter of its row', async (heading, value) => {
  const engine = await openEngine();
  const folder = temporaryFolder();
  writeFileSync(join(folder, '甲.txt'), PLAIN_LETTER);
  writeFileSync(join(folder, '乙.txt'), PLAIN_LETTER.replaceAll('0236', '0999'));
  const register = join(temporaryFolder(), '著录表.csv');
  writeFileSync(register, `文件名,${heading}\n甲.txt,"${value}"\n乙.txt,"关于保密工作的答复"\n`);
  const { items, filed } = await engine.call('letters.import', { paths: [folder], register });
  expect(filed).toBe(1);
  expect(items.map(({ status, code }) => [status, code]).sort()).toEqual([
    ['filed', undefined],
    ['refused', 'SECRET_REFUSED'],
  ]);
});

test('no paper and no package is called by a set mark', async () => {
  const engine = await openEngine();
  await fileText(engine, PLAIN_LETTER);
  const out = join(temporaryFolder(), '出');
  const secret = { code: 'SECRET_REFUSED' };
  await expect(engine.call('export.package', { out, organization: '机密★20年办公室' })).rejects.toMatchObject(secret);
  const register = { out: `${out}.xlsx`, fonds_name: '机密★10年' };
  await expect(engine.call('export.register', register)).rejects.toMatchObject(secret);
  expect((await engine.call('export.package', { out, organization: '保密局' })).letters).toBe(1);
});

test('verify names attached files by their ids', async () => {
  const archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  const id = await fileText(engine, PLAIN_LETTER);
  const attachments = [{ source: { name: '张三病历.txt', bytes: Buffer.from('材料') }, role: 'ATTACHMENT' as const }];
  await engine.call('letters.attach', { id, attachments, reason: '补件' });
  await engine.close();
  tamper(join(archive, 'archive.sqlite'), `UPDATE attachment SET mime = 'x/y' WHERE name = '张三病历.txt'`);
  const { problems } = await (await openEngine(archive)).call('trust.verify', {});
  const said = problems.map(({ message }) => message).join('\n');
  expect(said).toMatch(/的附件 [0-9A-Z]{26} 的登记被改动/);
  expect(said).not.toContain('病历');
});
