/** The columns that the table in sight has: the menu of columns shows these, and changes them. */
import { create } from 'zustand';

const useSeen = create<{ ids: readonly string[] }>()(() => ({ ids: [] }));

export const useSeenColumns = (): readonly string[] => useSeen(({ ids }) => ids);

export function tellColumns(ids: readonly string[]): void {
  if (useSeen.getState().ids.join() !== ids.join()) useSeen.setState({ ids });
}
