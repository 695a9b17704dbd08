/** What keeps the window's Chromium silent is set before the app is ready; the stand-in for Electron takes the calls. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-silent-'));
let set: Record<string, string>;

beforeAll(() => {
  const script = path.join(folder, 'main.mjs');
  const security = pathToFileURL(path.join(ROOT, 'main/app/security.ts')).href;
  fs.writeFileSync(
    script,
    `import { app } from 'electron';
     const { hardenProcess } = await import(${JSON.stringify(security)});
     hardenProcess();
     console.log(JSON.stringify(app.commandLine.forChromium()));
     app.exit(0);`,
  );
  const told = execFileSync(process.execPath, [path.join(ROOT, 'tools/chromium-runtime/start.mjs'), script], {
    encoding: 'utf8',
  });
  const switches = JSON.parse(told) as string[];
  set = Object.fromEntries(switches.map((one) => /^--([^=]+)=?(.*)$/.exec(one)?.slice(1) ?? []) as [string, string][]);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test.each([
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server', ''],
  ['dns-prefetch-disable', ''],
  ['disable-background-networking', ''],
  ['disable-component-update', ''],
  ['lang', 'zh-CN'],
])('--%s', (name, value) => {
  expect(set[name]).toBe(value);
});

test('features that ask the network for something are off', () => {
  const off = set['disable-features']?.split(',') ?? [];
  for (const name of ['NetworkTimeServiceQuerying', 'Translate', 'OptimizationHints', 'MediaRouter']) {
    expect(off).toContain(name);
  }
});
