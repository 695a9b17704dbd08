/** What of a letter may have to be hidden: each value once, with all its places in the text and the elements that are shown. Pure. */
import type { Elements } from '../../model/elements.ts';
import {
  PRIVATE_KINDS,
  PUBLIC_FIELDS,
  type PrivateKind,
  type PublicField,
  type PublicPlace,
} from '../../model/public-version.ts';
import { findAddresses } from './addresses.ts';
import { contactLines } from './contact-lines.ts';
import type { Finding } from './finding.ts';
import { findNumbers } from './numbers.ts';
import { findHealth, findMinors, findPeople } from './people.ts';
import { SHORTEST_KEY, SearchedText, valueKey } from './places.ts';
import { plainText, writtenPlace } from './plain.ts';

export const FIELD_NAMES = Object.keys(PUBLIC_FIELDS) as PublicField[];
export type PublicFields = Readonly<Record<PublicField, string>>;

export interface FoundItem {
  /** The same for the same version of a letter: kind and first place. */
  item: string;
  kind: PrivateKind;
  value: string;
  reason: string;
  places: PublicPlace[];
}

/** What a public version of a letter would show, before anything is hidden. */
export function publicFields(letter: { text: string; elements: Elements }): PublicFields {
  const { title, doc_number, issuer, letterhead } = letter.elements;
  return {
    text: letter.text,
    title: title ?? '',
    doc_number: doc_number ?? '',
    issuer: issuer ?? '',
    letterhead: letterhead ?? '',
  };
}

export const itemId = (kind: PrivateKind, [first]: readonly PublicPlace[]): string =>
  `${kind}@${first?.where ?? 'text'}:${first?.start ?? 0}-${first?.end ?? 0}`;

/** All finders over one text; places of the text as written. */
export function findPrivate(text: string): Finding[] {
  const plain = plainText(text);
  return [findNumbers, findAddresses, findPeople, findMinors, findHealth]
    .flatMap((find) => find(plain.text))
    .map((one) => ({ ...one, ...writtenPlace(plain, one.start, one.end) }));
}

/** The fields of a letter, in which values are looked for. */
export class SearchedFields {
  readonly fields: PublicFields;
  readonly #searched: ReadonlyMap<PublicField, SearchedText>;

  constructor(fields: PublicFields) {
    this.fields = fields;
    this.#searched = new Map(FIELD_NAMES.map((name) => [name, new SearchedText(fields[name])]));
  }

  /** Every place of a value, however it is written there. */
  places(value: string): PublicPlace[] {
    const key = valueKey(value);
    return FIELD_NAMES.flatMap((where) =>
      (this.#searched.get(where)?.places(key) ?? []).map((place) => ({ where, ...place })),
    );
  }
}

const KIND_ORDER = Object.keys(PRIVATE_KINDS) as PrivateKind[];
const rank = (kind: PrivateKind): number => KIND_ORDER.indexOf(kind);

/** The names of a contact person or a proposer, as elements list them. */
const namesIn = (words: readonly (string | null)[]): string[] =>
  words
    .flatMap((word) => (word ?? '').split(/[、，,；;\s]+/))
    .map((name) => name.replace(/(?:等)?(?:委员|代表|同志|先生|女士)?[：:]?$/, ''))
    .filter((name) => /^[\u3400-\u9fff·]{2,12}$/.test(name) && !OFFICE.test(name));
const OFFICE = /[局厅部委办院校所社会团组公司室科处站]$|党|政协|工商联|民革|民盟|民建|民进|致公|九三|台盟/;

/** What is found in a letter, in the order of its first places. */
export function findItems(letter: { text: string; elements: Elements }, searched: SearchedFields): FoundItem[] {
  const { fields } = searched;
  const values = new Map<string, Omit<FoundItem, 'item' | 'places'>>();
  const add = (kind: PrivateKind, value: string, reason: string): void => {
    const key = valueKey(value);
    const known = values.get(key);
    if (key.length < SHORTEST_KEY || (known !== undefined && rank(known.kind) <= rank(kind))) return;
    values.set(key, { kind, value, reason });
  };
  for (const { start, end, reason } of contactLines(letter.text, letter.elements))
    add('contact', letter.text.slice(start, end), reason);
  for (const name of namesIn(letter.elements.addressees)) add('proposer', name, '主送的提案人、建议人');
  for (const name of FIELD_NAMES)
    for (const { kind, start, end, reason } of findPrivate(fields[name]))
      add(kind, fields[name].slice(start, end), reason);
  for (const name of namesIn([letter.elements.contact])) add('person', name, '联系人的姓名');
  return [...values.values()]
    .flatMap((one): FoundItem[] => {
      const places = searched.places(one.value);
      return places.length === 0 ? [] : [{ ...one, places, item: itemId(one.kind, places) }];
    })
    .toSorted((a, b) => byPlace(a.places[0], b.places[0]));
}

function byPlace(a: PublicPlace | undefined, b: PublicPlace | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return FIELD_NAMES.indexOf(a.where) - FIELD_NAMES.indexOf(b.where) || a.start - b.start || b.end - a.end;
}
