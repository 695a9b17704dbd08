/** What the OCR thread and its caller say to each other. */
import type { PagePlace } from '../../../../shared/model/page.ts';

/** Pages are counted from 1; a picture is its own page 1 (a tiff may have more, all are read). */
export interface OcrJob {
  kind: 'picture' | 'pdf';
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** A very large pdf comes as its path instead, and without bytes. */
  path?: string;
  pages: readonly number[];
  /** Its first number becomes 1 when nobody wants the answer any more. */
  stop: Int32Array<SharedArrayBuffer>;
}

export interface OcrPage {
  page: number;
  lines: string[];
  /** Where the words stand on the page. */
  places: PagePlace[];
  /** What the seals on it say, a seal a text: no part of the letter, but asked for marks of secrecy. */
  seals: string[];
  /** Characters read, and how many of them stand in lines that the model itself is not sure of. */
  characters: number;
  doubtful: number;
}
