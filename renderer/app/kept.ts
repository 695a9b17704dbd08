/**
 * What the window keeps from start to start, on this machine and for each person apart: where one was, how panes and lists are set,
 * what was being typed. Nothing of it is in the archive. See docs/spec/window.md.
 */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { KeptRequest } from '../../shared/model/search.ts';
import type { LetterSort } from '../../shared/model/letter.ts';
import type { ElementName, Elements } from '../../shared/model/elements.ts';
import { OWN_LETTER } from './own-window.ts';

/** A letter that has a tab of its own. */
export interface OpenTab {
  id: string;
  name: string;
  version?: number | undefined;
  query?: string | undefined;
  attachment?: string | undefined;
}

export type ListView = 'lines' | 'table';

/** An edit that was begun and not saved. */
export interface EditDraft {
  base: number;
  elements: Elements;
  text: string;
  reason: string;
  at: string;
}

/** What was made at the desk of a file's reading, not filed yet. It is taken up where the file reads as it did. */
export interface DeskWork {
  /** The elements as they were read. */
  read: Elements;
  elements: Elements;
  /** Where it was changed by hand. */
  text?: string | undefined;
  seen: readonly ElementName[];
}

export interface Kept {
  /** Sizes of panes in per cent, by the place and its panes. */
  panes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  elementsOpen: boolean;
  /** Where they lie under the letter, for want of room. */
  elementsUnfolded: boolean;
  listView: ListView;
  /** Those of the table, where a person chose them; null for the usual ones, of which as many are shown as there is room for. */
  columns: readonly string[] | null;
  allSort: { sort: LetterSort; descending: boolean };
  place: string;
  search: KeptRequest;
  tabs: readonly OpenTab[];
  /** The tab in front; null for the letter that the list stands on. */
  tab: string | null;
  edits: Readonly<Record<string, EditDraft>>;
  /** Work at the desk, by the names of the files. */
  desk: Readonly<Record<string, DeskWork>>;
  /** When one of `edits` and `desk` changed last, in milliseconds; 0 where nothing was typed yet. */
  typedAt: number;
  /** The first-run assistant was gone through or put aside. */
  welcomed: boolean;
}

const START: Kept = {
  panes: {},
  elementsOpen: true,
  elementsUnfolded: false,
  listView: 'lines',
  columns: null,
  allSort: { sort: 'filed', descending: true },
  place: 'today',
  search: { query: '', sort: 'relevance', filters: {}, versions: false },
  tabs: [],
  tab: null,
  edits: {},
  desk: {},
  typedAt: 0,
  welcomed: false,
};

/** What version 1 had where nobody had chosen. */
const COLUMNS_OF_BEFORE = 'doc_number,issuer,issued_on,result_code,addressees';

/** Takes up what an earlier version of the window kept. */
export function fromBefore(kept: unknown, version: number): Kept {
  if (version !== 1 || typeof kept !== 'object' || kept === null) return START;
  const before = kept as Kept;
  return before.columns?.join(',') === COLUMNS_OF_BEFORE ? { ...before, columns: null } : before;
}

const nameFor = (person: string): string => `fuhan.kept.${person}`;

export const useKept = create<Kept>()(
  persist(() => START, { name: nameFor(''), version: 2, skipHydration: true, migrate: fromBefore }),
);

/** Reads what was kept and writes nothing: a letter's own window must not overwrite what the main one keeps. */
const READ_ONLY = createJSONStorage<Kept>(() => ({
  getItem: (name: string) => localStorage.getItem(name),
  setItem: () => undefined,
  removeItem: () => undefined,
}));

/** Whose is what is kept now. */
let keptPerson = '';

/** Takes up what was kept for a person; to be called before the first page of his is drawn. */
export function takeUpKept(person: string): void {
  keptPerson = person;
  const { persist: kept } = useKept;
  const known = localStorage.getItem(nameFor(person));
  kept.setOptions({
    name: nameFor(person),
    ...(OWN_LETTER === null || READ_ONLY === undefined ? {} : { storage: READ_ONLY }),
  });
  if (known === null) useKept.setState(START, true);
  else void kept.rehydrate();
}

const typing = new Set<() => void>();

/** Keeps some of it anew. */
export function keep(change: Partial<Kept>): void {
  if (change.edits === undefined && change.desk === undefined) {
    useKept.setState(change);
    return;
  }
  useKept.setState({ ...change, typedAt: Math.max(Date.now(), useKept.getState().typedAt + 1) });
  // A letter's own window keeps nothing.
  if (OWN_LETTER === null) typing.forEach((listener) => listener());
}

/** The part that is typed work. */
export type TypedKept = Pick<Kept, 'edits' | 'desk' | 'typedAt'>;

/** Tells when some of the typed work has changed. */
export function onTyped(listener: () => void): void {
  typing.add(listener);
}

/** The typed work, and whose it is. */
export function keptNow(): { person: string; typed: TypedKept } {
  const { edits, desk, typedAt } = useKept.getState();
  return { person: keptPerson, typed: { edits, desk, typedAt } };
}

/** Puts typed work in the place of what is older. */
export function mergeKept({ edits, desk, typedAt }: TypedKept): void {
  if (typedAt > useKept.getState().typedAt) useKept.setState({ edits, desk, typedAt });
}

export function keepEdit(id: string, draft: EditDraft | null): void {
  const { [id]: before, ...others } = useKept.getState().edits;
  if (draft === null && before === undefined) return;
  keep({ edits: draft === null ? others : { ...others, [id]: draft } });
}

/** The tabs with one more, which is in front from then on. */
export function openTab(tab: OpenTab): void {
  const { tabs } = useKept.getState();
  const at = tabs.findIndex(({ id }) => id === tab.id);
  keep({ tabs: at < 0 ? [...tabs, tab].slice(-MOST_TABS) : tabs.with(at, tab), tab: tab.id });
}

/** More tabs than a strip can show are no help. */
const MOST_TABS = 12;

export function closeTab(id: string): void {
  const { tabs, tab } = useKept.getState();
  const at = tabs.findIndex((one) => one.id === id);
  const rest = tabs.filter((one) => one.id !== id);
  keep({ tabs: rest, ...(tab === id ? { tab: (rest[at] ?? rest[at - 1])?.id ?? null } : {}) });
}
