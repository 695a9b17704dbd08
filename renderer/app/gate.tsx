/** Lets nobody past who has not signed in, where the archive has accounts; keeps the work of who was signed out. */
import { App, Spin } from 'antd';
import { Activity, lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { CONTRACT, type SessionInfo } from '../../shared/contract/index.ts';
import { isRecoverable } from '../../shared/errors.ts';
import { call, onSignInRequired } from '../archive/client.ts';
import { useCall } from '../archive/use-call.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { forgetEndedJobs } from './jobs.ts';
import { takeUpKept } from './kept.ts';
import { takeUpTyped } from './typed.ts';
import { OWN_LETTER } from './own-window.ts';
import { RightsContext, type Rights } from './rights.ts';
import { SignIn } from '../features/accounts/sign-in.tsx';
import { putAway } from '../features/letter/told.ts';

// Backups are looked for only where the archive does not open.
const Recovery = lazy(() => import('../features/audit/restore.tsx').then((m) => ({ default: m.Recovery })));

const NOTHING = {};
/** How often the window asks whether the session still stands; the question does not count as work. */
const CHECK_EVERY_MS = 30_000;

export function Gate({ children }: { children: ReactNode }) {
  const { value, error, reload } = useCall('session.current', NOTHING);
  const [last, setLast] = useState<SessionInfo | null>(null);
  useEffect(() => onSignInRequired(reload), [reload]);

  const accounts = value?.accounts === true;
  const session = value?.session ?? null;
  useEffect(() => {
    if (!accounts) return undefined;
    const timer = setInterval(reload, CHECK_EVERY_MS);
    return () => clearInterval(timer);
  }, [accounts, reload]);
  const locked = value !== undefined && accounts && session === null;
  const { notification, message } = App.useApp();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-locked', locked);
    // What was told to the one who left is for nobody else.
    if (locked) {
      notification.destroy();
      message.destroy();
    }
  }, [locked, notification, message]);
  useEffect(() => {
    if (session !== null) setLast(session);
  }, [session]);
  // While nobody is signed in, the hidden page stays what it was for the last one: his work must not be taken down.
  const shown = session ?? last;
  const person = shown?.name ?? '';
  const taken = useRef<string | null>(null);
  if (value !== undefined && taken.current !== person) {
    taken.current = person;
    takeUpKept(person);
    forgetEndedJobs();
    putAway();
  }

  // What he had typed last is known before his first page is drawn.
  const [readyFor, setReadyFor] = useState<string | null>(null);
  const isKnown = value !== undefined && !locked;
  useEffect(() => {
    if (!isKnown) return undefined;
    const stop = new AbortController();
    // Without an answer the window goes on with what the page itself has.
    takeUpTyped(stop.signal)
      .catch(() => undefined)
      .finally(() => {
        if (!stop.signal.aborted) setReadyFor(person);
      });
    return () => stop.abort();
  }, [isKnown, person]);

  const rights = useMemo<Rights>(
    () => ({
      accounts,
      session: shown,
      may: (of) => !accounts || CONTRACT[of].roles.some((role) => shown?.roles.includes(role) === true),
      signOut: async () => {
        await call('session.signOut', {});
        reload();
      },
      refresh: reload,
    }),
    [accounts, shown, reload],
  );

  if (value === undefined) {
    if (error === undefined) return <Spin fullscreen />;
    return (
      <>
        <ErrorNotice error={error} onRetry={reload} />
        <Suspense fallback={<Spin />}>{isRecoverable(error) && <Recovery onRestored={reload} />}</Suspense>
      </>
    );
  }
  if (!locked && readyFor !== person) return <Spin fullscreen />;
  return (
    <RightsContext value={rights}>
      {locked && (OWN_LETTER === null ? <SignIn ended={last !== null} onSignedIn={reload} /> : <Ending />)}
      {/* Another person begins with an empty window; the same one finds his work again. */}
      {(!locked || last !== null) && (
        <Activity key={person} mode={locked ? 'hidden' : 'visible'}>
          {children}
        </Activity>
      )}
    </RightsContext>
  );
}

/** A letter's own window ends with the sign-in of who opened it. */
function Ending() {
  useEffect(() => window.close(), []);
  return null;
}
