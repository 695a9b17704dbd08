/** Opens a finished PDF again, as any reader would, and counts its pages. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openPdf } from '../reading/readers/pdf.ts';

/** @throws ArchiveError BAD_FILE where it is no readable PDF; the system's error */
export async function countPdfPages(path: string): Promise<number> {
  const document = await openPdf({ name: basename(path), bytes: readFileSync(path) });
  try {
    return document.numPages;
  } finally {
    await document.loadingTask.destroy();
  }
}
