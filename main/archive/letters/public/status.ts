/** How far a letter's public version has come: what was found in its newest version, what was decided of it, by whom. */
import { z } from 'zod';
import type { PublicStatus } from '../../../../shared/contract/index.ts';
import type { Letter } from '../../../../shared/model/letter.ts';
import { isArchiveYear } from '../../../../shared/model/archive-year.ts';
import {
  kindSpec,
  publicDecisionSchema,
  type Publication,
  type PublicDecision,
  type PublicItem,
  type PublicPlace,
  type PublicState,
} from '../../../../shared/model/public-version.ts';
import { readRecord } from '../../../../shared/model/stored.ts';
import { isInside } from '../../../../shared/text/private/hide.ts';
import { SearchedFields, findItems, publicFields, type FoundItem } from '../../../../shared/text/private/items.ts';
import { Calendar, PUBLIC_WITHIN_DAYS } from '../../../../shared/text/working-days.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { nameKey } from '../../trust/accounts/account-names.ts';
import { findAccount, hasAccounts } from '../../trust/accounts/accounts.ts';
import { canonicalJson, sha256Hex } from '../../trust/canonical.ts';
import type { PublicActRecord } from '../../trust/public-evidence.ts';
import { readSettings } from '../../trust/settings.ts';
import { showLetter } from '../catalogue.ts';
import { publicActsOf } from './acts.ts';
import { opennessHistory } from './earlier-versions.ts';
import { foreignActsOf } from './foreign-acts.ts';

/** The item that stands for the letter as a whole. */
export const WHOLE = 'whole';

const storedDecisions = z.object({ decisions: z.array(publicDecisionSchema) });

/** The decisions of an act, as stored. */
export function decisionsOf(detail: string): PublicDecision[] {
  const stored = storedDecisions.safeParse(readRecord(detail));
  return stored.success ? stored.data.decisions : [];
}

/** A decision that counts, with who took it. */
export interface Taken extends PublicDecision {
  by: string;
  at: string;
}

export interface PublicFile {
  letter: Letter;
  status: PublicStatus;
  searched: SearchedFields;
  /** What was decided of this version, the last word on each item. */
  taken: readonly Taken[];
  /** Stands for all that was decided: a review says what it saw. */
  digest: string;
  /** Keys of the names of all who must not review it: who decided, and the makers of what is reviewed. */
  barred: ReadonlySet<string>;
}

/** The last word on each item of a version. Without an account behind it a decision counts only while there are none. */
function takenOf(db: ReadableDb, acts: readonly PublicActRecord[], version: number): Taken[] {
  const accounts = hasAccounts(db);
  const last = new Map<string, Taken>();
  for (const { act, version: of, detail, actor, at } of acts) {
    if (act !== 'decide' || of !== version) continue;
    if (accounts && findAccount(db, actor) === undefined) continue;
    for (const one of decisionsOf(detail)) last.set(one.item, { ...one, by: actor, at });
  }
  return [...last.values()];
}

const ofField = (places: readonly PublicPlace[], where: PublicPlace['where']): PublicPlace[] =>
  places.filter((place) => place.where === where);

function isCovered(places: readonly PublicPlace[], hidden: readonly PublicPlace[]): boolean {
  return places.length > 0 && places.every((place) => isInside(place, ofField(hidden, place.where)));
}

/** All places that are hidden by decisions. */
export const hiddenPlaces = (taken: readonly Taken[]): PublicPlace[] =>
  taken.filter(({ verdict }) => verdict === 'hide').flatMap(({ places }) => places);

function itemOf(found: FoundItem, taken: readonly Taken[], hidden: readonly PublicPlace[]): PublicItem {
  const own = taken.find(({ item }) => item === found.item);
  const { verdict, ground } = kindSpec(found.kind);
  return {
    ...found,
    required: verdict === 'hide',
    suggested: { verdict, ground: verdict === 'hide' ? ground : null },
    verdict: own?.verdict ?? null,
    ground: own?.ground ?? null,
    covered: own?.verdict !== 'hide' && isCovered(found.places, hidden),
    decided_by: own?.by ?? null,
    decided_at: own?.at ?? null,
  };
}

/** @param isAsked whether somebody must say that nothing needs to be hidden, since nothing else is decided */
function wholeItem(why: string | null, taken: readonly Taken[], isAsked: boolean): PublicItem {
  const own = taken.find(({ item }) => item === WHOLE);
  return {
    item: WHOLE,
    kind: 'whole',
    value: '',
    reason: why ?? '没有不予公开的缘由',
    places: [],
    required: why !== null || isAsked,
    suggested: why === null ? { verdict: 'keep', ground: null } : { verdict: 'hide', ground: kindSpec('whole').ground },
    verdict: own?.verdict ?? null,
    ground: own?.ground ?? null,
    covered: false,
    decided_by: own?.by ?? null,
    decided_at: own?.at ?? null,
  };
}

