/** Where signatures go in: what is signed is read from the files, and a program that only says that it signed is not believed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSigned, sign, signFolder, tellSignatures } from '../../../tools/pack/signing.ts';
import { makeStandInElectron } from '../../../tools/pack/stand-in-electron.ts';
import { TARGETS } from '../../../tools/pack/targets.ts';
import { elfFile, peFile } from './native-heads.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-signing-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** As a signer leaves it: the directory names bytes at the file's end. */
function signed(file: Buffer, size = 64): Buffer {
  const directory = file.readUInt32LE(0x3c) + 24 + 112 + 4 * 8;
  const bytes = Buffer.concat([file, Buffer.alloc(size, 7)]);
  bytes.writeUInt32LE(file.length, directory);
  bytes.writeUInt32LE(size, directory + 4);
  return bytes;
}
function put(name: string, bytes: Buffer | string, mode = 0o644): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes, { mode });
  return file;
}

test('a signature is seen in the file itself', () => {
  expect(isSigned(put('a.exe', peFile({})))).toBe(false);
  expect(isSigned(put('b.exe', signed(peFile({}))))).toBe(true);
  expect(isSigned(put('c.deb', '!<arch>\n'.repeat(20)))).toBe(false);
});

test('what is not signed is told by name, and the native files in it by number', () => {
  const app = path.join(folder, 'app');
  put('app/a.exe', signed(peFile({})));
  put('app/b.node', peFile({}));
  const setup = put('x-setup.exe', peFile({}));
  expect(tellSignatures(app, [setup, put('x-portable.zip', 'PK')])).toEqual([
    '未签名 not signed: x-setup.exe',
    '未签名 not signed: 1 of 2 native files in it',
  ]);
  fs.writeFileSync(setup, signed(peFile({})));
  put('app/b.node', signed(peFile({})));
  expect(tellSignatures(app, [setup])).toEqual([]);
  put('linux/a.node', elfFile({}));
  expect(tellSignatures(path.join(folder, 'linux'), [put('x.deb', 'deb')])).toEqual(['未签名 not signed: x.deb']);
});

describe.skipIf(process.platform === 'win32')('a program that signs', () => {
  test('signs every native file that its maker has not signed, and no other', () => {
    const form = put('signed.exe', signed(peFile({})));
    const signer = put('sign', `#!/bin/sh\ncp '${form}' "$1"\n`, 0o755);
    const theirs = signed(peFile({}), 128);
    const [mine, maker] = [put('app/mine.node', peFile({})), put('app/maker.exe', theirs)];
    const text = put('app/letter.txt', '复函'.repeat(60));
    signFolder(signer, path.join(folder, 'app'));
    expect(isSigned(mine)).toBe(true);
    expect(fs.readFileSync(maker)).toEqual(theirs);
    expect(fs.readFileSync(text, 'utf8')).toBe('复函'.repeat(60));
  });

  test('stops the pack where it fails, and where it signs nothing', () => {
    const file = put('a.exe', peFile({}));
    expect(() => sign(put('fails', '#!/bin/sh\necho no card >&2\nexit 3\n', 0o755), file)).toThrow(/no card/);
    expect(() => sign(put('lies', '#!/bin/sh\nexit 0\n', 0o755), file)).toThrow(/a\.exe is not signed/);
    expect(() => sign(path.join(folder, 'nowhere'), file)).toThrow(/nowhere/);
  });
});

test('the program in Electron’s place carries fuses and no signature of its maker', () => {
  const target = TARGETS.find(({ name }) => name === 'win-x64');
  if (target === undefined) throw new Error('win-x64');
  makeStandInElectron(target, path.join(folder, 'electron'), signed(peFile({ imports: ['KERNEL32.dll'] })));
  const file = path.join(folder, 'electron/electron.exe');
  expect(isSigned(file)).toBe(false);
  expect(fs.readFileSync(file, 'latin1')).toMatch(/dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0811111111$/);
});
