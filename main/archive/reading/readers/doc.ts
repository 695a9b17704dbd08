/**
 * Word files of the binary kind (doc, dot), which WPS writes as wps too (MS-DOC). Read here because the packages at hand
 * know neither automatic numbers nor what tracked changes have deleted.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { CompoundFile } from './compound-file.ts';
import { drawingTexts } from './doc-drawings.ts';
import { formattedRuns, u16, u32 } from './doc-formatting.ts';
import { readDocLists } from './doc-lists.ts';
import { docPictures } from './doc-pictures.ts';
import { isOldWord, readOldDoc } from './doc-old.ts';
import { readPieces, type Story } from './doc-pieces.ts';
import { headerStories, readSections } from './doc-sections.ts';
import { readStories } from './doc-stories.ts';
import { DocStyles, readFontNames } from './doc-styles.ts';
import { NumberCounter } from './numbering.ts';
import { olePropertyTexts } from './ole-properties.ts';
import { budgetOf, type FileBytes, type Reader, type ReadOptions } from './reader.ts';
import { WordLosses } from './word-losses.ts';
import type { DocSource } from './doc-text.ts';
import type { RawText } from '../types.ts';

const FIB_MAGIC = 0xa5ec;
const ENCRYPTED = 0x0100;
const USES_TABLE_1 = 0x0200;
const WORD_97 = 0x00c1;
const PROPERTY_STREAMS = ['\x05SummaryInformation', '\x05DocumentSummaryInformation'];

export const readDoc: Reader = async (file, options) =>
  readDocFrom(new CompoundFile(file.bytes, file.name), file, options);

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, UNSUPPORTED_FORMAT (of before Word 97, and not to be read) */
export function readDocFrom(ole: CompoundFile, file: FileBytes, options: ReadOptions = {}): RawText {
  const word = ole.read('WordDocument');
  const bad = (details: string): ArchiveError => new ArchiveError('BAD_FILE', file.name, details);
  const magic = u16(word, 0);
  const old = isOldWord(magic) || (magic === FIB_MAGIC && u16(word, 2) < WORD_97);
  if (word.length < 0x300 || (magic !== FIB_MAGIC && !old)) throw bad('no Word header');
  const flags = u16(word, 0x0a);
  if ((flags & ENCRYPTED) !== 0) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  const losses = new WordLosses();
  losses.embedded = ole.countStorages('ObjectPool');
  const budget = budgetOf(options, file.name);
  const raw = old
    ? readOldDoc(word, file.name, losses, budget)
    : readWord97(word, ole, file.name, losses, budget, flags);
  const properties = PROPERTY_STREAMS.filter((name) => ole.has(name)).flatMap((name) =>
    olePropertyTexts(ole.read(name)),
  );
  const pictures = [word, ole.has('Data') ? ole.read('Data') : new Uint8Array(0)].flatMap(docPictures);
  return { ...raw, unseenText: [...(raw.unseenText ?? []), ...properties], pictures };
}

function readWord97(
  word: Uint8Array,
  ole: CompoundFile,
  fileName: string,
  losses: WordLosses,
  budget: DocSource['budget'],
  flags: number,
): RawText {
  const table = ole.read((flags & USES_TABLE_1) === 0 ? '0Table' : '1Table');
  const data = ole.has('Data') ? ole.read('Data') : new Uint8Array(0);
  const place = (at: number): [number, number] => [u32(word, at), u32(word, at + 4)];
  const [clxAt, clxLength] = place(0x1a2);
  const pieces = readPieces(table.subarray(clxAt, clxAt + clxLength), word.length);
  if (pieces === null) throw new ArchiveError('BAD_FILE', fileName, 'no piece table');
  const source: DocSource = {
    word,
    pieces,
    characters: formattedRuns(word, table, ...place(0xfa), 'character', data),
    paragraphs: formattedRuns(word, table, ...place(0x102), 'paragraph', data),
    styles: new DocStyles(table, place(0xa2)),
    fonts: readFontNames(table, place(0x112)),
    counter: new NumberCounter(readDocLists(table, { lists: place(0x2e2), uses: place(0x2ea) }), budget),
    data,
    losses,
    budget,
  };
  // The stories follow one another in one line of characters, in this order (MS-DOC 2.3.1–2.3.7).
  let end = 0;
  const [body, footnotes, headers, , comments, endnotes, boxes, headerBoxes] = [
    0x4c, 0x50, 0x54, 0x58, 0x5c, 0x60, 0x64, 0x68,
  ].map((at) => {
    const start = end;
    end += u32(word, at);
    return { start, end };
  }) as [Story, Story, Story, Story, Story, Story, Story, Story];
  return readStories(source, {
    stories: { body, footnotes, comments, endnotes, boxes: [headerBoxes, boxes] },
    sections: readSections({ table, word, place: place(0xca), body }),
    headers: headerStories(table, place(0xf2), headers),
    drawings: drawingTexts(table, place(0x22a)),
  });
}
