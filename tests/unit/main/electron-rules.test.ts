/**
 * What Electron allows beyond what its types say: a list that the sources are held to, because its binary is not at hand
 * everywhere. Types (electron.d.ts) are checked by the compiler.
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../../tools/build.mjs';
import { HELPERS } from '../../../main/archive/work/helper-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const DIST = path.join(ROOT, 'dist');
const sources = (folder: string): { file: string; source: ts.SourceFile }[] =>
  fs.globSync(`${folder}/**/*.ts`, { cwd: ROOT }).map((file) => ({
    file,
    source: ts.createSourceFile(file, fs.readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2024, true),
  }));
const MAIN = sources('main');

function nodesOf<T extends ts.Node>(source: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Words given as first argument to a function of this name, anywhere in main/. */
const givenTo = (name: string): string[] =>
  MAIN.flatMap(({ source }) => nodesOf(source, ts.isCallExpression))
    .filter(({ expression }) => expression.getText().split('.').at(-1) === name)
    .map(({ arguments: [first] }) => (first !== undefined && ts.isStringLiteralLike(first) ? first.text : '?'));

beforeAll(async () => {
  await build({ only: ['main', 'preload'] });
});

describe('the preload', () => {
  const built = (): string => fs.readFileSync(path.join(DIST, 'preload/preload.cjs'), 'utf8');

  test('is one file that asks for electron alone: a sandboxed preload has no other module', () => {
    const asked = [...built().matchAll(/\brequire\(([^)]*)\)/g)].map(([, what]) => what);
    expect(new Set(asked)).toEqual(new Set(['"electron"']));
    expect(built()).not.toMatch(/\bimport\s*\(|import\.meta|^import /m);
  });

  test('uses only what a sandboxed preload is given of electron', () => {
    const used = [...built().matchAll(/\b(?:electron|import_electron|electron__\w+)\.(\w+)/g)].map(([, name]) => name);
    const given = ['contextBridge', 'crashReporter', 'ipcRenderer', 'nativeImage', 'webFrame', 'webUtils'];
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !given.includes(name ?? ''))).toEqual([]);
  });
});

describe('the main script', () => {
  const index = MAIN.find(({ file }) => file === path.join('main', 'index.ts'))?.source;
  if (index === undefined) throw new Error('main/index.ts');

  test('waits for nothing before the app may become ready, unless it is the command line', () => {
    const waits = nodesOf(index, ts.isAwaitExpression).filter((node) => {
      for (let at: ts.Node = node; at.parent !== undefined; at = at.parent)
        if (ts.isFunctionLike(at.parent)) return false;
      return true;
    });
    expect(waits.map((node) => node.getText())).toEqual(['await runCommandLine(words, DIST)']);
    const [condition] = waits.map((node) => {
      let at: ts.Node = node;
      while (!ts.isIfStatement(at)) at = at.parent;
      return at;
    });
    expect(condition?.elseStatement?.getText()).toBe('startWindow();');
  });

  test('sets what counts only before the app is ready outside whenReady', () => {
    const text = index.getText();
    expect(text.indexOf('hardenProcess();')).toBeGreaterThan(0);
    expect(text.indexOf('hardenProcess();')).toBeLessThan(text.indexOf('app.whenReady()'));
  });

  test('starts its threads and helpers from files that lie beside it, which works out of app.asar as well', () => {
    const threads = givenTo('threadFile').map((name) => path.basename(name));
    const names = [...threads, ...Object.keys(HELPERS)];
    expect(threads.length).toBeGreaterThan(3);
    expect(names.filter((name) => !fs.existsSync(path.join(DIST, 'main', `${name}.js`)))).toEqual([]);
  });

  test('starts no Node of its own program: that fuse is off', () => {
    const forks = MAIN.filter(({ source }) =>
      nodesOf(source, ts.isCallExpression).some(({ expression }) => expression.getText() === 'fork'),
    ).map(({ file }) => file);
    expect(forks).toEqual([path.join('main', 'archive', 'work', 'helper-process.ts')]);
    expect(fs.readFileSync(path.join(ROOT, 'main/archive/work/helper-process.ts'), 'utf8')).toContain(
      "process.versions['electron'] === undefined",
    );
  });
});

test('hashes and ciphers are among those that Electron’s BoringSSL has', () => {
  const BORING = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256'];
  const asked = [...givenTo('createHash'), ...givenTo('createHmac')];
  expect(asked.length).toBeGreaterThan(5);
  // SM3 is asked for only where the library has it (trust/canonical.ts).
  expect(asked.filter((name) => !BORING.includes(name) && name !== 'sm3')).toEqual([]);
  const canonical = fs.readFileSync(path.join(ROOT, 'main/archive/trust/canonical.ts'), 'utf8');
  expect(canonical).toContain("getHashes().includes('sm3')");
  for (const name of ['createCipheriv', 'createDecipheriv', 'createSign', 'argon2', 'argon2Sync'])
    expect([name, givenTo(name)]).toEqual([name, []]);
});
