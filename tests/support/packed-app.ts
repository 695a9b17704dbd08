/**
 * A packed app laid out so that plain Node sees it as Electron does: JavaScript sees everything under the path of app.asar;
 * the system's loader gets addons from app.asar.unpacked; and what lies outside app.asar for native code (models, fonts,
 * templates, libraries) is nowhere else.
 */
import fs from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';

/** What JavaScript reads by the archive's own paths also where it lies outside. */
const CODE = /\.(js|cjs|mjs|json|wasm)$/;

/** Electron's own rule: an addon inside the archive is loaded from beside it. Also in every thread, through NODE_OPTIONS. */
const LOADER = `
const load = process.dlopen;
process.dlopen = (module, file, ...rest) =>
  load(module, file.replace(/app\\.asar(?=[\\\\/])/, 'app.asar.unpacked'), ...rest);
`;

/**
 * @param resources the packed app's folder `resources`
 * @returns the folder that stands for app.asar, and what the environment needs
 */
export function layOutAsElectron(resources: string, target: string): { folder: string; env: Record<string, string> } {
  const archive = path.join(resources, 'app.asar');
  const folder = path.join(target, 'app.asar');
  for (const listed of listPackage(archive, { isPack: false })) {
    const name = listed.slice(1);
    const entry = statFile(archive, name);
    if ('files' in entry || 'link' in entry) continue;
    const outside = entry.unpacked === true;
    const addon = name.endsWith('.node');
    if (outside && (name.startsWith('dist/resources/') || (!CODE.test(name) && !addon))) continue;
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    const beside = path.join(`${archive}.unpacked`, name);
    // An addon is there for whoever asks whether it exists, and cannot be loaded from there.
    const bytes = addon ? '' : outside ? fs.readFileSync(beside) : extractFile(archive, name);
    fs.writeFileSync(path.join(folder, name), bytes);
  }
  fs.cpSync(`${archive}.unpacked`, `${folder}.unpacked`, { recursive: true });
  const loader = path.join(target, 'loader.cjs');
  fs.writeFileSync(loader, LOADER);
  return { folder, env: { NODE_OPTIONS: `--require ${loader}` } };
}
