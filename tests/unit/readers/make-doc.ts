/** Makes binary Word files by hand, of Word 97 and of Word 6, as far as the readers look into them. */
import iconv from 'iconv-lite';
import { bytesOf, compoundFile } from './make.ts';

/** A stretch of text with its character properties (sprms of MS-DOC 2.6.1, as bytes). */
export interface DocRun {
  text: string;
  properties?: number[];
}
/** What ends the paragraphs of a stretch stands in the text itself: \r, \x07, \f. */
export interface DocParagraph {
  runs: DocRun[];
  properties?: number[];
  /** Number of its style. */
  style?: number;
}

export interface DocSpec {
  body: DocParagraph[];
  /** Headers and footers of each section in the order of the file: even, odd, even footer, odd footer, first, first footer. */
  margins?: readonly (readonly [string, string, string, string, string, string])[];
  comments?: DocParagraph[];
  boxes?: DocParagraph[];
  /** Where sections end, in characters of the body, and whether their first page is of its own. */
  sections?: readonly { end: number; titlePage: boolean }[];
  styles?: readonly DocStyle[];
  /** WordArt in the drawings. */
  wordArt?: string[];
  data?: number[];
  properties?: Record<string, string>;
}
export interface DocStyle {
  kind: 'paragraph' | 'character';
  properties: number[];
}

export const HIDDEN = [0x3c, 0x08, 1];
export const SHOWN = [0x3c, 0x08, 0];
export const DELETED = [0x00, 0x08, 1];
export const SPECIAL = [0x55, 0x08, 1];
export const IN_TABLE = [0x16, 0x24, 1];
export const ROW_END = [...IN_TABLE, 0x17, 0x24, 1];
export const withCharacterStyle = (style: number): number[] => [0x30, 0x4a, style & 0xff, style >> 8];

export const run = (text: string, properties: number[] = []): DocRun => ({ text, properties });
export const paragraphOf = (...runs: (string | DocRun)[]): DocParagraph => ({
  runs: runs.map((one) => (typeof one === 'string' ? run(one) : one)),
});

const u16 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];
const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];
const utf16 = (text: string): number[] => [...text].flatMap((char) => u16(char.charCodeAt(0)));
const PAGE = 512;
const TEXT_AT = 0x400;

/** A page of formatting: places, then entries from its end backwards. */
function formattedPage(places: readonly number[], entries: readonly number[][], entryBytes: number): number[] {
  const page = new Array<number>(PAGE).fill(0);
  places.flatMap(u32).forEach((byte, at) => (page[at] = byte));
  let end = PAGE - 2;
  entries.forEach((entry, index) => {
    if (entry.length === 0) return;
    end = (end - entry.length) & ~1;
    entry.forEach((byte, at) => (page[end + at] = byte));
    page[places.length * 4 + index * entryBytes] = end / 2;
  });
  page[PAGE - 1] = entries.length;
  return page;
}

function stylesheet(styles: readonly DocStyle[]): number[] {
  const entries = styles.map(({ kind, properties }, index) => {
    const name = utf16(`样式${index}`);
    const upx = kind === 'paragraph' ? [...u16(2), ...u16(index), ...u16(properties.length), ...properties] : [];
    const own = kind === 'paragraph' ? upx : [...u16(properties.length), ...properties];
    const base = [
      ...u16(0x0fff),
      ...u16((0xfff << 4) | (kind === 'paragraph' ? 1 : 2)),
      ...u16(own.length),
      0,
      0,
      0,
      0,
    ];
    const std = [...base, ...u16(name.length / 2), ...name, 0, 0, ...own];
    return [...u16(std.length), ...std, ...(std.length % 2 === 1 ? [0] : [])];
  });
  const head = [...u16(styles.length), ...u16(10), ...new Array<number>(14).fill(0)];
  return [...u16(head.length), ...head, ...entries.flat()];
}

function drawings(texts: readonly string[]): number[] {
  const record = (version: number, instance: number, kind: number, content: number[]): number[] => [
    ...u16(version | (instance << 4)),
    ...u16(kind),
    ...u32(content.length),
    ...content,
  ];
  const shapes = texts.map((text) => {
    const value = [...utf16(text), 0, 0];
    return record(0xf, 0, 0xf004, record(3, 1, 0xf00b, [...u16(0xc0c0), ...u32(value.length), ...value]));
  });
  return [...record(0xf, 0, 0xf000, []), 1, ...record(0xf, 0, 0xf002, shapes.flat())];
}

