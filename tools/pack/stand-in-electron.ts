/**
 * A folder that is packed in Electron's place where an installer with a window is tried and Electron is not at hand: the program
 * of another make, with Electron's fuses in it, so that everything that is done to Electron's program is done to this one.
 * Nothing made with it is handed out.
 */
import fs from 'node:fs';
import path from 'node:path';
import { electronVersion } from './electron-program.ts';
import { signatureBytes } from './native-file.ts';
import type { Target } from './targets.ts';

/** Marks the place of the fuses in Electron's executable, see @electron/fuses. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Version 1 of the wire, eight fuses, all on. */
const WIRE = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 8]), Buffer.from('11111111')]);

/** @param program a Windows program, or a script that begins with `#!` */
export function makeStandInElectron(target: Target, folder: string, program: Uint8Array): void {
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'locales'));
  for (const locale of ['zh-CN', 'en-US', 'fr']) fs.writeFileSync(path.join(folder, 'locales', `${locale}.pak`), '');
  fs.writeFileSync(path.join(folder, 'version'), electronVersion());
  const bytes =
    target.os === 'win32'
      ? Buffer.concat([unsigned(program), WIRE])
      : // Behind the script's end, where the shell does not read.
        Buffer.concat([program, Buffer.from('\nexit\n# '), WIRE, Buffer.from('\n')]);
  fs.writeFileSync(path.join(folder, target.os === 'win32' ? 'electron.exe' : 'electron'), bytes, { mode: 0o755 });
}

/** A Windows program without its signature, which would stand in the way of any change; the last thing in the file. */
function unsigned(program: Uint8Array): Buffer {
  const bytes = Buffer.from(program);
  const size = signatureBytes(bytes);
  if (size === 0) return bytes;
  const optional = bytes.readUInt32LE(0x3c) + 24;
  bytes.fill(0, optional + 112 + 4 * 8, optional + 112 + 5 * 8);
  return bytes.subarray(0, bytes.length - size);
}
