/** Recognition: the elements of a letter out of its clean text, each with where it was read and how sure that is. Pure. */
import type { ElementName, Elements, Evidence, Warning } from '../../../shared/model/elements.ts';
import { ELEMENT_NAMES, choicesOf, emptyElements } from '../../../shared/model/elements.ts';
import { beijingDay } from '../../../shared/text/dates.ts';
import type { CleanText } from './types.ts';
import { rawSpan } from './offsets.ts';
import { asWritten, simplifiedKey } from '../../../shared/text/simplified.ts';
import { findSentTo } from '../../../shared/text/anatomy/addressees.ts';
import { anatomyOf } from '../../../shared/text/anatomy/anatomy.ts';
import { firstAssembly } from '../../../shared/text/words/assemblies.ts';
import { squeeze, squeezeLine, type Found, type Line, type Squeezed } from '../../../shared/text/anatomy/lines.ts';
import { labelledDate } from '../../../shared/text/anatomy/signature.ts';
import { UNTOLD, officeOfTitle, type Title } from '../../../shared/text/anatomy/title.ts';
import { withinBounds } from './recognition/bounds.ts';
import { findCaseTitle } from './recognition/case-title.ts';
import { withOwnBlank } from './recognition/own-blank.ts';
import { fittedConfidence } from './recognition/calibration.ts';
import { cueOf, type CuePlaces } from './recognition/emptiness.ts';
import { neverSure } from './recognition/never-sure.ts';
import { doubted } from './recognition/second-look.ts';
import type { LocalVocabulary } from '../../../shared/model/vocabulary.ts';
import { applyLocal } from './recognition/local-words.ts';
import { checkReading } from './recognition/checks.ts';
import { findCitedNumbers } from './recognition/cited-numbers.ts';
import { findContactAddress } from './recognition/contact-address.ts';
import { findContact, findPhones } from './recognition/contacts.ts';
import { readCopies } from './recognition/copies.ts';
import { kindOf } from './recognition/kind.ts';
import { findLooseContact } from './recognition/loose-contact.ts';
import { findForm, type Form } from './recognition/form.ts';
import { findOpenness, findResult } from './recognition/marks.ts';
import { findDraftUnit } from './recognition/draft-unit.ts';
import { findAnsweringOffice } from './recognition/answering-office.ts';
import { caseInText } from './recognition/case-in-text.ts';
import {
  eachNumber,
  findCaseNumber,
  findLabelledNumber,
  findLetterNumber,
  findListedNumbers,
  findSession,
} from './recognition/session.ts';

export interface Recognition {
  elements: Elements;
  evidence: Evidence;
  warnings: Warning[];
}

const OPENING_LENGTH = 900;
/** So far behind the addressee stand words that speak of the letter's own case. */
const CUE_REACH = 300;

export interface RecogniseOptions {
  /** ISO date against which dates are checked for lying in the future; today where left out. */
  today?: string;
  /** The text was read off an image: nothing is more certain than such a reading can be. */
  scanned?: boolean;
  /** What the archive learned of its office. */
  local?: LocalVocabulary;
}

/**
 * Reads the elements of one letter.
 * @param clean text and map of `cleanText`; evidence indexes its text, `original` the raw text
 */
