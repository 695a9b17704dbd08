/** Opens a finished PDF again, as any reader would, and counts its pages. A volume is read in pieces: it need not lie in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { openPdf, type FilePieces } from '../reading/readers/pdf.ts';

/** @throws ArchiveError BAD_FILE where it is no readable PDF; the system's error */
export async function countPdfPages(path: string): Promise<number> {
  const descriptor = openSync(path, 'r');
  try {
    const pieces: FilePieces = {
      size: fstatSync(descriptor).size,
      read: (start, end) => {
        const bytes = new Uint8Array(end - start);
        return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
      },
    };
    const document = await openPdf({ name: basename(path), pieces });
    try {
      return document.numPages;
    } finally {
      await document.loadingTask.destroy();
    }
  } finally {
    closeSync(descriptor);
  }
}
