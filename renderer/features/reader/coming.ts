/** Whether the list stands on another letter than the pane beside it still shows: until that one comes nothing is done with this one. */
import { create } from 'zustand';

const useStore = create<{ coming: boolean }>()(() => ({ coming: false }));

export const useComing = (): boolean => useStore(({ coming }) => coming);

export function setComing(coming: boolean): void {
  if (useStore.getState().coming !== coming) useStore.setState({ coming });
}
