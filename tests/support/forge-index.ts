/** Forges the files of the search index as somebody would who knows their layout: every checksum is right again. */
import { join } from 'node:path';
import { holdsLetters } from '../../main/archive/search/build-segment.ts';
import { COLUMN_NAMES, idAt, type Columns, type Documents } from '../../main/archive/search/documents.ts';
import { readManifest, writeManifest, type Manifest } from '../../main/archive/search/manifest.ts';
import { SegmentFile } from '../../main/archive/search/segment-file.ts';
import { SegmentWriter } from '../../main/archive/search/segment-writer.ts';
import { realDisk } from '../../main/archive/storage/disk.ts';

const DISK = realDisk();

/** What becomes of a list: the values that remain, and in their order. */
type ChangeList = (key: number, values: number[], documents: Documents) => number[];

function manifestOf(folder: string, archiveId: string): Manifest {
  const read = readManifest(DISK, folder, archiveId);
  if (!('manifest' in read)) throw new Error('the folder has no index of this archive');
  return read.manifest;
}

/** Writes every segment of an index again. @param columns changes the columns of a segment; they are copies */
export function forgeIndex(
  folder: string,
  archiveId: string,
  { list = (_, values) => values, columns }: { list?: ChangeList; columns?: (documents: Documents) => void },
): void {
  const manifest = manifestOf(folder, archiveId);
  const segments = manifest.segments.map(({ file, bytes }) => {
    const path = join(folder, file);
    const segment = new SegmentFile(path, DISK, bytes);
    const { documents } = segment;
    const copies = Object.fromEntries(COLUMN_NAMES.map((name) => [name, documents.columns[name].slice()]));
    const changed: Documents = { ...documents, columns: copies as unknown as Columns };
    columns?.(changed);
    const writer = new SegmentWriter(path, DISK);
    const lists = segment.lists();
    while (lists.next()) {
      const values = new Uint32Array(lists.count);
      lists.into(values, 0);
      const kept = Uint32Array.from(list(lists.key, [...values], documents));
      if (kept.length > 0) writer.list(lists.key, kept, 0, kept.length);
    }
    segment.close();
    return { file, bytes: writer.finish(changed) };
  });
  writeManifest(DISK, folder, { ...manifest, segments });
}

/** The number of a letter in a segment. */
export function docOf(documents: Documents, id: string): number {
  for (let doc = 0; doc < documents.count; doc++) if (idAt(documents, doc) === id) return doc;
  return -1;
}

/** Takes a letter out of all lists, or only out of those that `of` picks: it is in the index and found by none of these words. */
export function hideLetter(
  folder: string,
  archiveId: string,
  id: string,
  of: (key: number) => boolean = () => true,
): void {
  forgeIndex(folder, archiveId, {
    list: (key, values, documents) => {
      const doc = docOf(documents, id);
      if (doc === -1 || !of(key)) return values;
      const { bases } = documents.columns;
      const [from, to] = [bases[doc] ?? 0, bases[doc + 1] ?? 0];
      return values.filter((value) => (holdsLetters(key) ? value !== doc : value < from || value >= to));
    },
  });
}

/** Takes a segment out of the manifest, which says nevertheless that all is covered. */
export function dropSegment(folder: string, archiveId: string): void {
  const manifest = manifestOf(folder, archiveId);
  writeManifest(DISK, folder, { ...manifest, segments: manifest.segments.slice(1) });
}