export function recognise(clean: CleanText, options: RecogniseOptions = {}): Recognition {
  const today = options.today ?? beijingDay(new Date().toISOString());
  // Rules look at the text in simplified characters; values are taken from it as it is.
  const text = simplifiedKey(clean.text);
  const anatomy = anatomyOf(text);
  const { lines, signature, imprint } = anatomy;
  const { title, addressees, number: ownNumber, end: headEnd, bodyStart } = anatomy.head;
  const head = lines.slice(0, headEnd);
  const opening = squeeze(text, bodyStart, Math.min(text.length, bodyStart + OPENING_LENGTH));

  const letterheadRead = anatomy.head.letterhead;
  const letterhead =
    letterheadRead && title?.officeUntold === true
      ? { ...letterheadRead, confidence: Math.min(letterheadRead.confidence, UNTOLD) }
      : letterheadRead;
  const told = title === null ? caseInText(text, bodyStart) : null;
  const caseRead = readCase(text, head, title, opening, told);
  // What annexes say of themselves is not said of the letter.
  const [annexFrom, annexTo] = anatomy.annexes;
  const own = [...lines.slice(0, annexFrom), ...lines.slice(annexTo)];
  const behind = own.slice(Math.max(headEnd, Math.min(signature.dated?.line ?? own.length, own.length - 12)));
  const form = findForm(lines);
  const kind = kindOf({
    title: title?.value ?? form?.title?.value ?? null,
    head: head
      .map((line) => line.text)
      .join('')
      .slice(0, 600),
    opening: opening.text.slice(0, 400),
    told: told?.text ?? null,
    body: text.slice(bodyStart, bodyStart + 20_000),
    addressees: addressees?.names.map((name) => name.value) ?? [],
    honorific: addressees?.honorific ?? null,
    addressedToOffice: addressees?.office ?? false,
    caseNumber: caseRead.number?.value ?? null,
  });
  const isCase =
    kind.value === '政协提案' ||
    kind.value === '人大建议' ||
    kind.value === '会办意见' ||
    // The assembly of a school or a works.
    (firstAssembly(title?.value ?? '') ?? firstAssembly(opening.text.slice(0, 120)))?.kind === '其他';
  const scanned = (options.scanned ?? false) || clean.unbroken === true || looksScanned(text);
  const caseRaw = findCaseTitle(opening, kind.value, title ? title.squeezed : null, lines.slice(0, headEnd + 3));
  // A scan strews blanks of its own.
  const caseTitle = scanned ? caseRaw : withOwnBlank(caseRaw, text, bodyStart);

  const out = new Collector(clean, text, scanned);
  if (title) out.set('title', title);
  if (ownNumber) out.set('doc_number', ownNumber);
  if (letterhead) out.set('letterhead', letterhead);
  const issuer =
    chooseIssuer(signature.offices, imprint.by, letterhead, title) ?? findAnsweringOffice([...head, ...behind]);
  if (issuer) out.set('issuer', issuer);
  if (signature.offices.length > 1) out.list('signers', signature.offices);
  const names = addressees?.names ?? [];
  out.list('addressees', names.length > 0 ? names : findSentTo(lines));
  if (text.trim() !== '') {
    const where = title ?? opening;
    const span =
      'start' in where
        ? where
        : { start: where.at[0] ?? 0, end: (where.at[Math.min(where.at.length, 40) - 1] ?? -1) + 1 };
    out.set('reply_kind', {
      value: kind.value,
      confidence: kind.confidence,
      start: span.start,
      end: Math.max(span.start, span.end),
    });
  }
  if (caseRead.session && isCase) out.set('session', caseRead.session);
  if (caseRead.number && isCase) {
    const [first, ...others] = eachNumber(caseRead.number);
    if (first) out.set('case_number', first);
    if (first && others.length > 0) out.list('case_numbers', [first, ...others]);
  } else {
    const listed = isCase ? findListedNumbers(lines) : [];
    const number = listed[0] ?? (isCase ? null : (letterNumber(text, head) ?? findLetterNumber(firstWords(opening))));
    if (number) out.set('case_number', number);
    if (listed.length > 0) out.list('case_numbers', listed);
  }
  if (caseTitle) out.set('case_title', caseTitle);
  const result = findResult(text, head, title ? title.lastLine : headEnd, behind);
  if (result) out.set('result_code', result);
  const draftUnit = findDraftUnit([...head, ...behind]);
  if (draftUnit) out.set('draft_unit', draftUnit);
  const openness = findOpenness(text, head, behind);
  if (openness) out.set('openness', openness);
  const issuedOn = signature.issuedOn ?? (signature.badDate === null ? labelledDate(text, [...head, ...behind]) : null);
  if (issuedOn) out.set('issued_on', issuedOn);
  const labelled = findContact(text, own) ?? findContact(text, lines);
  const phones = findPhones(text, signature.dated?.start ?? signature.offices[0]?.start);
  const loose = labelled === null && phones.length === 0 ? findLooseContact(own) : null;
  const contact = labelled ?? loose?.contact;
  if (contact) out.set('contact', contact);
  out.list('phones', loose?.phones ?? phones);
  const address = findContactAddress(own) ?? findContactAddress(lines);
  if (address) out.set('contact_address', address);
  out.list('cc', readCopies(text, anatomy.copies));
  if (imprint.by) out.set('printed_by', imprint.by);
  if (imprint.on) out.set('printed_on', imprint.on);
  out.list('cited_documents', findCitedNumbers(text, ownNumber));
  if (form !== null) out.takeForm(form, signature.offices.length > 0);
  out.weigh({
    text,
    head,
    opening: { start: bodyStart, end: Math.min(text.length, bodyStart + CUE_REACH) },
    tail: behind,
    ownNumber,
    badDate: signature.badDate === null ? null : signature.dated,
  });

  const { evidence } = out;
  if (options.local) applyLocal(options.local, out, { clean, key: text, head, tail: behind, isSure: !out.scanned });
  const { elements, warnings: cut } = withinBounds(out.elements);
  const warnings = checkReading({
    text,
    elements,
    evidence,
    bodyNumber: caseRead.bodyNumber?.value ?? null,
    bodySession: caseRead.bodySession?.value ?? null,
    numberDamaged: ownNumber?.damaged ?? false,
    badDate: signature.badDate,
    today,
    schemes: options.local?.schemes ?? [],
  });
  return { elements, evidence, warnings: [...warnings, ...cut] };
}

