/** pdf.js, loaded when the first pdf comes. */
import type * as PdfJsModule from 'pdfjs-dist/legacy/build/pdf.mjs';

type PdfJs = typeof PdfJsModule;

/** pdf.js is 3 MB of code: loaded when the first pdf comes. */
export async function loadPdfJs(): Promise<PdfJs> {
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}
