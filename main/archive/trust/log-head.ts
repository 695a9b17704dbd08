/** The head of the log in words: printed on every report and stored in every table, so that the log can be held against it later. */
import type { AuditTip } from '../../../shared/model/audit.ts';
import { beijingTime } from '../../../shared/text/dates.ts';

const LABELS = {
  seq: '审计链末端序号',
  at: '审计链末端时间',
  hash: '审计链末端 SHA-256',
  sm3: '审计链末端 SM3',
} as const;

/** Label and value, a line each. */
export function logHeadRows(tip: AuditTip): [string, string][] {
  return [
    [LABELS.seq, `第 ${tip.seq} 条`],
    [LABELS.at, tip.at === '' ? '' : beijingTime(tip.at)],
    [LABELS.hash, tip.hash],
    [LABELS.sm3, tip.sm3],
  ];
}

/** Reads such lines again; undefined where there is no head among them. The time is for people and not read. */
export function logHeadOfRows(
  rows: readonly (readonly string[])[],
): { seq: number; hash: string; sm3: string } | undefined {
  const values = new Map(rows.map(([label = '', value = '']) => [label, value.trim()]));
  const seq = /^第 (\d+) 条$/.exec(values.get(LABELS.seq) ?? '')?.[1];
  const hash = values.get(LABELS.hash);
  if (seq === undefined || hash === undefined) return undefined;
  return { seq: Number(seq), hash, sm3: values.get(LABELS.sm3) ?? '' };
}
