/**
 * `npm run pack -- TARGET [--tree | --folder | --installers] [--electron PATH | --fetch] [--node FILE] [--out FOLDER] [--sign PROGRAM] [--trial]`:
 * packs the app for win-x64, win-arm64, linux-x64 or linux-arm64 (without TARGET: for this machine) into a folder that runs as it
 * stands, and makes the installers; with --installers from the folder that was made before. See docs/manual/build.md.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { forTrial, newestVersion, type Finding } from './pack/checks.ts';
import { electronZipName, findElectronFor } from './pack/electron-program.ts';
import { isWithWindow, packFolder, packedFolder } from './pack/folder.ts';
import { MOST_WITHOUT_WINDOW, makeInstallers } from './pack/installers/make.ts';
import { writeSbom } from './pack/sbom.ts';
import { signFolder, tellSignatures } from './pack/signing.ts';
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
    folder: { type: 'boolean', default: false },
    installers: { type: 'boolean', default: false },
    electron: { type: 'string' },
    fetch: { type: 'boolean', default: false },
    node: { type: 'string' },
    out: { type: 'string', default: path.join(ROOT, 'release') },
    sign: { type: 'string' },
    trial: { type: 'boolean', default: false },
  },
});
const own = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const wanted = positionals[0] ?? own;
const target =
  TARGETS.find(({ name }) => name === wanted) ??
  giveUp(`不能为 ${wanted} 打包。Targets: ${TARGETS.map(({ name }) => name).join(', ')}`);

if (values.sign !== undefined && target.os !== 'win32')
  giveUp('--sign 只用于 Windows。A deb carries no signature: sign SHA256SUMS. See docs/manual/build.md.');
const signer = values.sign === undefined ? undefined : path.resolve(values.sign);
if (signer !== undefined && !fs.existsSync(signer))
  giveUp(`没有签名程序 ${signer}。It is called with one word, a file to sign.`);

await build();
const tree = makeTree(target, values.node);
reportContents(target);
const trial = values.trial && tree.findings.length > 0 && tree.findings.every(forTrial);
if (tree.findings.length > 0 && !trial) giveUp(...tree.findings.map(describe), ...advice(target, tree.findings));
if (trial) {
  say('试用包，不要分发。For a trial only, not to be handed out:');
  for (const finding of tree.findings) say(`  ${describe(finding)}`);
}
if (values.tree) say(tree.folder);
else await pack(target);

async function pack(of: Target): Promise<void> {
  const output = path.resolve(values.out);
  const folder = values.installers ? packedFolder(of, output) : await newFolder(of, output);
  if (!fs.existsSync(folder)) giveUp(`没有 ${folder}。First: npm run pack -- ${of.name} --folder`);
  if (signer !== undefined) signFolder(signer, folder);
  say(folder);
  if (values.folder) return;
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const packed = { target: of, folder, version, window: isWithWindow(of, folder) };
  const bill = path.join(output, `fuhan-archive-${version}-${of.name}.cdx.json`);
  if (!writeSbom(tree.folder, bill, { node: tree.node, window: packed.window }))
    say('未制作 not made: SBOM (npm has no @cyclonedx/cyclonedx-npm here)');
  const { made, missing: without } = makeInstallers(packed, output, { trial, signer });
  for (const { file, weighs } of made) say(`  ${path.basename(file)} ${weighs.toFixed(1)} MB`);
  for (const line of without) say(`未制作 not made: ${line}`);
  for (const line of tellSignatures(
    folder,
    made.map(({ file }) => file),
  ))
    say(line);
  const heavy = made.filter(({ weighs }) => !packed.window && weighs > MOST_WITHOUT_WINDOW);
  if (heavy.length > 0) giveUp(`安装包超出大小预算（不含窗口时 ${MOST_WITHOUT_WINDOW} MB）。Larger than its budget.`);
}

async function newFolder(of: Target, output: string): Promise<string> {
  const electron = values.fetch ? 'fetch' : (values.electron ?? findElectronFor(of));
  if (electron === null) {
    say(
      '没有 Electron 程序：只打包命令行，不含窗口。No Electron at hand: everything but the window is packed. To have it, put',
    );
    say(`${electronZipName(of)} into Electron's cache, name it with --electron, or let it be fetched with --fetch.`);
  }
  return packFolder(of, tree.folder, { electron, output });
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

function advice({ cpu }: Target, findings: readonly Finding[]): string[] {
  if (!findings.some(({ code }) => code === 'MISSING_RUNTIME')) return [];
  return [
    `缺少 Visual C++ 运行库。Put the named DLLs into ${path.join(path.relative(ROOT, RUNTIME_FOLDER), cpu)}:`,
    'they lie in Visual Studio (VC/Redist/MSVC/<version>/<x64|arm64>/Microsoft.VC*.CRT), or in System32 of a Windows with the',
    'newest "Microsoft Visual C++ Redistributable". See resources/windows/vcredist/README.md. To try the installer all the same: --trial.',
  ];
}
