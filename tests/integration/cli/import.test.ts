/** `import` on the command line: when an archive is made for it, and what a trial says. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { commandJson } from '../../support/command.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

async function said(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

/** A folder of files, and the place of an archive that is not there yet. */
function incoming(files: Readonly<Record<string, string>>): { folder: string; archive: string } {
  const base = temporaryFolder();
  const folder = join(base, 'in');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, archive: join(base, 'archive') };
}

test('the first import says that it made the archive, the second does not', async () => {
  const { folder, archive } = incoming({ '甲.txt': WRAPPED_LETTER });
  const first = await said('import', folder, '--archive', archive, '--json');
  expect(first.err).toContain(`已新建档案库：${archive}`);
  expect(JSON.parse(first.out)).toMatchObject({ filed: 1, archive_created: archive });
  const second = await said('import', folder, '--archive', archive, '--json');
  expect(second.err).not.toContain('已新建');
  expect(JSON.parse(second.out)).not.toHaveProperty('archive_created');
});

test('nothing of what is named being there, no archive is made for it', async () => {
  const { folder, archive } = incoming({});
  const missing = join(folder, '没有');
  const ran = await said('import', missing, '--archive', archive, '--json');
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.out)).toMatchObject({ filed: 0, refused: 1, items: [{ file: missing, code: 'BAD_PATH' }] });
  expect(ran.err).toContain('没有新建');
  expect(existsSync(archive)).toBe(false);
  expect(await commandJson('watch', missing, '--once', '--archive', archive)).toMatchObject([
    1,
    { error: { code: 'BAD_PATH' } },
  ]);
  expect(existsSync(archive)).toBe(false);
});

test('a trial speaks as one, in its answer and in its report', async () => {
  const { folder, archive } = incoming({ '甲.txt': WRAPPED_LETTER, '副本.txt': WRAPPED_LETTER });
  const report = join(temporaryFolder(), '结果.csv');
  const ran = await said('import', folder, '--dry-run', '--archive', archive, '--report', report);
  expect(ran.code).toBe(0);
  expect(ran.out).not.toContain('已归档');
  expect(ran.out).toMatch(/^可归档/m);
  expect(ran.out).toMatch(/^重复 .*副本\.txt|^重复 .*甲\.txt/m);
  expect(ran.out).toContain('试读，未写入任何内容。\n可归档 1 件，重复 1 件');
  expect(readFileSync(report, 'utf8')).toContain('可入库（试读，未写入）');
  expect(await commandJson('import', folder, '--dry-run', '--archive', archive)).toMatchObject([
    0,
    { dry_run: true, filed: 1 },
  ]);
  expect(await commandJson('stats', '--archive', archive)).toMatchObject([0, { letters: 0 }]);
});

test('a trial holds the files of one batch against each other', async () => {
  const other = `${PLAIN_LETTER}\n特此函复，并致谢意。`;
  const { folder, archive } = incoming({ '甲.txt': PLAIN_LETTER, '乙.txt': other, '丙.txt': WRAPPED_LETTER });
  const [, result] = await commandJson('import', folder, '--dry-run', '--archive', archive);
  const { items } = result as { items: { file: string; code?: string; message?: string }[] };
  const near = items.filter(({ code }) => code === 'NEAR_DUPLICATE');
  expect(near).toHaveLength(1);
  expect(near[0]?.message).toMatch(/可能与同批的“[甲乙]\.txt”是同一函件：正文/);
});

test('a register that the import would refuse is told by the trial, which ends with 1', async () => {
  const { folder, archive } = incoming({ '甲.txt': WRAPPED_LETTER });
  const register = join(temporaryFolder(), '著录表.csv');
  writeFileSync(register, '文件名,成文日期\n甲.txt,去年\n');
  const words = ['import', folder, '--register', register, '--archive', archive];
  const trial = await said(...words, '--dry-run');
  expect(trial.code).toBe(1);
  expect(trial.out).toContain('著录表有误，改正之前正式导入一件也不入库。');
  expect((await said(...words)).code).toBe(1);
});

test('the whole file of a letter that was filed from an unfinished one waits for a person, and becomes its version at a word', async () => {
  const { folder, archive } = incoming({ '甲.txt': WRAPPED_LETTER.slice(0, Math.floor(WRAPPED_LETTER.length / 2)) });
  const at = ['--no-ocr', '--archive', archive] as const;
  const [, filed] = await commandJson('import', folder, ...at);
  const { id } = (filed as { items: { id: string }[] }).items[0] ?? { id: '' };
  writeFileSync(join(folder, '甲.txt'), WRAPPED_LETTER);
  const waits = await said('import', folder, ...at);
  expect(waits.code).toBe(1);
  expect(waits.out).toContain(`待决定  ${join(folder, '甲.txt')}  ${id}  [LONGER_COPY]`);
  expect(waits.out).toContain('加 --as-version 作为所指函件的新版本');
  const report = join(archive, '..', '结果.csv');
  expect(await commandJson('import', folder, '--as-version', '--report', report, ...at)).toMatchObject([
    0,
    { filed: 0, completed: 1, items: [{ status: 'version', id, version: 2 }] },
  ]);
  expect(readFileSync(report, 'utf8')).toContain('新版本');
  expect(await commandJson('import', folder, ...at)).toMatchObject([0, { duplicates: 1 }]);
  const text = await said('show', id, '--archive', archive);
  expect(text.out).toContain('完整原件');
  const role = await said(
    'attach',
    id,
    join(folder, '甲.txt'),
    '--role',
    '完整原件',
    '--reason',
    '试',
    '--archive',
    archive,
  );
  expect(role.code).toBe(2);
});
