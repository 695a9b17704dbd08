/** The head of the log, to be kept elsewhere. */
import { Alert, Button, Space } from 'antd';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { FileLinks } from '../../components/file-links.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './audit.module.css';
import { words } from './words.ts';

const NOTHING = {};

export function LogHead({ onActed }: { onActed: () => void }) {
  const { value, error, reload } = useCall('trust.tip', NOTHING);
  const exporting = useTask(async (options) => {
    const { chosen } = await call('shell.chooseSave', { title: words.exportLogTitle, name: '审计日志.json' });
    if (chosen === null) return null;
    const made = await call('trust.exportAudit', { out: chosen.handle }, options);
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
          {exporting.result && (
            <Alert
              type="success"
              showIcon
              role="status"
              title={words.exportedLog(exporting.result.rows)}
              description={
                <>
                  <FileLinks files={[exporting.result.file]} />
                  <div className={styles['hash']}>
                    {words.hash} {exporting.result.sha256}
                  </div>
                </>
              }
            />
          )}
        </>
      )}
    </div>
  );
}
