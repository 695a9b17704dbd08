/** The whole-archive check, the backup and the index, each a card of its own. */
import { SafetyCertificateIcon } from '../../components/icons.tsx';
import { Alert, Button, Checkbox, Space, Table } from 'antd';
import { useState } from 'react';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { VALUE_PROBLEM } from '../../../shared/model/stored.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { formatSize } from '../../components/format.ts';
import styles from './audit.module.css';
import { Card } from './card.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const NOTHING = {};

export function Verify({ onActed }: { onActed: () => void }) {
  const task = useTask(async (options) => {
    const result = await call('trust.verify', {}, options);
    onActed();
    return result;
  });
  return (
    <Card
      title={words.verify}
      hint={words.verifyHint}
      running={words.verifying}
      cancelled={words.verifyCancelled}
      task={task}
      button={
        <Button type="primary" icon={<SafetyCertificateIcon />} disabled={task.running} onClick={task.start}>
          {words.verify}
        </Button>
      }
    >
      {task.result && <VerifyOutcome result={task.result} />}
    </Card>
  );
}

function VerifyOutcome({ result: { ok, checked, problems, notes } }: { result: VerifyResult }) {
  const { go } = useNavigation();
  const counts = words.checked(checked.letters, checked.versions, checked.blobs, checked.audit);
  if (ok) {
    const description = (
      <>
        {counts}
        {notes.map(({ message }) => (
          <div key={message}>{message}</div>
        ))}
      </>
    );
    return <Alert type="success" showIcon role="status" title={words.verifyOk} description={description} />;
  }
  const isUndamaged = problems.every(({ kind }) => kind === VALUE_PROBLEM);
  return (
    <>
      <Alert
        type={isUndamaged ? 'warning' : 'error'}
        showIcon
        role="alert"
        title={words.verifyBad(problems.length)}
        description={`${isUndamaged ? words.verifyValues : words.verifyAdvice}${counts}。`}
      />
      <Table
        size="small"
        dataSource={problems.map((problem, key) => ({ ...problem, key }))}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: words.problem, dataIndex: 'message' },
          { title: words.kind, dataIndex: 'kind' },
          {
            title: words.letter,
            render: (_, { id }) =>
              id === undefined ? null : (
                <Button type="link" size="small" onClick={() => go({ view: 'letter', id })}>
                  {words.open}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

export function Backup({ onActed }: { onActed: () => void }) {
  const report = useReport();
  const settings = useCall('settings.show', NOTHING);
  const [elsewhere, setElsewhere] = useState(false);
  const to = settings.value?.backup.to ?? null;
  const task = useTask(async (options) => {
    let place: string | null = null;
    if (elsewhere || to === null) {
      place = (await call('shell.chooseFolder', { title: words.backupTitle })).path;
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
