/** What a letter's PDF is to have beside the letter. */
import type { VersionRow } from '../../../shared/model/letter.ts';
import type { ArchiveStamp } from './archive-stamp.ts';

export interface LetterPdfOptions {
  /** A sheet before the letter with all elements, the attachments and the hashes. */
  cover?: boolean;
  /** What the 归档章 on the cover shows; without it the cover has none. */
  stamp?: ArchiveStamp;
  /** The letter's versions. Cover and metadata take this version's hash and time from them. */
  versions?: readonly VersionRow[];
  /** Prints the versions as a table behind the letter. */
  history?: boolean;
  /** Prints the 归档章 at the head of the letter's first page. */
  stampFirst?: boolean;
}
