/** A file that was found below the paths that a person named. */
import type { ArchiveError } from '../../../shared/errors.ts';

export interface FoundFile {
  path: string;
  /** Set where the path cannot be read, names what is not whole yet (FILE_UNFINISHED) or was met before (READ_BEFORE); the walk goes on. */
  error?: ArchiveError;
}
