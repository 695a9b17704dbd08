/** The bill of materials (SBOM) of a packed tree, in CycloneDX's form, made by its own tool for npm. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { electronVersion } from './electron-program.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TOOL = { name: '@cyclonedx/cyclonedx-npm', version: '6.0.1' } as const;

interface Component {
  type: string;
  name: string;
  version: string;
  purl: string;
  licenses: { license: { id: string } }[];
}
interface Bill {
  components: Component[];
}

/** What is handed out beside npm's packages. */
const programs = (node: string, window: boolean): Component[] => [
  program('node', node, 'pkg:github/nodejs/node'),
  ...(window ? [program('electron', electronVersion(), 'pkg:github/electron/electron')] : []),
];
const program = (name: string, version: string, purl: string): Component => ({
  type: 'application',
  name,
  version,
  purl: `${purl}@v${version}`,
  licenses: [{ license: { id: 'MIT' } }],
});

/** Fetched once into release/tools, apart from what the project itself depends on. @returns null where npm does not have it */
function tool(): string | null {
  const home = path.join(ROOT, 'release/tools', `cyclonedx-npm-${TOOL.version}`);
  const script = path.join(home, 'node_modules', TOOL.name, 'bin/cyclonedx-npm-cli.js');
  if (fs.existsSync(script)) return script;
  fs.mkdirSync(home, { recursive: true });
  const words = ['install', '--prefix', home, '--ignore-scripts', '--omit=optional', '--prefer-offline', '--no-audit'];
  const options = { stdio: ['ignore', 2, 2] as ('ignore' | number)[], shell: process.platform === 'win32' };
  spawnSync('npm', [...words, '--no-fund', '--loglevel=error', `${TOOL.name}@${TOOL.version}`], options);
  return fs.existsSync(script) ? script : null;
}

/**
 * Writes the bill of a tree.
 * @param has.node the version of Node that is handed out
 * @param has.window whether Electron is handed out too
 * @returns whether the tool was there
 * @throws Error with what the tool said where it fails
 */
export function writeSbom(tree: string, file: string, has: { node: string; window: boolean }): boolean {
  const script = tool();
  if (script === null) return false;
  const words = ['--omit', 'dev', '--output-format', 'JSON', '--output-reproducible', '--output-file', file];
  const done = spawnSync(process.execPath, [script, ...words], { cwd: tree, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${TOOL.name}: ${done.stderr}`);
  const bill = JSON.parse(fs.readFileSync(file, 'utf8')) as Bill;
  bill.components.push(...programs(has.node, has.window));
  fs.writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return true;
}
