/** What every page may need of the running archive: its info, its number of letters, and whether it can be written. */
import { createContext, use, useMemo, type ReactNode } from 'react';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { ArchiveError } from '../../shared/errors.ts';
import { useCall } from '../archive/use-call.ts';
import { OWN_LETTER } from './own-window.ts';
import { useRights } from './rights.ts';
import { words } from './words.ts';

export type ArchiveInfo = CallOutput<'archive.info'>;
export interface Session {
  info: ArchiveInfo | undefined;
  error: ArchiveError | undefined;
  /** To be called after the archive was changed. */
  refresh: () => void;
  /** The archive cannot be written, or not from this window. */
  readOnly: boolean;
}

const SessionContext = createContext<Session | null>(null);
const NOTHING = {};

export function SessionProvider({ children }: { children: ReactNode }) {
  const { value, error, reload } = useCall('archive.info', NOTHING);
  const session = useMemo(
    () => ({ info: value, error, refresh: reload, readOnly: value?.read_only === true || OWN_LETTER !== null }),
    [value, error, reload],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession outside SessionProvider');
  return session;
}

/** How a person is spoken of: where the archive has no accounts the system user's name says nothing to anybody. */
export function useActorName(): (actor: string) => string {
  const { accounts } = useRights();
  const { info } = useSession();
  return (actor) => (!accounts && actor === info?.actor ? words.soleUser : actor);
}
