/** What DA/T 70-2018 asks of one letter, as far as a program can tell it. Pure: what is wrong, in words, for each item. */
import {
  MANDATORY_ELEMENTS,
  elementSpec,
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  type Elements,
} from '../../../shared/model/elements.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import { elementFaults, type ElementFault, type StoredElements } from '../../../shared/model/stored.ts';
import { isIsoDay } from '../../../shared/text/dates.ts';

/** Before this year no office of today has written a letter. */
const FIRST_YEAR = 1949;

/**
 * Elements whose stored value today's schema does not take, told apart by what DA/T 70 calls it, and those that are not
 * there at all. An element that came later is missing in no version: it may be from before.
 */
export function schemaFaults(stored: StoredElements): Record<ElementFault['kind'] | 'missing', string[]> {
  const faults = elementFaults(stored);
  const of = (kind: ElementFault['kind']): string[] =>
    faults.filter((fault) => fault.kind === kind).map(({ name }) => ELEMENT_LABELS[name]);
  const missing = ELEMENT_NAMES.filter((name) => elementSpec(name).since === undefined && !Object.hasOwn(stored, name));
  return {
    length: of('length'),
    type: of('type'),
    range: of('range'),
    missing: missing.map((name) => ELEMENT_LABELS[name]),
  };
}

/** Dates and numbers that cannot be right together. */
export function implausible(elements: Elements, filedAt: string): string[] {
  const faults: string[] = [];
  // What is no date is told elsewhere.
  const day = (value: string | null): string | null => (value !== null && isIsoDay(value) ? value : null);
  const [issued, printed, number] = [day(elements.issued_on), day(elements.printed_on), elements.doc_number];
  const year = issued === null ? undefined : Number(issued.slice(0, 4));
  // The letter's day is that of its place: filed in the evening UTC may be the next day there.
  const latest = new Date(Date.parse(filedAt) + 14 * 3_600_000).toISOString().slice(0, 10);
  if (issued !== null && issued > latest) faults.push(`成文日期 ${issued} 晚于入库日期`);
  if (year !== undefined && year < FIRST_YEAR) faults.push(`成文日期 ${issued} 过早`);
  if (issued !== null && printed !== null && printed < issued) faults.push(`印发日期 ${printed} 早于成文日期`);
  const stated = /〔(\d{4})〕/u.exec(number ?? '')?.[1];
  if (stated !== undefined && year !== undefined && Math.abs(Number(stated) - year) > 1) {
    faults.push(`发文字号的年份 ${stated} 与成文日期不合`);
  }
  return faults;
}

/** Control characters, replacement characters and private use areas: signs of a spoiled text. */
const STRANGE = /[\p{Cc}\p{Cs}\p{Co}\uFFFD]/u;

export function strangeCharacters(elements: Elements): string[] {
  return ELEMENT_NAMES.filter((name) => {
    const value = elements[name];
    return [value].flat().some((one) => typeof one === 'string' && STRANGE.test(one));
  }).map((name) => ELEMENT_LABELS[name]);
}

/** What DA/T 46 makes mandatory and the letter lacks. */
export function emptyNeeded(elements: Elements): string[] {
  return MANDATORY_ELEMENTS.filter((name) => elements[name] === null).map((name) => ELEMENT_LABELS[name]);
}

const squeeze = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{P}\p{S}]/gu, '');

/** Whether the letter's number or title stands in its text: that text and elements are of one letter. */
export function belongsTogether(elements: Elements, text: string): boolean | undefined {
  const wanted = [elements.doc_number, elements.title].filter((one) => one !== null).map(squeeze);
  if (wanted.length === 0 || text === '') return undefined;
  const within = squeeze(text);
  return wanted.some((one) => within.includes(one));
}

/** Formats of GB/T 18894-2016 and GB/T 33190-2016 for keeping. Others are kept as they came, and converted for transfer. */
const LASTING = new Set([
  'txt',
  'pdf',
  'ofd',
  'xml',
  'rtf',
  'jpg',
  'jpeg',
  'tif',
  'tiff',
  'png',
  'csv',
  'htm',
  'html',
  'mht',
]);

export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

export function isLasting(file: Attachment): boolean {
  return LASTING.has(extensionOf(file.name));
}

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const isZip = (head: Uint8Array): boolean => startsWith(head, ...ZIP);
const isOle = (head: Uint8Array): boolean => startsWith(head, ...OLE);

/** What a file of this kind begins with; a kind that is not here cannot be told from its head. */
const HEADS: Readonly<Record<string, (head: Uint8Array) => boolean>> = {
  pdf: (head) => Buffer.from(head).subarray(0, 1024).includes('%PDF-'),
  ofd: isZip,
  docx: (head) => isZip(head) || isOle(head),
  xlsx: (head) => isZip(head) || isOle(head),
  pptx: (head) => isZip(head) || isOle(head),
  zip: (head) => isZip(head) || startsWith(head, 0x50, 0x4b, 0x05, 0x06),
  doc: (head) => isOle(head) || isZip(head) || startsWith(head, 0x7b, 0x5c, 0x72, 0x74) || startsWith(head, 0x3c),
  wps: (head) => isOle(head) || isZip(head),
  xls: (head) => isOle(head) || isZip(head),
  jpg: (head) => startsWith(head, 0xff, 0xd8, 0xff),
  jpeg: (head) => startsWith(head, 0xff, 0xd8, 0xff),
  png: (head) => startsWith(head, 0x89, 0x50, 0x4e, 0x47),
  tif: (head) => startsWith(head, 0x49, 0x49) || startsWith(head, 0x4d, 0x4d),
  tiff: (head) => startsWith(head, 0x49, 0x49) || startsWith(head, 0x4d, 0x4d),
  rtf: (head) => startsWith(head, 0x7b, 0x5c, 0x72, 0x74),
};
/** Text has no head; it opens everywhere. */
const PLAIN = new Set(['txt', 'csv', 'xml', 'htm', 'html', 'mht', 'eml', 'md', 'json']);

/**
 * Whether a file is what its name says. `undefined`: that cannot be told from its bytes.
 * @param head its first bytes; empty for an empty file
 */
export function opensAs(name: string, head: Uint8Array): boolean | undefined {
  if (head.length === 0) return false;
  const extension = extensionOf(name);
  if (PLAIN.has(extension)) return true;
  return HEADS[extension]?.(head);
}

/** Whether a file is locked by a password, or packed in a way that only one maker's programs open. */
export function isLocked(name: string, head: Uint8Array, tail: Uint8Array): boolean {
  const extension = extensionOf(name);
  if (extension === 'pdf') return Buffer.from(tail).includes('/Encrypt') || Buffer.from(head).includes('/Encrypt');
  if (['docx', 'xlsx', 'pptx'].includes(extension)) return isOle(head);
  // Bit 0 of the flags of the first entry (APPNOTE 4.4.4).
  if (isZip(head)) return ((head[6] ?? 0) & 1) === 1;
  return startsWith(head, 0x52, 0x61, 0x72, 0x21);
}

/** Whether the text says that something is attached. */
export function mentionsAnnex(text: string): boolean {
  return /^[\s　]*附件\s*[：:0-9一二三１]/mu.test(text);
}
