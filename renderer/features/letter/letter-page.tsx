/** One letter over the whole width: with a tab of its own, or to be changed. */
import { Button } from 'antd';
import { useEffect } from 'react';
import { openTab, useKept } from '../../app/kept.ts';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { useCommands } from '../../app/commands/registry.ts';
import { OWN_LETTER } from '../../app/own-window.ts';
import { useReport } from '../../app/report.tsx';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ArrowLeftIcon } from '../../components/icons.tsx';
import { LetterReader } from '../reader/letter-reader.tsx';
import { LetterEdit } from './letter-edit.tsx';
import styles from './letter.module.css';
import { words } from './words.ts';

type LetterRoute = Extract<Route, { view: 'letter' }>;

export function LetterPage({ route }: { route: LetterRoute }) {
  return route.edit === true ? <EditPage id={route.id} /> : <ReadPage route={route} />;
}

function EditPage({ id }: { id: string }) {
  const { value, error, reload } = useCall('letters.show', { id });
  const { back } = useNavigation();
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return <div aria-busy />;
  return <LetterEdit letter={value} onDone={back} />;
}

function ReadPage({ route }: { route: LetterRoute }) {
  const { id, version, query, attachment, tab, from, to } = route;
  const { back, canGoBack } = useNavigation();
  const { tabs } = useKept();
  const named = useCall('letters.rows', { ids: [id] });
  const name = named.value?.letters[0]?.name ?? tabs.find((one) => one.id === id)?.name ?? words.untitled;
  const known = named.value !== undefined;
  useEffect(() => {
    if (known) openTab({ id, name, version, query, attachment });
  }, [known, id, name, version, query, attachment]);
  const report = useReport();
  useCommands(
    OWN_LETTER === null
      ? { 'letter.window': { run: () => void call('shell.openLetter', { id, version }).catch(report) } }
      : {},
  );
  return (
    <section className={styles['wide']} aria-label={name}>
      {canGoBack && (
        <div className={styles['wideHead']}>
          <Button size="small" icon={<ArrowLeftIcon />} title={words.backHint} onClick={back}>
            {words.back}
          </Button>
        </div>
      )}
      <LetterReader
        key={`${id}@${version ?? ''}#${tab ?? ''}`}
        target={{ id, name, version, query, attachment }}
        tab={tab}
        versions={{ from, to }}
      />
    </section>
  );
}
