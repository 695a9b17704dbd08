import { ArchiveError } from '../../../shared/errors.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';

/** The code with which a file is refused; null where it is read. */
export async function codeOf(source: Parameters<typeof readRaw>[0]): Promise<string | null> {
  return readRaw(source, { ocr: false }).then(
    () => null,
    (thrown: unknown) => (thrown instanceof ArchiveError ? thrown.code : `not ours: ${String(thrown)}`),
  );
}
