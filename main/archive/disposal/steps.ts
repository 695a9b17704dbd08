/** The steps up to an execution: who may, in which order, and what is refused. */
import type { ParsedInput } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { DisposalState } from '../../../shared/model/disposal.ts';
import { newId } from '../letters/ids.ts';
import { setRetentionOf } from '../letters/retention.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { findAccount, hasAccounts } from '../trust/accounts/accounts.ts';
import { actsByOwnHand, requireSoundClock } from '../trust/accounts/own-hand.ts';
import { addDisposalAct } from './acts.ts';
import { letterFacts, nameOf, refuseBlocked } from './blocks.ts';
import { pendingByLetter, readDisposal } from './read.ts';
import { isAmong, isLonger, isPending, type Disposal } from './state.ts';

interface Stand {
  id: string;
  state: DisposalState;
}

const standOf = (db: ReadableDb, id: string): Stand => ({ id, state: readDisposal(db, id).state });

/** Without accounts nobody can tell that several people took part. @throws ArchiveError DISPOSAL_NO_ACCOUNTS */
export function requireAccounts(db: ReadableDb, actor: string): void {
  if (!hasAccounts(db) || findAccount(db, actor) === undefined) throw new ArchiveError('DISPOSAL_NO_ACCOUNTS');
}

/** @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND, LETTER_DISPOSED, DISPOSAL_PENDING and as refuseBlocked() */
export function openDisposal(db: ArchiveDb, input: ParsedInput<'disposal.open'>, actor: string): Stand {
  return db.transaction((tx) => {
    requireAccounts(tx, actor);
    requireSoundClock(tx);
    const ids = [...new Set(input.ids)];
    const letters = refuseBlocked(tx, ids);
    const pending = pendingByLetter(tx);
    for (const letter of letters)
      if (pending.has(letter.id))
        throw new ArchiveError('DISPOSAL_PENDING', nameOf(tx, letter), pending.get(letter.id)?.id);
    const id = newId();
    const items = letters.map((letter) => ({ letter: letter.id, version: letter.version }));
    addDisposalAct(tx, {
      id,
      act: 'open',
      actor,
      detail: { reason: input.reason, items },
      told: { letters: ids, reason: input.reason },
    });
    return standOf(tx, id);
  });
}

/** @throws ArchiveError DISPOSAL_RESET, DISPOSAL_CLOCK */
function requireBelieved(db: ReadableDb, appraisal: string, actor: string): void {
  const opened = db.get<{ seq: number }>("SELECT seq FROM audit WHERE action = 'disposal.open' AND subject = ?", [
    appraisal,
  ])?.seq;
  // An account that was added since is none of its persons.
  if (!actsByOwnHand(db, actor, opened)) throw new ArchiveError('DISPOSAL_RESET');
  requireSoundClock(db);
}

/** @throws ArchiveError DISPOSAL_CLOSED where it has gone another way, DISPOSAL_UNSIGNED where it is not yet so far */
function requireState(disposal: Disposal, wanted: DisposalState): void {
  if (disposal.state === wanted) return;
  const order: readonly DisposalState[] = ['opinions', 'approval', 'signing', 'ready'];
  const early = order.includes(disposal.state) && order.indexOf(disposal.state) < order.indexOf(wanted);
  throw new ArchiveError(early ? 'DISPOSAL_UNSIGNED' : 'DISPOSAL_CLOSED');
}

/**
 * One person's opinions, of all letters at once.
 * @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND, DISPOSAL_CLOSED, DISPOSAL_SAME_PERSON, DISPOSAL_RESET, DISPOSAL_CLOCK; BAD_VALUE where a letter has none, or a retention
 *   that is no longer than its own
 */
export function giveOpinions(db: ArchiveDb, input: ParsedInput<'disposal.opine'>, actor: string): Stand {
  return db.transaction((tx) => {
    requireAccounts(tx, actor);
    const disposal = readDisposal(tx, input.id);
    requireState(disposal, 'opinions');
    requireBelieved(tx, input.id, actor);
    if (isAmong(disposal.opinions, actor)) throw new ArchiveError('DISPOSAL_SAME_PERSON');
    const opinions = disposal.items.map(({ letter }) => {
      const own = input.opinions.filter((one) => one.letter === letter);
      const [opinion] = own;
      const facts = letterFacts(tx, letter);
      if (opinion === undefined || own.length > 1)
        throw new ArchiveError('BAD_VALUE', `${nameOf(tx, facts)}须有且只有一条意见`);
      const { verdict, retention } = opinion;
      if (verdict === 'change' ? retention === null || !isLonger(retention, facts.retention) : retention !== null)
        throw new ArchiveError('BAD_VALUE', `${nameOf(tx, facts)}：改期限须写明更长的保管期限，续存和拟销毁不写期限`);
      return opinion;
    });
    if (input.opinions.length !== opinions.length) throw new ArchiveError('BAD_VALUE', '意见中有不在这份鉴定里的函件');
    addDisposalAct(tx, {
      id: input.id,
      act: 'opine',
      actor,
      detail: { opinions },
      told: { destroy: opinions.filter(({ verdict }) => verdict === 'destroy').length, letters: opinions.length },
    });
    return standOf(tx, input.id);
  });
}

