/** pdf.js, loaded when the first pdf comes. */
import type * as PdfJsModule from 'pdfjs-dist/legacy/build/pdf.mjs';
import { InflateAtOnce } from './inflate-at-once.ts';

type PdfJs = typeof PdfJsModule;

/** pdf.js is 3 MB of code: loaded when the first pdf comes. In its process it unpacks by InflateAtOnce; nothing else there uses such streams. */
export async function loadPdfJs(): Promise<PdfJs> {
  Object.assign(globalThis, { DecompressionStream: InflateAtOnce });
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}
