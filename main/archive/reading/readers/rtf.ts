/** Rich text (rtf), as Word, WPS, LibreOffice and mail programs write it: the paragraphs, with automatic numbers as they were shown. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { textsOfBytes } from './bytes-unseen.ts';
import { PageMargins } from './page-margins.ts';
import { LIMITS, warning, type FileBytes, type Reader } from './reader.ts';
import { RtfText } from './rtf-text.ts';
import { WordLosses } from './word-losses.ts';
import type { RawText } from '../types.ts';

export const readRtf: Reader = async (file) => readRtfNow(file);

/** @throws ArchiveError BAD_FILE (groups that do not close), FILE_TOO_LARGE */
export function readRtfNow(file: FileBytes): RawText {
  if (file.bytes.length > LIMITS.textBytes * 4) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  const source = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString('latin1');
  const losses = new WordLosses();
  const rtf = new RtfText(source, file.name, losses);
  rtf.read();
  const margins = new PageMargins(rtf.sections);
  const text = margins
    .place(rtf.out.lines, rtf.notes)
    .join('\n')
    .replace(/[ \t]+(?=\n)/g, '');
  const partsLost = losses.pictures + losses.embedded > 0;
  losses.pictures = 0;
  losses.embedded = 0;
  const warnings = losses.warnings();
  if (partsLost) warnings.unshift(warning('PARTS_LEFT_OUT', '文件中的图片或嵌入对象未读出。'));
  if (text.trim() === '') warnings.push(warning('NO_TEXT', '文件中没有可读出的文字，原件可以保存，文字需另行录入。'));
  return {
    format: 'rtf',
    mime: 'application/rtf',
    text,
    layout: 'paragraphs',
    pages: [],
    warnings,
    embedded: [],
    // Bytes behind the end, and such as stand in no code page.
    unseenText: [...rtf.out.unseen, ...textsOfBytes(file.bytes, 0)],
    pictures: rtf.pictures,
  };
}
