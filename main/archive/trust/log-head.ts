/** The head of the log in words: printed on every report and stored in every table, so that the log can be held against it later. */
import type { AuditTip } from '../../../shared/model/audit.ts';
import { beijingTime } from '../export/letter-pdf.ts';

/** Label and value, a line each. */
export function logHeadRows(tip: AuditTip): [string, string][] {
  return [
    ['审计链末端序号', `第 ${tip.seq} 条`],
    ['审计链末端时间', tip.at === '' ? '' : beijingTime(tip.at)],
    ['审计链末端 SHA-256', tip.hash],
    ['审计链末端 SM3', tip.sm3],
  ];
}
