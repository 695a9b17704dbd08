/** A line of a list of letters, wherever it comes from, and the source that lends lines by their place. */
import type { LetterRow } from '../../../shared/model/letter.ts';
import type { SearchHit } from '../../../shared/model/search.ts';

export interface ListRow {
  id: string;
  name: string;
  nameMarks: readonly (readonly [number, number])[];
  title: string | null;
  doc_number: string | null;
  issuer: string | null;
  issued_on: string | null;
  result_code: string | null;
  openness: string | null;
  addressees: readonly string[];
  /** The version that matched, where it is not the newest. */
  version?: number | undefined;
  attachment?: string | undefined;
  /** Where it matched, in words; nothing where the snippet says it. */
  where?: string | undefined;
  snippet?: string | undefined;
  marks?: readonly (readonly [number, number])[] | undefined;
  more?: Partial<
    Pick<LetterRow, 'session' | 'case_number' | 'ref_code' | 'retention' | 'filed_at' | 'files' | 'review'>
  >;
}

export interface Window<R> {
  total: number;
  rows: readonly R[];
}

/** What lends the lines of a list. Two sources with the same key are the same list. */
export interface ListSource {
  key: string;
  load: (offset: number, limit: number, signal: AbortSignal) => Promise<Window<ListRow>>;
  /** The ids of all lines, in their order. */
  ids: () => Promise<readonly string[]>;
}

export function rowOfLetter(row: LetterRow): ListRow {
  const { id, name, title, doc_number, issuer, issued_on, result_code, openness, addressees } = row;
  return {
    ...{ id, name, title, doc_number, issuer, issued_on, result_code, openness, addressees },
    nameMarks: [],
    more: row,
  };
}

/** @param whereWords tells where a hit matched, in words */
export function rowOfHit(hit: SearchHit, whereWords: (hit: SearchHit) => string): ListRow {
  const { id, name, title, doc_number, issuer, issued_on, result_code, openness, addressees } = hit;
  return {
    ...{ id, name, title, doc_number, issuer, issued_on, result_code, openness, addressees },
    nameMarks: hit.name_marks,
    version: hit.version,
    attachment: hit.attachment?.id,
    where: whereWords(hit),
    snippet: hit.snippet,
    marks: hit.marks,
  };
}
