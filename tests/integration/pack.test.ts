/** The packed app: electron-builder makes it without a network, it holds what it needs and no more, and what it holds runs. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../tools/build.mjs';
import { launchApp, runToEnd } from '../e2e/fixtures.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SLOW_MS = 300_000;
/** Marks the place of the fuses in Electron's executable, see @electron/fuses. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;
let resources: string;
let files: string[];

/** The smallest folder that electron-builder takes for an unpacked Electron: an executable with fuses, a version, a locale. */
function makeElectronFolder(target: string): void {
  fs.mkdirSync(path.join(target, 'resources'), { recursive: true });
  fs.mkdirSync(path.join(target, 'locales'));
  for (const locale of ['zh-CN', 'en-US', 'fr']) fs.writeFileSync(path.join(target, 'locales', `${locale}.pak`), '');
  const version = (
    JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as { version: string }
  ).version;
  fs.writeFileSync(path.join(target, 'version'), version);
  // Version 1 of the wire, eight fuses, all on.
  const wire = Buffer.concat([
    Buffer.from(`#!/bin/sh\n# ${FUSE_SENTINEL}`),
    Buffer.from([1, 8]),
    Buffer.from('11111111\nexit 0\n'),
  ]);
  fs.writeFileSync(path.join(target, 'electron'), wire, { mode: 0o755 });
}

beforeAll(async () => {
  await build();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-pack-'));
  makeElectronFolder(path.join(folder, 'electron'));
  const builder = path.join(ROOT, 'node_modules/electron-builder/cli.js');
  const words = [
    '--linux',
    'dir',
    '--x64',
    `-c.electronDist=${path.join(folder, 'electron')}`,
    `-c.directories.output=${path.join(folder, 'out')}`,
  ];
  await promisify(execFile)(process.execPath, [builder, ...words], {
    cwd: ROOT,
    env: { ...process.env, HOME: folder },
  });
  resources = path.join(folder, 'out/linux-unpacked/resources');
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
    for (const name of ['antd', 'react-dom', 'vite', 'typescript', 'electron', 'playwright-core', 'vitest']) {
      expect(files).not.toContain(`/node_modules/${name}`);
    }
    expect(files.filter((file) => /onnxruntime-node.*\/(win32|darwin|arm64)\//.test(file))).toEqual([]);
  });

  test('keeps native code and what native code reads outside app.asar', () => {
    const unpacked = path.join(resources, 'app.asar.unpacked');
    expect(fs.existsSync(path.join(unpacked, 'dist/resources/typst/letter.typ'))).toBe(true);
    const native = files.filter((file) => file.endsWith('.node'));
    expect(native.length).toBeGreaterThan(0);
    for (const file of native) expect(fs.existsSync(path.join(unpacked, file))).toBe(true);
  });

  test('has its fuses set in the executable', () => {
    const executable = fs.readFileSync(path.join(folder, 'out/linux-unpacked/fuhan-archive'), 'latin1');
    const wire = executable.slice(executable.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2).slice(0, 8);
    // runAsNode, cookies, NODE_OPTIONS, --inspect, asar integrity, only app.asar, snapshot, file protocol.
    expect(wire).toBe('00001100');
  });

  test(
    'runs from its own files alone: the command line exports a letter, the window opens the archive',
    async () => {
      const app = path.join(folder, 'app');
      extractAll(path.join(resources, 'app.asar'), app);
      const main = path.join(app, 'dist/main/index.js');
      const data = path.join(folder, 'data');
      const sample = path.join(app, 'dist/resources/samples');
      const run = async (...words: string[]): Promise<unknown> => {
        const { code, stdout } = await runToEnd({ main, folder: data, words: [...words, '--json'] });
        expect({ words, code }).toEqual({ words, code: 0 });
        return JSON.parse(stdout);
      };
      const letter = fs.readdirSync(sample).find((name) => name.endsWith('.docx'));
      const imported = (await run('import', path.join(sample, letter ?? ''))) as {
        filed: number;
        items: { id: string }[];
      };
      expect(imported.filed).toBe(1);
      const out = path.join(folder, 'pdf');
      const exported = (await run('export', 'pdf', imported.items[0]?.id ?? '', '--out', out)) as {
        files: { file: string }[];
      };
      expect(exported.files).toHaveLength(1);

      const opened = await launchApp({ main, folder: data });
      const answer = await opened.page.evaluate(() => window.archive.call('archive.info', {}, 'packed'));
      expect(await opened.close()).toBe(0);
      expect(answer).toMatchObject({ ok: true, value: { letters: 1 } });
    },
    SLOW_MS,
  );
});
