/** What an import would come upon, counted by names before it begins: no letter is read. */
import { extname, sep } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { ArchiveError } from '../../../shared/errors.ts';
import { FILE_KINDS, type CountedFiles, type FileKind } from '../../../shared/model/intake.ts';
import { walkFiles } from '../reading/walk.ts';
import type { LongWork } from '../work/long-work.ts';
import { findPackages } from './package/import-package.ts';

/** So many files are looked at before others have their turn. */
const A_TURN = 200;

const KIND_OF = new Map<string, FileKind>(
  Object.entries(FILE_KINDS).flatMap(([kind, { extensions }]) =>
    extensions.map((extension) => [extension, kind as FileKind] as const),
  ),
);

/**
 * @param paths files and folders, as an import takes them
 * @param archive its folder
 * @returns packages are counted as packages, and not by the files in them
 * @throws ArchiveError CANCELLED
 */
export async function countFiles(
  paths: readonly string[],
  archive: string,
  { signal, onProgress }: LongWork,
): Promise<CountedFiles> {
  const packages = findPackages(paths);
  const kinds = new Map<FileKind, number>();
  const leftOut = new Map<string, number>();
  let files = 0;
  let looked = 0;
  for (const { path, error } of walkFiles(paths, archive)) {
    if (looked++ % A_TURN === 0) {
      await turn();
      if (signal?.aborted) throw new ArchiveError('CANCELLED');
      onProgress?.({ done: looked - 1, total: 0, message: '' });
    }
    if (packages.some((one) => path === one || path.startsWith(one + sep))) continue;
    if (error === undefined) {
      files += 1;
      const kind = KIND_OF.get(extname(path).slice(1).toLowerCase()) ?? 'other';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    } else leftOut.set(error.code, (leftOut.get(error.code) ?? 0) + 1);
  }
  return {
    files,
    packages: packages.length,
    kinds: (Object.keys(FILE_KINDS) as FileKind[])
      .map((kind) => ({ kind, files: kinds.get(kind) ?? 0 }))
      .filter((one) => one.files > 0)
      .sort((a, b) => b.files - a.files),
    left_out: [...leftOut].map(([code, count]) => ({ code, files: count })).sort((a, b) => b.files - a.files),
  };
}
