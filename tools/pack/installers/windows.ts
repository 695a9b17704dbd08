/** The Windows installer (NSIS) and the portable zip of a packed folder. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Target } from '../targets.ts';
import { sign } from '../signing.ts';
import { runTool } from './tool.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface Packed {
  target: Target;
  /** The packed app's folder. */
  folder: string;
  version: string;
  /** Whether Electron is in it. */
  window: boolean;
}

/** @returns paths of the files below a folder, with `/` */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

/** What an upgrade and the uninstaller take away beside the program's own folders: exactly the files that lie at the top. */
export const topFilesScript = (names: readonly string[]): string =>
  names.map((name) => `Delete "$INSTDIR\\${name.replaceAll('$', '$$$$')}"\n`).join('');

/**
 * @param how.quick leaves everything uncompressed: for trying the installer, compressing takes minutes
 * @param how.signer a program that signs the uninstaller and the installer (signing.ts)
 * @throws MissingTool where makensis is not there
 */
export function makeSetup(
  { target, folder, version, window }: Packed,
  output: string,
  how: { quick?: boolean; signer?: string | undefined } = {},
): void {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-nsis-'));
  const files = filesBelow(folder);
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);
  // UTF-8 with its mark, whatever locale the machine has.
  const top = path.join(work, 'top-files.nsh');
  fs.writeFileSync(top, `\ufeff${topFilesScript(files.filter((file) => !file.includes('/')))}`);
  const given = {
    VERSION: version,
    SOURCE: path.resolve(folder),
    OUTPUT: path.resolve(output),
    SIZE_KB: String(Math.ceil(bytes / 1024)),
    // Windows 10 on ARM runs programs for x86, not those for x64.
    TARGET: target.cpu === 'arm64' ? 'x86-unicode' : 'amd64-unicode',
    MACHINE: target.cpu,
    TOP_FILES: top,
    ICON: path.join(ROOT, 'dist/resources/icons/icon.ico'),
    ...(window ? { WINDOW: '1' } : {}),
    ...(how.quick === true ? { QUICK: '1' } : {}),
    ...(how.signer === undefined ? {} : { SIGNER: how.signer }),
  };
  const words = Object.entries(given).map(([name, value]) => `-D${name}=${value}`);
  const script = path.join(import.meta.dirname, 'windows.nsi');
  try {
    runTool(
      'makensis',
      ['-V2', '-INPUTCHARSET', 'UTF8', ...words, script],
      "Debian's package nsis, or nsis.sourceforge.io",
      {
        LC_ALL: 'C.UTF-8',
      },
    );
    if (how.signer !== undefined) sign(how.signer, output);
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

/** Packed already: deflating them again only takes time. */
const PACKED = /\.(png|jpe?g|woff2|gz|zip|docx|xlsx|pdf)$/i;

/** The packed folder as a zip with one folder in it, in which the program runs as it stands. */
export function makePortableZip({ folder, version }: Packed, output: string): void {
  const fd = fs.openSync(output, 'w');
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    fs.writeSync(fd, bytes);
  });
  for (const name of filesBelow(folder)) {
    const inside = `fuhan-archive-${version}/${name}`;
    const entry = PACKED.test(name) ? new ZipPassThrough(inside) : new ZipDeflate(inside, { level: 9 });
    entry.mtime = fs.statSync(path.join(folder, name)).mtime;
    zip.add(entry);
    entry.push(fs.readFileSync(path.join(folder, name)), true);
  }
  zip.end();
  fs.closeSync(fd);
}
