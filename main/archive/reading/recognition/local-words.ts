/**
 * What the archive learned of its office, applied to a reading: names that a person put right before are known, wherever they stand as they
 * stood then. Nothing that the letter does not say is put in.
 */
import type { Elements, Evidence } from '../../../../shared/model/elements.ts';
import type { LocalVocabulary } from '../../../../shared/model/vocabulary.ts';
import type { Line } from '../../../../shared/text/anatomy/lines.ts';
import { stripSeal } from '../../../../shared/text/anatomy/offices.ts';
import { simplifiedKey } from '../../../../shared/text/simplified.ts';
import { rawSpan } from '../offsets.ts';
import type { CleanText } from '../types.ts';

/** How sure what is known is. */
const KNOWN = 0.97;
/** Only so many of the last lines may hold the office that signs. */
const SIGNATURE_LINES = 12;

interface Reading {
  elements: Elements;
  evidence: Evidence;
}

interface Letter {
  clean: CleanText;
  /** The text in simplified characters. */
  key: string;
  head: readonly Line[];
  tail: readonly Line[];
  /** False where nothing of the reading may be called sure. */
  isSure: boolean;
}

/** Changes `reading` by what is known. */
export function applyLocal({ words }: LocalVocabulary, reading: Reading, letter: Letter): void {
  const { elements, evidence } = reading;
  const bear = (name: keyof Evidence, isKnown: boolean): void => {
    const found = evidence[name];
    if (isKnown && found && letter.isSure) found.confidence = Math.max(found.confidence, KNOWN);
  };
  const has = (kind: keyof typeof words, value: string | null): boolean =>
    value !== null && words[kind].has(simplifiedKey(value));
  takeOffice('letterhead', words.office, letter.head, reading, letter);
  takeOffice('issuer', words.office, letter.tail.slice(-SIGNATURE_LINES), reading, letter);
  bear('letterhead', has('office', elements.letterhead));
  bear('issuer', has('office', elements.issuer));
  bear('printed_by', has('office', elements.printed_by));
  bear('cc', elements.cc.length > 0 && elements.cc.every((office) => has('office', office)));

  elements.addressees = elements.addressees.map((name) => withoutTitle(name, words.member));
  bear(
    'addressees',
    elements.addressees.length > 0 && elements.addressees.every((name) => has('member', name) || has('office', name)),
  );

  const section = [...words.section].find((one) => simplifiedKey(elements.contact ?? '').startsWith(one));
  const rest = section === undefined ? '' : (elements.contact ?? '').slice(section.length).trim();
  if (/^[\u3400-\u9fff]{2,4}$/.test(rest)) elements.contact = rest;
  const { contact } = evidence;
  const before =
    contact === undefined ? '' : letter.key.slice(Math.max(0, contact.start - 16), contact.start).trimEnd();
  bear('contact', rest !== '' || [...words.section].some((one) => before.endsWith(one)));

  const codeOf = (number: string): string => number.slice(0, Math.max(0, number.indexOf('〔')));
  bear('doc_number', elements.doc_number !== null && has('code', codeOf(elements.doc_number)));
  elements.cited_documents = elements.cited_documents.map((number) =>
    withKnownCode(number, codeOf(number), words.code),
  );
  bear(
    'cited_documents',
    elements.cited_documents.length > 0 && elements.cited_documents.every((number) => has('code', codeOf(number))),
  );
}

/** A line that is a known office's name, as a whole, where none was read or not surely. */
function takeOffice(
  name: 'issuer' | 'letterhead',
  offices: ReadonlySet<string>,
  lines: readonly Line[],
  { elements, evidence }: Reading,
  { clean, isSure }: Letter,
): void {
  if (elements[name] !== null && (evidence[name]?.confidence ?? 1) >= 0.9) return;
  for (const { start, end, text } of lines) {
    const bare = stripSeal(text).replace(/\s/g, '');
    if (text.length > 80 || !(offices.has(bare) || offices.has(bare.replace(/文件$/, '')))) continue;
    const value = stripSeal(clean.text.slice(start, end)).replace(/\s/g, '');
    elements[name] = value.replace(/文件$/, '');
    evidence[name] = { start, end, confidence: isSure ? KNOWN : 0.85, original: rawSpan(clean.map, start, end) };
    return;
  }
}

/** 常明远督学, where 常明远 is known. */
function withoutTitle(name: string, members: ReadonlySet<string>): string {
  const key = simplifiedKey(name);
  const known = [...members].find((one) => key.startsWith(one) && key.length - one.length <= 4);
  return known === undefined ? name : name.slice(0, known.length);
}

/** 转经云发〔2018〕5号, where 云发 is a known code. */
function withKnownCode(number: string, code: string, codes: ReadonlySet<string>): string {
  const key = simplifiedKey(code);
  const known = codes.has(key) ? undefined : [...codes].find((one) => key.endsWith(one));
  return known === undefined ? number : number.slice(code.length - known.length);
}
