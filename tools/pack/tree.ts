/**
 * The tree that is packed for a target: the built app and its production packages for that system and processor, whichever
 * machine packs. The packages are kept for as long as the lockfile stays the same.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { checkNatives, checkNode, isVisualCpp, isWindowsOwn, type Finding, type PackedFile } from './checks.ts';
import { electronVersion } from './electron-program.ts';
import { collectLicences, type Licence } from '../licences.mjs';
import { BUDGET, leftOut, type Part } from './contents.ts';
import { readNativeFile } from './native-file.ts';
import { addNode, nodeFileName, nodeVersion } from './node-program.ts';
import type { Target } from './targets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Where whoever packs lays the Visual C++ runtime, a folder for each processor; see the README there. */
export const RUNTIME_FOLDER = path.join(ROOT, 'resources/windows/vcredist');

export interface Tree {
  folder: string;
  natives: PackedFile[];
  /** The version of the Node that lies in it. */
  node: string;
  findings: Finding[];
}

/**
 * Makes or renews the tree. Nothing is thrown away that a build in use may hold open: a new set of packages gets a new folder.
 * @param node a Node program for the target; without it npm's
 */
export function makeTree(target: Target, node?: string): Tree {
  const folder = path.join(ROOT, 'release/trees', `${target.name}-${signature(target)}`);
  if (!fs.existsSync(folder)) {
    const next = `${folder}.next-${process.pid}`;
    install(target, next);
    prune(target, next);
    if (target.os === 'win32') addRuntime(target, next);
    fs.renameSync(next, folder);
  }
  fs.rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
  for (const name of ['dist/main', 'dist/preload', 'dist/renderer', 'dist/resources', 'LICENSE', 'package.json']) {
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  const version = addNode(target, path.join(folder, 'node'), node);
  writeLicences(folder, version);
  const natives = nativesBelow(folder);
  const program = `node/${nodeFileName(target)}`;
  const findings = [...checkNatives(target, natives), ...checkNode(program, version, nodeVersion())];
  return { folder, natives, node: version, findings };
}

/** What is shown in the window: the licences of these packages, of what is built into the window, and of the shipped programs. */
function writeLicences(folder: string, node: string): void {
  const programs: Licence[] = [
    {
      name: 'Node.js',
      version: node,
      licence: 'MIT',
      text: fs.readFileSync(path.join(folder, 'node/LICENSE'), 'utf8'),
    },
    {
      name: 'Electron',
      version: electronVersion(),
      licence: 'MIT',
      text: '许可证全文见程序文件夹中的 LICENSE.electron.txt，其中 Chromium 及其组成部分的许可证见 LICENSES.chromium.html。',
    },
  ];
  const packages = collectLicences(ROOT, folder);
  // Built into the window: they lie in no packed folder.
  const built = collectLicences(ROOT).filter(({ name }) => !packages.some((one) => one.name === name));
  const place = path.join(folder, 'dist/licences');
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(
    path.join(place, 'licences.json'),
    JSON.stringify([...programs, ...packages, ...withoutForeign(built)]),
  );
}

/** Native parts for this machine are not those of the target. */
const withoutForeign = (licences: readonly Licence[]): Licence[] =>
  licences.filter(({ name }) => !/-(win32|linux|darwin)-(x64|arm64)/.test(name));

function signature(target: Target): string {
  const runtime = path.join(RUNTIME_FOLDER, target.cpu);
  const given = target.os === 'win32' && fs.existsSync(runtime) ? fs.readdirSync(runtime).sort() : [];
  const hash = createHash('sha256').update(JSON.stringify([target, leftOut(target)]));
  hash.update(fs.readFileSync(path.join(ROOT, 'package-lock.json')));
  for (const name of given) hash.update(name).update(fs.readFileSync(path.join(runtime, name)));
  return hash.digest('hex').slice(0, 12);
}

function install(target: Target, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(ROOT, name), path.join(folder, name));
  }
  const words = [
    'ci',
    `--os=${target.os}`,
    `--cpu=${target.cpu}`,
    '--omit=dev',
    '--ignore-scripts',
    '--prefer-offline',
  ];
  if (target.os === 'linux') words.push('--libc=glibc');
  const done = spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error(`npm ci for ${target.name} failed`);
}

function prune(target: Target, folder: string): void {
  const modules = path.join(folder, 'node_modules');
  for (const name of fs.globSync(leftOut(target), { cwd: modules })) {
    fs.rmSync(path.join(modules, name), { recursive: true, force: true });
  }
  fs.rmSync(path.join(folder, 'package-lock.json'));
}

/** Lays what was given of the Visual C++ runtime beside every file that needs it, and what those need themselves. */
function addRuntime({ cpu }: Target, folder: string): void {
  const given = path.join(RUNTIME_FOLDER, cpu);
  if (!fs.existsSync(given)) return;
  const files = new Map(fs.readdirSync(given).map((name) => [name.toLowerCase(), path.join(given, name)]));
  for (const { path: file, native } of nativesBelow(folder)) {
    const beside = path.join(folder, path.dirname(file));
    const waiting = [...native.needs];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const source = files.get(name.toLowerCase());
      if (!isVisualCpp(name) || source === undefined || fs.existsSync(path.join(beside, path.basename(source))))
        continue;
      fs.copyFileSync(source, path.join(beside, path.basename(source)));
      waiting.push(...(readNativeFile(fs.readFileSync(source))?.needs ?? []).filter((need) => !isWindowsOwn(need)));
    }
  }
}

/** Every native file below a folder, told by its head and not by its name. */
export function nativesBelow(folder: string): PackedFile[] {
  const found: PackedFile[] = [];
  for (const name of fs.globSync('**', { cwd: folder })) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile() || !looksNative(file)) continue;
    const native = readNativeFile(fs.readFileSync(file));
    if (native !== null) found.push({ path: name.replaceAll(path.sep, '/'), native });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether the first bytes are those of a native file; spares reading fonts and models whole. */
function looksNative(file: string): boolean {
  const head = Buffer.alloc(4);
  const fd = fs.openSync(file, 'r');
  try {
    fs.readSync(fd, head, 0, 4, 0);
  } finally {
    fs.closeSync(fd);
  }
  return head.toString('latin1', 0, 2) === 'MZ' || ['7f454c46', 'cffaedfe', 'cafebabe'].includes(head.toString('hex'));
}

export interface Weight {
  part: Part;
  /** Millions of bytes. */
  weighs: number;
}

/** What each part of the packages weighs. */
export function weigh(folder: string): Weight[] {
  const modules = path.join(folder, 'node_modules');
  const sums = new Map<Part, number>(BUDGET.map((part) => [part, 0]));
  for (const name of fs.globSync('**', { cwd: modules })) {
    const stat = fs.statSync(path.join(modules, name));
    if (!stat.isFile()) continue;
    const owner = BUDGET.find(
      (part) => part.packages.length === 0 || part.packages.some((own) => path.matchesGlob(name, `${own}/**`)),
    );
    if (owner !== undefined) sums.set(owner, (sums.get(owner) ?? 0) + stat.size);
  }
  return BUDGET.map((part) => ({ part, weighs: (sums.get(part) ?? 0) / 1e6 }));
}
