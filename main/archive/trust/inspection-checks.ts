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

/** Whether the text says that something is attached. */
export function mentionsAnnex(text: string): boolean {
  return /^[\s　]*附件\s*[：:0-9一二三１]/mu.test(text);
}
