/**
 * Makes folders step by step. Node's own recursive call never returns where a system says of a folder that is there that a
 * new one in it "does not exist", as /proc does.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const codeOf = (thrown: unknown): unknown => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined);

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/**
 * Makes a folder and what is missing above it; an existing one is no error.
 * @param mode less what the person's own mask takes
 * @param made is told of each folder that was made, the outermost first
 * @throws the system's error; ENOTDIR where a file is in the way
 */
export function makeFolders(path: string, mode: number, made: (folder: string) => void = () => undefined): void {
  const missing: string[] = [];
  for (let at = resolve(path); !isFolder(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    try {
      mkdirSync(folder, mode);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
      // Another program was quicker, or it is no folder.
      if (!isFolder(folder)) throw Object.assign(new Error(`ENOTDIR: mkdir '${folder}'`), { code: 'ENOTDIR' });
      continue;
    }
    made(folder);
  }
}
