/** What a letter's PDF is to have beside the letter. */
import type { AuditTip } from '../../../shared/model/audit.ts';
import type { VersionRow } from '../../../shared/model/letter.ts';
import type { ArchiveStamp } from './archive-stamp.ts';

export interface LetterPdfOptions {
  /** A sheet before the letter with all elements, the attachments and the hashes. */
  cover?: boolean;
  /** What the 归档章 on the cover shows; without it the cover has none. */
  stamp?: ArchiveStamp;
  /** The head of the log, for the cover. */
  logHead?: AuditTip;
  /** The letter's versions. Cover and metadata take this version's hash and time from them. */
  versions?: readonly VersionRow[];
  /** Prints the versions as a table behind the letter. */
  history?: boolean;
  /** Prints the 归档章 at the head of the letter's first page. */
  stampFirst?: boolean;
  /** The letter is a public version: metadata of its own, and proof that what was hidden is nowhere in the file. */
  publicVersion?: PublicPrint;
}

export interface PublicPrint {
  /** When it was reviewed, ISO UTC: the file's own time. */
  at: string;
  /** The name that the file is to have. */
  name: string;
  /** What must not be in the file, as valueKey writes it. */
  hidden: readonly string[];
}
