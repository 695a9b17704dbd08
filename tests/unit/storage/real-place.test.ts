/** Where a path leads, also where Windows cannot name the drive or the path. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realPlaceOf } from '../../../main/archive/storage/real-place.ts';

let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-place-')));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};

test('Windows’ own answer counts', () => {
  expect(realPlaceOf('C:\\DANGAN~1', { platform: 'win32', ask: () => 'C:\\档案库' })).toBe('C:\\档案库');
});

test.skipIf(process.platform === 'win32').each(['UNKNOWN', 'EISDIR', 'EPERM', 'EINVAL'])(
  'where Windows answers %s, links are followed all the same',
  (code) => {
    const real = path.join(folder, '档案');
    fs.mkdirSync(real);
    fs.symlinkSync(real, path.join(folder, '链接'));
    expect(realPlaceOf(path.join(folder, '链接'), { platform: 'win32', ask: failing(code) })).toBe(real);
    expect(() => realPlaceOf(real, { platform: 'linux', ask: failing(code) })).toThrow(code);
  },
);

test('what is not there is told as such', () => {
  expect(() => realPlaceOf(folder, { platform: 'win32', ask: failing('ENOENT') })).toThrow('ENOENT');
  expect(() => realPlaceOf(path.join(folder, '无'))).toThrow(/ENOENT/);
});
