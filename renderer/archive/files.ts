/** Files that people drop, choose or paste, as the sources that the contract takes. */
import type { FileSource } from '../../shared/contract/index.ts';
import { asArchiveError } from './client.ts';
import type { ArchiveError } from '../../shared/errors.ts';

export interface DroppedItem {
  name: string;
  source: FileSource;
  /** A folder has a path only; it is imported, never read as one letter. */
  folder: boolean;
}
export interface DropFailure {
  name: string;
  error: ArchiveError;
}

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** A path as a source with its name. */
export function pathSource(path: string): { name: string; source: FileSource } {
  return { name: fileName(path), source: { path } };
}

interface Taken {
  file: File;
  folder: boolean;
}

/** Must run inside the event: the browser empties the transfer afterwards. */
function take(transfer: DataTransfer): Taken[] {
  return [...transfer.items].flatMap((item) => {
    if (item.kind !== 'file') return [];
    const folder = item.webkitGetAsEntry()?.isDirectory === true;
    const file = item.getAsFile();
    return file === null ? [] : [{ file, folder }];
  });
}

/**
 * What a drop or paste brought. A file that is on the disk is named by its path; other data (a picture in the
 * clipboard) is handed over as bytes.
 */
export async function takeFiles(transfer: DataTransfer): Promise<{ items: DroppedItem[]; failures: DropFailure[] }> {
  const taken = take(transfer);
  const items: DroppedItem[] = [];
  const failures: DropFailure[] = [];
  for (const { file, folder } of taken) {
    try {
      const path = await window.archive.pathForFile(file);
      const source = path === '' ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : { path };
      items.push({ name: file.name, source, folder });
    } catch (thrown) {
      failures.push({ name: file.name, error: asArchiveError(thrown) });
    }
  }
  return { items, failures };
}
