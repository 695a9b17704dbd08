/** The tools' own pure parts: where a browser may be, and how a build takes the place of the one before. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { swapIn } from '../../../tools/build.mjs';
import { windowsChromiums } from '../../../tools/machine.mjs';

test('on Windows Chrome and Edge are looked for in both programs’ folders and the user’s own', () => {
  const places = windowsChromiums({
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local',
  });
  expect(places).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
  expect(places).toContain('C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe');
  expect(places).toContain('C:\\Users\\u\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe');
  expect(places).toContain('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe');
  expect(places).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe');
  expect(windowsChromiums({})).toEqual([]);
});

function builds(): { next: string; target: string; content: () => Record<string, string> } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-swap-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const [next, target] = [path.join(folder, 'next'), path.join(folder, 'main')];
  const put = (where: string, files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(where, name)), { recursive: true });
      fs.writeFileSync(path.join(where, name), text);
    }
  };
  put(next, { 'cli.js': 'new', 'sub/b.js': 'b' });
  put(target, { 'cli.js': 'old', 'gone.js': 'old' });
  const content = (): Record<string, string> =>
    Object.fromEntries(
      fs
        .globSync('**/*.js', { cwd: target })
        .sort()
        .map((name) => [name.replaceAll(path.sep, '/'), fs.readFileSync(path.join(target, name), 'utf8')]),
    );
  return { next, target, content };
}

const BUILT = { 'cli.js': 'new', 'sub/b.js': 'b' };

test('a build takes the place of the one before', () => {
  const { next, target, content } = builds();
  swapIn(next, target);
  expect(content()).toEqual(BUILT);
  expect(fs.readdirSync(path.dirname(target))).toEqual(['main']);
});

test('a folder in use, which Windows does not rename, gets the new files one by one', () => {
  const { next, target, content } = builds();
  swapIn(next, target, () => {
    throw Object.assign(new Error('in use'), { code: 'EPERM' });
  });
  expect(content()).toEqual(BUILT);
  expect(fs.readdirSync(path.dirname(target))).toEqual(['main']);
});
