/** Backups to restore from, also where the archive does not open; and the way back. */
import { Alert, App, Button, Input, Space, Table } from 'antd';
import { useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { asArchiveError, call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { SecondPerson, type Who } from '../../components/second-person.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize, formatTime } from '../../components/format.ts';
import { ProgressLine } from '../../components/progress-line.tsx';
import styles from './audit.module.css';
import { Card } from './card.tsx';
import { BACKUP_KINDS, words } from './words.ts';
import layout from '../../components/layout.module.css';

type Found = CallOutput<'trust.backups'>[number];

interface ListProps {
  disabled: boolean;
  onChoose: (backup: Found) => void;
}

/** The backups that are found by themselves, and those of a folder that a person points to. */
function BackupList({ disabled, onChoose }: ListProps) {
  const report = useReport();
  const [place, setPlace] = useState<string>();
  const { value, error, reload } = useCall('trust.backups', place === undefined ? {} : { in: place });
  const find = (): void => {
    call('shell.chooseFolder', { title: words.restoreElsewhereTitle, use: 'read' })
      .then(({ chosen }) => chosen !== null && setPlace(chosen.handle))
      .catch(report);
  };
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value?.length === 0 && <Alert type="info" showIcon title={words.noBackups} />}
      {value !== undefined && value.length > 0 && (
        <Table<Found>
          size="small"
          rowKey="file"
          dataSource={value}
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: words.backupAt, dataIndex: 'at', width: '13em', render: formatTime },
            { title: words.backupKind, dataIndex: 'kind', render: (kind: Found['kind']) => BACKUP_KINDS[kind] },
            { title: words.backupSize, dataIndex: 'bytes', render: formatSize },
            {
              title: words.backupFile,
              dataIndex: 'file',
              render: (file: string, { incomplete, differs }) => (
                <span className={styles['wrap']}>
                  {file}
                  {(incomplete ?? differs) !== undefined && (
                    <Alert type="warning" showIcon title={incomplete ?? differs} />
                  )}
                </span>
              ),
            },
            {
              title: '',
              render: (_, backup) => (
                <Button
                  size="small"
                  disabled={disabled}
                  aria-label={words.restoreOf(formatTime(backup.at))}
                  onClick={() => onChoose(backup)}
                >
                  {words.restoreThis}
                </Button>
              ),
            },
          ]}
        />
      )}
      <div>
        <Button size="small" onClick={find}>
          {words.restoreElsewhere}
        </Button>
      </div>
    </>
  );
}

export function Restore({ onActed }: { onActed: () => void }) {
  const { modal, message } = App.useApp();
  const { readOnly, refresh } = useSession();
  const [open, setOpen] = useState(false);
  // The question is answered later than the page was drawn: the task must see what was chosen then.
  const chosen = useRef('');
  const second = useRef<Who>(undefined);
  const [takesTwo, setTakesTwo] = useState<'restore' | 'undo'>();
  /** Where it takes two persons the other one is asked; a try of his that fails is told where he signs in. */
  const withSecond = async <T,>(what: 'restore' | 'undo', ask: (input: { second?: Who }) => Promise<T>): Promise<T> => {
    const who = second.current;
    second.current = undefined;
    try {
      const made = await ask(who === undefined ? {} : { second: who });
      setTakesTwo(undefined);
      refresh();
      onActed();
      return made;
    } catch (thrown) {
      if (asArchiveError(thrown).code === 'SECOND_PERSON_REQUIRED') setTakesTwo(what);
      throw thrown;
    }
  };
  const task = useTask((options) =>
    withSecond('restore', (input) => call('trust.restoreBackup', { file: chosen.current, ...input }, options)),
  );
  const undo = useTask(async (options) => {
    await withSecond('undo', (input) => call('trust.undoRestore', input, options));
    void message.success(words.undone);
    return null;
  });
  const asked = takesTwo === 'undo' ? undo : task;
  const ask = (title: string, content: string, then: () => void): void => {
    modal.confirm({
      title,
      content,
      okText: title,
      cancelText: words.cancel,
      focusable: { autoFocusButton: 'cancel' },
      onOk: then,
    });
  };
  const busy = task.running || undo.running || readOnly;
  return (
    <Card
      title={words.restore}
      hint={words.restoreHint}
      running={words.restoring}
      cancelled=""
      task={takesTwo === undefined ? task : { ...task, error: undefined }}
      button={
        <Space wrap>
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.restoreList}
          </Button>
          <Button disabled={busy} onClick={() => ask(words.undoRestore, words.undoAsk, undo.start)}>
            {words.undoRestore}
          </Button>
        </Space>
      }
    >
      {undo.running && <ProgressLine label={words.restoring} progress={undo.progress} onCancel={undo.cancel} />}
      {undo.error && takesTwo === undefined && <ErrorNotice error={undo.error} onClose={undo.reset} />}
      {takesTwo && (
        <SecondPerson
          asks={words.takesTwo}
          busy={asked.running}
          error={asked.error}
          onAgree={(who) => {
            second.current = who;
            asked.start();
          }}
          onCancel={() => {
            setTakesTwo(undefined);
            asked.reset();
          }}
        />
      )}
      {task.result && <Alert type="success" showIcon role="status" title={words.restored} />}
      {open && !task.running && (
        <BackupList
          disabled={busy}
          onChoose={(backup) => {
            chosen.current = backup.handle ?? '';
            ask(words.restoreOf(formatTime(backup.at)), words.restoreAsk, task.start);
          }}
        />
      )}
    </Card>
  );
}

/** Failures after which another name or password may help. */
const ASKS_WHO: readonly ErrorCode[] = [
  'SIGN_IN_REQUIRED',
  'WRONG_PASSWORD',
  'ACCOUNT_LOCKED',
  'ACCOUNT_DISABLED',
  'PASSWORD_EXPIRED',
  'FORBIDDEN',
];

/**
 * Shown in the place of the whole window where the archive does not open. A backup with accounts asks who restores.
 * @param onRestored to be called when an archive is there again
 */
export function Recovery({ onRestored }: { onRestored: () => void }) {
  const [chosen, setChosen] = useState<Found>();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const task = useTask(async (options) => {
    if (chosen === undefined) return null;
    const who = name.trim() === '' ? {} : { name: name.trim(), password };
    const made = await call('trust.restoreBackup', { file: chosen.handle ?? '', ...who }, options);
    onRestored();
    return made;
  });
  const asksWho = task.error !== undefined && ASKS_WHO.includes(task.error.code);
  return (
    <section aria-label={words.restore} className={layout['padded'] ?? ''}>
      <h2>{words.restore}</h2>
      <p>{words.recoverHint}</p>
      {task.error && <ErrorNotice error={task.error} />}
      {asksWho && (
        <Space wrap className={layout['around12'] ?? ''}>
          <label htmlFor="recover-name">{words.recoverName}</label>
          <Input id="recover-name" autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          <label htmlFor="recover-password">{words.recoverPassword}</label>
          <Input.Password
            id="recover-password"
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Space>
      )}
      {chosen && (
        <Space wrap className={layout['around12'] ?? ''}>
          <strong>{words.restoreOf(formatTime(chosen.at))}</strong>
          <Button type="primary" disabled={task.running} onClick={task.start}>
            {words.restoreThis}
          </Button>
        </Space>
      )}
      {task.running && <ProgressLine label={words.restoring} progress={task.progress} onCancel={task.cancel} />}
      <BackupList disabled={task.running} onChoose={setChosen} />
    </section>
  );
}
