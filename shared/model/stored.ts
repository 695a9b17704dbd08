/**
 * Stored JSON, read as whatever program wrote it: what this program knows is laid over empty values, what it does not know is
 * kept. The one place for a letter's JSON; the rule is docs/decisions, "A new element is a new schema version". Pure.
 */
import type { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import { elementsSchema, evidenceSchema, warningSchema } from './element-schemas.ts';
import {
  ELEMENT_NAMES,
  emptyElements,
  isList,
  type ElementName,
  type Elements,
  type Evidence,
  type Warning,
} from './elements.ts';
import { attachmentRoleSchema, attachmentSchema, type Attachment } from './letter.ts';

/** The kind under which a check names a stored value that could not be filed today: whole as it is, and no damage. */
export const VALUE_PROBLEM = 'value';

/** Elements exactly as a version's row has them, with keys and values that this program does not know. */
export type StoredElements = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` where the text is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** An object as stored; {} where the text is none. For what only explains something: never for what a letter consists of. */
export function readRecord(json: string): Readonly<Record<string, unknown>> {
  const value = parsed(json);
  return isRecord(value) ? value : {};
}

/** The texts of a stored list; [] where it is none. */
export function readTexts(json: string): string[] {
  const value = parsed(json);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Pages stored as [start, end) pairs. */
export function readSpans(json: string): { start: number; end: number }[] {
  const value = parsed(json);
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair: unknown) => {
    const [start, end] = Array.isArray(pair) ? (pair as unknown[]) : [];
    return typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : [];
  });
}

/**
 * The elements of a version's row.
 * @param whose named in the error
 * @throws ArchiveError ARCHIVE_DAMAGED where they are no object: nothing can be shown, and an edit would lose them
 */
export function readElements(json: string, whose: string): StoredElements {
  const value = parsed(json);
  if (!isRecord(value)) throw new ArchiveError('ARCHIVE_DAMAGED', `${whose}的要素读不出`);
  return value;
}

/** A value of another kind than expected, as text that a person can read. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(asText).join('、') : JSON.stringify(value);
}

const asLine = (value: unknown): string | null => (value === null || value === undefined ? null : asText(value));

function asList(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((one) => asLine(one) ?? []);
}

/** What this program knows of stored elements: every element, empty where it is not there, otherwise as it is stored. */
export function knownElements(stored: StoredElements): Elements {
  const known: Record<string, unknown> = emptyElements();
  for (const name of ELEMENT_NAMES) known[name] = isList(name) ? asList(stored[name]) : asLine(stored[name]);
  return known as Elements;
}

/** Stored elements as a new version holds them: all that were there, and every element of today. */
export function wholeElements(stored: StoredElements): StoredElements {
  return { ...emptyElements(), ...stored };
}

/** An element whose stored value could not be filed today. */
export interface ElementFault {
  /** `range`: not one of the values that there are. */
  kind: 'length' | 'type' | 'range';
  name: ElementName;
}

/** Elements that do not fit today's schema; keys that this program does not know are no fault, nor are those not there. */
export function elementFaults(stored: StoredElements): ElementFault[] {
  const whole = wholeElements(stored);
  return ELEMENT_NAMES.flatMap((name) => {
    const issue = elementsSchema.shape[name].safeParse(whole[name]).error?.issues[0];
    return issue === undefined ? [] : [{ kind: faultKind(issue), name }];
  });
}

function faultKind({ code }: z.core.$ZodIssue): ElementFault['kind'] {
  if (code === 'too_big' || code === 'too_small') return 'length';
  return code === 'invalid_value' ? 'range' : 'type';
}

/** No value: an element that is empty and one that was not there when the version was written are the same. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Names of elements, this program's and others, whose values differ; this program's first, in their order. */
export function changedElements(before: StoredElements, after: StoredElements): string[] {
  const others = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !Object.hasOwn(elementsSchema.shape, name),
  );
  return [...ELEMENT_NAMES, ...others.sort()].filter((name) => {
    const [old, now] = [before[name], after[name]];
    return !(isNothing(old) && isNothing(now)) && JSON.stringify(old) !== JSON.stringify(now);
  });
}

const isAttachment = (stored: unknown): stored is Attachment => attachmentSchema.safeParse(stored).success;

/**
 * The attachments that a version lists. Roles and keys that this program does not know stay as they are.
 * @param whose named in the error
 * @throws ArchiveError ARCHIVE_DAMAGED where it is no list of files with ids and hashes
 */
export function readAttachments(json: string, whose: string): Attachment[] {
  const value = parsed(json);
  const damaged = (): never => {
    throw new ArchiveError('ARCHIVE_DAMAGED', `${whose}的附件清单读不出`);
  };
  if (!Array.isArray(value)) return damaged();
  return value.map((stored: unknown): Attachment => {
    if (!isRecord(stored)) return damaged();
    // As it is, not as a schema would put it: the order of its keys is part of what a version holds.
    if (isAttachment(stored)) return stored;
    const { id, sha256, name, role, mime, size } = stored;
    if (typeof id !== 'string' || typeof sha256 !== 'string') return damaged();
    const text = (one: unknown): string => asLine(one) ?? '';
    const known = { id, sha256, name: text(name), role: text(role), mime: text(mime), size: Number(size) || 0 };
    return { ...stored, ...known };
  });
}

/** What this program knows of a listed attachment. */
export function knownAttachment({ id, name, role, mime, size, sha256 }: Attachment): Attachment {
  return { id, name, role, mime, size, sha256 };
}

/** Whether every file of a version's list is as this program would have listed it. */
export function attachmentsFit(json: string): boolean {
  const value = parsed(json);
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => isAttachment(one) && attachmentRoleSchema.safeParse(one.role).success)
  );
}

/** Where the elements were read; what does not fit is left out: it only helps whoever looks at the letter. */
export function readEvidence(json: string): Evidence {
  const stored = readRecord(json);
  const found = ELEMENT_NAMES.flatMap((name) => {
    const evidence = evidenceSchema.safeParse(stored[name]);
    return evidence.success ? [[name, evidence.data] as const] : [];
  });
  return Object.fromEntries(found);
}

/** What was remarked at the reading; the same. */
export function readWarnings(json: string): Warning[] {
  const value = parsed(json);
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => warningSchema.safeParse(one).data ?? []);
}

export interface StoredGroup<T> {
  value: T;
  /** Names of stored values that do not fit; all names where what is stored is no object. */
  unfit: string[];
  /** What is stored under names that are not known. */
  others: Readonly<Record<string, unknown>>;
}

/**
 * A stored object, each of its values by itself: what fits is laid over what there is otherwise.
 * @param shape the schema of each value
 * @param json undefined where nothing was ever stored
 */
export function readGroup<T extends object>(
  shape: { readonly [K in keyof T]: z.ZodType },
  otherwise: T,
  json: string | undefined,
): StoredGroup<T> {
  const stored = json === undefined ? {} : parsed(json);
  if (!isRecord(stored)) return { value: otherwise, unfit: Object.keys(shape), others: {} };
  const unfit: string[] = [];
  const fit: [string, unknown][] = [];
  for (const [name, schema] of Object.entries<z.ZodType>(shape)) {
    if (!Object.hasOwn(stored, name)) continue;
    const read = schema.safeParse(stored[name]);
    if (read.success) fit.push([name, read.data]);
    else unfit.push(name);
  }
  const others = Object.fromEntries(Object.entries(stored).filter(([name]) => !Object.hasOwn(shape, name)));
  return { value: { ...otherwise, ...Object.fromEntries(fit) }, unfit, others };
}
