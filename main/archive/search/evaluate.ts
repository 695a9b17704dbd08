/** Answers a query over all segments: which letters, in what order, and how they spread over the facets. */
import type { SearchFilters } from '../../../shared/model/search.ts';
import { FACET_ELEMENTS } from '../../../shared/model/elements.ts';
import type { Atom, Clause, ParsedQuery, TextAtom } from '../../../shared/text/query.ts';
import { HAS_ATTACHMENTS, HAS_DOC_NUMBER, HAS_TITLE, idAt, sequenceOf, type Documents } from './documents.ts';
import { FacetCodes, FacetCounter, type FacetCounts } from './facet-counts.ts';
import { matchCache } from './match-cache.ts';
import { IN_TITLE, IS_ELEMENT, matchTerm } from './matching.ts';
import { Matches } from './matches.ts';
import type { Segment } from './segments.ts';
import { splitVersionId } from './types.ts';

/** A segment and those of its letters that a newer state has replaced. */
export interface Holder {
  segment: Segment;
  dead: Set<number>;
}

export interface SearchPlan {
  /** undefined: all letters, for browsing by filters. */
  query: ParsedQuery | undefined;
  filters: SearchFilters;
  sort: 'relevance' | 'date';
  offset: number;
  limit: number;
  /** Counts, of what is found, the letters whose change number is above this. */
  newerThan?: number;
  /** Folded terms of which it is asked as well in about how many places each stands at most. */
  alsoEstimate?: readonly string[];
  /** The letters that bear each archive number that the query asks for, by its key: the index has none of them. */
  withRefCode?: Readonly<Record<string, readonly string[]>>;
  /**
   * Set where the index holds several versions of a letter under `letter@version`: of those that are found only the
   * newest of each letter counts, and none of the letters named here.
   */
  newestOnly?: { except: readonly string[] };
}

export interface IndexAnswer {
  total: number;
  hits: IndexHit[];
  facets: FacetCounts;
  /** Of all that is found, how many are newer than was asked; 0 where it was not. */
  fresh: number;
  /** For each of `alsoEstimate`; left out where nothing was asked. */
  estimates?: readonly number[];
}
export interface IndexHit {
  id: string;
  score: number;
  /** yyyymmdd, 0 for none. */
  date: number;
  sequence: number;
}

/** Saturation and length normalisation of term counts, the usual values. */
const K1 = 1.2;
const B = 0.75;
/** What a match of the whole number or name, of words typed apart but standing together, and in the title is worth. */
const ELEMENT_BONUS = 1000;
const JOINED_BONUS = 500;
const TITLE_BONUS = 100;
const OUT = 0xffff;
/** Of more alternatives than this the rarity does not count, and none is looked for once every letter is found. */
const MANY_ALTERNATIVES = 100;

interface Totals {
  letters: number;
  units: number;
}

const isTextAtom = (atom: Atom): atom is TextAtom => atom.kind === 'text';

function inverseFrequency(holders: readonly Holder[], term: string, letters: number): number {
  let places = 0;
  for (const { segment } of holders) places += Math.min(segment.estimate(term), segment.documents.count);
  return Math.log(1 + (letters - Math.min(places, letters) + 0.5) / (Math.min(places, letters) + 0.5));
}

/** The letter of an index's id, which may be that of an earlier version. */
const letterIn = (id: string): string => (id.includes('@') ? splitVersionId(id).letter : id);

/** Whether a letter's columns meet a condition that is not about text. */
function columnTest(
  atom: Exclude<Atom, TextAtom>,
  documents: Documents,
  withRefCode: SearchPlan['withRefCode'] = {},
): (doc: number) => boolean {
  const { columns, values } = documents;
  switch (atom.kind) {
    case 'date':
      return (doc) => {
        const date = columns.dates[doc] ?? 0;
        return date !== 0 && date >= atom.from && date <= atom.to;
      };
    case 'value': {
      const codes = new Set(atom.values.map((value) => values[atom.column].indexOf(value)).filter((code) => code > 0));
      const column = columns[atom.column];
      return (doc) => codes.has(column[doc] ?? 0);
    }
    case 'ref_code': {
      const ids = new Set(withRefCode[atom.key]);
      return ids.size === 0 ? () => false : (doc) => ids.has(letterIn(idAt(documents, doc)));
    }
    case 'state': {
      const flag = (bit: number, wanted: boolean) => (doc: number) =>
        (((columns.flags[doc] ?? 0) & bit) !== 0) === wanted;
      switch (atom.state) {
        case '有附件':
          return flag(HAS_ATTACHMENTS, true);
        case '无附件':
          return flag(HAS_ATTACHMENTS, false);
        case '缺标题':
          return flag(HAS_TITLE, false);
        case '缺文号':
          return flag(HAS_DOC_NUMBER, false);
        case '缺日期':
          return (doc) => columns.dates[doc] === 0;
      }
    }
  }
}

