/** Files that other programs hold, the lock, a kill, addons. Windows only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Said, Tools } from './driver.ts';

/** libuv's UV_FS_O_EXLOCK: shared with nobody. */
const ALONE = 0x10000000;
const errorOf = ({ json }: Said): string => {
  const answer = json as { error?: { code?: string }; items?: { code?: string }[]; files?: { code?: string }[] };
  return answer.error?.code ?? answer.items?.[0]?.code ?? answer.files?.[0]?.code ?? JSON.stringify(json).slice(0, 300);
};

export async function steps({ app, root, cmd, check }: Tools): Promise<void> {
  const letter = path.join(app, 'dist/resources/samples/02 老旧小区加装电梯提案答复.txt');
  const archive = path.join(root, 'A');
  const a = ['--archive', archive];
  const imported = await cmd('import', 'import', letter, ...a);
  const id = String((imported.json as { items?: { id: string }[] }).items?.[0]?.id);

  for (const file of fs.globSync('**/*.node', { cwd: path.join(app, 'node_modules') })) {
    check(`addon ${path.basename(file)}`, () => {
      const found = { exports: {} };
      process.dlopen(found, path.join(app, 'node_modules', file));
      return Object.keys(found.exports).length > 0;
    });
  }

  const source = path.join(root, '占用.txt');
  fs.copyFileSync(letter, source);
  const holding = async (file: string, work: () => Promise<void>): Promise<void> => {
    const fd = fs.openSync(file, fs.constants.O_RDWR | ALONE);
    try {
      await work();
    } finally {
      fs.closeSync(fd);
    }
  };
  await holding(source, async () => {
    const said = await cmd('import of a held file', 'import', source, ...a);
    check('a held file is told as such', () =>
      JSON.stringify(said.json).includes('被其他程序占用') ? true : errorOf(said),
    );
  });
  await holding(path.join(archive, 'archive.sqlite'), async () => {
    const said = await cmd('search while archive.sqlite is held', 'search', '电梯', ...a);
    check('a held archive.sqlite is told as such', () =>
      errorOf(said) === 'FILE_IN_USE' ? true : errorOf(said) + said.stderr,
    );
  });
  await cmd('reindex', 'reindex', ...a);
  const [manifest = ''] = fs.globSync('index/**/manifest.json', { cwd: archive });
  check('the index has a manifest', () => manifest !== '');
  await holding(path.join(archive, manifest), async () => {
    const said = await cmd(
      'edit while the index is held',
      'edit',
      id,
      '--reason',
      'x',
      '--set',
      'title=索引被占用',
      ...a,
    );
    check('an edit goes through while the index is held', () => (said.code === 0 ? true : errorOf(said)));
  });
  const found = await cmd('search after', 'search', '索引被占用', ...a);
  check('and is found afterwards', () => (JSON.stringify(found.json).includes(id) ? true : JSON.stringify(found.json)));
  const soon = path.join(root, '片刻.txt');
  fs.copyFileSync(letter, soon);
  const scanner = child(
    `const fs=require('fs');const f=fs.openSync(process.argv[1],fs.constants.O_RDWR|${ALONE});console.log('held');setTimeout(()=>fs.closeSync(f),500);setTimeout(()=>{},4000)`,
    soon,
  );
  await once(scanner.stdout as NodeJS.ReadableStream, 'data');
  const waited = await cmd('extract of a file held for half a second', 'extract', soon);
  check('what is held for a moment is waited for', () =>
    JSON.stringify(waited.json).includes('"text"') ? true : errorOf(waited),
  );
  scanner.kill();

  check('a file without second names (link) on this disk', () => {
    fs.writeFileSync(path.join(root, 'l1'), '1');
    fs.linkSync(path.join(root, 'l1'), path.join(root, 'l2'));
    return fs.statSync(path.join(root, 'l2')).nlink === 2;
  });

  const incoming = path.join(root, 'in');
  fs.mkdirSync(incoming);
  const words = [path.join(app, 'dist/main/cli.js'), 'watch', incoming, '--interval', '1', '--settle', '1', ...a];
  const holder = spawn(process.execPath, words, { stdio: 'ignore' });
  const lock = path.join(archive, 'archive.lock');
  for (let tries = 0; tries < 240 && !fs.existsSync(lock); tries++) await setTimeout(500);
  const refused = await cmd('search while another program holds the archive', 'search', '电梯', ...a);
  check('a second program is kept out', () =>
    errorOf(refused) === 'ARCHIVE_IN_USE' ? true : errorOf(refused) + refused.stderr,
  );
  holder.kill('SIGKILL');
  await ended(holder);
  const after = await cmd('search after it was ended', 'search', '电梯', ...a);
  check('the lock ends with its process', () => (after.code === 0 ? true : errorOf(after)));
  check('and no lock file is left', () => !fs.existsSync(lock));

  const many = path.join(root, '许多');
  fs.mkdirSync(many);
  const text = fs.readFileSync(letter, 'utf8');
  for (let n = 0; n < 40; n++) fs.writeFileSync(path.join(many, `${n}.txt`), `${text}\n附注${n}：第${n}号。`);
  const other = path.join(root, 'B');
  const filing = spawn(process.execPath, [words[0] ?? '', 'import', many, '--archive', other], { stdio: 'ignore' });
  for (let tries = 0; tries < 240 && !fs.existsSync(path.join(other, 'archive.sqlite-wal')); tries++)
    await setTimeout(250);
  await setTimeout(700);
  filing.kill('SIGKILL');
  await ended(filing);
  const checked = await cmd('verify after a kill in an import', 'verify', '--archive', other);
  check('after a kill the archive is whole', () =>
    checked.code === 0 ? true : JSON.stringify(checked.json).slice(0, 300),
  );
  const again = await cmd('the import again', 'import', many, '--archive', other);
  check('and the import goes on', () => (again.code === 0 || again.code === 1 ? true : errorOf(again)));
  const stats = await cmd('stats', 'stats', '--archive', other);
  check('all 40 letters are there once', () => {
    const { letters } = stats.json as { letters?: number };
    return letters === 40 ? true : JSON.stringify(stats.json).slice(0, 300);
  });
}

function child(script: string, ...words: string[]): ChildProcess {
  return spawn(process.execPath, ['-e', script, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
}
