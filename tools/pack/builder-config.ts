/** How electron-builder makes the app's folder out of a tree, and what is set in its executable. */
import type { Configuration } from 'electron-builder';
import { OUTSIDE } from './contents.ts';

/**
 * Set in the executable itself. runAsNode stays off because the command line does not need it (main/app/command-arguments.ts): nobody
 * shall use the signed executable as a general Node.
 */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

export function builderConfig(options: {
  /** The exact version of Electron. */
  electronVersion: string;
  /** An unpacked Electron for the target, or its zip; without it electron-builder fetches one. */
  electronDist?: string;
  /** Whether there is an executable to be written into: fuses, the archive's checksum, icon and version. */
  window: boolean;
  output: string;
  /** Folder with the icons. */
  icons: string;
}): Configuration {
  return {
    appId: 'archive.fuhan.desktop',
    productName: '复函档案',
    executableName: 'fuhan-archive',
    copyright: 'MIT',
    electronVersion: options.electronVersion,
    ...(options.electronDist === undefined ? {} : { electronDist: options.electronDist }),
    directories: { output: options.output, buildResources: options.icons },
    npmRebuild: false,
    electronLanguages: ['zh-CN', 'en-US'],
    asar: true,
    // The tree has been pruned: everything that is in it goes in.
    files: ['dist/{main,preload,renderer,resources,licences}/**', 'package.json', 'LICENSE'],
    asarUnpack: [...OUTSIDE.map((name) => `node_modules/${name}/**`), 'dist/resources/**'],
    ...(options.window
      ? { electronFuses: FUSES }
      : { disableAsarIntegrity: true, win: { signAndEditExecutable: false } }),
    linux: { category: 'Office', maintainer: 'Fuhan Archive', synopsis: '复函档案：离线的政府复函档案库' },
    publish: null,
  };
}