function filterTests(filters: SearchFilters, documents: Documents): ((doc: number) => boolean)[] {
  const { columns, values } = documents;
  const tests: ((doc: number) => boolean)[] = [];
  if (filters.from !== undefined || filters.to !== undefined) {
    const day = (iso: string | undefined, open: number): number =>
      iso === undefined ? open : Number(iso.replaceAll('-', ''));
    tests.push(columnTest({ kind: 'date', from: day(filters.from, 1), to: day(filters.to, 99991231) }, documents));
  }
  if (filters.year !== undefined) {
    const years = new Set(filters.year);
    tests.push((doc) => years.has(Math.floor((columns.dates[doc] ?? 0) / 10000)));
  }
  for (const facet of FACET_ELEMENTS) {
    const wanted = filters[facet];
    if (wanted === undefined) continue;
    const codes = new Set(wanted.map((value) => values[facet].indexOf(value)).filter((code) => code > 0));
    const column = columns[facet];
    tests.push((doc) => codes.has(column[doc] ?? 0));
  }
  return tests;
}

/** Scratch space that queries share; sized for the largest segment. */
class Scratch {
  readonly matches = new Matches(1024);
  levels = new Uint16Array(1024);
  scores = new Float32Array(1024);
  /** Letters that are found. */
  docs = new Uint32Array(1024);
  found = 0;
  prepare(count: number): void {
    this.found = 0;
    if (this.levels.length < count) {
      this.levels = new Uint16Array(count);
      this.scores = new Float32Array(count);
      this.docs = new Uint32Array(count);
    } else {
      this.levels.fill(0, 0, count);
      this.scores.fill(0, 0, count);
    }
  }
}

interface Weighted {
  clause: Clause;
  /** For each atom its inverse frequency; 0 for those that are not about text. */
  weights: number[];
}

