/** Acts of disposals: a row each, with its row of the log in the same transaction. */
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { DisposalActKind } from '../../../shared/model/disposal.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { appendAudit } from '../trust/audit.ts';
import { canonicalJson } from '../trust/canonical.ts';
import { putDisposalAct } from '../trust/disposed/carry.ts';
import { disposalActDigest, type DisposalActRow } from '../trust/disposed/records.ts';

const ACTIONS: Readonly<Record<DisposalActKind, AuditAction>> = {
  open: 'disposal.open',
  opine: 'disposal.opine',
  approve: 'disposal.approve',
  reject: 'disposal.reject',
  sign: 'disposal.sign',
  cancel: 'disposal.cancel',
  execute: 'disposal.execute',
  rewrite: 'disposal.rewrite',
  finish: 'disposal.finish',
};

/** Acts of one disposal, oldest first. */
export function disposalActs(db: ReadableDb, id: string): DisposalActRow[] {
  return db.all<DisposalActRow>('SELECT * FROM disposal_act WHERE disposal_id = ? ORDER BY seq', [id]);
}

export interface NewDisposalAct {
  id: string;
  act: DisposalActKind;
  actor: string;
  /** What is stored of it. */
  detail: object;
  /** What the log says beside the hash. */
  told: object;
}

/** To be called inside the transaction of the act. @returns its hash */
export function addDisposalAct(tx: WritableDb, { id, act, actor, detail, told }: NewDisposalAct): string {
  const last = tx.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM disposal_act WHERE disposal_id = ?', [id]);
  const row: DisposalActRow = {
    disposal_id: id,
    seq: (last?.seq ?? 0) + 1,
    act,
    at: new Date().toISOString(),
    actor: actor.toWellFormed(),
    detail: canonicalJson(detail),
  };
  putDisposalAct(tx, row);
  const digest = disposalActDigest(row);
  appendAudit(tx, {
    actor,
    action: ACTIONS[act],
    subject: id,
    detail: { disposal_seq: row.seq, disposal_sha256: digest, ...told },
  });
  return digest;
}
