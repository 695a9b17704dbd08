/**
 * What a file that is a zip inside (docx, xlsx, odt, ofd) holds beside its main text: values, comments and words of all its XML
 * parts, names of its parts, texts and office files embedded in it, pictures. Asked for marks of secrecy only, and the same for
 * every such format, whether its reader knows the part or not; and what lies beside the parts.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import { mayBeCertain, nameAsText } from '../secrecy.ts';
import type { EmbeddedFile } from '../types.ts';
import { textsOfBytes, textsOfMarkup } from './bytes-unseen.ts';
import { readRtfNow } from './rtf.ts';
import { decodeText } from './text-encoding.ts';
import { uncheckedParts } from './unchecked-parts.ts';
import { unseenOfXml, wordsOfXml } from './xml-unseen.ts';
import { ZipContainer } from './zip-container.ts';

const XML = /\.(?:xml|vml|rels|rdf|xlb|svg)$/i;
/** Parts whose words their readers take; what else they hold is asked all the same. */
const READ =
  /^(?:word\/document\d*\.xml|xl\/sharedStrings\.xml|.*\/(?:worksheets|sheets)\/[^/]+\.xml|content\.xml|.*\/Pages\/.*)$/i;
const PICTURES = /\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)$/i;
/** Of pictures made of points only what stands before and behind these is asked for words. */
const POINTS = /\.(?:png|jpe?g|gif|bmp|webp|tiff?)$/i;
const ENDS = 64 * 1024;
/** What office programs make of themselves: previews of the first page. */
const PREVIEWS = /^(?:docProps\/|Thumbnails\/)/i;
const TEXTS = /\.(?:txt|csv|html?|json|md|css|js)$/i;
const PACKAGES = /\.(?:docx|docm|dotx|xlsx|xlsm|pptx|odt|ods|ofd|zip)$/i;
/** Macros, whose words are packed in a way of their own. */
const MACROS = /(?:^|\/)vbaProject\.bin$/i;
const ZIP_HEAD = Buffer.from('PK\x03\x04', 'latin1');
const OLE_HEAD = Buffer.from('d0cf11e0', 'hex');
/** Texts of one file; what is beyond belongs to no letter. */
const MOST_PIECES = 50_000;

export interface Unseen {
  texts: string[];
  pictures: EmbeddedFile[];
  /** What could not be asked. */
  warnings: Warning[];
}

/** Damaged parts never cost the letter: they are counted. */
export function unseenOfPackage(zip: ZipContainer, fileName: string): Unseen {
  const texts: string[] = [];
  const pictures: EmbeddedFile[] = [];
  let unopened = 0;
  add(texts, zip.comments);
  add(texts, textsOfBytes(zip.outside));
  zip.entries.forEach((entry, index) => {
    texts.push(nameAsText(entry.name));
    if (entry.folder) return;
    const bytes = unpack(zip, index);
    if (bytes === null) unopened++;
    else if (PICTURES.test(entry.name)) {
      if (!PREVIEWS.test(entry.name)) pictures.push({ name: entry.name, bytes });
      add(texts, textsOfPicture(entry.name, bytes));
    } else if (XML.test(entry.name)) add(texts, unseenOfXml(bytes, fileName, READ.test(entry.name)));
    else {
      const inside = textsOfPart(entry.name, bytes, fileName);
      add(texts, inside.texts);
      unopened += inside.unopened;
    }
  });
  if (texts.length > MOST_PIECES) unopened++;
  return { texts: texts.slice(0, MOST_PIECES), pictures, warnings: unopened === 0 ? [] : [uncheckedParts(unopened)] };
}

function add(texts: string[], more: readonly string[]): void {
  for (const text of more) if (texts.length <= MOST_PIECES) texts.push(text);
}

function unpack(zip: ZipContainer, index: number): Uint8Array<ArrayBuffer> | null {
  try {
    return zip.readAt(index);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code !== 'FILE_TOO_LARGE') return null;
    throw thrown;
  }
}

/** Metafiles write their words plainly, other pictures what they say of themselves. */
function textsOfPicture(name: string, bytes: Uint8Array): string[] {
  if (!POINTS.test(name) || bytes.length <= 2 * ENDS) return textsOfBytes(bytes);
  return [...textsOfBytes(bytes.subarray(0, ENDS)), ...textsOfBytes(bytes.subarray(-ENDS))];
}

interface Inside {
  texts: string[];
  /** Parts that could not be asked. */
  unopened: number;
}

/** A part of any other kind, by what it is and not by what it is called. */
function textsOfPart(name: string, bytes: Uint8Array<ArrayBuffer>, fileName: string): Inside {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.indexOf(ZIP_HEAD) === 0) return textsInside(bytes, fileName);
  const texts = textsOfBytes(bytes);
  if (buffer.toString('latin1', 0, 5) === '{\\rtf') {
    try {
      const { text, unseenText = [] } = readRtfNow({ name: fileName, bytes });
      return { texts: [...texts, text, ...unseenText], unopened: 0 };
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError)) throw thrown;
      return { texts, unopened: 1 };
    }
  }
  if (buffer.indexOf(OLE_HEAD) === 0)
    return { texts, unopened: MACROS.test(name) || buffer.includes(ZIP_HEAD) ? 1 : 0 };
  // One that is called a package and is none is damaged.
  if (PACKAGES.test(name)) return { texts, unopened: 1 };
  if (!TEXTS.test(name))
    return { texts: [...texts, ...textsOfMarkup(buffer.toString('utf8', 0, 2 ** 24))], unopened: 0 };
  const { text } = decodeText(bytes);
  return { texts: [...texts, text, ...textsOfMarkup(text)], unopened: 0 };
}

/** The texts of a zip or office file inside: files that lie in that are not opened but counted. */
function textsInside(bytes: Uint8Array<ArrayBuffer>, fileName: string): Inside {
  const inside: Inside = { texts: [], unopened: 0 };
  try {
    const zip = new ZipContainer(bytes, fileName);
    inside.texts.push(...zip.comments, ...textsOfBytes(zip.outside));
    zip.entries.forEach(({ name, folder }, index) => {
      inside.texts.push(nameAsText(name));
      if (folder) return;
      const part = zip.readAt(index);
      if (!XML.test(name)) {
        const closed = Buffer.from(part.buffer, part.byteOffset, part.byteLength).indexOf(ZIP_HEAD) === 0;
        if (closed) inside.unopened++;
        else if (TEXTS.test(name)) inside.texts.push(decodeText(part).text);
        else inside.texts.push(...textsOfPicture(name, part));
        return;
      }
      const words = wordsOfXml(part, fileName);
      // Cells stand beside others: a level alone in one is no mark.
      const told = /^xl\//i.test(name) ? words.split('\n').filter(mayBeCertain) : [words];
      inside.texts.push(...unseenOfXml(part, fileName, true), ...told);
    });
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE') throw thrown;
    inside.unopened++;
  }
  return inside;
}
