/** One door for all that is imported: packages go their own way, everything else is filed as letters. */
import type { ImportResult } from '../../../../shared/contract/index.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { emptyResult, importFiles, record, type ImportOptions } from '../import.ts';
import { findPackages, importPackage } from './import-package.ts';

/** @throws as importFiles */
export async function importPaths(db: ArchiveDb, options: ImportOptions): Promise<ImportResult> {
  const packages = findPackages(options.paths);
  if (packages.length === 0) return importFiles(db, options);
  const result = emptyResult();
  const found: NonNullable<ImportResult['packages']> = [];
  for (const path of packages) {
    const taken = await importPackage(db, path, options);
    for (const item of taken.items) record(result, item);
    if (taken.package !== undefined) found.push(taken.package);
  }
  return { ...(await importFiles(db, { ...options, except: packages, already: result })), packages: found };
}
