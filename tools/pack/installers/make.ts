/** Everything that is handed out for a target: installers, the portable zip, their checksums. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { debianCpu, makeDeb } from './linux.ts';
import { MissingTool } from './tool.ts';
import { makePortableZip, makeSetup, type Packed } from './windows.ts';

/** Most that an installer without Electron may weigh, in millions of bytes. */
export const MOST_WITHOUT_WINDOW = 160;

/** Names say what is not whole: `command-line` where there is no window in it, `trial` where Windows' runtime is missing. */
export function installerNames({ target, version, window }: Omit<Packed, 'folder'>, trial: boolean): string[] {
  const kind = `${window ? '' : '-command-line'}${trial ? '-trial' : ''}`;
  return target.os === 'win32'
    ? [`setup.exe`, `portable.zip`].map((what) => `fuhan-archive-${version}-${target.name}${kind}-${what}`)
    : [`fuhan-archive_${version}_${debianCpu(target.cpu)}${kind}.deb`];
}

export interface Made {
  file: string;
  /** Millions of bytes. */
  weighs: number;
}

/**
 * Makes what this machine has the tools for.
 * @param how.signer a program that signs Windows programs (signing.ts)
 * @returns the files, and what could not be made, with where its tool comes from
 */
export function makeInstallers(
  packed: Packed,
  folder: string,
  how: { trial: boolean; signer: string | undefined },
): { made: Made[]; missing: string[] } {
  const made: Made[] = [];
  const missing: string[] = [];
  for (const name of installerNames(packed, how.trial)) {
    const file = path.join(folder, name);
    try {
      // Under its name only when it is whole: a run that is broken off leaves nothing that looks like an installer.
      const half = path.join(folder, `half-${name}`);
      if (name.endsWith('.deb')) makeDeb(packed, half);
      else if (name.endsWith('.zip')) makePortableZip(packed, half);
      else makeSetup(packed, half, { signer: how.signer });
      fs.renameSync(half, file);
      made.push({ file, weighs: fs.statSync(file).size / 1e6 });
    } catch (thrown) {
      if (!(thrown instanceof MissingTool)) throw thrown;
      missing.push(`${name}: ${thrown.message}`);
    }
  }
  writeChecksums(folder);
  return { made, missing };
}

/** SHA256SUMS of every installer in the folder, in the form that `sha256sum -c` reads. */
export function writeChecksums(folder: string): void {
  const names = fs
    .readdirSync(folder)
    .filter((name) => /\.(exe|zip|deb|json)$/.test(name) && !name.startsWith('half-'))
    .sort();
  const sum = (name: string): string =>
    createHash('sha256')
      .update(fs.readFileSync(path.join(folder, name)))
      .digest('hex');
  fs.writeFileSync(path.join(folder, 'SHA256SUMS'), names.map((name) => `${sum(name)}  ${name}\n`).join(''));
}
