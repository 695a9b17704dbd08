/**
 * What a file that is a zip inside (docx, xlsx, odt, ofd) holds beside its main text: values, comments and words of all its XML
 * parts, names of its parts, texts and office files embedded in it, pictures. Asked for marks of secrecy only, and the same for
 * every such format, whether its reader knows the part or not.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import { mayBeCertain, nameAsText } from '../secrecy.ts';
import type { EmbeddedFile } from '../types.ts';
import { decodeText } from './text-encoding.ts';
import { uncheckedParts } from './unchecked-parts.ts';
import { unseenOfXml, wordsOfXml } from './xml-unseen.ts';
import { ZipContainer } from './zip-container.ts';

const XML = /\.(?:xml|vml|rels|rdf|xlb)$/i;
/** Parts whose words their readers take; what else they hold is asked all the same. */
const READ =
  /^(?:word\/document\d*\.xml|xl\/sharedStrings\.xml|.*\/(?:worksheets|sheets)\/[^/]+\.xml|content\.xml|.*\/Pages\/.*)$/i;
const PICTURES = /\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)$/i;
/** What office programs make of themselves: previews of the first page. */
const PREVIEWS = /^(?:docProps\/|Thumbnails\/)/i;
const TEXTS = /\.(?:txt|csv|html?|json|md|css|js|svg)$/i;
const PACKAGES = /\.(?:docx|docm|dotx|xlsx|xlsm|pptx|odt|ods|ofd)$/i;
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
  zip.entries.forEach((entry, index) => {
    texts.push(nameAsText(entry.name));
    if (entry.folder) return;
    const picture = PICTURES.test(entry.name) && !PREVIEWS.test(entry.name);
    const asked = XML.test(entry.name) || TEXTS.test(entry.name) || PACKAGES.test(entry.name);
    if (!picture && !asked) return;
    const bytes = unpack(zip, index);
    if (bytes === null) unopened++;
    else if (picture) pictures.push({ name: entry.name, bytes });
    else if (XML.test(entry.name)) add(texts, unseenOfXml(bytes, fileName, READ.test(entry.name)));
    else if (TEXTS.test(entry.name)) add(texts, [decodeText(bytes).text]);
    else {
      const inside = textsInside(bytes, fileName);
      if (inside === null) unopened++;
      else add(texts, inside);
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

/** The texts of an office file inside: what lies in that is not opened. null where it is none or damaged. */
function textsInside(bytes: Uint8Array<ArrayBuffer>, fileName: string): string[] | null {
  try {
    const zip = new ZipContainer(bytes, fileName);
    return zip.entries.flatMap(({ name }, index) => {
      if (!XML.test(name)) return [nameAsText(name)];
      const part = zip.readAt(index);
      const words = wordsOfXml(part, fileName);
      // Cells stand beside others: a level alone in one is no mark.
      const told = /^xl\//i.test(name) ? words.split('\n').filter(mayBeCertain) : [words];
      return [nameAsText(name), ...unseenOfXml(part, fileName, true), ...told];
    });
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code !== 'FILE_TOO_LARGE') return null;
    throw thrown;
  }
}
