/**
 * Which letters a query finds: the same grammar and folding as the archive's own search (shared/text), over all letters one
 * after the other instead of an index. The same query finds the same letters in both.
 */
import { ELEMENT_NAMES, elementSpec, type ElementName } from '../shared/model/elements.ts';
import type { ViewedLetter } from '../shared/model/viewer.ts';
import { foldText } from '../shared/text/fold.ts';
import { refCodeKey } from '../shared/text/ref-codes.ts';
import type { Atom, Clause, ParsedQuery, Scope } from '../shared/text/query.ts';

interface Part {
  /** Scopes that take it beside `all`. */
  scope: Scope;
  folded: string;
}

/** A letter ready to be searched. */
export interface SearchedLetter {
  letter: ViewedLetter;
  parts: Part[];
  /** yyyymmdd; 0 where it has no date. */
  date: number;
}

const SEARCHED: readonly ElementName[] = ELEMENT_NAMES.filter((name) => elementSpec(name).search !== undefined);

/** Everything that is searched, each part by itself: no word is found across two of them. */
export function searched(letter: ViewedLetter): SearchedLetter {
  const { elements, text, files } = letter;
  const parts: Part[] = [{ scope: 'title', folded: foldText(elements.title ?? '') }];
  for (const name of SEARCHED) {
    const scope = elementSpec(name).search?.scope ?? 'all';
    for (const value of [elements[name]].flat()) if (value !== null) parts.push({ scope, folded: foldText(value) });
  }
  parts.push({ scope: 'body', folded: foldText(text) });
  for (const file of attachedOf(files)) {
    parts.push({ scope: 'attachment', folded: foldText(file.name) });
    parts.push({ scope: 'attachment', folded: foldText(file.text) });
  }
  return { letter, parts, date: Number((elements.issued_on ?? '0').replaceAll('-', '')) || 0 };
}

/** Files beside the original. */
const attachedOf = (files: ViewedLetter['files']): ViewedLetter['files'] => files.filter(({ original }) => !original);

function hasTerm({ parts }: SearchedLetter, scope: Scope, term: string): boolean {
  return parts.some((part) => (scope === 'all' || part.scope === scope) && part.folded.includes(term));
}

function meets(one: SearchedLetter, atom: Atom): boolean {
  const { elements, files } = one.letter;
  switch (atom.kind) {
    case 'text':
      return hasTerm(one, atom.scope, atom.term);
    case 'date':
      return one.date !== 0 && one.date >= atom.from && one.date <= atom.to;
    case 'value':
      return atom.values.includes(elements[atom.column] ?? '');
    case 'ref_code':
      return refCodeKey(one.letter.refCode ?? '').includes(atom.key);
    case 'state':
      switch (atom.state) {
        case '有附件':
          return attachedOf(files).length > 0;
        case '无附件':
          return attachedOf(files).length === 0;
        case '缺标题':
          return elements.title === null;
        case '缺文号':
          return elements.doc_number === null;
        case '缺日期':
          return one.date === 0;
      }
  }
}

const holds = (one: SearchedLetter, { any, negated }: Clause): boolean =>
  any.some((atom) => meets(one, atom)) !== negated;

/** What is in the title, or stands together as it was typed, goes first; then the newest. */
function rank(one: SearchedLetter, query: ParsedQuery): number {
  let rank = 0;
  for (const { term } of query.joined) if (hasTerm(one, 'all', term)) rank += 2;
  for (const { any, negated } of query.clauses)
    for (const atom of any) if (!negated && atom.kind === 'text' && hasTerm(one, 'title', atom.term)) rank += 1;
  return rank;
}

/** The letters that a query finds, the best first. */
export function find(letters: readonly SearchedLetter[], query: ParsedQuery): SearchedLetter[] {
  return letters
    .filter((one) => query.clauses.every((clause) => holds(one, clause)))
    .map((one) => ({ one, rank: rank(one, query) }))
    .sort((a, b) => b.rank - a.rank || b.one.date - a.one.date)
    .map(({ one }) => one);
}
