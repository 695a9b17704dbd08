/** Documents of word processors that are one XML file: flat OPC (Word 2007 on), Word 2003 XML, flat OpenDocument. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { FlatPackage, type PartStore } from './office-package.ts';
import { decodeText } from './text-encoding.ts';
import type { FileBytes, ReadOptions } from './reader.ts';
import type { RawText } from '../types.ts';

/** How a Word file is read from its parts. */
export type ReadWord = (store: PartStore, file: FileBytes, options: ReadOptions, depth: number) => Promise<RawText>;

/** The root element stands within the first characters, with the namespaces that tell what it is. */
const HEAD_BYTES = 16_384;

/**
 * @param readWord reads a Word file from its parts (docx.ts, which reads flat files inside its own)
 * @param depth how many Word files lie around this one
 * @throws ArchiveError UNSUPPORTED_FORMAT (any other XML), BAD_FILE, FILE_TOO_LARGE, CANCELLED
 */
export async function readFlatXml(
  file: FileBytes,
  options: ReadOptions,
  readWord: ReadWord,
  depth = 0,
): Promise<RawText> {
  const head = decodeText(file.bytes.subarray(0, HEAD_BYTES)).text;
  if (head.includes('http://schemas.microsoft.com/office/2006/xmlPackage')) {
    const store = new FlatPackage(file.bytes, file.name);
    // Workbooks and slides may be written so too.
    const word = store.entries.some(({ name }) => /^word\//i.test(name));
    if (!word) throw new ArchiveError('UNSUPPORTED_FORMAT', file.name, 'a package of another kind');
    const raw = await readWord(store, file, options, depth);
    const pictures = store.entries
      .filter(({ name }) => /\/media\/[^/]+\.(?:png|jpe?g|gif|bmp|webp|tiff?)$/i.test(name))
      .map(({ name }) => ({ name, bytes: Uint8Array.from(store.read(name)) }));
    return { ...raw, mime: 'application/xml', pictures: [...(raw.pictures ?? []), ...pictures] };
  }
  if (head.includes('http://schemas.microsoft.com/office/word/2003/wordml'))
    return (await import('./wordml.ts')).readWordMl(file);
  if (/:mimetype=["']application\/vnd\.oasis\.opendocument\.text/.test(head))
    return (await import('./odt.ts')).readFlatOdt(file, options);
  throw new ArchiveError('UNSUPPORTED_FORMAT', file.name, 'xml of another kind');
}
