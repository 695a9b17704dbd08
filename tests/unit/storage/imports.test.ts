/** sql.js is pinned; should an upgrade change what it imports or exports, this fails before anything else does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { USED_EXPORTS } from '../../../main/archive/storage/sqlite.ts';
import { WRAPPED_ENV, WRAPPED_WASI } from '../../../main/archive/storage/syscalls.ts';

const require = createRequire(import.meta.url);
const wasm = new WebAssembly.Module(readFileSync(require.resolve('sql.js/dist/sql-wasm-debug.wasm')));
const imports = WebAssembly.Module.imports(wasm).map(({ module, name }) => `${module} ${name}`);

test('every system call that we answer is imported by its name', () => {
  const wanted = [
    ...WRAPPED_ENV.map((name) => `env ${name}`),
    ...WRAPPED_WASI.map((name) => `wasi_snapshot_preview1 ${name}`),
  ];
  expect(wanted.filter((name) => !imports.includes(name))).toEqual([]);
});

test('sql.js makes no system call on files that we do not know', () => {
  const known = new Set([
    ...WRAPPED_ENV.map((name) => `env ${name}`),
    ...WRAPPED_WASI.map((name) => `wasi_snapshot_preview1 ${name}`),
    // Of the process, not of files.
    'env __syscall_getcwd',
    'env __syscall_geteuid32',
    // Asked only of terminals and of sql.js's own streams.
    'wasi_snapshot_preview1 fd_fdstat_get',
  ]);
  const calls = imports.filter(
    (name) => name.includes('__syscall_') || name.includes(' fd_') || name.includes(' path_'),
  );
  expect(calls.filter((name) => !known.has(name))).toEqual([]);
});

test('every function of SQLite that we call is exported', () => {
  const exported = new Set(WebAssembly.Module.exports(wasm).map(({ name }) => name));
  expect(USED_EXPORTS.filter((name) => !exported.has(name))).toEqual([]);
});
