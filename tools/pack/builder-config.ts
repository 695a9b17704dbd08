/** What electron-builder is told beside electron-builder.yml: all that depends on the target, and what is set in its executable. */
import path from 'node:path';
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
    extends: path.join(import.meta.dirname, '../../electron-builder.yml'),
    electronVersion: options.electronVersion,
    ...(options.electronDist === undefined ? {} : { electronDist: options.electronDist }),
    directories: { output: options.output, buildResources: options.icons },
    asarUnpack: [...OUTSIDE.map((name) => `node_modules/${name}/**`), 'dist/resources/**'],
    ...(options.window
      ? { electronFuses: FUSES }
      : { disableAsarIntegrity: true, win: { signAndEditExecutable: false } }),
  };
}