/** Evaluates one segment: afterwards the scratch holds the letters that match, in no order, with their scores. */
function evaluateSegment(
  holder: Holder,
  positive: readonly Weighted[],
  negative: readonly Clause[],
  { query, withRefCode }: SearchPlan,
  totals: Totals,
  scratch: Scratch,
): void {
  const { segment } = holder;
  const joined = query?.joined ?? [];
  const { documents } = segment;
  const { bases } = documents.columns;
  scratch.prepare(documents.count);
  const { levels, scores, docs, matches } = scratch;
  const level = positive.length;
  /** A letter meets the condition that comes at this level; having met the last it is found. */
  let raised = 0;
  const raise = (doc: number, from: number): void => {
    levels[doc] = from + 1;
    raised++;
    if (from + 1 === level) docs[scratch.found++] = doc;
  };
  for (const doc of holder.dead) levels[doc] = OUT;
  const meanUnits = Math.max(1, totals.units / Math.max(1, totals.letters));
  const perUnit = (K1 * B) / meanUnits;
  const share = 1 / Math.max(1, positive.length);

  const addText = (atom: TextAtom, weight: number, from: number): void => {
    matchTerm(segment, atom.scope, atom.term, matches);
    for (let i = 0; i < matches.count; i++) {
      const doc = matches.docs[i] ?? 0;
      if (levels[doc] === from) raise(doc, from);
      else if (levels[doc] !== from + 1) continue;
      const places = matches.places[i] ?? 0;
      const flags = matches.flags[i] ?? 0;
      const units = (bases[doc + 1] ?? 0) - (bases[doc] ?? 0);
      const frequency = places / (places + K1 * (1 - B) + perUnit * units);
      const bonus = ((flags & IS_ELEMENT) !== 0 ? ELEMENT_BONUS : 0) + ((flags & IN_TITLE) !== 0 ? TITLE_BONUS : 0);
      scores[doc] = (scores[doc] ?? 0) + weight * frequency + bonus * share;
    }
  };

  let candidates = documents.count - holder.dead.size;
  positive.forEach(({ clause, weights }, from) => {
    raised = 0;
    const many = clause.any.length > MANY_ALTERNATIVES;
    clause.any.forEach((atom, i) => {
      if (many && raised === candidates) return;
      if (isTextAtom(atom)) addText(atom, weights[i] ?? 0, from);
      else {
        const test = columnTest(atom, documents, withRefCode);
        const bonus = atom.kind === 'ref_code' ? ELEMENT_BONUS * share : 0;
        for (let doc = 0; doc < documents.count; doc++) {
          if (levels[doc] !== from || !test(doc)) continue;
          raise(doc, from);
          scores[doc] = (scores[doc] ?? 0) + bonus;
        }
      }
    });
    candidates = raised;
  });
  if (level === 0) for (let doc = 0; doc < documents.count; doc++) if (levels[doc] === 0) docs[scratch.found++] = doc;
  for (const clause of negative) {
    for (const atom of clause.any) {
      if (isTextAtom(atom)) {
        matchTerm(segment, atom.scope, atom.term, matches);
        for (let i = 0; i < matches.count; i++) levels[matches.docs[i] ?? 0] = OUT;
      } else {
        const test = columnTest(atom, documents, withRefCode);
        for (let doc = 0; doc < documents.count; doc++) if (levels[doc] === level && test(doc)) levels[doc] = OUT;
      }
    }
  }
  for (const run of joined) {
    matchTerm(segment, 'all', run.term, matches);
    for (let i = 0; i < matches.count; i++) {
      const doc = matches.docs[i] ?? 0;
      const flags = matches.flags[i] ?? 0;
      const bonus =
        JOINED_BONUS + ((flags & IS_ELEMENT) !== 0 ? ELEMENT_BONUS : 0) + ((flags & IN_TITLE) !== 0 ? TITLE_BONUS : 0);
      scores[doc] = (scores[doc] ?? 0) + bonus / joined.length;
    }
  }
  if (negative.length > 0) keep(scratch, (doc) => levels[doc] === level);
}

/** Keeps those of the found letters that meet a test. */
function keep(scratch: Scratch, test: (doc: number) => boolean): void {
  const { docs, found } = scratch;
  let kept = 0;
  for (let i = 0; i < found; i++) {
    const doc = docs[i] ?? 0;
    if (test(doc)) docs[kept++] = doc;
  }
  scratch.found = kept;
}

interface Candidate {
  documents: Documents;
  doc: number;
  score: number;
  date: number;
  sequence: number;
}

/** Best first: score (where asked for), then newest date, then newest change. */
export function compareHits(
  a: Pick<IndexHit, 'score' | 'date' | 'sequence'>,
  b: Pick<IndexHit, 'score' | 'date' | 'sequence'>,
): number {
  return b.score - a.score || b.date - a.date || b.sequence - a.sequence;
}

/** Keeps the best so many of all that are offered. */
class Best {
  private readonly size: number;
  private kept: Candidate[] = [];
  /** Nothing that is not better than this can be among the best any more. */
  private floor: Candidate | undefined;

  constructor(size: number) {
    this.size = size;
  }

  offer(documents: Documents, doc: number, score: number): void {
    if (this.size === 0) return;
    const date = documents.columns.dates[doc] ?? 0;
    const { floor } = this;
    if (floor !== undefined && (score < floor.score || (score === floor.score && date < floor.date))) return;
    this.kept.push({ documents, doc, score, date, sequence: sequenceOf(documents.columns, doc) });
    // Cutting back only at twice the size keeps this linear.
    if (this.kept.length >= this.size * 2 + 64) this.cut();
  }

  private cut(): void {
    this.kept.sort(compareHits);
    this.kept.length = Math.min(this.kept.length, this.size);
    if (this.kept.length === this.size) this.floor = this.kept[this.size - 1];
  }

  sorted(): Candidate[] {
    this.cut();
    return this.kept;
  }
}

/** Answers queries; holds scratch space between them. */
export class Evaluator {
  private readonly scratch = new Scratch();
  private readonly codes = new FacetCodes();