/** The characters of stories one after another, with their paragraphs' and runs' places in the stream. */
function layOut(paragraphs: readonly DocParagraph[]): {
  text: string;
  runs: { end: number; properties: number[] }[];
  ends: { end: number; properties: number[]; style: number }[];
} {
  let text = '';
  const runs: { end: number; properties: number[] }[] = [];
  const ends: { end: number; properties: number[]; style: number }[] = [];
  for (const { runs: own, properties = [], style = 0 } of paragraphs) {
    for (const { text: part, properties: format = [] } of own) {
      text += part;
      runs.push({ end: text.length, properties: format });
    }
    ends.push({ end: text.length, properties, style });
  }
  return { text, runs, ends };
}

/** A file of Word 97 with this text; a header story that is empty is none. */
export function makeDoc(spec: DocSpec): Uint8Array<ArrayBuffer> {
  const plain = (text: string): DocParagraph[] => (text === '' ? [] : [paragraphOf(`${text}\r`)]);
  const margins = (spec.margins ?? []).flat();
  const headerParagraphs = margins.flatMap(plain);
  const stories = [spec.body, [], headerParagraphs, [], spec.comments ?? [], [], spec.boxes ?? [], []];
  const { text, runs, ends } = layOut([...stories.flat(), paragraphOf('\r')]);
  const lengths = stories.map((story) => layOut(story).text.length);

  const word = new Array<number>(TEXT_AT).fill(0);
  const put = (at: number, bytes: readonly number[]): void => {
    bytes.forEach((byte, index) => (word[at + index] = byte));
  };
  const table: number[] = [];
  const keep = (at: number, bytes: readonly number[]): void => {
    put(at, [...u32(table.length), ...u32(bytes.length)]);
    table.push(...bytes);
  };
  const pad = (): void => {
    while (word.length % PAGE !== 0) word.push(0);
  };
  word.push(...utf16(text));
  pad();
  const offset = (character: number): number => TEXT_AT + character * 2;
  const bins = (places: readonly { end: number }[], entries: readonly number[][], entryBytes: number): number[] => {
    const all = [TEXT_AT, ...places.map(({ end }) => offset(end))];
    const page = word.length / PAGE;
    word.push(...formattedPage(all, entries, entryBytes));
    return [...u32(TEXT_AT), ...u32(all.at(-1) ?? 0), ...u32(page)];
  };
  const characterBins = bins(
    runs,
    runs.map(({ properties }) => (properties.length === 0 ? [] : [properties.length, ...properties])),
    1,
  );
  const paragraphBins = bins(
    ends,
    ends.map(({ properties, style }) => {
      const body = [...u16(style), ...properties];
      return body.length % 2 === 0 ? [0, body.length / 2, ...body] : [(body.length + 1) / 2, ...body];
    }),
    13,
  );
  put(0, [...u16(0xa5ec), ...u16(0x00c1)]);
  put(0x0a, u16(0x0200));
  lengths.forEach((length, index) => {
    put(0x4c + index * 4, u32(length));
  });
  keep(0xfa, characterBins);
  keep(0x102, paragraphBins);
  keep(0xa2, stylesheet(spec.styles ?? [{ kind: 'paragraph', properties: [] }]));
  keep(0x1a2, [2, ...u32(16), ...u32(0), ...u32(text.length), ...u16(0), ...u32(TEXT_AT), ...u16(0)]);
  let at = 0;
  const headerPlaces = [
    ...new Array<number>(6).fill(0),
    ...margins.map((one) => (at += one === '' ? 0 : one.length + 1)),
  ];
  if (margins.length > 0) keep(0xf2, [0, ...headerPlaces, at].flatMap(u32));
  if (spec.sections !== undefined) {
    const descriptors = spec.sections.flatMap(({ titlePage }) => {
      const place = word.length;
      word.push(...u16(3), 0x0a, 0x30, titlePage ? 1 : 0, 0);
      return [...u16(0), ...u32(place), ...u16(0), ...u32(0)];
    });
    keep(0xca, [...[0, ...spec.sections.map(({ end }) => end)].flatMap(u32), ...descriptors]);
  }
  if (spec.wordArt !== undefined) keep(0x22a, drawings(spec.wordArt));
  return compoundFile({
    WordDocument: bytesOf(Uint8Array.from(word)),
    '1Table': bytesOf(Uint8Array.from(table)),
    ...(spec.data && { Data: bytesOf(Uint8Array.from(spec.data)) }),
    ...(spec.properties && { '\x05DocumentSummaryInformation': propertyStream(spec.properties) }),
  });
}

