/** Files that people drop, choose or paste, as the sources that the contract takes. */
import type { Chosen, FileSource } from '../../shared/contract/index.ts';
import { asArchiveError } from './client.ts';
import { errorFromReport, type ArchiveError } from '../../shared/errors.ts';
import type { TakenFile } from './taken.ts';

export interface DroppedItem {
  name: string;
  source: FileSource;
  /** A folder is named by its handle only; it is imported, never read as one letter. */
  folder: boolean;
  /** Where it lies, to be shown; '' for what is on no disk. */
  shown: string;
}
export interface DropFailure {
  name: string;
  error: ArchiveError;
}

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** What a person chose, as a source with its name. The page names it by its handle; it has no paths. */
export function chosenSource({ handle, name }: Chosen): { name: string; source: FileSource } {
  return { name, source: { path: handle } };
}

/**
 * What a drop or paste brought. A file that is on the disk is named by its handle; other data (a picture in the
 * clipboard) is handed over as bytes.
 */
export async function takeFiles(
  taken: readonly TakenFile[],
): Promise<{ items: DroppedItem[]; failures: DropFailure[] }> {
  const items: DroppedItem[] = [];
  const failures: DropFailure[] = [];
  for (const { file, folder } of taken) {
    try {
      const answer = await window.archive.handleForFile(file);
      if (!answer.ok) throw errorFromReport(answer.error);
      const source =
        answer.value === null
          ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
          : { path: answer.value.handle };
      items.push({ name: file.name, source, folder, shown: answer.value?.shown ?? '' });
    } catch (thrown) {
      failures.push({ name: file.name, error: asArchiveError(thrown) });
    }
  }
  return { items, failures };
}
