/** How the letters of an answer spread over the facets, counted over all segments. */
import { FACET_ELEMENTS, forEachFacet, type FacetName } from '../../../shared/model/elements.ts';
import type { Documents } from './documents.ts';

export type FacetCounts = Record<'year' | FacetName, { value: string; count: number }[]>;

/** One numbering of facet values for all segments, whose own codes differ. */
export class FacetCodes {
  readonly values = forEachFacet(() => ['']);
  private readonly codes = forEachFacet(() => new Map([['', 0]]));
  private readonly known = new WeakMap<Documents, Record<FacetName, Uint32Array>>();

  private code(facet: FacetName, value: string): number {
    const known = this.codes[facet].get(value);
    if (known !== undefined) return known;
    const code = this.values[facet].push(value) - 1;
    this.codes[facet].set(value, code);
    return code;
  }

  /** For each code of a segment the common one. */
  of(documents: Documents): Record<FacetName, Uint32Array> {
    let codes = this.known.get(documents);
    if (codes === undefined) {
      codes = forEachFacet((facet) => Uint32Array.from(documents.values[facet], (value) => this.code(facet, value)));
      this.known.set(documents, codes);
    }
    return codes;
  }
}

const YEARS = 10_000;

/** Counts facet values over all segments of one answer. */
export class FacetCounter {
  private readonly codes: FacetCodes;
  private readonly years = new Uint32Array(YEARS);
  private readonly counts = new Map<FacetName, Uint32Array>();

  constructor(codes: FacetCodes) {
    this.codes = codes;
  }

  add(documents: Documents, docs: Uint32Array): void {
    const { columns } = documents;
    const { years } = this;
    for (let i = 0; i < docs.length; i++) {
      const year = ((columns.dates[docs[i] ?? 0] ?? 0) / 10_000) | 0;
      years[year] = (years[year] ?? 0) + 1;
    }
    const codes = this.codes.of(documents);
    for (const facet of FACET_ELEMENTS) {
      const counts = this.countsOf(facet);
      const column = columns[facet];
      const common = codes[facet];
      for (let i = 0; i < docs.length; i++) {
        const code = common[column[docs[i] ?? 0] ?? 0] ?? 0;
        counts[code] = (counts[code] ?? 0) + 1;
      }
    }
  }

  private countsOf(facet: FacetName): Uint32Array {
    const known = this.counts.get(facet) ?? new Uint32Array(0);
    const size = this.codes.values[facet].length;
    if (known.length >= size) return known;
    const wider = new Uint32Array(size);
    wider.set(known);
    this.counts.set(facet, wider);
    return wider;
  }

  facets(): FacetCounts {
    const byCount = (facet: FacetName): FacetCounts['year'] => {
      const found: FacetCounts['year'] = [];
      (this.counts.get(facet) ?? []).forEach((count, code) => {
        if (count > 0 && code > 0) found.push({ value: this.codes.values[facet][code] ?? '', count });
      });
      return found.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    };
    const year: FacetCounts['year'] = [];
    for (let value = YEARS - 1; value > 0; value--) {
      const count = this.years[value] ?? 0;
      if (count > 0) year.push({ value: String(value).padStart(4, '0'), count });
    }
    return {
      year,
      ...forEachFacet(byCount),
    };
  }
}
