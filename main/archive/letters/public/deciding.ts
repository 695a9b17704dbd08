/** Deciding, reviewing, publishing and withdrawing a public version: who may, in which order, and what is refused. */
import type { ParsedInput } from '../../../../shared/contract/index.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { kindSpec, type PublicDecision, type PublicPlace } from '../../../../shared/model/public-version.ts';
import { beijingDay, compareDays, isIsoDay } from '../../../../shared/text/dates.ts';
import { itemId } from '../../../../shared/text/private/items.ts';
import { SHORTEST_KEY, SearchedText, valueKey } from '../../../../shared/text/private/places.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { nameKey } from '../../trust/accounts/account-names.ts';
import { findAccount, hasAccounts } from '../../trust/accounts/accounts.ts';
import { requireOwnHands } from '../../trust/accounts/own-hand.ts';
import { refuseConflict } from '../change.ts';
import { addPublicAct, publicActsOf } from './acts.ts';
import { WHOLE, decisionsOf, isWaiting, publicFile, type PublicFile } from './status.ts';

type Decision = ParsedInput<'public.decide'>['decisions'][number];
interface StateOfOne {
  id: string;
  version: number;
  state: PublicFile['status']['state'];
  undecided: number;
}

const stateOf = ({ status: { id, version, state, undecided } }: PublicFile): StateOfOne => ({
  id,
  version,
  state,
  undecided,
});

/** Today, where the office is. */
export const officeToday = (): string => beijingDay(new Date().toISOString());

/** A decision as it is stored: an item of the list, or words that a person marked. */
function toStored(file: PublicFile, decision: Decision): PublicDecision {
  const { verdict } = decision;
  const make = (item: string, kind: PublicDecision['kind'], places: PublicPlace[]): PublicDecision => ({
    item,
    kind,
    places,
    verdict,
    ground: verdict === 'hide' ? (decision.ground ?? kindSpec(kind).ground) : null,
  });
  if ('item' in decision) {
    const known = file.status.items.find(({ item }) => item === decision.item);
    if (known === undefined) throw new ArchiveError('NOT_FOUND', `公开版的“${decision.item}”一项`);
    return make(known.item, known.kind, known.places);
  }
  if (valueKey(decision.mark).length < SHORTEST_KEY)
    throw new ArchiveError('BAD_VALUE', '标出的内容须至少两个字，一个字会处处相同');
  const places = file.searched.places(decision.mark);
  if (places.length === 0) throw new ArchiveError('NOT_FOUND', '标出的文字不在函件中');
  // What a finder found already keeps its name.
  const known = file.status.items.find(
    ({ places: own }) => own.length > 0 && JSON.stringify(own) === JSON.stringify(places),
  );
  return known === undefined
    ? make(itemId(decision.kind, places), decision.kind, places)
    : make(known.item, known.kind, known.places);
}

/** @throws ArchiveError NOT_FOUND, BAD_VALUE, VERSION_CONFLICT, NOTHING_CHANGED */
export function decidePublic(db: ArchiveDb, input: ParsedInput<'public.decide'>, actor: string): StateOfOne {
  return db.transaction((tx) => {
    const file = publicFile(tx, input.id);
    refuseConflict(file.letter.version, input.base_version);
    const decisions = input.decisions.map((one) => toStored(file, one));
    const hides = decisions.filter(({ verdict }) => verdict === 'hide').length;
    addPublicAct(tx, {
      letterId: input.id,
      version: file.letter.version,
      act: 'decide',
      actor,
      detail: { decisions },
      told: { decided: decisions.length, hidden: hides, grounds: groundsOf(decisions) },
    });
    return stateOf(publicFile(tx, input.id));
  });
}

const groundsOf = (decisions: readonly PublicDecision[]): string[] => [
  ...new Set(decisions.flatMap(({ ground }) => (ground === null ? [] : [ground]))),
];

const valuesToHide = ({ status }: PublicFile): string[] =>
  status.items
    .filter(({ item, verdict, required }) => item !== WHOLE && (verdict === 'hide' || (verdict === null && required)))
    .map(({ value }) => value);

/** What the published version hides, and what was ever decided to be hidden in it: it is out, whatever was decided or edited since. */
function valuesHiddenOutside(db: ReadableDb, { id, publication }: PublicFile['status']): string[] {
  if (publication === null) return [];
  const published = publicFile(db, id, publication.version);
  const decided = publicActsOf(db, id).flatMap(({ act, version, detail }) =>
    act === 'decide' && version === publication.version ? decisionsOf(detail) : [],
  );
  const places = decided.filter(({ verdict }) => verdict === 'hide').flatMap((one) => one.places);
  const { fields } = published.searched;
  return [...valuesToHide(published), ...places.map(({ where, start, end }) => fields[where].slice(start, end))];
}

