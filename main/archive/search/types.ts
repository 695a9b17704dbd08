/** What search needs from the archive: the letters as they are now, and the order in which they changed. */
import type { Elements } from '../../../shared/model/elements.ts';
import type { LetterSort } from '../../../shared/model/letter.ts';

export interface IndexedAttachment {
  id: string;
  name: string;
  text: string;
  /** Pages in order, as spans of `text` in UTF-16 units, end exclusive; empty where the format has no pages. */
  pages: { start: number; end: number }[];
}

/** A letter at its newest version, as it is searched. */
export interface IndexedLetter {
  id: string;
  /** Number of the change that made this state; grows with every new version in the archive. */
  sequence: number;
  text: string;
  elements: Elements;
  filed_at: string;
  attachments: IndexedAttachment[];
}

/** What a letter is called by, for suggestions. */
export interface NameRecord {
  title: string | null;
  numbers: string[];
  offices: string[];
  names: string[];
}

/** Letters by their columns, as the archive has them. */
export interface LetterColumns {
  /** Another text whenever the order of letters may be another. */
  state(): string;
  sorted(ids: readonly string[], sort: LetterSort, descending: boolean): string[];
}

/** The archive as search reads it. The archive is the truth; everything that search keeps is derived from it. */
export interface SearchSource {
  archiveId: string;
  /** The highest change number in the archive; 0 where it is empty. */
  sequence(): number;
  /** How many letters there are. */
  count(): number;
  /** The newest state of every letter that changed after that change number, by ascending sequence. */
  changedSince(sequence: number): Iterable<IndexedLetter>;
  letter(id: string): IndexedLetter | undefined;
  /** The ids of the letters whose archive number holds a key of refCodeKey(); left out, none has one. */
  withRefCode?(key: string): string[];
  /** What all letters are called by, without reading their texts. Left out, it is read from the letters themselves. */
  names?(): Iterable<NameRecord>;
  /** Versions that a newer one has replaced, each as a letter with the id that versionId() makes. */
  older?: SearchSource;
  /** The order of letters by their columns; left out, a list is sorted by relevance or day alone. */
  columns?: LetterColumns;
}

/** The id under which an earlier version is indexed. */
export function versionId(letter: string, version: number): string {
  return `${letter}@${version}`;
}

export function splitVersionId(id: string): { letter: string; version: number } {
  const at = id.lastIndexOf('@');
  return { letter: id.slice(0, at), version: Number(id.slice(at + 1)) };
}

/** Something found wrong when the index was compared with the archive. */
export interface SearchProblem {
  kind: string;
  id?: string;
  message: string;
}
