/** The licences of everything that is handed out with the program, read only when somebody asks. */
import { Button, Collapse } from 'antd';
import { useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './settings.module.css';
import { words } from './words.ts';

const NOTHING = {};

export function Licences() {
  const [shown, setShown] = useState(false);
  return (
    <section aria-label={words.licences}>
      <h2>{words.licences}</h2>
      <p>{words.licencesHint}</p>
      {shown ? <LicenceList /> : <Button onClick={() => setShown(true)}>{words.showLicences}</Button>}
    </section>
  );
}

function LicenceList() {
  const { value, error, reload } = useCall('shell.licences', NOTHING);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  return (
    <Collapse
      size="small"
      items={(value?.licences ?? []).map(({ name, version, licence, text }) => ({
        key: `${name}@${version}`,
        label: `${name} ${version}  ${licence}`,
        children: <pre className={styles['licence']}>{text === '' ? words.noLicenceText : text}</pre>,
      }))}
    />
  );
}
