/** The whole-archive check, the backup, the index, and the tip of the audit chain. */
import { SafetyCertificateIcon } from '../../components/icons.tsx';
import { Alert, Button, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import type { VerifyResult } from '../../../shared/contract.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask, type Task } from '../../archive/use-call.ts';
import { useRights } from '../../app/gate.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize, formatTime } from '../../components/format.ts';
import { ProgressLine } from '../../components/progress-line.tsx';
import styles from './audit.module.css';
import { words } from './words.ts';

export function Checks({ onActed }: { onActed: () => void }) {
  const { may } = useRights();
  return (
    <section aria-label={words.checks} className={styles['cards']}>
      <Verify onActed={onActed} />
      {may('trust.backup') && <Backup onActed={onActed} />}
      {may('search.reindex') && <Reindex />}
      <Tip />
    </section>
  );
}

interface CardProps<T> {
  title: string;
  hint: string;
  running: string;
  cancelled: string;
  task: Task<T>;
  button: ReactNode;
  children?: ReactNode;
}

function Card<T>({ title, hint, running, cancelled, task, button, children }: CardProps<T>) {
  return (
    <div className={styles['card']} role="group" aria-label={title}>
      <h2>{title}</h2>
      <p>{hint}</p>
      <div>{button}</div>
      {task.running && <ProgressLine label={running} progress={task.progress} onCancel={task.cancel} />}
      {task.cancelled && <Alert type="info" showIcon title={cancelled} />}
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {children}
    </div>
  );
}

function Verify({ onActed }: { onActed: () => void }) {
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

function VerifyOutcome({ result: { ok, checked, problems } }: { result: VerifyResult }) {
  const { go } = useNavigation();
  const counts = words.checked(checked.letters, checked.versions, checked.blobs, checked.audit);
  if (ok) return <Alert type="success" showIcon role="status" title={words.verifyOk} description={counts} />;
  return (
    <>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={words.verifyBad(problems.length)}
        description={`${words.verifyAdvice}${counts}。`}
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

function Backup({ onActed }: { onActed: () => void }) {
  const report = useReport();
  const [to, setTo] = useState('');
  const task = useTask(async (options) => {
    const { path } = await call('shell.chooseFolder', { title: words.backupTitle });
    if (path === null) return null;
    setTo(path);
    const result = await call('trust.backup', { to: path }, options);
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
      hint={words.backupHint}
      running={`${words.backingUp} ${to}`}
      cancelled={words.backupCancelled}
      task={task}
      button={
        <Button disabled={task.running} onClick={task.start}>
          {words.backup}
        </Button>
      }
    >
      {result && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={words.backedUp(formatSize(result.bytes))}
          description={
            <>
              <Button type="link" style={{ padding: 0 }} onClick={() => reveal(result.file)}>
                <span className={styles['wrap']}>{result.file}</span>
              </Button>
              <div className={styles['hash']}>SHA-256 {result.sha256}</div>
            </>
          }
        />
      )}
    </Card>
  );
}

function Reindex() {
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

const NOTHING = {};

function Tip() {
  const { value, error, reload } = useCall('trust.tip', NOTHING);
  return (
    <div className={styles['card']} role="group" aria-label={words.tip}>
      <h2>{words.tip}</h2>
      <p>{words.tipHint}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && (
        <>
          <div>{words.tipText(value.seq, formatTime(value.at))}</div>
          <div className={styles['hash']}>{value.hash}</div>
          <div>
            <Button size="small" onClick={reload}>
              {words.refresh}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
