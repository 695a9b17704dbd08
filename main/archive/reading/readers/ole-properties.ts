/** The properties of compound files (title, keywords, company, what an office adds of its own), for the question of secrecy (MS-OLEPS). */
import iconv from 'iconv-lite';
import { u16, u32 } from './doc-formatting.ts';

const CODE_PAGE = 1;
const DICTIONARY = 0;
const NARROW_TEXT = 0x1e;
const WIDE_TEXT = 0x1f;
const INTEGER_16 = 0x02;
const UTF_16 = 1200;
const MOST = 200;
const LONGEST = 10_000;

/** @param stream SummaryInformation or DocumentSummaryInformation; gives `名：值` for properties with a name of their own */
export function olePropertyTexts(stream: Uint8Array): string[] {
  if (u16(stream, 0) !== 0xfffe) return [];
  const sets = Math.min(u32(stream, 24), 2);
  const texts: string[] = [];
  for (let set = 0; set < sets; set++) texts.push(...readSet(stream, u32(stream, 28 + set * 20 + 16)));
  return texts;
}

function readSet(stream: Uint8Array, start: number): string[] {
  const count = Math.min(u32(stream, start + 4), MOST);
  const places = Array.from({ length: count }, (_, at) => ({
    id: u32(stream, start + 8 + at * 8),
    at: start + u32(stream, start + 12 + at * 8),
  }));
  const pageAt = places.find(({ id }) => id === CODE_PAGE)?.at;
  const codePage = pageAt !== undefined && u16(stream, pageAt) === INTEGER_16 ? u16(stream, pageAt + 4) : 936;
  const dictionary = places.find(({ id }) => id === DICTIONARY)?.at;
  const names = dictionary === undefined ? new Map<number, string>() : readNames(stream, dictionary, codePage);
  return places.flatMap(({ id, at }) => {
    const text = id === DICTIONARY || id === CODE_PAGE ? '' : readText(stream, at, codePage).trim();
    if (text === '') return [];
    const name = names.get(id);
    return [name === undefined ? text : `${name}：${text}`];
  });
}

function readText(stream: Uint8Array, at: number, codePage: number): string {
  const length = u32(stream, at + 4);
  if (length > LONGEST) return '';
  if (u16(stream, at) === WIDE_TEXT) return decode(stream.subarray(at + 8, at + 8 + length * 2), UTF_16);
  return u16(stream, at) === NARROW_TEXT ? decode(stream.subarray(at + 8, at + 8 + length), codePage) : '';
}

/** The names of an office's own properties, by the number of the property. */
function readNames(stream: Uint8Array, start: number, codePage: number): Map<number, string> {
  const names = new Map<number, string>();
  const count = Math.min(u32(stream, start), MOST);
  let at = start + 4;
  for (let index = 0; index < count && at + 8 <= stream.length; index++) {
    const length = u32(stream, at + 4) * (codePage === UTF_16 ? 2 : 1);
    if (length > LONGEST) break;
    names.set(u32(stream, at), decode(stream.subarray(at + 8, at + 8 + length), codePage));
    at += 8 + (codePage === UTF_16 ? Math.ceil(length / 4) * 4 : length);
  }
  return names;
}

function decode(bytes: Uint8Array, codePage: number): string {
  const buffer = Buffer.from(bytes);
  const name = codePage === UTF_16 ? 'utf16-le' : codePage === 65001 ? 'utf8' : `cp${codePage}`;
  return iconv.decode(buffer, iconv.encodingExists(name) ? name : 'gb18030').replace(/\0[^]*$/, '');
}
