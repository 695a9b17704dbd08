/** A window in which one letter is read. Nothing is changed and nothing kept here: both belong to the main window. */
import { useEffect } from 'react';
import { LetterPage } from '../features/letter/letter-page.tsx';
import { useCall } from '../archive/use-call.ts';
import { useCommands } from './commands/registry.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useCommandKeys } from './keys.ts';
import styles from './letter-window.module.css';
import { useNavigation } from './navigation.tsx';
import type { OwnLetter } from './own-window.ts';
import { useUncaught } from './report.tsx';
import { useRights } from './rights.ts';
import { StatusLine } from './status-line.tsx';
import { words } from './words.ts';

export function LetterWindow({ letter }: { letter: OwnLetter }) {
  const { route } = useNavigation();
  const { may } = useRights();
  const shown = route.view === 'letter' ? route : { view: 'letter' as const, ...letter };
  useUncaught();
  useCommandKeys(may);
  useCommands({ 'tab.close': { run: () => window.close() } });
  const { value } = useCall('letters.rows', { ids: [shown.id] });
  const name = value?.letters[0]?.name;
  useEffect(() => {
    document.title = name === undefined ? words.product : `${name} - ${words.product}`;
  }, [name]);
  return (
    <div className={styles['window']}>
      <main className={styles['letter']}>
        <ErrorBoundary>
          <LetterPage key={`${shown.id}@${shown.version ?? ''}`} route={shown} />
        </ErrorBoundary>
      </main>
      <StatusLine />
    </div>
  );
}
