/** The searches that a person kept, shown in the navigation: asked for when something may have changed, never at a key. */
import { create } from 'zustand';
import type { SavedSearch } from '../../../shared/model/search.ts';
import { call } from '../../archive/client.ts';

interface Saved {
  searches: readonly SavedSearch[];
  reload: () => void;
}

export const useSavedSearches = create<Saved>()((set) => ({
  searches: [],
  reload: () => {
    // What cannot be told now is told at the next change: the navigation is no place for an error.
    call('search.saved', {}).then(
      (searches) => set({ searches }),
      () => undefined,
    );
  },
}));
