/** The acts of a disposal as six invented persons would make them, without the letters' sake: rows alone. */
import { canonicalJson, sha256Hex } from '../../main/archive/trust/canonical.ts';
import { disposalActDigest, type DisposalActRow } from '../../main/archive/trust/disposed/records.ts';

const PEOPLE = [
  ['open', '王档案'],
  ['opine', '王档案'],
  ['opine', '钱业务'],
  ['opine', '冯审计'],
  ['approve', '郑主任'],
  ['sign', '何监销'],
  ['sign', '吕监销'],
  ['execute', '王档案'],
  ['finish', '王档案'],
] as const;

/** @param people who does each act, where it is not whom the rules ask for */
export function actsOf(disposal: string, people: readonly (readonly [DisposalActRow['act'], string])[] = PEOPLE) {
  const rows: DisposalActRow[] = [];
  for (const [act, actor] of people) {
    const acts_sha256 = sha256Hex(canonicalJson(rows.map(disposalActDigest)));
    const detail = canonicalJson(act === 'approve' || act === 'sign' ? { acts_sha256 } : {});
    rows.push({ disposal_id: disposal, seq: rows.length + 1, act, at: '2026-01-05T02:00:00.000Z', actor, detail });
  }
  return rows;
}
