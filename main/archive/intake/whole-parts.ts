/** What a mail or a document brings along: files that are whole, and those that are not, which are left out and named as in a folder. */
import { basename } from 'node:path';
import type { Warning } from '../../../shared/model/elements.ts';
import type { LetterFile } from '../reading/read-letter.ts';
import { hasUnfinishedName, isUnfilled } from '../reading/unfinished.ts';

/** The same reading without the files in it that are not there yet, and with a warning for each of them. */
export function withWholeParts<T extends Pick<LetterFile, 'raw' | 'warnings'>>(read: T): T {
  const isWhole = ({ name, bytes }: { name: string; bytes: Uint8Array }): boolean =>
    !hasUnfinishedName(basename(name)) && !isUnfilled(bytes, name);
  const embedded = read.raw.embedded.filter(isWhole);
  if (embedded.length === read.raw.embedded.length) return read;
  const warnings = read.raw.embedded
    .filter((file) => !isWhole(file))
    .map(({ name }): Warning => ({
      code: 'PART_UNFINISHED',
      message: `所附“${basename(name)}”尚未写完，或是其他程序的临时文件，未作为附件收入；原件中仍有。`,
    }));
  return { ...read, raw: { ...read.raw, embedded }, warnings: [...read.warnings, ...warnings] };
}
