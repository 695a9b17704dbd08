/** The backup and the index, each a card of its own. */
import { Alert, Button, Checkbox, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { formatSize } from '../../components/format.ts';
import styles from './audit.module.css';
import { Card } from './card.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const NOTHING = {};

export function Backup({ onActed }: { onActed: () => void }) {
  const report = useReport();
  const settings = useCall('settings.show', NOTHING);
  const [elsewhere, setElsewhere] = useState(false);
  const to = settings.value?.backup.to ?? null;
  const task = useTask(async (options) => {
    let place: string | null = null;
    if (elsewhere || to === null) {
      place =
        (await call('shell.chooseFolder', { title: words.backupTitle, use: 'write_folder' })).chosen?.handle ?? null;
      if (place === null) return null;
    }
    const result = await call('trust.backup', place === null ? {} : { to: place }, options);
    onActed();
    return result;
  });
  const { result } = task;
  const reveal = (path: string): void => {
    call('shell.reveal', { path }).catch(report);
  };
  return (
    <Card
      title={words.backup}
      hint={to === null ? words.backupHint : `${words.backupHint}（${to}）`}
      running={words.backingUp}
      cancelled={words.backupCancelled}
      task={task}
      button={
        <Space wrap>
          <Button disabled={task.running} onClick={task.start}>
            {words.backup}
          </Button>
          {to !== null && (
            <Checkbox checked={elsewhere} onChange={(event) => setElsewhere(event.target.checked)}>
              {words.backupElsewhere}
            </Checkbox>
          )}
        </Space>
      }
    >
      {result && (
        <Alert
          type={result.verified ? 'success' : 'warning'}
          showIcon
          role="status"
          title={result.verified ? words.backedUp(formatSize(result.bytes)) : words.backedUpBad}
          description={
            <>
              <Button type="link" className={layout['bare'] ?? ''} onClick={() => reveal(result.file)}>
                <span className={styles['wrap']}>{result.file}</span>
              </Button>
              <div className={styles['hash']}>SHA-256 {result.sha256}</div>
              {result.written < result.bytes && <div>{words.backupWritten(formatSize(result.written))}</div>}
              {result.removed.length > 0 && <div>{words.backupRemoved(result.removed.length)}</div>}
              {result.warnings.map((one) => (
                <div key={one}>{one}</div>
              ))}
            </>
          }
        />
      )}
    </Card>
  );
}

export function Reindex() {
  const { readOnly } = useSession();
  const task = useTask((options) => call('search.reindex', {}, options));
  return (
    <Card
      title={words.reindex}
      hint={words.reindexHint}
      running={words.reindexing}
      cancelled=""
      task={task}
      button={
        <Button disabled={task.running || readOnly} onClick={task.start}>
          {words.reindex}
        </Button>
      }
    >
      {task.result && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={words.reindexed(task.result.letters, task.result.took_ms)}
        />
      )}
    </Card>
  );
}
