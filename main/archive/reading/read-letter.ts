/** From a file to a recognised letter: the one path that every door takes. Stores nothing. */
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import { cleanText } from './dewrap.ts';
import { loadFile, type LoadedFile } from './load-file.ts';
import { readRawText, type RawFile } from './read-raw.ts';
import { recognise } from './recognise.ts';
import { refuseSecretName } from './secrecy.ts';
import { warning, type ReadOptions } from './readers/reader.ts';
import type { ReadLetter } from './types.ts';

/** The recognised letter with the file that it was read from. */
export type LetterFile = ReadLetter & Omit<RawFile, 'raw'>;

/**
 * Reads a letter. Marks of secrecy are looked for in the file's name before it is opened and in all that is in it before
 * anything else is made of it. A file without text (a scan, with OCR off or without result) comes back with an empty text and the
 * warning NO_TEXT, so that it can be kept.
 * @throws ArchiveError SECRET_REFUSED, BLANK_FILE (a text file that is all blanks: there is no page to keep), and all that `readRaw` throws
 */
export async function readLetter(source: FileSource, options: ReadOptions = {}): Promise<LetterFile> {
  return readLoadedLetter(await loadLetterFile(source, options.signal), options);
}

/** The file's bytes and hash, for who wants to know whether it is there already before it is read. */
export async function loadLetterFile(source: FileSource, signal?: AbortSignal): Promise<LoadedFile> {
  refuseSecretName(path.basename('path' in source ? source.path : source.name));
  return loadFile(source, signal);
}

/** Files that are their text and nothing else. */
const isText = (format: string): boolean => format === 'txt' || format === 'csv';
/** What leaves ink on paper. */
const SHOWN = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/** The second half of `readLetter`. */
export async function readLoadedLetter(loaded: LoadedFile, options: ReadOptions = {}): Promise<LetterFile> {
  const { raw, ...file } = await readRawText(loaded, options);
  if (isText(raw.format) && !SHOWN.test(raw.text)) throw new ArchiveError('BLANK_FILE', file.name);
  const clean = cleanText(raw);
  const scanned = raw.warnings.some((known) => known.code === 'OCR_TEXT');
  const { elements, evidence, warnings } = recognise(clean, {
    scanned,
    ...(options.local && { local: options.local }),
  });
  const noText =
    raw.text.trim() === '' && raw.embedded.length === 0 && !raw.warnings.some((known) => known.code === 'NO_TEXT')
      ? [warning('NO_TEXT', '文件中没有可读出的文字（可能是扫描件），原件可以保存，文字需另行录入。')]
      : [];
  return { ...file, raw, clean, elements, evidence, warnings: [...raw.warnings, ...noText, ...warnings] };
}
