/** What Windows takes for a name and what it makes of others. Windows only. */
import fs from 'node:fs';
import path from 'node:path';
import type { Said, Tools } from './driver.ts';

const codeOf = ({ code, json }: Said): string =>
  code === 0 ? 'done' : ((json as { error?: { code?: string } }).error?.code ?? `exit ${code}`);

export async function steps({ app, root, cmd, check }: Tools): Promise<void> {
  const letter = path.join(app, 'dist/resources/samples/02 老旧小区加装电梯提案答复.txt');
  const archive = path.join(root, 'A');
  await cmd('import', 'import', letter, '--archive', archive);
  const expects = async (name: string, answer: string, ...words: string[]): Promise<void> => {
    const said = await cmd(name, ...words);
    check(`${name}: ${answer}`, () => (codeOf(said) === answer ? true : `${codeOf(said)} ${said.stderr}`));
  };

  const deep = path.join(root, ...Array.from({ length: 6 }, (_, n) => `${n}${'超长文件夹名称'.repeat(7)}`));
  fs.mkdirSync(deep, { recursive: true });
  fs.copyFileSync(letter, path.join(deep, '函.txt'));
  check('a path of more than 260 characters', () => path.join(deep, '函.txt').length > 320);
  const inDeep = ['--archive', path.join(deep, '档案')];
  await expects('import at 260 characters and more', 'done', 'import', path.join(deep, '函.txt'), ...inDeep);
  await expects(
    'export at 260 and more',
    'done',
    'export',
    'register',
    '--out',
    path.join(deep, '目录.xlsx'),
    ...inDeep,
  );
  await expects('backup at 260 and more', 'done', 'backup', '--to', deep, ...inDeep);

  await expects('forward slashes', 'done', 'init', '--archive', `${root.replaceAll('\\', '/')}/正斜杠`);
  await expects('\\\\?\\ before the path', 'done', 'init', '--archive', `\\\\?\\${root}\\ns`);
  await expects('other case', 'done', 'search', '电梯', '--archive', archive.toUpperCase());
  await expects('a drive that is not there', 'BAD_PATH', 'init', '--archive', 'Q:\\x');
  await expects('a share that is not there', 'BAD_PATH', 'init', '--archive', '\\\\localhost\\share\\档案');
  for (const name of ['CON', 'nul.csv', 'COM1.csv', 'a:b.csv', '尾点.\\a.csv', '尾空 \\a.csv', 'x?.csv', '*.csv']) {
    await expects(
      `export to ${name}`,
      'BAD_PATH',
      ...['export', 'register', '--format', 'csv', '--out', `${root}\\${name}`, '--archive', archive],
    );
  }
  await expects('an archive with a trailing dot', 'BAD_PATH', 'init', '--archive', `${root}\\尾点.`);
  check('none of them made a file', () => {
    const known = new Set(['A', '正斜杠', 'ns', path.basename(deep.slice(root.length + 1).split('\\')[0] ?? '')]);
    const made = fs.readdirSync(root).filter((name) => !known.has(name));
    return made.length === 0 ? true : made.join(', ');
  });
}
