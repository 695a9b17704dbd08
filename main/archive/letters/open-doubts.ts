/**
 * What of a letter still waits for a person: doubts of its first reading that no later version has settled, and elements that it lacks.
 * Nothing is stored for it: an element is settled where its newest value is another than that of version 1.
 */
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  MANDATORY_ELEMENTS,
  SURE,
  type ElementName,
  type Elements,
  type Evidence,
  type Warning,
} from '../../../shared/model/elements.ts';
import { knownElements, readElements, readEvidence, readWarnings } from '../../../shared/model/stored.ts';
import { WARNING_ELEMENT } from '../../../shared/model/warning-elements.ts';
import { NOTES, isDoubtful } from '../reading/doubt.ts';
import type { ReadableDb } from '../storage/types.ts';
import { readSource } from '../trust/letter-source.ts';

export interface OpenDoubts {
  /** Mandatory elements that are not there. */
  missing: ElementName[];
  /** How sure the elements are that were read with little confidence and stand as they were read. */
  unsure: Partial<Record<ElementName, number>>;
  warnings: Warning[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The elements that are no longer what they were in version 1. */
function settledSince(first: Elements, now: Elements): ReadonlySet<ElementName> {
  return new Set(ELEMENT_NAMES.filter((name) => !same(first[name], now[name])));
}

/** @param first the elements of version 1, which the reading gave */
export function openDoubts(
  first: Elements,
  now: Elements,
  evidence: Evidence,
  warnings: readonly Warning[],
): OpenDoubts {
  const settled = settledSince(first, now);
  const unsure: OpenDoubts['unsure'] = {};
  for (const name of ELEMENT_NAMES) {
    const confidence = evidence[name]?.confidence;
    if (confidence !== undefined && confidence < SURE && !settled.has(name)) unsure[name] = confidence;
  }
  const isOpen = ({ code }: Warning): boolean => {
    const about = WARNING_ELEMENT[code];
    return !NOTES.has(code) && (about === undefined || !settled.has(about));
  };
  return {
    missing: MANDATORY_ELEMENTS.filter((name) => now[name] === null),
    unsure,
    warnings: warnings.filter(isOpen),
  };
}

/** The evidence of values that stand as they were read. */
export function standing(evidence: Evidence, first: Elements, now: Elements): Evidence {
  const settled = settledSince(first, now);
  return Object.fromEntries(Object.entries(evidence).filter(([name]) => !settled.has(name as ElementName)));
}

interface Reading {
  first: Elements;
  evidence: Evidence;
  warnings: Warning[];
}

function readReading(db: ReadableDb, id: string): Reading | undefined {
  const source = readSource(db, id);
  const row = db.get<{ elements: string }>('SELECT elements FROM version WHERE letter_id = ? AND version = 1', [id]);
  if (source === undefined || row === undefined) return undefined;
  const first = knownElements(readElements(row.elements, `函件 ${id} 第 1 版`));
  return { first, evidence: readEvidence(source.evidence), warnings: readWarnings(source.warnings) };
}

const noDoubts = (): OpenDoubts => ({ missing: [], unsure: {}, warnings: [] });

/** The open doubts of a letter that has these elements. */
export function doubtsOf(db: ReadableDb, id: string, now: Elements): OpenDoubts {
  const reading = readReading(db, id);
  return reading === undefined
    ? { ...noDoubts(), missing: MANDATORY_ELEMENTS.filter((name) => now[name] === null) }
    : openDoubts(reading.first, now, reading.evidence, reading.warnings);
}

/**
 * Whether going back to earlier values brings a doubtful reading back that later values had settled: then a person looks again,
 * as at the first filing.
 */
export function bringsDoubtBack(db: ReadableDb, id: string, before: Elements, after: Elements): boolean {
  const reading = readReading(db, id);
  if (reading === undefined) return false;
  const { first, evidence, warnings } = reading;
  const [was, is] = [openDoubts(first, before, evidence, warnings), openDoubts(first, after, evidence, warnings)];
  const known = new Set(elementsInDoubt(was));
  const isNew =
    elementsInDoubt(is).some((name) => !known.has(name)) ||
    is.warnings.some((warning) => !was.warnings.includes(warning));
  if (!isNew) return false;
  return isDoubtful(after, standing(evidence, first, after), is.warnings);
}

/** Whether a letter waits for a person as it would after its reading here, but for what later versions have settled. */
export function waitsAsRead(db: ReadableDb, id: string, now: Elements): boolean {
  const reading = readReading(db, id);
  if (reading === undefined) return true;
  const { first, evidence, warnings } = reading;
  return isDoubtful(now, standing(evidence, first, now), openDoubts(first, now, evidence, warnings).warnings);
}

/** The elements that a person should look at, those that are missing first. */
export function elementsInDoubt({ missing, unsure }: OpenDoubts): ElementName[] {
  const read = (Object.keys(unsure) as ElementName[]).filter((name) => !missing.includes(name));
  return [...missing, ...read];
}

export function isSettled(doubts: OpenDoubts): boolean {
  return elementsInDoubt(doubts).length === 0 && doubts.warnings.length === 0;
}

/** What is open, in words: the elements, then what was warned of. */
export function doubtsInWords(doubts: OpenDoubts): string {
  const elements = elementsInDoubt(doubts);
  const labels = elements.map((name) => ELEMENT_LABELS[name]).join('、');
  const about = new Set<string>(elements);
  const others = doubts.warnings.filter(({ code }) => !about.has(WARNING_ELEMENT[code] ?? ''));
  return [...(labels === '' ? [] : [labels]), ...others.map(({ message }) => message.replace(/。$/u, ''))].join('；');
}
