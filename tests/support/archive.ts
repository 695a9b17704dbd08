/** Archives in temporary folders, closed and removed after each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openArchiveDb } from '../../main/archive/storage/database.ts';
import type { OpenOptions } from '../../main/archive/storage/database.ts';
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuhan-archive-'));
  cleanups.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Runs something at the end of the test, whatever came of it. */
export function atEnd(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** A new archive, or the one of `folder`. */
export async function archiveIn(folder: string, options: OpenOptions = { create: true }): Promise<ArchiveDb> {
  const db = await openArchiveDb(folder, options);
  cleanups.push(() => {
    db.close();
  });
  return db;
}
