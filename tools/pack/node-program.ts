/**
 * The Node that is shipped for the command line: the same version that the tests run on, for the target, from the npm packages
 * that `node` installs from, or from a file that whoever packs names.
 */
import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Target } from './targets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export const nodeFileName = ({ os }: Target): string => (os === 'win32' ? 'node.exe' : 'node');

/** The version of the devDependency `node`. */
export function nodeVersion(): string {
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return devDependencies['node'] ?? process.versions.node;
}

/** The version that a Node program says of itself, also one for another system: the address of its headers is in it. */
export function versionOfNode(program: Uint8Array): string {
  const text = Buffer.from(program.buffer, program.byteOffset, program.byteLength);
  const at = text.indexOf(HEADERS);
  const found =
    at < 0 ? null : /^\d+\.\d+\.\d+/.exec(text.toString('latin1', at + HEADERS.length, at + HEADERS.length + 16));
  if (found === null) throw new Error('the file that was named as Node is none');
  return found[0];
}
const HEADERS = 'nodejs.org/download/release/v';

/**
 * Lays Node and its licence into `folder`.
 * @returns the version of what was laid there
 * @param given a Node program for the target; its licence (LICENSE) lies beside it or a folder above
 * @throws Error where npm has none for the target
 */
export function addNode(target: Target, folder: string, given?: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const from = given === undefined ? fromNpm(target) : path.resolve(given);
  const beside = [path.dirname(from), path.dirname(path.dirname(from))];
  // The npm package for Windows lacks it; it is one text for all systems.
  if (given === undefined && target.os === 'win32')
    beside.push(path.dirname(path.dirname(fromNpm({ ...target, os: 'linux' }))));
  const licence = beside.map((place) => path.join(place, 'LICENSE')).find((file) => fs.existsSync(file));
  if (licence === undefined) throw new Error(`no LICENSE beside ${from}: Node is handed on with its licence only`);
  const program = path.join(folder, nodeFileName(target));
  fs.rmSync(program, { force: true });
  try {
    // A hundred megabytes: a second name where the disk allows one.
    fs.linkSync(from, program);
  } catch {
    fs.copyFileSync(from, program);
  }
  fs.chmodSync(program, 0o755);
  fs.copyFileSync(licence, path.join(folder, 'LICENSE'));
  return versionOfNode(fs.readFileSync(program));
}

/** Kept under release/node for as long as the version stays. @returns the program */
function fromNpm(target: Target): string {
  const name = `node-${target.os === 'win32' ? 'win' : target.os}-${target.cpu}@${nodeVersion()}`;
  const kept = path.join(ROOT, 'release/node', name);
  const program = path.join(kept, 'package/bin', nodeFileName(target));
  if (fs.existsSync(program)) return program;
  const half = `${kept}.half-${process.pid}`;
  fs.mkdirSync(half, { recursive: true });
  const shell = process.platform === 'win32';
  const options: SpawnSyncOptions = { stdio: ['ignore', 2, 2], cwd: half, shell };
  const fetched = spawnSync('npm', ['pack', '--silent', '--prefer-offline', name], options);
  const [archive] = fs.readdirSync(half).filter((file) => file.endsWith('.tgz'));
  const unpacked =
    fetched.status === 0 && archive !== undefined && spawnSync('tar', ['xzf', archive], options).status === 0;
  if (!unpacked) {
    fs.rmSync(half, { recursive: true });
    throw new Error(`npm has no ${name}: name a Node for ${target.name} with --node FILE (nodejs.org)`);
  }
  fs.rmSync(path.join(half, archive));
  fs.rmSync(kept, { recursive: true, force: true });
  fs.renameSync(half, kept);
  return program;
}
