/** Archive numbers (档号) in a query: letters change theirs without a new version, so the archive is asked and not the index. */
import type { SearchPlan } from './evaluate.ts';
import type { SearchSource } from './types.ts';

/** The plan with the letters that bear the archive numbers that its query asks for. */
export function withRefCodes(plan: SearchPlan, source: SearchSource): SearchPlan {
  const keys = (plan.query?.clauses ?? []).flatMap(({ any }) =>
    any.flatMap((atom) => (atom.kind === 'ref_code' ? [atom.key] : [])),
  );
  if (keys.length === 0) return plan;
  return { ...plan, withRefCode: Object.fromEntries(keys.map((key) => [key, source.withRefCode?.(key) ?? []])) };
}