const LOOKED_AT = 6000;

/**
 * Whether a text bears the marks of character recognition: single blanks strewn between Han characters, or words that
 * only a misread character makes (入大, 人太, 6月8曰).
 */
function looksScanned(text: string): boolean {
  const sample = text.slice(0, LOOKED_AT);
  if (/届.{0,8}(?:入大|人太|入民代表|人民代表太会)|\d月\d{1,2}曰|联系入|提杲|收惠|印友/.test(sample)) return true;
  const strewn = sample.match(/[\u3400-\u9fff]{2} [\u3400-\u9fff]{2}/g)?.length ?? 0;
  return strewn >= 3 && strewn * 250 >= sample.length;
}

interface CaseRead {
  session: Found<string> | null;
  number: Found<string> | null;
  /** What the body says where the title says it too, for comparison. */
  bodySession: Found<string> | null;
  bodyNumber: Found<string> | null;
}

/** Session and case number: the title first, then labels of the head, then the opening. */
function readCase(
  text: string,
  head: readonly Line[],
  title: Title | null,
  opening: Squeezed,
  told: Squeezed | null,
): CaseRead {
  const inTitle = title
    ? { session: findSession(title.squeezed, 0.97), number: findCaseNumber(title.squeezed, 0.97) }
    : null;
  const receipt = upToReceipt(opening);
  // Without a title it may be another letter's case: half a letter is never sure of what it answers.
  const bodySession = findSession(receipt, title ? 0.92 : 0.85);
  const bodyNumber = findCaseNumber(receipt, title ? 0.9 : 0.85);
  const others = squeeze(text, head[0]?.start ?? 0, Math.min(head.at(-1)?.end ?? 0, (head[0]?.start ?? 0) + 2000));
  const labelled = title ? findLabelledNumber(others, 0.85) : findCaseNumber(others, 0.85);
  const inText = (find: typeof findSession): Found<string> | null => (told ? find(told, 0.85) : null);
  return {
    session: inTitle?.session ?? bodySession ?? (title ? null : (findSession(others, 0.85) ?? inText(findSession))),
    number: inTitle?.number ?? bodyNumber ?? labelled ?? inText(findCaseNumber),
    bodySession: inTitle?.session ? bodySession : null,
    bodyNumber: inTitle?.number ? bodyNumber : null,
  };
}

/** The number under which a letter came in, out of the head. */
function letterNumber(text: string, head: readonly Line[]): Found<string> | null {
  for (const line of head) {
    const found = line.text.length > 120 ? null : findLetterNumber(squeezeLine(text, line));
    if (found) return found;
  }
  return null;
}

/** Where a petition, a message or an application is acknowledged, with the number that it bears. */
function firstWords(opening: Squeezed): Squeezed {
  const announced = opening.text.slice(0, 240).search(/如[下左]/);
  const end = announced < 0 ? 240 : announced;
  return { text: opening.text.slice(0, end), at: opening.at.slice(0, end) };
}

/** The body's first words, up to where the receipt is acknowledged: only they speak of the letter's own case. */
function upToReceipt(opening: Squeezed): Squeezed {
  const match = /收悉|收到|获悉|如下|答复[入于]下/.exec(opening.text.slice(0, 400));
  const greeting =
    /^(?:首先[，,]?)?(?:非常|衷心|十分)?感谢[^。！]{0,40}[。！](?=[您你贵])|^[^。！]{0,16}(?:您|你)们?好[！!。，,]?/.exec(
      opening.text,
    )?.[0].length ?? 0;
  const sentence = opening.text.slice(greeting, 200).search(/[。！]/);
  const stop = match ? match.index + 2 : sentence < 0 ? 0 : greeting + sentence;
  return { text: opening.text.slice(0, stop), at: opening.at.slice(0, stop) };
}

/** The first that signs, else the 印发 line, else the letterhead, else the office with which the title opens (docs/spec/reading.md). */
function chooseIssuer(
  signed: readonly Found<string>[],
  printedBy: Found<string> | null,
  letterhead: Found<string> | null,
  title: Title | null,
): Found<string> | null {
  const first = signed[0];
  if (first) {
    const agrees = [letterhead?.value, printedBy?.value].some(
      (name) => name !== undefined && (name.endsWith(first.value) || first.value.endsWith(name)),
    );
    return {
      ...first,
      confidence: agrees ? 0.98 : Math.min(...signed.map((office) => office.confidence)),
    };
  }
  const office = title ? officeOfTitle(title) : null;
  // 瑶溪县人民政府办公室 prints what 瑶溪县人民政府 answers; that the desk answers itself only a person can tell.
  const isDeskOf = (name: Found<string> | null): name is Found<string> =>
    name !== null &&
    printedBy?.value.startsWith(name.value) === true &&
    OWN_DESK.test(printedBy.value.slice(name.value.length));
  if (isDeskOf(office)) return { ...office, confidence: UNTOLD };
  if (isDeskOf(letterhead)) return { ...letterhead, confidence: UNTOLD };
  return (
    (printedBy && (letterhead === null && office === null ? withoutDesk(printedBy) : printedBy)) ?? letterhead ?? office
  );
}