/** What a person marked that no finder found. */
const marked = (taken: readonly Taken[], found: readonly FoundItem[], searched: SearchedFields): FoundItem[] =>
  taken
    .filter(({ item }) => item !== WHOLE && !found.some((one) => one.item === item))
    .map(({ item, kind, places }) => {
      // As it is written without signs between its characters, where it stands so anywhere.
      const [first] = places.toSorted((a, b) => a.end - a.start - (b.end - b.start));
      const value = first === undefined ? '' : searched.fields[first.where].slice(first.start, first.end);
      return { item, kind, places, value, reason: '人工标出' };
    });

export const isWaiting = ({ required, verdict, covered }: PublicItem): boolean =>
  required && verdict === null && !covered;

type Barred = Pick<PublicFile, 'digest' | 'barred'>;

interface Reviewed {
  act: PublicActRecord;
  agreed: boolean;
  reason: string;
}

/** The last review of what is decided now; one from before a withdrawal, or by who must not review it, does not count. */
function reviewOf({ acts, digest, barred }: { acts: readonly PublicActRecord[] } & Barred): Reviewed | null {
  const from = acts.findLastIndex(({ act }) => act === 'withdraw');
  const act = acts.slice(from + 1).findLast(({ act: kind }) => kind === 'review' || kind === 'return');
  if (act === undefined) return null;
  if (barred.has(nameKey(act.actor))) return null;
  const detail = readRecord(act.detail);
  if (detail['decided_sha256'] !== digest) return null;
  const reason = detail['reason'];
  return { act, agreed: act.act === 'review', reason: typeof reason === 'string' ? reason : '' };
}

export function publicationOf(acts: readonly PublicActRecord[]): Publication | null {
  const at = acts.findLastIndex(({ act }) => act === 'publish');
  const published = acts[at];
  if (published === undefined) return null;
  const withdrawn = acts.slice(at).find(({ act }) => act === 'withdraw');
  const text = (record: PublicActRecord, key: string): string => {
    const value = readRecord(record.detail)[key];
    return typeof value === 'string' ? value : '';
  };
  return {
    version: published.version,
    on: text(published, 'on'),
    by: published.actor,
    withdrawn:
      withdrawn === undefined ? null : { at: withdrawn.at, by: withdrawn.actor, reason: text(withdrawn, 'reason') },
  };
}

/** The last day for making a letter public; null where it need not be, has no date, or one of a year that no archive has. */
export function dueOf(calendar: Calendar, openness: string | null, issuedOn: string | null): string | null {
  if (openness !== '主动公开' || issuedOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(issuedOn)) return null;
  if (!isArchiveYear(Number(issuedOn.slice(0, 4)))) return null;
  return calendar.after(issuedOn, PUBLIC_WITHIN_DAYS);
}

export const calendarOf = (db: ReadableDb): Calendar => new Calendar(readSettings(db).public.holidays);

/**
 * @param version the newest where left out
 * @param upTo number of the last act that counts; all where left out
 * @throws ArchiveError NOT_FOUND
 */
export function publicFile(db: ReadableDb, id: string, version?: number, upTo = Infinity): PublicFile {
  const letter = showLetter(db, id, version);
  const acts = publicActsOf(db, id).filter(({ seq }) => seq <= upTo);
  const taken = takenOf(db, acts, letter.version);
  const searched = new SearchedFields(publicFields(letter));
  const found = findItems(letter, searched);
  const hidden = hiddenPlaces(taken);
  const accounts = hasAccounts(db);
  const { withheld, makers } = opennessHistory(db, id, letter.version);
  const barred = new Set([...taken.map(({ by }) => by), ...makers].map(nameKey));
  const parts = [...found, ...marked(taken, found, searched)].map((one) => itemOf(one, taken, hidden));
  const isAsked = accounts && taken.length === 0 && !parts.some(({ required }) => required);
  const items = [wholeItem(withheld, taken, isAsked), ...parts];
  const digest = sha256Hex(
    canonicalJson({
      letter_id: id,
      version: letter.version,
      decisions: taken.map(({ at: _, ...one }) => one).toSorted((a, b) => (a.item < b.item ? -1 : 1)),
    }),
  );
  const review = reviewOf({ acts, digest, barred });
  const undecided = items.filter(isWaiting).length;
  const isWithheld = items[0]?.verdict === 'hide';
  const state: PublicState = isWithheld
    ? 'withheld'
    : undecided > 0
      ? 'undecided'
      : review === null
        ? 'decided'
        : review.agreed
          ? 'reviewed'
          : 'returned';
  const { openness, issued_on } = letter.elements;
  const status: PublicStatus = {
    id,
    version: letter.version,
    name: letter.name,
    state,
    accounts,
    items,
    undecided: isWithheld ? 0 : undecided,
    review:
      review === null
        ? null
        : { agreed: review.agreed, by: review.act.actor, at: review.act.at, reason: review.reason },
    publication: publicationOf(acts),
    foreign: foreignActsOf(db, id),
    due: dueOf(calendarOf(db), openness, issued_on),
  };
  return { letter, status, searched, taken, digest, barred };
}
