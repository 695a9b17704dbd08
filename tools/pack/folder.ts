/** The packed app as a folder that runs as it stands: Electron around it by electron-builder, the command line beside it. */
import fs from 'node:fs';
import path from 'node:path';
import { Arch, Platform, build as buildApp } from 'electron-builder';
import { builderConfig } from './builder-config.ts';
import { addCommandLine } from './command-line.ts';
import { electronVersion, makePlaceholder, removePlaceholder } from './electron-program.ts';
import type { Target } from './targets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

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
      icons: path.join(ROOT, 'resources/icons'),
    }),
  });
  const folder = path.join(
    options.output,
    `${os === 'win32' ? 'win' : 'linux'}${cpu === 'x64' ? '' : '-arm64'}-unpacked`,
  );
  if (options.electron === null) {
    removePlaceholder(target, folder);
    fs.rmSync(placeholder, { recursive: true });
  }
  addCommandLine(target, tree, folder);
  return folder;
}
