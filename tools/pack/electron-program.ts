/** Where an Electron for a target is at hand, and what stands in its place while packing where none is. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Target } from './targets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The exact version that the app is built against. */
export function electronVersion(): string {
  const manifest = fs.readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The name under which Electron's makers and every cache know the build for a target. */
export const electronZipName = ({ os: system, cpu }: Target): string =>
  `electron-v${electronVersion()}-${system}-${cpu}.zip`;

/** Folders in which @electron/get keeps what was fetched. */
function caches(): string[] {
  const named = process.env['ELECTRON_CACHE'] ?? process.env['electron_config_cache'];
  if (named !== undefined && named !== '') return [named];
  return [
    process.env['LOCALAPPDATA'] === undefined ? '' : path.join(process.env['LOCALAPPDATA'], 'electron/Cache'),
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'electron'),
  ].filter((folder) => folder !== '');
}

/**
 * An unpacked Electron for the target, or its zip, on this machine: the one in node_modules where it is for the target's
 * system and processor, or one in a cache.
 * @returns null where there is none
 */
export function findElectronFor(target: Target): string | null {
  const own = path.join(ROOT, 'node_modules/electron/dist');
  const isOwn = target.os === process.platform && target.cpu === process.arch;
  if (isOwn && fs.existsSync(path.join(own, target.os === 'win32' ? 'electron.exe' : 'electron'))) return own;
  for (const cache of caches()) {
    const [zip] = fs.globSync(`{,*/}${electronZipName(target)}`, { cwd: cache });
    if (zip !== undefined) return path.join(cache, zip);
  }
  return null;
}

/**
 * The smallest folder that electron-builder takes for an unpacked Electron. Its program is none and does not stay in what is packed.
 */
export function makePlaceholder(target: Target, folder: string): string {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'locales'));
  fs.writeFileSync(path.join(folder, 'locales/zh-CN.pak'), '');
  fs.writeFileSync(path.join(folder, 'version'), electronVersion());
  fs.writeFileSync(path.join(folder, target.os === 'win32' ? 'electron.exe' : 'electron'), '');
  return folder;
}

/** Takes the placeholder out of a packed folder again. */
export function removePlaceholder(target: Target, folder: string): void {
  const program = target.os === 'win32' ? 'fuhan-archive.exe' : 'fuhan-archive';
  for (const name of [program, 'version', 'locales']) fs.rmSync(path.join(folder, name), { recursive: true });
}
