/** From a file to a recognised letter: the one path that every door takes. Stores nothing. */
import path from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract.ts';
import { cleanText } from './dewrap.ts';
import { loadFile, readRawText, type RawFile } from './read-raw.ts';
import { recognise } from './recognise.ts';
import { findSecrecyMark } from './secrecy.ts';
import { warning, type ReadOptions } from './readers/reader.ts';
import type { ReadLetter } from './types.ts';

/** The recognised letter with the file that it was read from. */
export type LetterFile = ReadLetter & Omit<RawFile, 'raw'>;

/**
 * Reads a letter. Marks of secrecy are looked for in the file's name before it is opened and in its text before anything
 * else is made of it. A file without text (a scan, with OCR off or without result) comes back with an empty text and the
 * warning NO_TEXT, so that it can be kept.
 * @throws ArchiveError SECRET_REFUSED, and all that `readRaw` throws
 */
export async function readLetter(source: FileSource, options: ReadOptions = {}): Promise<LetterFile> {
  const name = path.basename('path' in source ? source.path : source.name);
  refuseSecret(partsOfName(name));
  const { raw, ...file } = await readRawText(await loadFile(source, options.signal), options);
  refuseSecret(raw.text);
  const clean = cleanText(raw);
  const { elements, evidence, warnings } = recognise(clean);
  const noText =
    raw.text.trim() === '' && raw.embedded.length === 0 && !raw.warnings.some((known) => known.code === 'NO_TEXT')
      ? [warning('NO_TEXT', '文件中没有可读出的文字（可能是扫描件），原件可以保存，文字需另行录入。')]
      : [];
  return { ...file, raw, clean, elements, evidence, warnings: [...raw.warnings, ...noText, ...warnings] };
}

/** The words of a file name apart, so that a mark set in front or in brackets stands alone: `【机密】关于…` */
function partsOfName(name: string): string {
  return path.parse(name).name.replaceAll(/[\s_\-—–.,，、·+【】[\]()（）〔〕{}]+/g, '\n');
}

/** Names neither the file nor the mark's surroundings: only the fact may be recorded. */
function refuseSecret(text: string): void {
  const found = findSecrecyMark(text);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}
