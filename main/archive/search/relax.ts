/** Help for a search: queries that ask for a little less, nearest first, and the same words as others write them. */
import type { SearchFilters } from '../../../shared/model/search.ts';
import { fieldPrefix, QUERY_LIMIT, type ParsedQuery } from '../../../shared/text/query.ts';
import { thousandsForms } from '../../../shared/text/thousands.ts';
import { hyphenForms, variantForms } from '../../../shared/text/variants.ts';
import { filterParts } from './filter-words.ts';

export interface Relaxation {
  query: string;
  /** In the place of the filters of the request; left out, those stay. */
  filters?: SearchFilters;
  explained: string;
}

const quote = (words: string): string => `"${words.replace(/["“”„＂]/gu, ' ').trim()}"`;

/** A way in which words may be written otherwise. It is offered, never counted as the same. */
export interface Spelling {
  explained: string;
  /** All other ways to write some words; [] where there are none. */
  forms: (words: string) => string[];
}

export const SPELLINGS: readonly Spelling[] = [
  { explained: '连同数字千位逗号的另一种写法', forms: thousandsForms },
  { explained: '连同异体字的写法', forms: variantForms },
  { explained: '连同行末用连字符拆开的写法', forms: hyphenForms },
];

/** Queries of more words are not written otherwise. */
const MOST_WORDS = 20;

/** What a query looks for, as typed. */
export function wordsOf({ clauses }: ParsedQuery): string[] {
  const words = clauses
    .filter(({ negated }) => !negated)
    .flatMap(({ any }) => any.flatMap((atom) => (atom.kind === 'text' ? [atom.raw.trim()] : [])));
  return words.length > MOST_WORDS ? [] : words;
}

/** The query with other ways to write its words beside them; undefined where there are none, or it would be too long. */
export function respelled({ clauses }: ParsedQuery, { explained, forms }: Spelling): Relaxation | undefined {
  let found = false;
  const query = clauses.map(({ negated, any, source }) => {
    const others = negated ? [] : any.map((atom) => (atom.kind === 'text' ? forms(atom.raw.trim()) : []));
    if (others.every((written) => written.length === 0)) return source;
    found = true;
    return any
      .flatMap((atom, at) => {
        if (atom.kind !== 'text') return [];
        return [atom.raw, ...(others[at] ?? [])].map((written) => fieldPrefix(atom.scope) + quote(written));
      })
      .join('|');
  });
  const text = query.join(' ');
  return found && text.length <= QUERY_LIMIT ? { query: text, explained } : undefined;
}

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
  return [{ query: `${quote(front)} ${quote(back)}`, explained }];
}

/** A part of a term by itself. */
export function part(letters: readonly string[]): Relaxation {
  const text = letters.join('');
  return { query: quote(text), explained: `只找“${text}”` };
}

/**
 * Relaxed forms of a query in groups: of the first group in which anything is found, the one that finds most is offered.
 */
export function relaxations(text: string, query: ParsedQuery, filters: SearchFilters): Relaxation[][] {
  const { clauses } = query;
  const groups: Relaxation[][] = [];
  const parts = filterParts(filters);
  const without = (words: string): string => `去掉筛选“${words}”`;
  groups.push(parts.map(({ words, others }) => ({ query: text, filters: others, explained: without(words) })));
  if (parts.length > 1)
    groups.push([{ query: text, filters: {}, explained: without(parts.map(({ words }) => words).join('，')) }]);
  const positive = clauses.filter((clause) => !clause.negated);
  if (positive.length < clauses.length && positive.length > 0) {
    groups.push([{ query: positive.map((clause) => clause.source).join(' '), explained: '不排除任何词' }]);
  }
  const fields = positive.filter((clause) => clause.any.some((atom) => atom.kind === 'text' && atom.scope !== 'all'));
  if (fields.length > 0) {
    const plain = positive.map((clause) =>
      clause.any.map((atom) => (atom.kind === 'text' ? quote(atom.raw) : clause.source)).join('|'),
    );
    groups.push([{ query: plain.join(' '), explained: '不限字段' }]);
  }
  if (positive.length > 1 && positive.length <= 8) {
    groups.push(
      positive.map((left) => ({
        query: clauses
          .filter((clause) => clause !== left)
          .map((clause) => clause.source)
          .join(' '),
        explained: `去掉“${left.source}”`,
      })),
    );
  }
  const split = halves(query);
  if (split.length > 0) groups.push(split);
  return groups;
}
