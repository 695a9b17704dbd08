/**
 * Where a path leads. Windows is asked first: it also knows short names, other case and drives that stand for folders. Some drives
 * (in memory, of other makers) and paths (of more than 260 characters under Wine) it cannot name; there Node follows the links.
 */
import { realpathSync } from 'node:fs';

/**
 * @param path absolute
 * @throws as Node does, where there is nothing of that name
 */
export function realPlaceOf(
  path: string,
  system: { platform: NodeJS.Platform; ask: (path: string) => string } = {
    platform: process.platform,
    ask: (one) => realpathSync.native(one),
  },
): string {
  try {
    return system.ask(path);
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (system.platform !== 'win32' || ['ENOENT', 'ENOTDIR'].includes(code)) throw thrown;
    return realpathSync(path);
  }
}
