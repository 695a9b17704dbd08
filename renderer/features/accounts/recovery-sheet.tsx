/** Making a recovery sheet: printed into a folder, or its code shown once. */
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { Box } from './act-form.tsx';
import styles from './accounts.module.css';
import { words } from './words.ts';

type Sheet = CallOutput<'accounts.makeRecoverySheet'>;
const NOTHING = {};

/** @param current the caller's password  @param onMade told once there is a sheet */
export function MakeSheet({ current, onMade }: { current: string; onMade?: () => void }) {
  const [sheet, setSheet] = useState<Sheet>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ArchiveError>();

  const make = async (print: boolean): Promise<void> => {
    const asked = print
      ? await call('shell.chooseFolder', { title: words.sheetFolder, use: 'write_folder' })
      : undefined;
    if (asked?.chosen === null) return;
    const out = asked === undefined ? {} : { out: asked.chosen.handle };
    setSheet(await call('accounts.makeRecoverySheet', { current, ...out }));
    onMade?.();
  };
  const start = (print: boolean): void => {
    setBusy(true);
    setError(undefined);
    make(print)
      .catch((thrown: unknown) => setError(asArchiveError(thrown)))
      .finally(() => setBusy(false));
  };

  return (
    <div className={styles['stack']}>
      <Space wrap>
        <Button type="primary" disabled={busy || current === ''} onClick={() => start(true)}>
          {words.sheetPrint}
        </Button>
        <Button disabled={busy || current === ''} onClick={() => start(false)}>
          {words.sheetShow}
        </Button>
      </Space>
      {error && <ErrorNotice error={error} />}
      {sheet && <MadeSheet sheet={sheet} />}
    </div>
  );
}

function MadeSheet({ sheet }: { sheet: Sheet }) {
  const { file, code } = sheet;
  if (code !== undefined) {
    return (
      <Alert
        type="success"
        role="status"
        title={words.sheetMade(sheet.number)}
        description={
          <>
            <output className={styles['code']} aria-label={words.sheetCode}>
              {code}
            </output>
            <div>{words.sheetOnce}</div>
          </>
        }
      />
    );
  }
  return (
    <Alert
      type="success"
      showIcon
      role="status"
      title={words.sheetMade(sheet.number)}
      description={
        <Space orientation="vertical" size={4}>
          <span className={styles['path']}>{file}</span>
          <span>{words.sheetPaper}</span>
          {file !== undefined && (
            <Button size="small" onClick={() => void call('shell.reveal', { path: file }).catch(() => undefined)}>
              {words.sheetReveal}
            </Button>
          )}
        </Space>
      }
    />
  );
}

/** For a security administrator: whether there is a sheet, and the way to a new one. */
export function RecoverySheet() {
  const { value, error, reload } = useCall('accounts.recoverySheet', NOTHING);
  const [current, setCurrent] = useState('');
  const sheet = value?.sheet ?? null;
  return (
    <div className={styles['stack']}>
      <h3>{words.sheet}</h3>
      <span>{words.sheetHint}</span>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value !== undefined &&
        (sheet === null ? (
          <Alert type="warning" showIcon title={words.sheetNone} />
        ) : (
          <span>{words.sheetThere(sheet.number, formatTime(sheet.made))}</span>
        ))}
      <div className={styles['form']}>
        <Box label={words.current} value={current} onChange={setCurrent} secret />
      </div>
      <MakeSheet current={current} onMade={reload} />
    </div>
  );
}
