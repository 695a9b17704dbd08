/**
 * Where signatures go in. The project has no certificate: whoever packs names a program that signs, and the pack tells what is
 * signed and what is not, as the files themselves say.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { signatureBytes } from './native-file.ts';
import { nativesBelow } from './tree.ts';

/** Whether a Windows program carries a signature (Authenticode); whose it is and whether it holds, only Windows can tell. */
export const isSigned = (file: string): boolean => signatureBytes(fs.readFileSync(file)) > 0;

/**
 * Lets a program sign a file in place.
 * @param signer a program that is called with the file's path as its only word
 * @throws Error where it fails, or ends well and the file is still not signed
 */
export function sign(signer: string, file: string): void {
  const done = spawnSync(signer, [file], { encoding: 'utf8' });
  if (done.error !== undefined) throw new Error(`${signer}: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`${signer} ${file}\n${done.stdout}\n${done.stderr}`);
  if (!isSigned(file)) throw new Error(`${signer} ended well, but ${path.basename(file)} is not signed`);
}

/** Signs every native file of a packed folder that its maker has not signed. */
export function signFolder(signer: string, folder: string): void {
  for (const { path: name } of nativesBelow(folder)) {
    const file = path.join(folder, name);
    if (!isSigned(file)) sign(signer, file);
  }
}

/** Lines for the person who packs: each file that is handed out, and what lies in the folder. A deb carries no signature. */
export function tellSignatures(folder: string, handedOut: readonly string[]): string[] {
  const unsigned = handedOut.filter((file) => !file.endsWith('.zip') && !isSigned(file));
  const inside = nativesBelow(folder).filter(({ native }) => native.format === 'pe');
  const bare = inside.filter(({ path: name }) => !isSigned(path.join(folder, name)));
  return [
    ...unsigned.map((file) => `未签名 not signed: ${path.basename(file)}`),
    ...(bare.length > 0 ? [`未签名 not signed: ${bare.length} of ${inside.length} native files in it`] : []),
  ];
}
