/**
 * Names that Windows takes for something else than was meant: a device, a second stream of a file, a name without its last
 * dot. It makes no error of them, so that an archive or an export would end up elsewhere or nowhere. They are refused where a new
 * file or folder is named. Pure, on path strings, whichever system runs it.
 */
import { resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';

/** Devices in every folder, with or without an extension ("Naming Files, Paths, and Namespaces", Microsoft). */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(\.|$)/i;
const CANNOT_BE = /[<>"|?*]/;

/**
 * What is wrong with a full Windows path, in words for a person; null where nothing is. Drives, shares, `\\?\` and either slash
 * are fine.
 */
export function windowsPathFault(path: string): string | null {
  if (/^[\\/]{2}\.[\\/]/.test(path)) return '指向设备而不是文件';
  const [root = ''] = /^([\\/]{2}\?[\\/](UNC[\\/])?)?([a-z]:)?/i.exec(path) ?? [];
  for (const name of path.slice(root.length).split(/[\\/]+/)) {
    if (name === '' || name === '.' || name === '..') continue;
    if (DEVICE.test(name)) return `“${name}”是 Windows 的保留名`;
    if (name.includes(':')) return `“${name}”中有冒号`;
    if (CANNOT_BE.test(name)) return `“${name}”中有 Windows 不允许的字符`;
    if ([...name].some((char) => char < ' ')) return `“${name}”中有不可见的字符`;
    if (/[. ]$/.test(name)) return `“${name}”以句点或空格结尾`;
  }
  return null;
}

/**
 * The full path of a file or folder that is to be made.
 * @throws ArchiveError BAD_PATH where Windows would make something else of it
 */
export function newPlace(path: string, platform: NodeJS.Platform = process.platform): string {
  const place = resolve(path);
  const fault = platform === 'win32' ? windowsPathFault(place) : null;
  if (fault !== null) throw new ArchiveError('BAD_PATH', `${path}（${fault}）`);
  return place;
}
