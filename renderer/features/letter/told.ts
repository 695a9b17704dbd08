/** What a change of a letter answered that a person should know: it stands at the letter until it is put away. */
import { create } from 'zustand';
import type { Warning } from '../../../shared/model/elements.ts';

interface Made {
  id: string;
  version: number;
  warnings: readonly Warning[];
}

export const useTold = create<{ made: Made | null }>()(() => ({ made: null }));

/** Tells of a version that was made. Where there is nothing to be known, what was told of the one before goes. */
export function tellOf({ id, version, warnings }: Made): void {
  useTold.setState({ made: warnings.length === 0 ? null : { id, version, warnings } });
}

export function putAway(): void {
  useTold.setState({ made: null });
}
