/** Help for a search without hits: queries that ask for a little less, nearest first. */
import type { SearchFilters } from '../../../shared/model/search.ts';
import type { ParsedQuery } from '../../../shared/text/query.ts';

export interface Relaxation {
  query: string;
  keepFilters: boolean;
  explained: string;
}

const quote = (words: string): string => `"${words.replace(/["“”„＂]/gu, ' ').trim()}"`;

/** The characters of a query that is one plain term; [] for any other. */
export function singleTerm({ clauses }: ParsedQuery): string[] {
  const [clause, ...others] = clauses;
  const atom = clause?.any[0];
  if (clause === undefined || others.length > 0 || clause.negated || clause.any.length > 1) return [];
  return atom?.kind === 'text' && atom.scope === 'all' ? [...atom.raw.trim()] : [];
}

/** Both halves of a long term, not necessarily together. */
function halves(query: ParsedQuery): Relaxation[] {
  const letters = singleTerm(query);
  if (letters.length < 4) return [];
  const middle = Math.ceil(letters.length / 2);
  const [front, back] = [letters.slice(0, middle).join(''), letters.slice(middle).join('')];
  const explained = `分作“${front}”和“${back}”两段，不要求相连`;
  return [{ query: `${quote(front)} ${quote(back)}`, keepFilters: true, explained }];
}

/** A part of a term by itself. */
export function part(letters: readonly string[]): Relaxation {
  const text = letters.join('');
  return { query: quote(text), keepFilters: true, explained: `只找“${text}”` };
}

/**
 * Relaxed forms of a query in groups: of the first group in which anything is found, the one that finds most is offered.
 */
export function relaxations(text: string, query: ParsedQuery, filters: SearchFilters): Relaxation[][] {
  const { clauses } = query;
  const groups: Relaxation[][] = [];
  if (Object.values(filters).some((value) => value !== undefined)) {
    groups.push([{ query: text, keepFilters: false, explained: '去掉筛选条件' }]);
  }
  const positive = clauses.filter((clause) => !clause.negated);
  if (positive.length < clauses.length && positive.length > 0) {
    groups.push([
      { query: positive.map((clause) => clause.source).join(' '), keepFilters: true, explained: '不排除任何词' },
    ]);
  }
  const fields = positive.filter((clause) => clause.any.some((atom) => atom.kind === 'text' && atom.scope !== 'all'));
  if (fields.length > 0) {
    const plain = positive.map((clause) =>
      clause.any.map((atom) => (atom.kind === 'text' ? quote(atom.raw) : clause.source)).join('|'),
    );
    groups.push([{ query: plain.join(' '), keepFilters: true, explained: '不限字段' }]);
  }
  if (positive.length > 1 && positive.length <= 8) {
    groups.push(
      positive.map((left) => ({
        query: clauses
          .filter((clause) => clause !== left)
          .map((clause) => clause.source)
          .join(' '),
        keepFilters: true,
        explained: `去掉“${left.source}”`,
      })),
    );
  }
  const split = halves(query);
  if (split.length > 0) groups.push(split);
  return groups;
}
