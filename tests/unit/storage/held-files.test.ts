/** Files that another program holds: waited for within bounds on Windows, then told with the file's name. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pathError } from '../../../main/archive/reading/load-file.ts';
import { delegate, diskFault, publish, realDisk } from '../../../main/archive/storage/disk.ts';
import { diskError } from '../../../main/archive/storage/failures.ts';
import { isHeld, whileHeld } from '../../../main/archive/storage/held-files.ts';

function waits(platform: NodeJS.Platform): { waited: number[]; platform: NodeJS.Platform; wait: (ms: number) => void } {
  const waited: number[] = [];
  return { waited, platform, wait: (ms) => waited.push(ms) };
}

/** Fails so many times with this code, then answers `done`. */
function failing(times: number, code: string): () => string {
  let left = times;
  return () => {
    if (left-- > 0) throw diskFault(code, 'rename', 'a');
    return 'done';
  };
}

test.each(['EBUSY', 'EPERM', 'EACCES'])('on Windows %s is tried again until the scanner lets go', (code) => {
  const here = waits('win32');
  expect(whileHeld(failing(4, code), here)).toBe('done');
  expect(here.waited).toEqual([20, 40, 60, 80]);
});

test('what stays held is given up after a second', () => {
  const here = waits('win32');
  expect(() => whileHeld(failing(100, 'EBUSY'), here)).toThrow('EBUSY');
  expect(here.waited.reduce((sum, ms) => sum + ms, 0)).toBe(900);
});

test('nothing else is tried again, and nothing on other systems', () => {
  for (const [platform, code] of [
    ['win32', 'ENOENT'],
    ['linux', 'EBUSY'],
  ] as const) {
    const here = waits(platform);
    expect(() => whileHeld(failing(1, code), here)).toThrow(code);
    expect(here.waited).toEqual([]);
  }
});

const fault = (code: string, syscall: string): Error => Object.assign(diskFault(code, syscall, 'a'), { syscall });

test.each([
  ['win32', 'EBUSY', 'open', true],
  ['win32', 'EPERM', 'rename', true],
  ['win32', 'EACCES', 'unlink', true],
  ['win32', 'EPERM', 'open', false],
  ['linux', 'EBUSY', 'open', true],
  ['linux', 'EACCES', 'rename', false],
  ['linux', 'ENOENT', 'open', false],
] as const)('%s: %s of %s means that another program holds the file: %s', (platform, code, call, held) => {
  expect(isHeld(fault(code, call), platform)).toBe(held);
});

test('it is said so, with the file', () => {
  const message = '函.docx：被其他程序占用，暂不能读写。此前已保存的内容完好。请关闭正在使用它的程序后重试。';
  expect(diskError(fault('EBUSY', 'open'), '函.docx')).toMatchObject({ code: 'FILE_IN_USE', message });
  expect(pathError(fault('EBUSY', 'open'), '函.docx')).toMatchObject({ code: 'FILE_IN_USE', message });
});

test.each(['EISDIR', 'EPERM', 'ENOTSUP'])(
  'a stick without second names for files (%s) takes a finished file all the same, never over another',
  (code) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-stick-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    const stick = {
      ...delegate(realDisk()),
      link: (from: string) => {
        throw diskFault(code, 'link', from);
      },
    };
    const [from, to] = [path.join(folder, 'half'), path.join(folder, '备份.sqlite')];
    fs.writeFileSync(from, '1');
    publish(stick, from, to);
    expect(fs.readdirSync(folder)).toEqual(['备份.sqlite']);
    fs.writeFileSync(from, '2');
    expect(() => publish(stick, from, to)).toThrow('EEXIST');
    expect(fs.readFileSync(to, 'utf8')).toBe('1');
  },
);
