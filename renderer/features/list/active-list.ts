/** The list that the keyboard walks while it stands in the box of the search or in the reading pane. */
import { create } from 'zustand';
import type { ListRow } from './rows.ts';

export interface ActiveList {
  /** Takes a key; false where it means nothing to a list. */
  onKey: (key: string, shift: boolean) => boolean;
  /** Goes so many lines on. */
  move: (by: 1 | -1) => void;
  openActive: () => void;
  active: () => ListRow | undefined;
  /** Id of the element of the active line, for `aria-activedescendant`. */
  elementId: string | undefined;
}

export const useActiveList = create<{ list: ActiveList | null }>()(() => ({ list: null }));
