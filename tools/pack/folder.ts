/** The packed app as a folder that runs as it stands: Electron around it by electron-builder, the command line beside it. */
import fs from 'node:fs';
import path from 'node:path';
import { Arch, Platform, build as buildApp } from 'electron-builder';
import { builderConfig } from './builder-config.ts';
import { addCommandLine } from './command-line.ts';
import { electronVersion, makePlaceholder, removePlaceholder } from './electron-program.ts';
import type { Target } from './targets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Where the packed app of a target lies below a folder of outputs, whether it is there or not. */
export const packedFolder = ({ os, cpu }: Target, output: string): string =>
  path.join(output, `${os === 'win32' ? 'win' : 'linux'}${cpu === 'x64' ? '' : '-arm64'}-unpacked`);

/** Whether Electron lies in a packed folder. */
export const isWithWindow = ({ os }: Target, folder: string): boolean =>
  fs.existsSync(path.join(folder, os === 'win32' ? 'fuhan-archive.exe' : 'fuhan-archive'));

/**
 * @param options.electron an unpacked Electron or its zip; null where there is none, 'fetch' lets electron-builder fetch one
 * @param options.output the folder in which the app's folder is made
 * @returns the app's folder
 */
export async function packFolder(
  target: Target,
  tree: string,
  options: { electron: string | null; output: string },
): Promise<string> {
  const { os, cpu } = target;
  const placeholder = path.join(options.output, `.placeholder-${target.name}`);
  const electron = options.electron ?? makePlaceholder(target, placeholder);
  const platform = os === 'win32' ? Platform.WINDOWS : Platform.LINUX;
  await buildApp({
    projectDir: tree,
    targets: platform.createTarget('dir', cpu === 'x64' ? Arch.x64 : Arch.arm64),
    config: builderConfig({
      electronVersion: electronVersion(),
      ...(electron === 'fetch' ? {} : { electronDist: path.resolve(electron) }),
      window: options.electron !== null,
      output: options.output,
      icons: path.join(ROOT, 'dist/resources/icons'),
    }),
  });
  const folder = packedFolder(target, options.output);
  if (options.electron === null) {
    removePlaceholder(target, folder);
    fs.rmSync(placeholder, { recursive: true });
  }
  addCommandLine(target, tree, folder);
  return folder;
}
