/**
 * `npm run windows [-- --only day|paths|held] [--write]`: the engine's whole day on Windows, by the command line of the tree that is packed
 * for it, under Wine; the same day on this machine beside it. With --write the table goes into docs/platforms.md.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { TARGETS } from '../pack/targets.ts';
import { makeTree, type Tree } from '../pack/tree.ts';
import { CACHE, cleanDrive, inside, isReady, nodeExe, nodeVersion } from './machine.ts';
import { compareDays, type Row } from './compare.ts';
import type { Line } from './inside/driver.ts';
import { writeTestScans } from './scans.ts';
import { writeRows } from './table.ts';

const STEPS = ['day', 'paths', 'held'] as const;
const LIMIT_MS = 1_800_000;
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean', default: false } },
});
if (!isReady()) {
  say('先运行 npm run windows:setup。The Windows machine is not there yet: npm run windows:setup');
  process.exit(1);
}
await build();
const windows = treeFor('win-x64');
const here = treeFor('linux-x64');
const work = fs.mkdtempSync(path.join(CACHE, 'run-'));
fs.copyFileSync(nodeExe(), path.join(work, 'node.exe'));
fs.cpSync(path.join(import.meta.dirname, 'inside'), path.join(work, 'inside'), { recursive: true });
await writeTestScans(work);
const rows: Row[] = [];
cleanDrive();
try {
  for (const name of STEPS.filter((one) => values.only === undefined || values.only === one)) {
    say(`${name} …`);
    const lines = onWindows(name);
    if (name === 'day') rows.push(...compareDays(lines, onThisMachine(name)));
    rows.push(
      ...lines.flatMap((line) =>
        line.kind === 'noted' ? [{ what: line.name, ok: line.ok, detail: line.detail }] : [],
      ),
    );
  }
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
for (const { what, ok, detail } of rows) say(`${ok ? '✓' : '✗'} ${what}${detail === '' ? '' : `: ${detail}`}`);
const failed = rows.filter(({ ok }) => !ok).length;
if (values.write) writeRows('windows', `Wine 10 (Debian 13), Node ${nodeVersion()} for Windows`, rows);
process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** Wine brings the Visual C++ runtime, so that alone may be missing here. */
function treeFor(name: string): Tree {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new Error(name);
  const tree = makeTree(target);
  const wrong = tree.findings.filter(({ code }) => code !== 'MISSING_RUNTIME');
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong, null, 2));
  return tree;
}

function onWindows(name: string): Line[] {
  const at = (file: string): string => `Z:\\work\\${file}`;
  const place = { work, app: windows.folder };
  // The scans lie beside the runs' folders on drive C:, where letters would.
  const copy = `const fs=require('fs');fs.mkdirSync('C:\\\\fuhan',{recursive:true});for(const n of ['scan.jpg','fax.tif'])fs.copyFileSync('Z:\\\\work\\\\'+n,'C:\\\\fuhan\\\\'+n)`;
  inside(['wine', at('node.exe'), '-e', copy], { ...place, timeoutMs: 120_000 });
  const words = [
    'wine',
    at('node.exe'),
    at('inside\\driver.ts'),
    'Z:\\app',
    at(`inside\\${name}.ts`),
    at(`${name}.json`),
  ];
  const done = inside(words, { ...place, timeoutMs: LIMIT_MS, env: { TRY_ROOT: 'C:\\fuhan' } });
  return read(name, work, done.code, done.stderr);
}

function onThisMachine(name: string): Line[] {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-day-'));
  for (const file of ['scan.jpg', 'fax.tif']) fs.copyFileSync(path.join(work, file), path.join(root, file));
  const words = ['driver.ts', `${name}.ts`].map((file) => path.join(work, 'inside', file));
  const out = path.join(root, `${name}.json`);
  const done = spawnSync(process.execPath, [words[0] ?? '', here.folder, words[1] ?? '', out], {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...process.env, TRY_ROOT: root, TZ: 'Asia/Shanghai' },
  });
  const lines = read(name, root, done.status, done.stderr);
  fs.rmSync(root, { recursive: true, force: true });
  return lines;
}

function read(name: string, folder: string, code: number | null, stderr: string): Line[] {
  const file = path.join(folder, `${name}.json`);
  const lines = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Line[]) : [];
  if (code !== 0)
    lines.push({
      kind: 'noted',
      name: `${name} ran to its end`,
      ok: false,
      detail: `exit ${code} ${stderr.slice(-600)}`,
    });
  return lines;
}