/** 某某县农业局办公室 prints what 某某县农业局 answers, where nothing else names either: only a person can tell. */
function withoutDesk(printedBy: Found<string>): Found<string> {
  const value = DESK_OF.exec(printedBy.value)?.[1];
  return value === undefined
    ? printedBy
    : {
        value,
        start: printedBy.start,
        end: Math.min(printedBy.end, printedBy.start + value.length),
        confidence: UNTOLD,
      };
}

const DESK_OF = /^([\u3400-\u9fff]{3,24}[局委厅])办公室$/;

/** What an office's own desk for papers adds to its name. */
const OWN_DESK = /^(?:办公[室厅]|综合[科处股室]|秘书[科处股室]|办文[科处])$/;

type ListName = 'addressees' | 'phones' | 'cc' | 'cited_documents' | 'case_numbers' | 'signers';

/** Gathers findings as elements and evidence. */
class Collector {
  readonly elements: Elements = emptyElements();
  readonly evidence: Evidence = {};
  private readonly clean: CleanText;
  private readonly key: string;
  readonly scanned: boolean;

  constructor(clean: CleanText, key: string, scanned: boolean) {
    this.clean = clean;
    this.key = key;
    this.scanned = scanned;
  }

  set<N extends ElementName>(name: N, found: Found<Elements[N]>): void {
    this.elements[name] = (choicesOf(name) === undefined ? this.written(found) : found.value) as Elements[N];
    this.note(name, found.start, found.end, found.confidence);
  }

  /** What a form says of an element goes before what running text seems to say. */
  takeForm({ values, title, isPlain }: Form, isSigned: boolean): void {
    if (title !== null) this.set('title', title);
    if (values.has('issuer') && !isPlain) this.clear('letterhead');
    for (const [name, found] of values) {
      // Under its rows an office signs with its whole name.
      if (name === 'issuer' && isPlain && isSigned) continue;
      if (name === 'addressees' || name === 'phones') {
        if (this.elements[name].length === 0 || (isPlain && name === 'addressees')) this.list(name, found);
      } else if (found[0]) this.set(name, found[0]);
    }
  }

  /** How sure each value is by what rules of its kind were worth, and how sure it is that what is empty is rightly so. */
  weigh(places: CuePlaces): void {
    const doubts = doubted(this.elements, places);
    const never = neverSure(this.elements, this.evidence, places);
    for (const name of ELEMENT_NAMES) {
      const found = this.evidence[name];
      if (found) {
        const told = never.has(name) ? Math.min(found.confidence, UNTOLD) : found.confidence;
        found.confidence = fittedConfidence(name, told, doubts.has(name) || never.has(name));
      } else {
        const cue = cueOf(name, this.elements, places);
        if (cue) this.note(name, cue.start, cue.end, fittedConfidence(name, null, true));
      }
      const weighed = this.evidence[name];
      if (weighed && this.scanned) weighed.confidence = Math.min(weighed.confidence, SCAN_CONFIDENCE);
    }
  }

  private clear(name: 'letterhead'): void {
    this.elements[name] = null;
    delete this.evidence[name];
  }

  list(name: ListName, found: readonly Found<string>[]): void {
    const first = found[0];
    const last = found.at(-1);
    if (!first || !last) return;
    this.elements[name] = found.map((item) => this.written(item) ?? item.value);
    const near = last.end - first.start <= LIST_SPAN;
    const confidence = found.reduce((least, item) => Math.min(least, item.confidence), 1);
    this.note(name, first.start, near ? last.end : first.end, confidence);
  }

  private written({ value, start, end }: Found<string | string[] | null>): string | null {
    return typeof value === 'string' ? asWritten(value, this.clean.text, this.key, start, end) : null;
  }

  private note(name: ElementName, start: number, end: number, confidence: number): void {
    this.evidence[name] = { start, end, confidence, original: rawSpan(this.clean.map, start, end) };
  }
}

/** A scan's characters may be wrong, lost line ends guessed, in ways that no rule sees: a person looks at every element. */
const SCAN_CONFIDENCE = 0.85;

/** Items that lie further apart are shown by the first one's place. */
const LIST_SPAN = 80;
