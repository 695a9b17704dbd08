/**
 * What the command line of an installed app runs from: plain Node cannot look into app.asar, so what JavaScript reads lies a second
 * time in app.asar.unpacked (some 30 MB), beside the native code that both use. The window still loads its own from app.asar.
 */
import fs from 'node:fs';
import path from 'node:path';
import { LINUX_LAUNCHER, WINDOWS_LAUNCHER } from './launchers.ts';
import type { Target } from './targets.ts';

/** What of the tree the command line reads. */
const NEEDED = ['dist/main', 'dist/licences', 'node_modules', 'package.json'];

/**
 * Makes the packed folder's command line whole.
 * @param tree the tree that was packed
 * @param folder the packed app
 */
export function addCommandLine(target: Target, tree: string, folder: string): void {
  const unpacked = path.join(folder, 'resources/app.asar.unpacked');
  for (const name of NEEDED) {
    if (!fs.existsSync(path.join(tree, name))) continue;
    // What lies there already is native code with its data: not copied again.
    fs.cpSync(path.join(tree, name), path.join(unpacked, name), { recursive: true, force: false });
  }
  fs.cpSync(path.join(tree, 'node'), path.join(folder, 'resources/node'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
  if (target.os === 'win32') fs.writeFileSync(path.join(folder, 'bin/fuhan.cmd'), WINDOWS_LAUNCHER);
  else fs.writeFileSync(path.join(folder, 'bin/fuhan'), LINUX_LAUNCHER, { mode: 0o755 });
}
