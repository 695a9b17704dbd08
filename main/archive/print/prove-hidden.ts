/**
 * Reads a PDF again in every way in which something could lie in it, and looks for what must not be there: the text of the pages,
 * outline, metadata, attachments, every decompressed stream and every string of the file, and the file's name.
 */
import { inflateSync } from 'node:zlib';
import { openPdf } from '../reading/readers/pdf.ts';
import { SearchedText } from '../../../shared/text/private/places.ts';

/** Where something was found, in Chinese; never what. */
export interface Leak {
  /** Number of the value in the list that was given. */
  at: number;
  where: string;
}

interface Searched {
  where: string;
  text: string;
}

type Outline = Awaited<ReturnType<Awaited<ReturnType<typeof openPdf>>['getOutline']>>;

const titlesOf = (outline: Outline | undefined): string[] =>
  (outline ?? []).flatMap(({ title, items }) => [title, ...titlesOf(items as Outline)]);

/** What another program reads: with and without what PDF marks as no part of the text, since numbers of pages stand between lines. */
async function asRead(pdf: Uint8Array): Promise<Searched[]> {
  const document = await openPdf({ name: 'public.pdf', bytes: Uint8Array.from(pdf) });
  try {
    let [all, own] = ['', ''];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
      const open: boolean[] = [];
      for (const item of items) {
        if ('str' in item) {
          all += item.str;
          if (!open.includes(true)) own += item.str;
        } else if (item.type.startsWith('begin')) open.push((item as { tag?: string }).tag === 'Artifact');
        else open.pop();
      }
      const notes = await page.getAnnotations();
      all += JSON.stringify(notes);
      page.cleanup();
    }
    const { info, metadata } = await document.getMetadata();
    return [
      { where: '页面文字', text: all },
      { where: '页面文字', text: own },
      { where: '书签', text: titlesOf(await document.getOutline()).join('\n') },
      { where: '文件属性', text: JSON.stringify(info) },
      { where: '文件属性（XMP）', text: String(metadata?.getRaw() ?? '') },
      { where: '内嵌文件', text: JSON.stringify(await document.getAttachments()) },
      { where: '页码标签', text: ((await document.getPageLabels()) ?? []).join('\n') },
    ];
  } finally {
    await document.loadingTask.destroy();
  }
}

const HEX_STRING = /<([0-9A-Fa-f\s]{4,})>/g;

/** Strings that a PDF writes in hexadecimal, mostly UTF-16. */
function hexStrings(text: string): string {
  const found: string[] = [];
  for (const [, hex = ''] of text.matchAll(HEX_STRING)) {
    const bytes = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
    found.push(utf16(bytes), bytes.toString('latin1'));
  }
  return found.join('\n');
}

function utf16(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16().toString('utf16le');
}

/** Fonts are outlines of characters: their bytes are no text, and could look like two characters of one by chance. */
const IS_FONT = /\/Length1 |\/Subtype ?\/(?:CIDFontType0C|OpenType|Type1C)/;
const STREAM = /stream\r?\n/g;

/** The file as it lies there: what stands between streams, and every stream, unpacked where it is packed. */
function asStored(pdf: Uint8Array): Searched[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const raw = bytes.toString('latin1');
  const found: Searched[] = [];
  const add = (where: string, part: Buffer): void => {
    found.push({ where, text: part.toString('latin1') }, { where, text: part.toString('utf8') });
    found.push({ where, text: utf16(part) }, { where, text: hexStrings(part.toString('latin1')) });
  };
  let outside = 0;
  for (const { index, 0: word } of raw.matchAll(STREAM)) {
    if (index < outside || raw.slice(index - 3, index) === 'end') continue;
    const start = index + word.length;
    const end = raw.indexOf('endstream', start);
    if (end < 0) break;
    const dictionary = raw.slice(raw.lastIndexOf(' obj', index), index);
    add('文件结构', bytes.subarray(outside, index));
    outside = end;
    const data = unpacked(dictionary, bytes.subarray(start, end));
    if (IS_FONT.test(dictionary)) found.push({ where: '字体', text: data.toString('latin1') });
    else add('数据流', data);
  }
  add('文件结构', bytes.subarray(outside));
  return found;
}

function unpacked(dictionary: string, data: Buffer): Buffer {
  if (!dictionary.includes('/FlateDecode')) return data;
  return inflateSync(data, { finishFlush: 2 });
}

/**
 * @param pdf the bytes that are to be written
 * @param name the file's name
 * @param keys values that must not be there, as `valueKey` writes them
 * @throws ArchiveError BAD_FILE where the bytes are not a readable PDF; an error of zlib where a stream cannot be unpacked
 */
export async function findLeaks(pdf: Uint8Array, name: string, keys: readonly string[]): Promise<Leak[]> {
  const places = [...(await asRead(pdf)), ...asStored(pdf), { where: '文件名', text: name }];
  const leaks = new Map<string, Leak>();
  for (const { where, text } of places) {
    const searched = new SearchedText(text);
    for (const [at, key] of keys.entries())
      if (!leaks.has(`${at} ${where}`) && searched.has(key)) leaks.set(`${at} ${where}`, { at, where });
  }
  return [...leaks.values()];
}
