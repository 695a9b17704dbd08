/** Acts on public versions: a row each, with its row of the log in the same transaction. Neither ever holds what is hidden. */
import type { AuditAction } from '../../../../shared/model/audit.ts';
import type { PublicActKind } from '../../../../shared/model/public-version.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { appendAudit } from '../../trust/audit.ts';
import { canonicalJson } from '../../trust/canonical.ts';
import { publicActDigest, type PublicActRecord } from '../../trust/public-evidence.ts';

export interface NewPublicAct {
  letterId: string;
  version: number;
  act: PublicActKind;
  actor: string;
  /** What is stored of it. */
  detail: object;
  /** What the log says beside the hash. */
  told: object;
}

const ACTIONS: Readonly<Record<PublicActKind, AuditAction>> = {
  decide: 'public.decide',
  review: 'public.review',
  return: 'public.return',
  publish: 'public.publish',
  withdraw: 'public.withdraw',
};

/** Acts on one letter, oldest first. */
export function publicActsOf(db: ReadableDb, letterId: string): PublicActRecord[] {
  return db.all<PublicActRecord>('SELECT * FROM public_act WHERE letter_id = ? ORDER BY seq', [letterId]);
}

/** To be called inside the transaction of the act. */
export function addPublicAct(tx: WritableDb, act: NewPublicAct): void {
  const last = tx.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM public_act')?.seq ?? 0;
  const record: PublicActRecord = {
    seq: last + 1,
    letter_id: act.letterId,
    version: act.version,
    act: act.act,
    at: new Date().toISOString(),
    actor: act.actor.toWellFormed(),
    detail: canonicalJson(act.detail),
  };
  tx.run('INSERT INTO public_act (seq, letter_id, version, act, at, actor, detail) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    ...[record.seq, record.letter_id, record.version, record.act, record.at, record.actor, record.detail],
  ]);
  appendAudit(tx, {
    actor: act.actor,
    action: ACTIONS[act.act],
    subject: act.letterId,
    detail: { version: act.version, public_seq: record.seq, public_sha256: publicActDigest(record), ...act.told },
  });
}