/** Letters are as they were when people gave their opinions of them. @throws ArchiveError VERSION_CONFLICT and as refuseBlocked() */
export function requireUnchanged(db: ReadableDb, disposal: Disposal): void {
  const going = new Set(disposal.outcomes.filter(({ outcome }) => outcome === 'destroy').map(({ letter }) => letter));
  refuseBlocked(db, [...going]);
  for (const { letter, version } of disposal.items) {
    const facts = letterFacts(db, letter);
    if (going.has(letter) && facts.version !== version)
      throw new ArchiveError('VERSION_CONFLICT', `${nameOf(db, facts)}在鉴定之后又有改动，请撤销后重新鉴定`);
  }
}

/** A retention may have been changed since the opinions. @throws ArchiveError VERSION_CONFLICT where an approval would shorten it */
function requireLonger(db: ReadableDb, outcomes: Disposal['outcomes']): void {
  for (const { letter, outcome, retention } of outcomes) {
    if (outcome !== 'change' || retention === null) continue;
    const facts = letterFacts(db, letter);
    if (!isLonger(retention, facts.retention))
      throw new ArchiveError('VERSION_CONFLICT', `${nameOf(db, facts)}的保管期限在鉴定之后又有改动，请撤销后重新鉴定`);
  }
}

/**
 * Agrees to what the opinions come to, or refuses it. Changed retentions take effect with it.
 * @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND, DISPOSAL_UNSIGNED, DISPOSAL_CLOSED, DISPOSAL_SAME_PERSON, DISPOSAL_RESET, DISPOSAL_CLOCK, REASON_REQUIRED and as
 *   requireUnchanged()
 */
export function decideDisposal(db: ArchiveDb, input: ParsedInput<'disposal.approve'>, actor: string): Stand {
  return db.transaction((tx) => {
    requireAccounts(tx, actor);
    const disposal = readDisposal(tx, input.id);
    requireState(disposal, 'approval');
    requireBelieved(tx, input.id, actor);
    if (isAmong(disposal.opinions, actor)) throw new ArchiveError('DISPOSAL_SAME_PERSON');
    const { id, reason } = input;
    const { outcomes, digest } = disposal;
    if (!input.agreed) {
      if (reason === '') throw new ArchiveError('REASON_REQUIRED', '不批准须写明理由');
      addDisposalAct(tx, {
        id,
        act: 'reject',
        actor,
        detail: { reason, acts_sha256: digest },
        told: { reason },
      });
      return standOf(tx, id);
    }
    requireUnchanged(tx, disposal);
    requireLonger(tx, outcomes);
    addDisposalAct(tx, {
      id,
      act: 'approve',
      actor,
      detail: { reason, outcomes, acts_sha256: digest },
      told: { destroy: outcomes.filter(({ outcome }) => outcome === 'destroy').map(({ letter }) => letter) },
    });
    changeRetentions(tx, disposal, actor);
    return standOf(tx, id);
  });
}

function changeRetentions(tx: WritableDb, { id, outcomes }: Disposal, actor: string): void {
  for (const { letter, outcome, retention } of outcomes) {
    if (outcome !== 'change' || retention === null) continue;
    setRetentionOf(tx, letter, { retention, reason: `鉴定 ${id}`, actor });
  }
}

/** @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND, DISPOSAL_UNSIGNED, DISPOSAL_CLOSED, DISPOSAL_SAME_PERSON, DISPOSAL_RESET, DISPOSAL_CLOCK */
export function signDisposal(db: ArchiveDb, input: ParsedInput<'disposal.sign'>, actor: string): Stand {
  return db.transaction((tx) => {
    requireAccounts(tx, actor);
    const disposal = readDisposal(tx, input.id);
    requireState(disposal, 'signing');
    requireBelieved(tx, input.id, actor);
    const { opinions, decided, signed } = disposal;
    if (isAmong([...opinions, ...signed, ...(decided === null ? [] : [decided])], actor))
      throw new ArchiveError('DISPOSAL_SAME_PERSON');
    requireUnchanged(tx, disposal);
    const detail = { acts_sha256: disposal.digest };
    addDisposalAct(tx, { id: input.id, act: 'sign', actor, detail, told: detail });
    return standOf(tx, input.id);
  });
}

/** @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND; DISPOSAL_CLOSED where it is ended, or letters are gone */
export function cancelDisposal(db: ArchiveDb, input: ParsedInput<'disposal.cancel'>, actor: string): Stand {
  return db.transaction((tx) => {
    requireAccounts(tx, actor);
    const disposal = readDisposal(tx, input.id);
    if (!isPending(disposal) || disposal.executed !== null) throw new ArchiveError('DISPOSAL_CLOSED');
    const detail = { reason: input.reason };
    addDisposalAct(tx, { id: input.id, act: 'cancel', actor, detail, told: detail });
    return standOf(tx, input.id);
  });
}
