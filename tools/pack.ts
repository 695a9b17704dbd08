/**
 * `npm run pack -- TARGET [--tree] [--electron FOLDER] [--out FOLDER]`: packs the app for win-x64, win-arm64, linux-x64 or
 * linux-arm64 (without TARGET: for this machine) into a folder that runs as it stands. `--tree` makes and checks the packages
 * only. `--electron` names an unpacked Electron for the target; without it electron-builder fetches one.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, Platform, build as buildApp } from 'electron-builder';
import { build } from './build.mjs';
import { builderConfig } from './pack/builder-config.ts';
import { newestVersion, type Finding } from './pack/checks.ts';
import { TARGETS, type Target } from './pack/targets.ts';
import { RUNTIME_FOLDER, makeTree, weigh } from './pack/tree.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

function giveUp(...lines: string[]): never {
  lines.forEach(say);
  process.exit(1);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tree: { type: 'boolean', default: false },
    electron: { type: 'string' },
    out: { type: 'string', default: path.join(ROOT, 'release') },
  },
});
const own = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const wanted = positionals[0] ?? own;
const target =
  TARGETS.find(({ name }) => name === wanted) ??
  giveUp(`不能为 ${wanted} 打包。Targets: ${TARGETS.map(({ name }) => name).join(', ')}`);

await build();
const cpuFolder = target.cpu;
const tree = makeTree(target);
reportContents(target);
if (tree.findings.length > 0) giveUp(...tree.findings.map(describe), ...advice(tree.findings));
if (values.tree) say(tree.folder);
else say(await pack(target));

/** @returns the folder of the app */
async function pack({ os, cpu }: Target): Promise<string> {
  const electron = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  const platform = os === 'win32' ? Platform.WINDOWS : Platform.LINUX;
  await buildApp({
    projectDir: tree.folder,
    targets: platform.createTarget('dir', cpu === 'x64' ? Arch.x64 : Arch.arm64),
    config: builderConfig({
      electronVersion: electron.version,
      ...(values.electron === undefined ? {} : { electronDist: path.resolve(values.electron) }),
      output: path.resolve(values.out),
      icons: path.join(ROOT, 'resources/icons'),
    }),
  });
  return path.join(
    path.resolve(values.out),
    `${os === 'win32' ? 'win' : 'linux'}${cpu === 'x64' ? '' : '-arm64'}-unpacked`,
  );
}

function reportContents({ os }: Target): void {
  const over: string[] = [];
  for (const { part, weighs } of weigh(tree.folder)) {
    say(`  ${part.name.padEnd(32)} ${weighs.toFixed(1).padStart(6)} MB (≤ ${part.most})`);
    if (weighs > part.most)
      over.push(`${part.name}: ${weighs.toFixed(1)} MB, budget ${part.most} MB (tools/pack/contents.ts)`);
  }
  if (os === 'linux') say(`  newest glibc asked for: ${newestVersion(tree.natives, 'GLIBC')}`);
  if (over.length > 0) giveUp('安装包超出大小预算。A part outgrew its budget:', ...over);
}

function describe({ code, path: file, words }: Finding): string {
  return `${code} ${file}: ${words}`;
}

function advice(findings: readonly Finding[]): string[] {
  if (!findings.some(({ code }) => code === 'MISSING_RUNTIME')) return [];
  return [
    `缺少 Visual C++ 运行库。Put the named DLLs into ${path.join(path.relative(ROOT, RUNTIME_FOLDER), cpuFolder)}:`,
    'they lie in Visual Studio (VC/Redist/MSVC/<version>/<x64|arm64>/Microsoft.VC*.CRT), or in System32 of a Windows with the',
    'newest "Microsoft Visual C++ Redistributable". See resources/windows/vcredist/README.md.',
  ];
}
