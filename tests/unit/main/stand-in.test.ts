/** The Chromium stand-in has what main/ uses of Electron, carries values as structured clone does, and keeps addresses apart. */
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { toApp, toPage } from '../../../tools/chromium-runtime/address.ts';
import { makeCodec } from '../../../tools/chromium-runtime/codec.ts';
import { utilityProcess } from '../../../tools/chromium-runtime/utility-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const codec = makeCodec();
const carried = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('the codec', () => {
  test.each([
    ['plain data', { a: [1, 'x', null, true], b: { c: -0.5 } }],
    ['undefined', { a: undefined, b: [undefined] }],
    ['bytes', { bytes: Uint8Array.from({ length: 20_000 }, (_, index) => index % 256) }],
    ['a date', new Date('2022-06-27T08:00:00.000Z')],
    ['numbers that JSON has not', [NaN, Infinity, -Infinity]],
    ['a big integer', 12345678901234567890n],
    ['an object that looks like its own marks', { $type: 'bytes', text: 'AAAA' }],
    ['Chinese beyond the basic plane', '复函𠮷〔2022〕58号\u2028'],
  ])('carries %s unchanged', (_what, value) => {
    expect(carried(value)).toEqual(value);
  });

  test('refuses what cannot be cloned', () => {
    for (const value of [() => 1, Symbol('x'), { f: () => 1 }, new Map([[1, 2]])]) {
      expect(() => codec.encode(value)).toThrow(TypeError);
    }
  });

  test('is self-contained: its source text alone makes the same codec', () => {
    const again = (vm.runInThisContext(`(${String(makeCodec)})`) as typeof makeCodec)();
    expect(again.decode(codec.encode({ a: new Uint8Array([1, 2]) }))).toEqual({ a: new Uint8Array([1, 2]) });
  });
});

describe('addresses', () => {
  test('an app address and its page address are each other', () => {
    for (const url of ['app://fuhan/index.html', 'app://fuhan/a/b.js?x=1#y']) expect(toApp(toPage(url))).toBe(url);
    expect(toPage('app://fuhan/index.html')).toBe('https://fuhan.app.invalid/index.html');
    expect(toApp('blob:https://fuhan.app.invalid/1')).toBe('blob:app://fuhan/1');
  });
  test('no other address becomes an app address', () => {
    for (const url of [
      'https://example.com/',
      'https://fuhan.app.invalid.example.com/',
      'https://x.fuhan.app.invalid/',
      'http://fuhan.app.invalid/',
    ]) {
      expect(toApp(url)).toBe(url);
    }
  });
});

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2024, true);
const sourcesIn = (folder: string): string[] =>
  fs
    .readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(ROOT, folder, name));

/** What a source file imports from electron as values, and the members that it reads of them: `app`, `app.quit`, … */
function usesOfElectron(file: string): string[] {
  const source = parse(file);
  const names = source.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .filter((each) => each.moduleSpecifier.getText() === "'electron'" && each.importClause?.isTypeOnly === false)
    .flatMap((each) => {
      const bindings = each.importClause?.namedBindings;
      return bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map(({ name }) => name.text)
        : [];
    });
  const used: string[] = [...names];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && names.includes(node.expression.getText())) {
      used.push(`${node.expression.getText()}.${node.name.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used;
}

/** What a source file of the stand-in exports, and the members of it, written as usesOfElectron() does. */
function offeredBy(file: string): string[] {
  const source = parse(file);
  const membersOf = (node: ts.Node | undefined): string[] => {
    if (node === undefined) return [];
    if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node)) return membersOf(node.expression);
    if (ts.isObjectLiteralExpression(node)) return node.properties.map((each) => each.name?.getText() ?? '');
    if (ts.isClassDeclaration(node)) return node.members.map((each) => each.name?.getText() ?? '');
    if (!ts.isNewExpression(node)) return [];
    const made = source.statements.find(
      (each) => ts.isClassDeclaration(each) && each.name?.text === node.expression.getText(),
    );
    return [...membersOf(made), 'on', 'once', 'off'];
  };
  const isExported = (node: ts.HasModifiers): boolean =>
    node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  const named = (name: string, members: string[]): string[] => [name, ...members.map((member) => `${name}.${member}`)];
  return source.statements.flatMap((statement) => {
    if (ts.isClassDeclaration(statement) && isExported(statement))
      return named(statement.name?.text ?? '', membersOf(statement));
    if (!ts.isVariableStatement(statement) || !isExported(statement)) return [];
    return statement.declarationList.declarations.flatMap((each) =>
      named(each.name.getText(), membersOf(each.initializer)),
    );
  });
}

test('everything of Electron that main/ uses exists in the stand-in', () => {
  const used = new Set(
    ['main', 'main/app']
      .flatMap(sourcesIn)
      .filter((file) => !file.endsWith('preload.ts'))
      .flatMap(usesOfElectron),
  );
  const offered = new Set(sourcesIn('tools/chromium-runtime').flatMap(offeredBy));
  expect(used).toContain('app.requestSingleInstanceLock');
  expect([...used].filter((each) => !offered.has(each))).toEqual([]);
});

test('a utility process may start threads of its own, as the decoder of pictures does', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-utility-'));
  const file = path.join(folder, 'utility.mjs');
  fs.writeFileSync(
    file,
    `import { Worker } from 'node:worker_threads';
     const worker = new Worker("require('node:worker_threads').parentPort.postMessage('done')", { eval: true });
     worker.on('message', (told) => process.parentPort.postMessage(told));
     worker.on('error', (error) => process.parentPort.postMessage(String(error)));
     process.parentPort.on('message', () => process.exit(0));`,
  );
  const started = utilityProcess.fork(file);
  const ended = once(started, 'exit');
  expect(await once(started, 'message')).toEqual(['done']);
  started.postMessage('end');
  expect(await ended).toEqual([0]);
  fs.rmSync(folder, { recursive: true });
});
