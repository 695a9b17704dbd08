/** An element that came later, from end to end: read, shown, searched, changed, listed, taken from a register, in the history. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFields } from '../../../main/cli/fields.ts';
import { parseRegister } from '../../../main/archive/intake/register.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';

const ADDRESS = '临溪县青云路18号县政务中心3楼';
const LETTER = `临溪县民政局

临民函〔2023〕17号

关于县政协十届二次会议第45号提案的答复

林晓岚委员：

您提出的《关于增设社区助餐点的提案》收悉。现答复如下：

已建成助餐点六处。

联系地址：${ADDRESS}　　邮政编码：455300

临溪县民政局
2023年6月12日
`;

test('the contact address is read, shown and found, by a query of it as an element', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, LETTER);
  expect((await engine.call('letters.show', { id })).elements.contact_address).toBe(ADDRESS);
  await engine.call('letters.edit', { id, set: { contact_address: '临溪县文庙巷甲7号' }, reason: '办公地址已迁' });
  const { total, hits } = await engine.call('search.query', { query: '文庙巷甲7号' });
  expect(total).toBe(1);
  expect(hits[0]).toMatchObject({ id, where: 'element', element: 'contact_address' });
});

test('a change of it is told in the history and in the difference', async () => {
  const engine = await openEngine();
  const id = await fileText(engine, LETTER);
  await engine.call('letters.edit', { id, set: parseFields(['联系地址=临溪县文庙巷7号']), reason: '办公地址已迁' });
  expect((await engine.call('letters.history', { id })).at(-1)?.changes).toEqual(['contact_address']);
  const diff = await engine.call('letters.diff', { id, from: 1, to: 2 });
  expect(diff.fields).toEqual([{ field: 'contact_address', from: ADDRESS, to: '临溪县文庙巷7号' }]);
});

test('it stands in a list of what was found', async () => {
  const engine = await openEngine();
  await fileText(engine, LETTER);
  const out = join(temporaryFolder(), '清单.csv');
  await engine.call('export.table', { selection: { query: '助餐点' }, out });
  const [heading = '', row = ''] = readFileSync(out, 'utf8').split('\r\n');
  expect(row.split(',')[heading.split(',').indexOf('"联系地址"')]).toBe(`"${ADDRESS}"`);
});

test('a register may give it', () => {
  const { rows, problems } = parseRegister(
    [
      ['文件名', '题名', '通讯地址'],
      ['甲.txt', '答复', ADDRESS],
    ],
    '著录表.xlsx',
  );
  expect(problems).toEqual([]);
  expect(rows[0]?.set).toEqual({ title: '答复', contact_address: ADDRESS });
});
