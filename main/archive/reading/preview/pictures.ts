/** Pictures inside of files, drawn anew: what goes to the window was made by this program, whatever the file held. */
import { blank, release, sheetOf } from '../readers/ocr-image.ts';
import { decodePictures } from '../readers/picture-file.ts';
import type { PreviewBudget } from './preview-budget.ts';

/** Points of the longest side. */
const LONGEST_SIDE = 1600;

/** The first picture of a file as a data URL (png); null where it cannot be decoded or is too much. */
export async function pictureUrl(read: () => Uint8Array, budget: PreviewBudget): Promise<string | null> {
  try {
    for await (const picture of decodePictures(read(), '')) {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const sheet = blank(
        Math.max(1, Math.round(picture.width * scale)),
        Math.max(1, Math.round(picture.height * scale)),
      );
      const source = sheetOf(picture);
      sheet.getContext('2d').drawImage(source, 0, 0, sheet.width, sheet.height);
      const png = await sheet.encode('png');
      release(source, sheet);
      const url = `data:image/png;base64,${png.toString('base64')}`;
      return budget.takeImage(url) ? url : null;
    }
  } catch {
    // Damaged, of a kind that is not decoded (emf, svg), or hostile: the page is shown without it.
  }
  return null;
}
