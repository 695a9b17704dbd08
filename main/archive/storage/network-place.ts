/** Whether a folder lies on a network share, whose locks and syncs cannot be relied on. */
import { realpathSync, statfsSync } from 'node:fs';

/** Linux: f_type of statfs(2). FUSE is not among them: it also serves local disks. */
const NETWORK_TYPES = new Map<number, string>([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0xc36400, 'Ceph'],
]);

/** What kind of share a file system's type number is; undefined where it is local or unknown. */
export function networkType(type: number): string | undefined {
  return NETWORK_TYPES.get(type >>> 0);
}

/** `\\server\share\…`, also as `\\?\UNC\server\share`. */
export function isUncPath(path: string): boolean {
  return /^\\\\(\?\\UNC\\|(?![?.]\\))[^\\]/iu.test(path);
}

/**
 * @param folder absolute; a drive letter that stands for a share is followed
 * @returns the kind of share; undefined where the folder is local, or nothing can be told
 */
export function networkShare(folder: string): string | undefined {
  try {
    if (process.platform === 'win32') return isUncPath(realpathSync.native(folder)) ? 'SMB' : undefined;
    return process.platform === 'linux' ? networkType(statfsSync(folder).type) : undefined;
  } catch {
    return undefined;
  }
}
