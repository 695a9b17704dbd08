/**
 * A file that is synced is there under its name too. SQLite ignores a failure to sync the folder of a new journal; after a
 * power cut an older journal could then lie beside a newer file and be played into it. Found by the fault tests.
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { delegate } from './disk.ts';
import type { Disk } from './disk.ts';

/** The same disk; syncing a file also syncs its folder where names in it were made, changed or removed since. */
export function durableNamesDisk(base: Disk): Disk {
  const unsynced = new Set<string>();
  const paths = new Map<number, string>();
  const syncFolder = (folder: string): void => {
    base.syncFolder(folder);
    unsynced.delete(folder);
  };
  return {
    ...delegate(base),
    open: (path, flags) => {
      const fd = base.open(path, flags);
      paths.set(fd, path);
      if ((flags & constants.O_CREAT) !== 0) unsynced.add(dirname(path));
      return fd;
    },
    close: (fd) => {
      paths.delete(fd);
      base.close(fd);
    },
    unlink: (path) => {
      base.unlink(path);
      unsynced.add(dirname(path));
    },
    rename: (from, to) => {
      base.rename(from, to);
      unsynced.add(dirname(from)).add(dirname(to));
    },
    link: (from, to) => {
      base.link(from, to);
      unsynced.add(dirname(to));
    },
    syncFolder,
    sync: (fd) => {
      const folder = dirname(paths.get(fd) ?? '');
      if (unsynced.has(folder)) syncFolder(folder);
      base.sync(fd);
    },
  };
}
