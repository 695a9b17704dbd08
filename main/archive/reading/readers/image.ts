/** Pictures of letters: read by OCR, or kept without text. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { uncheckedPictures } from '../secrecy-pictures.ts';
import { NO_TEXT_WARNING, ocrFailure, ocrWarnings, recogniseText } from './ocr.ts';
import { joinPages } from './page-list.ts';
import { type Reader } from './reader.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { OcrPage } from './ocr-protocol.ts';

const MIMES: readonly (readonly [number, string])[] = [
  [0xff, 'image/jpeg'],
  [0x89, 'image/png'],
  [0x47, 'image/gif'],
  [0x42, 'image/bmp'],
  [0x52, 'image/webp'],
  [0x49, 'image/tiff'],
  [0x4d, 'image/tiff'],
];

/** @throws ArchiveError BAD_FILE (no picture that can be decoded), FILE_TOO_LARGE, CANCELLED */
export const readImage: Reader = async (file, options) => {
  const warnings: Warning[] = [];
  let pages: OcrPage[] = [];
  if (options.ocr !== false) {
    try {
      pages = await recogniseText('picture', file, [1], options);
      warnings.push(...ocrWarnings(pages));
    } catch (thrown) {
      if (thrown instanceof ArchiveError && thrown.code === 'BAD_FILE') throw thrown;
      warnings.push(ocrFailure(thrown));
    }
  }
  if (options.ocr === false) warnings.push(uncheckedPictures(1));
  const { text, spans } = joinPages(pages.map((page) => page.lines));
  if (text.trim() === '') warnings.push(NO_TEXT_WARNING);
  return {
    format: 'image',
    mime: MIMES.find(([first]) => first === file.bytes[0])?.[1] ?? 'application/octet-stream',
    text,
    layout: 'wrapped',
    pages: spans,
    warnings,
    embedded: [],
    scanned: pages.map(({ page, places }) => ({ page, places })),
  };
};
