/** What an answer offers beside itself: a query that finds more, of which the index knows how much. */
import type { z } from 'zod';
import type { SearchAnswer, SearchFilters, searchRequestSchema } from '../../../shared/model/search.ts';
import { foldText } from '../../../shared/text/fold.ts';
import { parseQuery, QUERY_LIMIT, type ParsedQuery } from '../../../shared/text/query.ts';
import type { SearchPlan } from './evaluate.ts';
import {
  part,
  relaxations,
  respelled,
  singleTerm,
  SPELLINGS,
  wordsOf,
  type Relaxation,
  type Spelling,
} from './relax.ts';

/** What is asked of the index. */
export interface AskedIndex {
  total: (plan: SearchPlan) => Promise<number>;
  /** The 责任者 of all letters that a plan finds. */
  issuers: (plan: SearchPlan) => Promise<string[]>;
  /** At most so many places has each folded term; 0 where it has none. */
  estimate: (terms: readonly string[]) => Promise<number[]>;
}

type Offer = SearchAnswer['relaxed'];
type Total = (relaxation: Relaxation) => Promise<number>;

/** The other ways to write the words of a query, by the way in which they differ. */
export interface OtherForms {
  spelling: Spelling;
  /** Each other way, and of it, folded, the part that the index must have: what differs, with a character on either side. */
  others: ReadonlyMap<string, string>;
}

/** @returns only the ways in which the query has others */
export function otherForms(query: ParsedQuery): OtherForms[] {
  const words = wordsOf(query);
  return SPELLINGS.flatMap((spelling) => {
    const others = new Map<string, string>();
    for (const word of words) for (const form of spelling.forms(word)) others.set(form, differing(word, form));
    return others.size === 0 ? [] : [{ spelling, others }];
  });
}

function differing(word: string, form: string): string {
  const [one, other] = [foldText(word), foldText(form)];
  const shorter = Math.min(one.length, other.length);
  let front = 0;
  while (front < shorter && one[front] === other[front]) front++;
  let back = 0;
  while (back < shorter - front && one.at(-1 - back) === other.at(-1 - back)) back++;
  return other.slice(Math.max(0, front - 1), other.length - Math.max(0, back - 1));
}

/** What the index is asked to estimate, in order. */
export const termsOf = (forms: readonly OtherForms[]): string[] => forms.flatMap(({ others }) => [...others.values()]);

/**
 * Where nothing is found, what asks for less; else the same words as others write them, where that finds more. The index is asked at once;
 * the page of hits can be made meanwhile.
 * @param found how many letters the query itself finds
 * @param forms the query's `otherForms`
 * @param estimates of the index for their `termsOf`, where it gave them with the answer; else it is asked
 */
export function offered(
  index: AskedIndex,
  request: z.input<typeof searchRequestSchema>,
  query: ParsedQuery,
  found: number,
  forms: readonly OtherForms[],
  estimates: readonly number[] | undefined,
): Promise<Offer> {
  const offer = choose(index, request, query, found, forms, estimates);
  // Where the page of hits fails, nobody waits for the offer any more.
  offer.catch(() => undefined);
  return offer;
}

async function choose(
  index: AskedIndex,
  request: z.input<typeof searchRequestSchema>,
  query: ParsedQuery,
  found: number,
  forms: readonly OtherForms[],
  estimates: readonly number[] | undefined,
): Promise<Offer> {
  const { filters = {}, offset = 0, versions = false } = request;
  if (found > 0 && (offset > 0 || versions)) return undefined;
  const total = totals(index, filters);
  const counts = forms.length === 0 ? [] : (estimates ?? (await index.estimate(termsOf(forms))));
  const written = await best(spelled(query, forms, counts), total);
  if (written !== undefined && written.total > found) return written;
  if (found > 0) return undefined;
  const wider = await best(await issuersLike(index, request.query, query, filters), total);
  if (wider !== undefined) return wider;
  for (const group of relaxations(request.query, query, filters)) {
    const offer = await best(group, total);
    if (offer !== undefined) return offer;
  }
  return longestPart(singleTerm(query), total);
}

/** How many letters a relaxation finds; one that is too long to be asked finds none. */
function totals(index: AskedIndex, asked: SearchFilters): Total {
  return async ({ query, filters = asked }) => {
    if (query.length > QUERY_LIMIT) return 0;
    return index.total({ query: parseQuery(query), filters, sort: 'relevance', offset: 0, limit: 0 });
  };
}

const shown = ({ query, explained, filters }: Relaxation, total: number): Offer => ({
  query,
  explained,
  total,
  ...(filters === undefined ? {} : { filters }),
});

/** So many names are told; who means another writes more of it. */
const MOST_ISSUERS = 5;

/** A 责任者 is compared whole: those that hold what was asked for are offered. */
async function issuersLike(
  index: AskedIndex,
  text: string,
  query: ParsedQuery,
  filters: SearchFilters,
): Promise<Relaxation[]> {
  const { issuer: asked, ...others } = filters;
  if (asked === undefined) return [];
  const all = await index.issuers({ query, filters: others, sort: 'relevance', offset: 0, limit: 0 });
  const parts = asked.map(foldText).filter((part) => part !== '');
  const issuer = all.filter((one) => parts.some((part) => foldText(one).includes(part))).slice(0, MOST_ISSUERS);
  if (issuer.length === 0) return [];
  const explained = `责任者按全称比较，改为“${issuer.join('”、“')}”`;
  return [{ query: text, filters: { ...others, issuer }, explained }];
}

/** Of some relaxations the one that finds most; undefined where none finds anything. */
async function best(group: readonly Relaxation[], total: Total): Promise<Offer> {
  let most: Offer;
  for (const relaxation of group) {
    const found = await total(relaxation);
    if (found > (most?.total ?? 0)) most = shown(relaxation, found);
  }
  return most;
}

/** The query with other ways to write its words, those of which the index has something. */
function spelled(query: ParsedQuery, forms: readonly OtherForms[], counts: readonly number[]): Relaxation[] {
  let at = 0;
  return forms.flatMap(({ spelling, others }) => {
    const there = new Set([...others.keys()].filter(() => (counts[at++] ?? 0) > 0));
    if (there.size === 0) return [];
    const { explained } = spelling;
    const written = (word: string): string[] => spelling.forms(word).filter((one) => there.has(one));
    const relaxation = respelled(query, { explained, forms: written });
    return relaxation === undefined ? [] : [relaxation];
  });
}

/** The longer of the longest beginning and the longest end of a term that are found, if of two characters at least. */
async function longestPart(letters: readonly string[], total: Total): Promise<Offer> {
  const longest = async (cut: (length: number) => string[]): Promise<string[]> => {
    // What holds a part holds every shorter part of it: so the search can halve.
    let low = 1;
    let high = letters.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((await total(part(cut(middle)))) > 0) low = middle;
      else high = middle;
    }
    return cut(low);
  };
  const front = await longest((length) => letters.slice(0, length));
  const back = await longest((length) => letters.slice(letters.length - length));
  const longer = part(front.length >= back.length ? front : back);
  if (Math.max(front.length, back.length) < 2) return undefined;
  const found = await total(longer);
  return found === 0 ? undefined : shown(longer, found);
}
