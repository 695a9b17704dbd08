/**
 * What a file that is a zip inside (docx, xlsx, odt, ofd) holds beside its main text: properties, page headers, notes,
 * comments, drawings, names of its parts, pictures. Asked for marks of secrecy only, and the same for every such format,
 * whether its reader knows the part or not.
 */
import { ArchiveError } from '../../../../shared/errors.ts';
import { nameAsText } from '../secrecy.ts';
import type { EmbeddedFile } from '../types.ts';
import { walkXml } from './xml.ts';
import type { ZipContainer } from './zip-container.ts';

const XML = /\.(?:xml|vml|rels)$/i;
/** Parts that their readers read, and parts that never hold words of a letter. */
const NOT_ASKED =
  /^(?:word\/(?:document\d*|styles\w*|numbering|settings|webSettings|fontTable|theme\/.*)\.xml|xl\/(?:sharedStrings|styles|theme\/.*)\.xml|.*\/(?:worksheets|sheets)\/[^/]+\.xml|content\.xml|.*\/Pages\/.*|\[Content_Types\]\.xml)$/i;
const PICTURES = /\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)$/i;
/** What office programs make of themselves: previews of the first page. */
const PREVIEWS = /^(?:docProps\/|Thumbnails\/)/i;
/** Elements that are a paragraph, or what stands for one: marks are often set in several runs of one. */
const PARAGRAPHS = /^(?:.*:)?(?:p|h|si|text|comment|threadedComment|txbxContent|property|Annot|Appearance)$/;
/** Of one file; what is beyond belongs to no letter. */
const MOST_PIECES = 50_000;

export interface Unseen {
  texts: string[];
  pictures: EmbeddedFile[];
}

/** Damaged parts are passed over: this never costs the letter. */
export function unseenOfPackage(zip: ZipContainer, fileName: string): Unseen {
  const unseen: Unseen = { texts: [], pictures: [] };
  zip.entries.forEach((entry, index) => {
    if (entry.folder) return;
    unseen.texts.push(nameAsText(entry.name));
    const picture = PICTURES.test(entry.name) && !PREVIEWS.test(entry.name);
    if (!picture && (!XML.test(entry.name) || NOT_ASKED.test(entry.name))) return;
    const bytes = unpack(zip, index);
    if (bytes === null) return;
    if (picture) unseen.pictures.push({ name: entry.name, bytes });
    else unseen.texts.push(...textsOf(bytes, fileName));
  });
  return unseen;
}

function unpack(zip: ZipContainer, index: number): Uint8Array<ArrayBuffer> | null {
  try {
    return zip.readAt(index);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code !== 'FILE_TOO_LARGE') return null;
    throw thrown;
  }
}

/** The texts of a part: each paragraph, what stands outside of them, values of attributes, and a property beside its name. */
function textsOf(bytes: Uint8Array<ArrayBuffer>, fileName: string): string[] {
  const texts: string[] = [];
  if (!mayHoldMark(bytes)) return texts;
  const add = (text: string): void => {
    if (text.includes('密') && texts.length < MOST_PIECES) texts.push(text);
  };
  const labels: string[] = [];
  const paragraphs: string[] = [];
  let loose = '';
  const finish = (): void => {
    const label = labels.findLast((known) => known !== '');
    add(loose);
    if (label !== undefined) add(`${label}：${loose}`);
    loose = '';
  };
  try {
    walkXml(bytes, fileName, {
      open(name, attributes) {
        finish();
        let label = '';
        for (const key in attributes) {
          add(attributes[key] ?? '');
          if (/^(?:.*:)?name$/i.test(key)) label = attributes[key] ?? '';
        }
        labels.push(label);
        if (PARAGRAPHS.test(name)) paragraphs.push('');
      },
      text(data) {
        loose += data;
        if (paragraphs.length > 0) paragraphs[paragraphs.length - 1] += data;
      },
      close(name) {
        finish();
        labels.pop();
        if (PARAGRAPHS.test(name)) add(paragraphs.pop() ?? '');
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
  }
  return texts;
}

/** Most parts are parsed for nothing: without 密 as UTF-8, a numbered character or another encoding there is no mark. */
function mayHoldMark(bytes: Uint8Array<ArrayBuffer>): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.includes('密') || buffer.includes('&#')) return true;
  const head = buffer.toString('latin1', 0, 100);
  return /^(?:\xff\xfe|\xfe\xff)/.test(head) || (/encoding=/i.test(head) && !/utf-8/i.test(head));
}
