/** Who cites a letter: its number stands in them, and is not their own. */
import { foldText } from '../../../shared/text/fold.ts';
import type { ParsedQuery } from '../../../shared/text/query.ts';

/** The letters that name a document number in any form; undefined where there is no number to look for. */
export function citingQuery(docNumber: string | null): ParsedQuery | undefined {
  const term = foldText(docNumber ?? '');
  if (term === '') return undefined;
  const atom = (scope: 'all' | 'doc_number') => ({ kind: 'text' as const, scope, term, raw: term });
  const clauses = [
    { negated: false, any: [atom('all')], source: term },
    { negated: true, any: [atom('doc_number')], source: term },
  ];
  return { clauses, joined: [], explained: '' };
}
