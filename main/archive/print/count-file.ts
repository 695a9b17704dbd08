/** Opens a finished PDF again, as any reader would, and counts its pages. A volume is read in pieces: it need not lie in memory. */
import { basename } from 'node:path';
import { piecesOfFile } from '../reading/readers/file-pieces.ts';
import { openPdf } from '../reading/readers/pdf.ts';

/** @throws ArchiveError BAD_FILE where it is no readable PDF; the system's error */
export async function countPdfPages(path: string): Promise<number> {
  const pieces = piecesOfFile(path);
  try {
    const document = await openPdf({ name: basename(path), pieces });
    try {
      return document.numPages;
    } finally {
      await document.loadingTask.destroy();
    }
  } finally {
    pieces.close();
  }
}
