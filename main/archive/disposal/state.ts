/** How far a disposal has come, worked out from its acts; what becomes of each letter by what was said of it. Pure. */
import { z } from 'zod';
import { ArchiveError } from '../../../shared/errors.ts';
import {
  APPRAISERS,
  SUPERVISORS,
  disposalRegisterSchema,
  opinionSchema,
  outcomeSchema,
  remainingSchema,
  rewrittenSchema,
  type DisposalRegister,
  type DisposalState,
  type Opinion,
  type Outcome,
  type Remaining,
  type Rewritten,
} from '../../../shared/model/disposal.ts';
import { RETENTIONS, type Retention } from '../../../shared/model/settings.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { nameKey } from '../trust/accounts/account-names.ts';
import { canonicalJson, sha256Hex } from '../trust/canonical.ts';
import { disposalActDigest, type DisposalActRow } from '../trust/disposed/records.ts';

export const itemSchema = z.object({ letter: z.string(), version: z.number() });
export type DisposalItem = z.infer<typeof itemSchema>;

const DETAILS = {
  open: z.object({ reason: z.string(), items: z.array(itemSchema) }),
  opine: z.object({ opinions: z.array(opinionSchema) }),
  approve: z.object({ reason: z.string(), outcomes: z.array(outcomeSchema), acts_sha256: z.string() }),
  reject: z.object({ reason: z.string(), acts_sha256: z.string() }),
  sign: z.object({ acts_sha256: z.string() }),
  cancel: z.object({ reason: z.string() }),
  execute: disposalRegisterSchema,
  rewrite: rewrittenSchema,
  finish: z.object({ remaining: z.array(remainingSchema) }),
} as const;

function detailOf<K extends keyof typeof DETAILS>(row: DisposalActRow, act: K): z.infer<(typeof DETAILS)[K]> {
  const parsed = DETAILS[act].safeParse(readRecord(row.detail));
  if (!parsed.success) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `disposal ${row.disposal_id} ${row.seq}`);
  return parsed.data as z.infer<(typeof DETAILS)[K]>;
}

export interface Said {
  by: string;
  at: string;
}

export interface Disposal {
  id: string;
  state: DisposalState;
  reason: string;
  opened: Said;
  items: DisposalItem[];
  opinions: (Said & { opinions: Opinion[] })[];
  /** As approved; else what the opinions come to, empty until all are there. */
  outcomes: Outcome[];
  decided: (Said & { agreed: boolean; reason: string }) | null;
  signed: Said[];
  executed: (Said & { register: DisposalRegister; sha256: string }) | null;
  rewritten: Rewritten[];
  /** Of the last sweep; null before the first has ended. */
  remaining: Remaining[] | null;
  finished_at: string | null;
  cancelled: (Said & { reason: string }) | null;
  /** Stands for all acts until now: who agrees to them agrees to these. */
  digest: string;
}

/** A letter goes only where all say so. Else the longest retention that anybody asks for counts; where nobody does it is kept. */
export function outcomeOf(letter: string, opinions: readonly Opinion[]): Outcome {
  if (opinions.length === APPRAISERS && opinions.every(({ verdict }) => verdict === 'destroy'))
    return { letter, outcome: 'destroy', retention: null };
  const asked = opinions.flatMap(({ verdict, retention }) =>
    verdict === 'change' && retention !== null ? [retention] : [],
  );
  const longest = RETENTIONS.find((one) => asked.includes(one));
  return longest === undefined
    ? { letter, outcome: 'keep', retention: null }
    : { letter, outcome: 'change', retention: longest };
}

/** Whether a retention is longer than another. RETENTIONS begins with the longest. */
export const isLonger = (one: Retention, than: Retention): boolean =>
  RETENTIONS.indexOf(one) < RETENTIONS.indexOf(than);

/** @param acts of one disposal, oldest first. @throws ArchiveError NOT_FOUND where there are none, ARCHIVE_DAMAGED */
export function disposalOf(id: string, acts: readonly DisposalActRow[]): Disposal {
  const [first] = acts;
  if (first?.act !== 'open') throw new ArchiveError('NOT_FOUND', `鉴定 ${id}`);
  const said = ({ actor: by, at }: DisposalActRow): Said => ({ by, at });
  const { reason, items } = detailOf(first, 'open');
  const opinions = acts
    .filter(({ act }) => act === 'opine')
    .map((row) => ({ ...said(row), opinions: detailOf(row, 'opine').opinions }));
  const decision = acts.find(({ act }) => act === 'approve' || act === 'reject');
  const approval = decision?.act === 'approve' ? detailOf(decision, 'approve') : null;
  const executed = acts.find(({ act }) => act === 'execute');
  const finished = acts.findLast(({ act }) => act === 'finish');
  const cancelled = acts.find(({ act }) => act === 'cancel');
  const made = {
    id,
    reason,
    opened: said(first),
    items,
    opinions,
    outcomes: approval?.outcomes ?? (opinions.length < APPRAISERS ? [] : outcomesOf(items, opinions)),
    decided:
      decision === undefined
        ? null
        : {
            ...said(decision),
            agreed: approval !== null,
            reason: approval?.reason ?? detailOf(decision, 'reject').reason,
          },
    signed: acts.filter(({ act }) => act === 'sign').map(said),
    executed:
      executed === undefined
        ? null
        : { ...said(executed), register: detailOf(executed, 'execute'), sha256: disposalActDigest(executed) },
    rewritten: acts.filter(({ act }) => act === 'rewrite').map((row) => detailOf(row, 'rewrite')),
    remaining: finished === undefined ? null : detailOf(finished, 'finish').remaining,
    finished_at: finished?.at ?? null,
    cancelled: cancelled === undefined ? null : { ...said(cancelled), reason: detailOf(cancelled, 'cancel').reason },
    digest: sha256Hex(canonicalJson(acts.map(disposalActDigest))),
  };
  return { ...made, state: stateOf(made) };
}

export function outcomesOf(
  items: readonly DisposalItem[],
  given: readonly { opinions: readonly Opinion[] }[],
): Outcome[] {
  return items.map(({ letter }) =>
    outcomeOf(
      letter,
      given.flatMap(({ opinions }) => opinions.filter((one) => one.letter === letter)),
    ),
  );
}

function stateOf(made: Omit<Disposal, 'state'>): DisposalState {
  if (made.cancelled !== null) return 'cancelled';
  if (made.finished_at !== null) return 'done';
  if (made.executed !== null) return 'executing';
  if (made.opinions.length < APPRAISERS) return 'opinions';
  if (made.decided === null) return 'approval';
  if (!made.decided.agreed) return 'rejected';
  if (!made.outcomes.some(({ outcome }) => outcome === 'destroy')) return 'closed';
  return made.signed.length < SUPERVISORS ? 'signing' : 'ready';
}

/** States in which something is still to be done: a letter is in one such disposal at most. */
export const isPending = ({ state }: Pick<Disposal, 'state'>): boolean =>
  ['opinions', 'approval', 'signing', 'ready', 'executing'].includes(state);

export const isAmong = (people: readonly Said[], actor: string): boolean =>
  people.some(({ by }) => nameKey(by) === nameKey(actor));
