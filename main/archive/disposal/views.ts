/** What people are shown of letters whose retention has ended, and of disposals. */
import type {
  CallOutput,
  DisposalItemView,
  DisposalView,
  ExpiringRow,
  ParsedInput,
} from '../../../shared/contract/index.ts';
import { ERROR_TEXT, type ErrorCode } from '../../../shared/errors.ts';
import type { Outcome } from '../../../shared/model/disposal.ts';
import { stubName } from '../../../shared/model/letter-name.ts';
import { daysBefore } from '../../../shared/text/dates.ts';
import { listRetention } from '../letters/retention.ts';
import { letterNames } from '../storage/letter-names.ts';
import { officeToday } from '../letters/public/deciding.ts';
import { expiryDate } from '../letters/ref-code.ts';
import type { ReadableDb } from '../storage/types.ts';
import { hasAccounts } from '../trust/accounts/accounts.ts';
import { readStubRecord, stubOf } from '../trust/disposed/records.ts';
import { blockOf, handedOver, letterFacts } from './blocks.ts';
import { readAllDisposals, readDisposal } from './read.ts';
import { isPending, type Disposal } from './state.ts';

const blocked = (code: ErrorCode | null): ExpiringRow['blocked'] =>
  code === null ? null : { code, message: ERROR_TEXT[code] };

/** What each letter's last appraisal came to, by approved disposals. */
function appraisedBefore(all: readonly Disposal[]): Map<string, { on: string; outcome: Outcome['outcome'] }> {
  const found = new Map<string, { on: string; outcome: Outcome['outcome'] }>();
  for (const { decided, outcomes } of [...all].reverse()) {
    if (decided?.agreed !== true) continue;
    for (const { letter, outcome } of outcomes) found.set(letter, { on: decided.at.slice(0, 10), outcome });
  }
  return found;
}

export function listExpiring(
  db: ReadableDb,
  { until, limit, offset }: ParsedInput<'disposal.expiring'>,
): CallOutput<'disposal.expiring'> {
  const today = officeToday();
  // The day on which it ends is the last one: what ends today is not over.
  const { total, letters } = listRetention(db, { until: until ?? daysBefore(today, 1), limit, offset });
  const names = letterNames(
    db,
    letters.map(({ id }) => id),
  );
  const handed = handedOver(db);
  const all = readAllDisposals(db);
  const pending = new Map(
    all.filter(isPending).flatMap((one) => one.items.map(({ letter }) => [letter, one] as const)),
  );
  const before = appraisedBefore(all);
  return {
    total,
    accounts: hasAccounts(db),
    letters: letters.map(({ id, ref_code, year, retention, expires }) => {
      const disposal = pending.get(id);
      return {
        id,
        ref_code,
        year,
        retention,
        expires: expires ?? '',
        name: names.get(id) ?? '',
        blocked: blocked(blockOf(db, letterFacts(db, id), handed, today)),
        disposal: disposal === undefined ? null : { id: disposal.id, state: disposal.state },
        appraised: before.get(id) ?? null,
      };
    }),
  };
}

export function listDisposals(
  db: ReadableDb,
  { limit, offset }: ParsedInput<'disposal.list'>,
): CallOutput<'disposal.list'> {
  const all = readAllDisposals(db);
  return {
    total: all.length,
    disposals: all.slice(offset, offset + limit).map(({ id, state, opened, reason, items, remaining }) => ({
      id,
      state,
      opened,
      reason,
      letters: items.length,
      remaining: remaining?.length ?? null,
    })),
  };
}

function itemView(
  db: ReadableDb,
  disposal: Disposal,
  letter: string,
  { names, handed }: { names: ReadonlyMap<string, string>; handed: ReadonlyMap<string, string> },
): DisposalItemView {
  const opinions = disposal.opinions.flatMap(({ by, at, opinions: given }) =>
    given
      .filter((one) => one.letter === letter)
      .map(({ verdict, retention, note }) => ({ by, at, verdict, retention, note })),
  );
  const outcome = disposal.outcomes.find((one) => one.letter === letter);
  const about = { letter, opinions, outcome: outcome?.outcome ?? null, new_retention: outcome?.retention ?? null };
  const stub = stubOf(db, letter);
  if (stub !== undefined) {
    const { ref_code, archive_year: year } = stub;
    const line = disposal.executed?.register.items.find((one) => one.letter === letter);
    const retention = line?.retention ?? 'D10';
    return {
      ...about,
      ref_code,
      year,
      retention,
      name: stubName(stub),
      blocked: null,
      disposed: true,
      expires: expiryDate(year, retention),
      kept: readStubRecord(stub).kept.length,
    };
  }
  const facts = letterFacts(db, letter);
  const { ref_code, archive_year: year, retention } = facts;
  const isOpen = isPending(disposal);
  return {
    ...about,
    ref_code,
    year,
    retention,
    name: names.get(letter) ?? '',
    disposed: false,
    kept: null,
    expires: expiryDate(year, retention),
    blocked: isOpen ? blocked(blockOf(db, facts, handed)) : null,
  };
}

/** @throws ArchiveError NOT_FOUND */
export function disposalView(db: ReadableDb, id: string): DisposalView {
  const disposal = readDisposal(db, id);
  const ids = disposal.items.map(({ letter }) => letter);
  const about = { names: letterNames(db, ids), handed: handedOver(db) };
  const { state, reason, opened, decided, signed, executed, rewritten, remaining, finished_at, cancelled } = disposal;
  return {
    id,
    state,
    reason,
    opened,
    decided,
    supervisors: signed,
    rewritten,
    remaining,
    finished_at,
    cancelled,
    items: ids.map((letter) => itemView(db, disposal, letter, about)),
    appraisers: disposal.opinions.map(({ by, at }) => ({ by, at })),
    executed: executed === null ? null : { by: executed.by, at: executed.at },
    register_sha256: executed?.sha256 ?? null,
  };
}