/** An office's own properties, in the second set of the stream as Word keeps them. */
function propertyStream(properties: Record<string, string>): Uint8Array<ArrayBuffer> {
  const names = Object.keys(properties);
  const gbk = (text: string): number[] => [...iconv.encode(text, 'gbk'), 0];
  const dictionary = [
    ...u32(names.length),
    ...names.flatMap((name, index) => [...u32(index + 2), ...u32(gbk(name).length), ...gbk(name)]),
  ];
  const values = [
    dictionary,
    [...u16(2), ...u16(0), ...u16(936), ...u16(0)],
    ...names.map((name) => [...u32(0x1e), ...u32(gbk(properties[name] ?? '').length), ...gbk(properties[name] ?? '')]),
  ];
  let place = 8 + values.length * 8;
  const heads = values.flatMap((value, id) => {
    const head = [...u32(id), ...u32(place)];
    place += value.length;
    return head;
  });
  const set = [...u32(place), ...u32(values.length), ...heads, ...values.flat()];
  const empty = [...u32(8), ...u32(0)];
  const guid = new Array<number>(16).fill(0);
  const head = [...u16(0xfffe), ...u16(0), ...u32(0), ...guid, ...u32(2)];
  const first = head.length + 40;
  return bytesOf(
    Uint8Array.from([...head, ...guid, ...u32(first), ...guid, ...u32(first + empty.length), ...empty, ...set]),
  );
}

export interface OldDocSpec {
  body: DocParagraph[];
  header?: string;
  /** 0x0804 Chinese, 0x0409 American … */
  language?: number;
  codePage?: string;
  /** As Far Eastern versions of Word 95 wrote: 16 bits a character. */
  wide?: boolean;
}

export const OLD_HIDDEN = [92, 1];
export const OLD_DELETED = [65, 1];
export const OLD_IN_TABLE = [24, 1];
export const OLD_ROW_END = [24, 1, 25, 1];

/** A file of Word 6 or 95: everything in one stream. */
export function makeOldDoc(spec: OldDocSpec): Uint8Array<ArrayBuffer> {
  const { language = 0x0804, codePage = 'gbk', wide = false } = spec;
  const header = spec.header === undefined ? [] : [paragraphOf(`${spec.header}\r`)];
  const encode = (text: string): number[] => (wide ? utf16(text) : [...iconv.encode(text, codePage)]);
  const size = (text: string): number => encode(text).length / (wide ? 2 : 1);
  const at = 0x300;
  const word = new Array<number>(at).fill(0);
  const put = (place: number, bytes: readonly number[]): void => {
    bytes.forEach((byte, index) => (word[place + index] = byte));
  };
  const all = [...spec.body, ...header];
  const text = layOut(all).text;
  word.push(...encode(text));
  const end = word.length;
  while (word.length % PAGE !== 0) word.push(0);
  const offset = (character: number): number => at + encode(text.slice(0, character)).length;
  const bins = (place: number, ends: readonly number[], entries: readonly number[][], entryBytes: number): void => {
    const page = word.length / PAGE;
    word.push(...formattedPage([at, ...ends.map(offset)], entries, entryBytes));
    put(place, [...u32(word.length), ...u32(10)]);
    word.push(...u32(at), ...u32(end), ...u16(page));
    while (word.length % PAGE !== 0) word.push(0);
  };
  const { runs, ends } = layOut(all);
  bins(
    0xb8,
    runs.map((one) => one.end),
    runs.map(({ properties }) => (properties.length === 0 ? [] : [properties.length, ...properties])),
    1,
  );
  bins(
    0xc0,
    ends.map((one) => one.end),
    ends.map(({ properties }) => [(properties.length + 2) / 2, 0, 0, ...properties]),
    7,
  );
  put(0, [...u16(wide ? 0xa699 : 0xa5dc), ...u16(0x0068)]);
  put(6, u16(language));
  put(0x0a, u16(wide ? 0x1000 : 0));
  put(0x18, [...u32(at), ...u32(end)]);
  put(0x34, u32(size(layOut(spec.body).text)));
  put(0x3c, u32(size(layOut(header).text)));
  if (spec.header !== undefined) {
    const length = size(layOut(header).text);
    put(0xb0, [...u32(word.length), ...u32(14 * 4)]);
    // Separators of notes, an even header that is none, the header, and nothing more.
    word.push(...[0, 0, 0, 0, 0, 0, 0, 0, length, length, length, length, length, length].flatMap(u32));
  }
  return compoundFile({ WordDocument: bytesOf(Uint8Array.from(word)) });
}
