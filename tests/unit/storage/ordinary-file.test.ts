/** A file that is read whole is an ordinary one, within a bound. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportError } from '../../../shared/errors.ts';
import { readRegister } from '../../../main/archive/intake/register.ts';
import { isPackageFolder } from '../../../main/archive/intake/package/source.ts';
import { readOrdinaryFile } from '../../../main/archive/storage/ordinary-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fuhan-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, '甲.txt');
writeFileSync(file, '甲乙');

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    return reportError(thrown).code;
  }
}

test('an ordinary file is read whole, and no byte more than it may have', () => {
  expect(readOrdinaryFile(file, 6).toString()).toBe('甲乙');
  expect(outcome(() => readOrdinaryFile(file, 5))).toBe('FILE_TOO_LARGE');
});

test.each([
  ['a folder', folder, 'NOT_A_FILE'],
  ['a file that is not there', path.join(folder, '乙.txt'), 'BAD_PATH'],
  ['a path that no system follows', 'a\0b', 'BAD_PATH'],
])('%s is told by its own code', (_what, place, code) => {
  expect(outcome(() => readOrdinaryFile(place, 100))).toBe(code);
});

test('a folder is no register and no declaration of a package', () => {
  expect(outcome(() => readRegister(folder))).toBe('NOT_A_FILE');
  expect(isPackageFolder(folder)).toBe(false);
});

test.skipIf(process.platform === 'win32')('a device, of which there is no end, is not read', () => {
  expect(outcome(() => readOrdinaryFile('/dev/zero', 100))).toBe('NOT_A_FILE');
  expect(outcome(() => readRegister('/dev/zero'))).toBe('NOT_A_FILE');
});
