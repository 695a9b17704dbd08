/** Pages of filed files and drafts as the window shows them: the picture as a data URL, the words with their places. */
import type { PagePictureShown, PagePlace } from '../../../shared/model/page.ts';
import { detectFormat, HEAD_BYTES } from '../reading/detect-format.ts';
import { recogniseText } from '../reading/readers/ocr.ts';
import { drawPage } from '../reading/readers/page-picture.ts';
import type { FileBytes, ReadOptions } from '../reading/readers/reader.ts';

/** @throws ArchiveError as drawPage() */
export async function shownPage(file: FileBytes, page: number): Promise<PagePictureShown> {
  const { png, ...drawn } = await drawPage(file, page);
  return { name: file.name, ...drawn, image: `data:image/png;base64,${Buffer.from(png).toString('base64')}` };
}

/** The words of a scanned page, read again. @throws ArchiveError CANCELLED, BAD_FILE, FILE_TOO_LARGE, INTERNAL */
export async function pageWords(file: FileBytes, page: number, options: ReadOptions): Promise<PagePlace[]> {
  const kind = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name) === 'pdf' ? 'pdf' : 'picture';
  const read = await recogniseText(kind, file, [page], options);
  return read.find((one) => one.page === page)?.places ?? [];
}
