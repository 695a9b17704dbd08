/** What the program writes it takes back, and what a change or a restore takes away is told. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandJson, commandText } from '../../support/command.ts';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

async function archiveOf(...texts: string[]): Promise<{ archive: string; ids: string[] }> {
  const archive = join(temporaryFolder(), 'archive');
  const engine = await openEngine(archive);
  const ids: string[] = [];
  for (const [at, text] of texts.entries()) ids.push(await fileText(engine, text, `${at}.txt`));
  await engine.close();
  return { archive, ids };
}

test.each(['csv', 'xlsx'])('a list that was exported (%s) is a register for the same letters', async (form) => {
  const { archive, ids } = await archiveOf(WRAPPED_LETTER, PLAIN_LETTER);
  const set = ['办理结果=已办结（另行答复）', '案号=第12号', '并案案号=第12号、第34号', '主送=王晓代表'];
  const edit = ['edit', ids[0] ?? '', ...set.flatMap((one) => ['--set', one]), '--reason', '补录'];
  expect((await commandJson(...edit, '--archive', archive))[0]).toBe(0);
  expect(
    (await commandJson('edit', ids[1] ?? '', '--set', '办理结果=A1', '--reason', '补录', '--archive', archive))[0],
  ).toBe(0);
  const table = join(temporaryFolder(), `清单.${form}`);
  expect((await commandJson('export', 'table', ...ids, '--out', table, '--archive', archive))[0]).toBe(0);

  const folder = join(temporaryFolder(), 'in');
  mkdirSync(folder);
  writeFileSync(join(folder, '甲.txt'), WRAPPED_LETTER);
  const again = join(temporaryFolder(), 'archive');
  const [code, result] = await commandJson('import', folder, '--register', table, '--archive', again);
  expect([code, result]).toMatchObject([0, { register: { rows: 2, matched: 1, problems: [] } }]);
  const { items } = result as { items: { id: string }[] };
  expect(await commandJson('show', items[0]?.id ?? '', '--archive', again)).toMatchObject([
    0,
    {
      elements: {
        result_code: '已办结（另行答复）',
        case_number: '第12号',
        case_numbers: ['第12号', '第34号'],
        addressees: ['王晓代表'],
      },
    },
  ]);
});

test.each([
  ['A1', 'A1'],
  ['（b2类）', 'B2'],
  ['留作参考', '留作参考'],
])('a register may say %s of a result', async (written, result) => {
  const folder = join(temporaryFolder(), 'in');
  mkdirSync(folder);
  writeFileSync(join(folder, '甲.txt'), PLAIN_LETTER);
  const register = temporaryFile('著录表.csv', `文件名,办理结果\n甲.txt,${written}\n`);
  const archive = join(temporaryFolder(), 'archive');
  const [, made] = await commandJson('import', folder, '--register', register, '--archive', archive);
  const { items } = made as { items: { id: string }[] };
  expect(await commandJson('show', items[0]?.id ?? '', '--archive', archive)).toMatchObject([
    0,
    { elements: { result_code: result } },
  ]);
});

test('an edit warns of a result outside the scheme, and not of one within', async () => {
  const { archive, ids } = await archiveOf(PLAIN_LETTER);
  const set = async (...values: string[]): Promise<string[]> => {
    const words = values.flatMap((value) => ['--set', value]);
    const [code, made] = await commandJson('edit', ids[0] ?? '', ...words, '--reason', '试', '--archive', archive);
    expect(code).toBe(0);
    return (made as { warnings: { code: string }[] }).warnings.map((one) => one.code);
  };
  expect(await set('责任者=宁波市某局', '办理结果=很好')).toContain('RESULT_CODE_UNKNOWN');
  expect(await set('办理结果=已解决')).not.toContain('RESULT_CODE_UNKNOWN');
  expect(await set('责任者=无名市某局', '办理结果=很好')).toContain('RESULT_SCHEME_UNKNOWN');
  expect(await set('办理结果=A')).not.toContain('RESULT_SCHEME_UNKNOWN');
});

test('a restore names the attachments and elements that the letter no longer has', async () => {
  const { archive, ids } = await archiveOf(PLAIN_LETTER);
  const [id = ''] = ids;
  const at = ['--archive', archive];
  const note = temporaryFile('面商记录.txt', '面商记录：已当面沟通。');
  await commandJson('attach', id, note, '--reason', '补附', ...at);
  await commandJson('edit', id, '--set', '联系人=罗文婧', '--reason', '补录', ...at);
  const [, made] = await commandJson('restore', id, '1', '--reason', '误改', ...at);
  expect(made).toMatchObject({ left: { attachments: [{ name: '面商记录.txt' }], elements: ['contact'] } });
  const forth = await commandText('restore', id, '3', '--reason', '再来', ...at);
  expect(forth).toContain('已恢复，保存为第 5 版');
  expect(forth).not.toContain('不再在此函件中');
  const back = await commandText('restore', id, '1', '--reason', '误改', ...at);
  expect(back).toContain('附件“面商记录.txt”不再在此函件中，内容留在历史中。');
  expect(back).toContain('要素改回第 1 版的内容：联系人；');
  expect(readFileSync(note, 'utf8')).toContain('面商');
});