  /** @throws IndexDamaged where a list cannot be trusted */
  search(holders: readonly Holder[], totals: Totals, plan: SearchPlan): IndexAnswer {
    const clauses = plan.query?.clauses ?? [];
    matchCache.fit(totals.letters);
    const terms = clauses.flatMap(({ any }) => any.filter(isTextAtom).map(({ term }) => term));
    for (const { segment } of holders) segment.prepare(terms);
    // With a single term its rarity orders nothing.
    const single =
      clauses.filter((clause) => !clause.negated).length === 1 && clauses.every(({ any }) => any.length === 1);
    const weigh = (atom: Atom): number => {
      if (!isTextAtom(atom)) return 0;
      return single ? 1 : inverseFrequency(holders, atom.term, totals.letters);
    };
    const weighAll = ({ any }: Clause): number[] => any.map(any.length > MANY_ALTERNATIVES ? () => 1 : weigh);
    const positive = clauses
      .filter((clause) => !clause.negated)
      .map((clause) => ({
        clause,
        weights: weighAll(clause),
      }));
    const negative = clauses.filter((clause) => clause.negated);
    const answer = new Collector(plan, this.codes);
    const versions = plan.newestOnly === undefined ? undefined : new NewestVersions(plan.newestOnly.except);
    for (const holder of holders) {
      const { documents } = holder.segment;
      evaluateSegment(holder, positive, negative, plan, totals, this.scratch);
      for (const test of filterTests(plan.filters, documents)) keep(this.scratch, test);
      const { scores, docs, found } = this.scratch;
      if (versions === undefined) answer.add({ documents, docs: docs.subarray(0, found), scores });
      else versions.add({ documents, docs: docs.slice(0, found), scores: scores.slice(0, documents.count) });
    }
    for (const found of versions?.newest() ?? []) answer.add(found);
    return answer.answer();
  }
}

/** What is found in one segment. */
interface Found {
  documents: Documents;
  docs: Uint32Array;
  /** By letter, not by place in `docs`. */
  scores: Float32Array;
}

/** Counts, and keeps the best. */
class Collector {
  private readonly plan: SearchPlan;
  private readonly best: Best;
  private readonly facets: FacetCounter;
  private total = 0;
  private fresh = 0;

  constructor(plan: SearchPlan, codes: FacetCodes) {
    this.plan = plan;
    this.best = new Best(plan.offset + plan.limit);
    this.facets = new FacetCounter(codes);
  }

  add({ documents, docs, scores }: Found): void {
    const { newerThan, sort } = this.plan;
    this.total += docs.length;
    this.facets.add(documents, docs);
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i] ?? 0;
      this.best.offer(documents, doc, sort === 'date' ? 0 : (scores[doc] ?? 0));
      if (newerThan !== undefined && sequenceOf(documents.columns, doc) > newerThan) this.fresh++;
    }
  }

  answer(): IndexAnswer {
    const { offset, limit } = this.plan;
    const hits = this.best
      .sorted()
      .slice(offset, offset + limit)
      .map(({ documents, doc, score, date, sequence }) => ({ id: idAt(documents, doc), score, date, sequence }));
    return { total: this.total, hits, facets: this.facets.facets(), fresh: this.fresh };
  }
}

/** Of the found versions of a letter keeps the newest. */
class NewestVersions {
  private readonly except: ReadonlySet<string>;
  private readonly found: Found[] = [];
  private readonly newestOf = new Map<string, { version: number; found: number; doc: number }>();

  constructor(except: readonly string[]) {
    this.except = new Set(except);
  }

  add(found: Found): void {
    const number = this.found.push(found) - 1;
    for (const doc of found.docs) {
      const { letter, version } = splitVersionId(idAt(found.documents, doc));
      const known = this.newestOf.get(letter);
      if (this.except.has(letter) || (known !== undefined && known.version > version)) continue;
      this.newestOf.set(letter, { version, found: number, doc });
    }
  }

  newest(): Found[] {
    const docs: number[][] = this.found.map(() => []);
    for (const { found, doc } of this.newestOf.values()) docs[found]?.push(doc);
    return this.found.map((found, i) => ({ ...found, docs: Uint32Array.from(docs[i] ?? []) }));
  }
}
