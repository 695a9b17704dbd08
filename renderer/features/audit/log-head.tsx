/** The head of the log: shown to be kept elsewhere, and one that was kept held against the log. */
import { Alert, Button, Input, Space } from 'antd';
import { useState } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import { KEPT_HEAD_OUTCOMES, keptHeadSchema, type KeptHeadCheck } from '../../../shared/model/audit.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './audit.module.css';
import { words } from './words.ts';

const NOTHING = {};

export function LogHead({ onActed }: { onActed: () => void }) {
  const { value, error, reload } = useCall('trust.tip', NOTHING);
  const exporting = useTask(async (options) => {
    const { path } = await call('shell.chooseSave', { title: words.exportLogTitle, name: '审计日志.json' });
    if (path === null) return null;
    const made = await call('trust.exportAudit', { out: path }, options);
    onActed();
    return made;
  });
  return (
    <div className={styles['card']} role="group" aria-label={words.tip}>
      <h2>{words.tip}</h2>
      <p>{words.tipHint}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && (
        <>
          <div>{words.tipText(value.seq, formatTime(value.at))}</div>
          <div className={styles['hash']}>
            {words.hash} {value.hash}
          </div>
          <div className={styles['hash']}>
            {words.sm3} {value.sm3}
          </div>
          <Space wrap>
            <Button size="small" onClick={reload}>
              {words.refresh}
            </Button>
            <Button size="small" loading={exporting.running} onClick={exporting.start}>
              {words.exportLog}
            </Button>
          </Space>
          {exporting.error && <ErrorNotice error={exporting.error} onClose={exporting.reset} />}
          {exporting.result && <Alert type="success" showIcon title={words.exportedLog(exporting.result.rows)} />}
        </>
      )}
      <KeptHead onActed={onActed} />
    </div>
  );
}

/** From a file that was exported, or as it was typed from paper. */
function KeptHead({ onActed }: { onActed: () => void }) {
  const [seq, setSeq] = useState('');
  const [hash, setHash] = useState('');
  const typed = keptHeadSchema.safeParse({ seq: Number(seq), hash });
  const [typing, setTyping] = useState(false);
  const task = useTask(async (options) => {
    let input: CallInput<'trust.checkHead'>;
    if (typing && typed.success) input = { head: typed.data };
    else {
      const [file] = (await call('shell.chooseFiles', { title: words.keptTitle, multiple: false })).paths;
      if (file === undefined) return null;
      input = { file };
    }
    const found = await call('trust.checkHead', input, options);
    onActed();
    return found;
  });
  return (
    <>
      <h3>{words.kept}</h3>
      <p>{words.keptHint}</p>
      <Space wrap>
        <Button size="small" disabled={task.running || typing} onClick={task.start}>
          {words.keptFile}
        </Button>
        <Button size="small" disabled={task.running} aria-expanded={typing} onClick={() => setTyping(!typing)}>
          {words.keptType}
        </Button>
      </Space>
      {typing && (
        <Space wrap>
          <Input
            aria-label={words.keptSeq}
            placeholder={words.keptSeq}
            style={{ width: '7em' }}
            inputMode="numeric"
            value={seq}
            onChange={(event) => setSeq(event.target.value)}
          />
          <Input
            aria-label={words.keptHash}
            placeholder={words.keptHash}
            style={{ width: '22em' }}
            value={hash}
            onChange={(event) => setHash(event.target.value)}
          />
          <Button disabled={task.running || !typed.success} onClick={task.start}>
            {words.keptCheck}
          </Button>
        </Space>
      )}
      {task.running && <ProgressLine label={words.keptChecking} progress={task.progress} onCancel={task.cancel} />}
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {task.result && <Outcome found={task.result} />}
    </>
  );
}

function Outcome({ found: { outcome, kept, faults } }: { found: KeptHeadCheck }) {
  return (
    <Alert
      type={outcome === 'same' ? 'success' : 'error'}
      showIcon
      role={outcome === 'same' ? 'status' : 'alert'}
      title={words.keptOutcome(kept.seq, KEPT_HEAD_OUTCOMES[outcome])}
      description={faults.slice(0, 20).map((fault) => (
        <div key={fault}>{fault}</div>
      ))}
    />
  );
}