/** What people write of it must say neither what is hidden nor what the published version hides. @throws ArchiveError BAD_VALUE */
function requireSilent(db: ReadableDb, file: PublicFile, words: string): void {
  const text = new SearchedText(words);
  const values = new Set([...valuesToHide(file), ...valuesHiddenOutside(db, file.status)]);
  const said = [...values].some((value) => text.has(valueKey(value)));
  if (said) throw new ArchiveError('BAD_VALUE', '理由中写有应隐去的内容，理由会留在日志里');
}

/** @throws ArchiveError PUBLIC_NO_ACCOUNTS, PUBLIC_UNDECIDED, PUBLIC_SAME_PERSON, ACCOUNT_RESET, REASON_REQUIRED, BAD_VALUE, VERSION_CONFLICT */
export function reviewPublic(db: ArchiveDb, input: ParsedInput<'public.review'>, actor: string): StateOfOne {
  return db.transaction((tx) => {
    const file = publicFile(tx, input.id);
    refuseConflict(file.letter.version, input.base_version);
    requireTwo(tx, file, actor);
    requireOwnHands(tx, actor);
    requireDecided(file);
    if (!input.agreed && input.reason === '') throw new ArchiveError('REASON_REQUIRED', '退回须写明理由');
    requireSilent(tx, file, input.reason);
    addPublicAct(tx, {
      letterId: input.id,
      version: file.letter.version,
      act: input.agreed ? 'review' : 'return',
      actor,
      detail: { decided_sha256: file.digest, reason: input.reason },
      told: input.reason === '' ? {} : { reason: input.reason },
    });
    return stateOf(publicFile(tx, input.id));
  });
}

/** Nobody reviews what he decided or made himself, under any spelling of his name. */
function requireTwo(tx: WritableDb, { barred }: PublicFile, actor: string): void {
  if (!hasAccounts(tx) || findAccount(tx, actor) === undefined) throw new ArchiveError('PUBLIC_NO_ACCOUNTS');
  if (barred.has(nameKey(actor))) throw new ArchiveError('PUBLIC_SAME_PERSON');
}

function requireDecided({ status }: PublicFile): void {
  if (status.state === 'withheld') throw new ArchiveError('PUBLIC_WITHHELD');
  const waiting = status.items.filter(isWaiting).length;
  if (waiting > 0) throw new ArchiveError('PUBLIC_UNDECIDED', `${waiting} 项`);
}

/** @throws ArchiveError PUBLIC_NO_ACCOUNTS, PUBLIC_WITHHELD, PUBLIC_UNDECIDED, PUBLIC_NOT_REVIEWED */
export function requireReviewed(file: PublicFile): void {
  if (!file.status.accounts) throw new ArchiveError('PUBLIC_NO_ACCOUNTS');
  requireDecided(file);
  if (file.status.state !== 'reviewed') throw new ArchiveError('PUBLIC_NOT_REVIEWED');
}

/** @throws ArchiveError as requireReviewed; BAD_VALUE for a day that is none, has not come or is before the letter's own; VERSION_CONFLICT, NOTHING_CHANGED */
export function publishPublic(
  db: ArchiveDb,
  input: ParsedInput<'public.publish'>,
  actor: string,
): { id: string; version: number; on: string } {
  const today = officeToday();
  const on = input.on ?? today;
  if (!isIsoDay(on) || on > today) throw new ArchiveError('BAD_VALUE', `公开日期“${on}”须为今天或以前的某一天`);
  return db.transaction((tx) => {
    const file = publicFile(tx, input.id);
    const { version, elements } = file.letter;
    refuseConflict(version, input.base_version);
    if (elements.issued_on !== null && compareDays(on, elements.issued_on) < 0)
      throw new ArchiveError(
        'BAD_VALUE',
        `公开日期“${on}”早于成文日期 ${elements.issued_on}，请填实际公开的那一天；成文日期有误的，请先更正`,
      );
    requireReviewed(file);
    const { publication } = file.status;
    if (publication !== null && publication.withdrawn === null && publication.version === version)
      throw new ArchiveError('NOTHING_CHANGED', `已登记于 ${publication.on} 公开`);
    addPublicAct(tx, {
      letterId: input.id,
      version,
      act: 'publish',
      actor,
      detail: { on, decided_sha256: file.digest },
      told: { on },
    });
    return { id: input.id, version, on };
  });
}

/** @throws ArchiveError PUBLIC_NOT_PUBLISHED, BAD_VALUE where the reason says what is hidden */
export function withdrawPublic(
  db: ArchiveDb,
  input: ParsedInput<'public.withdraw'>,
  actor: string,
): { id: string; version: number } {
  return db.transaction((tx) => {
    const file = publicFile(tx, input.id);
    const { publication } = file.status;
    if (publication === null || publication.withdrawn !== null) throw new ArchiveError('PUBLIC_NOT_PUBLISHED');
    requireSilent(tx, file, input.reason);
    addPublicAct(tx, {
      letterId: input.id,
      version: publication.version,
      act: 'withdraw',
      actor,
      detail: { reason: input.reason },
      told: { reason: input.reason },
    });
    return { id: input.id, version: publication.version };
  });
}
