/**
 * What the log itself says of heads of the log that were kept: when one did not fit at an opening, whether somebody has
 * accepted that, and which ends of the log a restore replaced. Fed with the rows in their order.
 */
import { BRANCH_ACTIONS, type KeptHead } from '../storage/kept-head.ts';
import type { HashedAuditRow } from './audit.ts';

type Told = Readonly<Record<string, unknown>>;
export type LoggedRow = HashedAuditRow & { hash: string };

const numberIn = (value: unknown, key: string): number | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'number' ? found : undefined;
};

/** A head that did not fit when the archive was opened. */
export interface HeadDiffered {
  /** The row that tells of it. */
  seq: number;
  /** The number of the row that was kept. */
  keptSeq: number;
  /** The head of the log that was found then. */
  foundSeq: number;
  outcome: string;
}

export class LoggedHeads {
  /** Not accepted yet, by the row that tells of each. */
  readonly differed = new Map<number, HeadDiffered>();
  /** Rows that say that the file was not there and has been begun anew, other than the first beginning. */
  readonly begunAnew: number[] = [];
  #begun = false;
  /** Ends of the log that were replaced, by a restore or by something that was accepted: their number, and the row that tells of it. */
  readonly #replaced: { upTo: number; seq: number }[] = [];
  /** Rows from which on the log is another than it had been, by their hashes. */
  readonly #branches = new Map<string, number>();

  add({ seq, action, hash }: LoggedRow, detail: Told): void {
    if (BRANCH_ACTIONS.includes(action)) this.#branches.set(hash, seq);
    switch (action) {
      case 'archive.create':
        this.#begun = true;
        break;
      case 'audit.keep_head':
        if (this.#begun) this.begunAnew.push(seq);
        this.#begun = true;
        break;
      case 'audit.head_differs': {
        const [keptSeq, foundSeq] = [numberIn(detail['kept'], 'seq') ?? 0, numberIn(detail['found'], 'seq') ?? 0];
        this.differed.set(seq, { seq, keptSeq, foundSeq, outcome: String(detail['outcome']) });
        break;
      }
      case 'audit.accept_head': {
        const accepted = this.differed.get(numberIn(detail, 'seq') ?? 0);
        if (accepted === undefined) break;
        this.differed.delete(accepted.seq);
        this.#replaced.push({ upTo: accepted.keptSeq, seq: accepted.seq });
        break;
      }
      case 'backup.restore':
      case 'backup.undo_restore':
        this.#replaced.push({ upTo: numberIn(detail['replaced_tip'], 'seq') ?? 0, seq });
        break;
    }
  }

  /** Whether the log tells why this head is not in it: it is of an end that was replaced after the head was kept. */
  explains({ seq, branch }: Pick<KeptHead, 'seq' | 'branch'>): boolean {
    const keptAfter = this.#branches.get(branch ?? '') ?? 0;
    return this.#replaced.some((replaced) => seq <= replaced.upTo && replaced.seq > keptAfter);
  }
}

/** In words: what was kept and what is there. */
export function differenceOf({ outcome, keptSeq, foundSeq }: Omit<HeadDiffered, 'seq'>): string {
  if (outcome === 'elsewhere') return '档案库旁留存的审计链末端属于另一个档案库：档案库文件或其标识被换过';
  if (outcome === 'changed')
    return `档案库旁留存的审计链末端（第 ${keptSeq} 条）与日志不符：日志被改动，或档案库文件被换成了别的副本`;
  return `档案库旁留存的审计链末端为第 ${keptSeq} 条，日志止于第 ${foundSeq} 条：日志末尾被截去，或档案库文件被换成了较早的副本`;
}
