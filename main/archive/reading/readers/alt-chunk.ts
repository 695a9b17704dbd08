/** Documents inside a Word file (altChunk): web pages, saved pages, rich text, plain text and Word files, as other systems put them in. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { detectFormat, HEAD_BYTES } from '../detect-format.ts';
import { readHtmlText } from './html.ts';
import type { ReadWord } from './flat-xml.ts';
import { decodeDeclared, decodeText } from './text-encoding.ts';
import { budgetOf, type FileBytes, type ReadOptions } from './reader.ts';
import type { RawText } from '../types.ts';

/** What a part gave: null where it is of no kind that is read here. */
export type Chunk = Pick<RawText, 'text' | 'warnings' | 'unseenText' | 'pictures'> | null;

/** Documents in documents are read to this depth. */
const DEEPEST = 4;

/**
 * @param file the part, under its own name
 * @param readWord reads a Word file inside this one
 * @param depth how many Word files lie around it
 * @throws ArchiveError BAD_FILE, FILE_TOO_LARGE, PASSWORD_PROTECTED, CANCELLED
 */
export async function readChunk(
  file: FileBytes,
  options: ReadOptions,
  readWord: ReadWord,
  depth: number,
): Promise<Chunk> {
  if (depth >= DEEPEST || file.bytes.length === 0) return null;
  const family = detectFormat(file.bytes.subarray(0, HEAD_BYTES), file.name);
  const webName = /\.(?:x?html?|xht|aspx?)$/i.test(file.name);
  switch (family) {
    case 'html':
      return pageChunk(pageSource(file), options, file.name);
    case 'text':
      return webName
        ? pageChunk(pageSource(file), options, file.name)
        : { text: decodeText(file.bytes).text, warnings: [] };
    case 'mht':
    case 'eml':
      return savedPageChunk(file, options);
    case 'rtf':
      return (await import('./rtf.ts')).readRtf(file, options);
    case 'xml':
      return webName
        ? pageChunk(pageSource(file), options, file.name)
        : (await import('./flat-xml.ts')).readFlatXml(file, options, readWord, depth);
    case 'zip': {
      const { ZipContainer, zipKind } = await import('./zip-container.ts');
      const zip = new ZipContainer(file.bytes, file.name);
      if (zipKind(zip) !== 'docx') return null;
      return readWord(zip, file, options, depth);
    }
    default:
      return null;
  }
}

function pageSource({ bytes }: FileBytes): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const charset = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null;
  return decodeDeclared(bytes, charset).text;
}

/** All of the page: unlike a page saved from a site, nothing of it is the site's. */
function pageChunk(html: string, options: ReadOptions, fileName: string): RawText {
  return readHtmlText(html, budgetOf(options, fileName), true);
}

async function savedPageChunk(file: FileBytes, options: ReadOptions): Promise<Chunk> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(file.bytes, { maxNestingDepth: 32 }).catch((thrown: unknown) => {
    throw new ArchiveError('BAD_FILE', file.name, String(thrown));
  });
  if (mail.html !== undefined && mail.html.trim() !== '') return pageChunk(mail.html, options, file.name);
  return { text: mail.text?.trim() ?? '', warnings: [] };
}
