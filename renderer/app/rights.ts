/** What the person who is signed in may do, as everything in the window asks it. */
import { createContext, use } from 'react';
import type { CallName, SessionInfo } from '../../shared/contract/index.ts';

export interface Rights {
  /** Whether the archive has accounts. */
  accounts: boolean;
  session: SessionInfo | null;
  /** Whether the person may use a call. The engine decides; this only spares people what it would refuse. */
  may: (name: CallName) => boolean;
  signOut: () => Promise<void>;
  /** Asks anew who is signed in. */
  refresh: () => void;
}

export const RightsContext = createContext<Rights | null>(null);

export function useRights(): Rights {
  const rights = use(RightsContext);
  if (rights === null) throw new Error('useRights outside Gate');
  return rights;
}
