/** Reads the pictures of a letter for the one question whether they bear a mark of secrecy. Their words go nowhere else. */
import { createHash } from 'node:crypto';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Warning } from '../../../shared/model/elements.ts';
import { pictureSize } from './readers/picture-size.ts';
import { recogniseText } from './readers/ocr.ts';
import { warning, type ReadOptions } from './readers/reader.ts';
import type { EmbeddedFile } from './types.ts';

/** Smaller pictures are rules, bullets and icons: 机密★ of 9 points at the resolution of a screen is 80 × 16 points. */
const LEAST = { width: 80, height: 16 } as const;
/** Of pictures whose size cannot be told (metafiles): what is smaller than this many bytes is passed over. */
const LEAST_BYTES = 4096;
/** So many pictures of one file are read; the rest is told. */
const MOST = 20;

/** Pictures that were found clear: letterheads and seals come again with every letter of an office. */
const clear = new Set<string>();
const MOST_REMEMBERED = 4096;

function keyOf({ bytes }: EmbeddedFile): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** Remembers a picture that was read and bears no mark, so that it is not read again. */
export function markClear(picture: EmbeddedFile): void {
  if (clear.size >= MOST_REMEMBERED) clear.clear();
  clear.add(keyOf(picture));
}

/** Whether a picture is large enough to bear words. */
export function isWorthReading({ bytes }: EmbeddedFile): boolean {
  const size = pictureSize(bytes);
  if (size === null) return bytes.length >= LEAST_BYTES;
  return size.width >= LEAST.width && size.height >= LEAST.height;
}

/**
 * @returns PICTURES_UNCHECKED where pictures were not read, because OCR is off, cannot read them, or they are too many
 * @throws ArchiveError SECRET_REFUSED, CANCELLED
 */
export async function checkPictures(pictures: readonly EmbeddedFile[], options: ReadOptions): Promise<Warning[]> {
  const asked = pictures.filter(isWorthReading);
  if (asked.length === 0) return [];
  if (options.ocr === false) return [uncheckedPictures(asked.length)];
  let unread = Math.max(asked.length - MOST, 0);
  for (const picture of asked.slice(0, MOST)) {
    if (clear.has(keyOf(picture))) continue;
    try {
      // The recogniser itself refuses a page that bears a mark.
      await recogniseText('picture', picture, [1], options);
      markClear(picture);
    } catch (thrown) {
      if (thrown instanceof ArchiveError && ['SECRET_REFUSED', 'CANCELLED'].includes(thrown.code)) throw thrown;
      unread++;
    }
  }
  return unread === 0 ? [] : [uncheckedPictures(unread)];
}

/** @param count pictures, or pages with pictures */
export function uncheckedPictures(count: number): Warning {
  return warning('PICTURES_UNCHECKED', `有 ${count} 处图片未经识别，其中有无涉密标志未检查，请对照原件。`);
}
