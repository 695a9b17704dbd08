/** Answers a query over all segments: which letters, in what order, and how they spread over the facets. */
import type { SearchFilters } from '../../../shared/model/search.ts';
import type { Atom, Clause, ParsedQuery, TextAtom } from '../../../shared/text/query.ts';
import {
  FACETS,
  HAS_ATTACHMENTS,
  HAS_DOC_NUMBER,
  HAS_TITLE,
  sequenceOf,
  type Documents,
  type FacetName,
} from './documents.ts';
import { IN_TITLE, IS_ELEMENT, Matches, matchTerm } from './matching.ts';
import type { Segment } from './segments.ts';

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
}

export type FacetCounts = Record<'year' | FacetName, { value: string; count: number }[]>;

export interface IndexAnswer {
  total: number;
  hits: { id: string; score: number }[];
  facets: FacetCounts;
}

/** Saturation and length normalisation of term counts, the usual values. */
const K1 = 1.2;
const B = 0.75;
/** What a match of the whole number or name, of words typed apart but standing together, and in the title is worth. */
const ELEMENT_BONUS = 1000;
const JOINED_BONUS = 500;
const TITLE_BONUS = 100;
const OUT = 0xffff;

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

/** Whether a letter's columns meet a condition that is not about text. */
function columnTest(atom: Exclude<Atom, TextAtom>, documents: Documents): (doc: number) => boolean {
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
  for (const facet of FACETS) {
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
  prepare(count: number): void {
    if (this.levels.length < count) {
      this.levels = new Uint16Array(count);
      this.scores = new Float32Array(count);
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

/** Evaluates one segment: afterwards the letters at `level` match, with their scores. Answers that level. */
function evaluateSegment(
  holder: Holder,
  positive: readonly Weighted[],
  negative: readonly Clause[],
  joined: ParsedQuery['joined'],
  totals: Totals,
  scratch: Scratch,
): number {
  const { segment } = holder;
  const { documents } = segment;
  const { bases } = documents.columns;
  scratch.prepare(documents.count);
  const { levels, scores, matches } = scratch;
  for (const doc of holder.dead) levels[doc] = OUT;
  const meanUnits = Math.max(1, totals.units / Math.max(1, totals.letters));
  const share = 1 / Math.max(1, positive.length);

  const addText = (atom: TextAtom, weight: number, level: number): void => {
    matchTerm(segment, atom.scope, atom.term, matches);
    for (let i = 0; i < matches.count; i++) {
      const doc = matches.docs[i] ?? 0;
      if (levels[doc] !== level && levels[doc] !== level + 1) continue;
      levels[doc] = level + 1;
      const places = matches.places[i] ?? 0;
      const flags = matches.flags[i] ?? 0;
      const units = (bases[doc + 1] ?? 0) - (bases[doc] ?? 0);
      const frequency = places / (places + K1 * (1 - B + (B * units) / meanUnits));
      const bonus = ((flags & IS_ELEMENT) !== 0 ? ELEMENT_BONUS : 0) + ((flags & IN_TITLE) !== 0 ? TITLE_BONUS : 0);
      scores[doc] = (scores[doc] ?? 0) + weight * frequency + bonus * share;
    }
  };

  positive.forEach(({ clause, weights }, level) => {
    clause.any.forEach((atom, i) => {
      if (isTextAtom(atom)) addText(atom, weights[i] ?? 0, level);
      else {
        const test = columnTest(atom, documents);
        for (let doc = 0; doc < documents.count; doc++) if (levels[doc] === level && test(doc)) levels[doc] = level + 1;
      }
    });
  });
  const level = positive.length;
  for (const clause of negative) {
    for (const atom of clause.any) {
      if (isTextAtom(atom)) {
        matchTerm(segment, atom.scope, atom.term, matches);
        for (let i = 0; i < matches.count; i++) levels[matches.docs[i] ?? 0] = OUT;
      } else {
        const test = columnTest(atom, documents);
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
  return level;
}

/** Counts facet values over segments whose codes differ. */
class FacetCounter {
  private readonly counts: Record<'year' | FacetName, Map<string, number>> = {
    year: new Map(),
    issuer: new Map(),
    result_code: new Map(),
    openness: new Map(),
    reply_kind: new Map(),
  };

  add(documents: Documents, docs: Uint32Array): void {
    const { columns, values } = documents;
    const years = new Uint32Array(10000);
    for (const doc of docs) {
      const year = Math.floor((columns.dates[doc] ?? 0) / 10000);
      years[year] = (years[year] ?? 0) + 1;
    }
    for (let year = 1; year < years.length; year++) {
      const count = years[year] ?? 0;
      if (count > 0) this.bump('year', String(year).padStart(4, '0'), count);
    }
    for (const facet of FACETS) {
      const column = columns[facet];
      const byCode = new Uint32Array(values[facet].length);
      for (const doc of docs) {
        const code = column[doc] ?? 0;
        byCode[code] = (byCode[code] ?? 0) + 1;
      }
      for (let code = 1; code < byCode.length; code++) {
        const count = byCode[code] ?? 0;
        if (count > 0) this.bump(facet, values[facet][code] ?? '', count);
      }
    }
  }

  private bump(facet: 'year' | FacetName, value: string, count: number): void {
    this.counts[facet].set(value, (this.counts[facet].get(value) ?? 0) + count);
  }

  facets(): FacetCounts {
    const list = (facet: 'year' | FacetName): FacetCounts['year'] =>
      [...this.counts[facet]].map(([value, count]) => ({ value, count }));
    const byCount = (facet: FacetName): FacetCounts['year'] =>
      list(facet).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return {
      year: list('year').sort((a, b) => (a.value < b.value ? 1 : -1)),
      issuer: byCount('issuer'),
      result_code: byCount('result_code'),
      openness: byCount('openness'),
      reply_kind: byCount('reply_kind'),
    };
  }
}

interface Candidate {
  documents: Documents;
  doc: number;
  score: number;
  date: number;
  sequence: number;
}

/** Best first: score (where asked for), then newest date, then newest change. */
function compare(a: Candidate, b: Candidate): number {
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
    this.kept.sort(compare);
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

  /** @throws IndexDamaged where a list cannot be trusted */
  search(holders: readonly Holder[], totals: Totals, plan: SearchPlan): IndexAnswer {
    const clauses = plan.query?.clauses ?? [];
    // With a single term its rarity orders nothing.
    const single =
      clauses.filter((clause) => !clause.negated).length === 1 && clauses.every(({ any }) => any.length === 1);
    const weigh = (atom: Atom): number => {
      if (!isTextAtom(atom)) return 0;
      return single ? 1 : inverseFrequency(holders, atom.term, totals.letters);
    };
    const positive = clauses
      .filter((clause) => !clause.negated)
      .map((clause) => ({
        clause,
        weights: clause.any.map(weigh),
      }));
    const negative = clauses.filter((clause) => clause.negated);
    const best = new Best(plan.offset + plan.limit);
    const facets = new FacetCounter();
    let total = 0;
    for (const holder of holders) {
      const { documents } = holder.segment;
      const level = evaluateSegment(holder, positive, negative, plan.query?.joined ?? [], totals, this.scratch);
      const tests = filterTests(plan.filters, documents);
      const { levels, scores } = this.scratch;
      const docs = new Uint32Array(documents.count);
      let count = 0;
      for (let doc = 0; doc < documents.count; doc++) {
        if (levels[doc] !== level || (tests.length > 0 && !tests.every((test) => test(doc)))) continue;
        docs[count++] = doc;
        best.offer(documents, doc, plan.sort === 'date' ? 0 : (scores[doc] ?? 0));
      }
      total += count;
      facets.add(documents, docs.subarray(0, count));
    }
    const hits = best
      .sorted()
      .slice(plan.offset, plan.offset + plan.limit)
      .map(({ documents, doc, score }) => ({ id: documents.ids[doc] ?? '', score }));
    return { total, hits, facets: facets.facets() };
  }
}
