/** Files whole folders at once: what will happen, progress, cancel, and the result item by item. */
import { FolderOpenIcon } from '../../components/icons.tsx';
import { Alert, Button, Checkbox, Segmented, Space, Table } from 'antd';
import { useState } from 'react';
import type { Chosen, ImportItem, ImportResult } from '../../../shared/contract/index.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { chooseFiles } from '../../components/choose-files.ts';
import { RetentionSelect } from '../../components/retention-select.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { Counted } from './counted.tsx';
import { DecideButton } from '../packages/decide.tsx';
import styles from './desk.module.css';
import { WatchPanel, type Watch } from './watch-panel.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

type Status = ImportItem['status'];
const STATUS_WORDS: Record<Status, string> = {
  filed: words.statusFiled,
  duplicate: words.statusDuplicate,
  refused: words.statusRefused,
  differs: words.statusDiffers,
  version: words.statusVersion,
};

/** A folder that a person chose or dropped. */
export type Folder = Pick<Chosen, 'handle' | 'shown'>;

interface Props {
  folders: readonly Folder[];
  onFolders: (folders: readonly Folder[]) => void;
  watch: Watch;
}

export function ImportPanel({ folders, onFolders, watch }: Props) {
  const report = useReport();
  const { refresh, readOnly } = useSession();
  const [dryRun, setDryRun] = useState(false);
  const [ocr, setOcr] = useState(true);
  const [duplicates, setDuplicates] = useState(false);
  const [asVersion, setAsVersion] = useState(false);
  const [retention, setRetention] = useState<Retention | null>(null);
  const [register, setRegister] = useState<{ name: string; path: string } | null>(null);
  const [reportFile, setReportFile] = useState<Chosen | null>(null);
  const task = useTask(async (options) => {
    try {
      const input = {
        paths: folders.map(({ handle }) => handle),
        dry_run: dryRun,
        ocr,
        allow_duplicates: duplicates,
        as_version: asVersion,
        answer_cancelled: true,
        ...(retention === null ? {} : { retention }),
        ...(register === null ? {} : { register: register.path }),
        ...(reportFile === null ? {} : { report: reportFile.handle }),
      };
      const result = await call('letters.import', input, options);
      return { result, dryRun, folders };
    } finally {
      refresh();
    }
  });

  const paths = folders.map(({ handle }) => handle);
  const asked = paths.length > 0 && !task.running && task.result === undefined;
  const count = useCall('letters.countFiles', asked ? { paths } : null);

  const choose = (): void => {
    call('shell.chooseFolder', { title: words.importChooseTitle, use: 'read' })
      .then(({ chosen }) => {
        if (chosen === null) return;
        task.reset();
        onFolders([chosen]);
      })
      .catch(report);
  };

  const chooseRegister = (): void => {
    chooseFiles(words.registerTitle)
      .then(([file]) => {
        if (file !== undefined && 'path' in file.source) {
          setRegister({ name: file.name, path: file.source.path });
        }
      })
      .catch(report);
  };
  const chooseReport = (): void => {
    call('shell.chooseSave', { title: words.reportTitle, name: words.reportName })
      .then(({ chosen }) => {
        if (chosen !== null) setReportFile(chosen);
      })
      .catch(report);
  };

  return (
    <div className={styles['import']}>
      <Space orientation="vertical" size="middle" className={layout['whole'] ?? ''}>
        <div>{words.importWhat}</div>
        {folders.length === 0 ? (
          <div>{words.importNothing}</div>
        ) : (
          <>
            <ul className={styles['paths']}>
              {folders.map(({ handle, shown }) => (
                <li key={handle}>{shown}</li>
              ))}
            </ul>
            {!task.running && task.result === undefined && <Counted count={count} />}
          </>
        )}
        <Space wrap>
          <Button icon={<FolderOpenIcon />} disabled={task.running} onClick={choose}>
            {words.importChoose}
          </Button>
          <Checkbox checked={dryRun} disabled={task.running} onChange={(event) => setDryRun(event.target.checked)}>
            {words.dryRun}
          </Checkbox>
          <Checkbox checked={ocr} disabled={task.running} onChange={(event) => setOcr(event.target.checked)}>
            {words.ocr}
          </Checkbox>
          <Checkbox
            checked={duplicates}
            disabled={task.running}
            onChange={(event) => setDuplicates(event.target.checked)}
          >
            {words.importDuplicates}
          </Checkbox>
          <Checkbox
            checked={asVersion}
            disabled={task.running}
            onChange={(event) => setAsVersion(event.target.checked)}
          >
            {words.importAsVersion}
          </Checkbox>
          <Button
            type="primary"
            disabled={folders.length === 0 || task.running || (readOnly && !dryRun)}
            onClick={task.start}
          >
            {dryRun ? words.importTry : words.importStart}
          </Button>
        </Space>
        <Space wrap>
          <label htmlFor="import-retention">{words.retention}</label>
          <RetentionSelect id="import-retention" value={retention} disabled={task.running} onChange={setRetention} />
          <Button disabled={task.running} onClick={register === null ? chooseRegister : () => setRegister(null)}>
            {register === null ? words.registerChoose : words.registerClear}
          </Button>
          {register !== null && <span>{words.register(register.name)}</span>}
          <Button disabled={task.running} onClick={reportFile === null ? chooseReport : () => setReportFile(null)}>
            {reportFile === null ? words.reportFile : words.reportClear}
          </Button>
          {reportFile !== null && <span>{words.report(reportFile.name)}</span>}
        </Space>
        {register !== null && <div>{words.registerHint}</div>}
        {task.running && <ProgressLine label={words.importing} progress={task.progress} onCancel={task.cancel} />}
        {task.cancelled && <Alert type="info" showIcon title={words.importCancelled} />}
        {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
        {task.result && <Result {...task.result} />}
        <WatchPanel watch={watch} />
      </Space>
    </div>
  );
}

function RegisterResult({ register }: { register: NonNullable<ImportResult['register']> }) {
  const { rows, matched, unmatched, problems } = register;
  const lines = [
    ...problems.map(({ row, message }) => words.registerProblem(row, message)),
    ...unmatched.map(({ row, label }) => words.registerLeft(row, label)),
  ];
  return (
    <Alert
      type={lines.length > 0 ? 'warning' : 'success'}
      showIcon
      title={words.registerResult(rows, matched)}
      description={lines.slice(0, MOST_LINES).map((line) => (
        <div key={line}>{line}</div>
      ))}
    />
  );
}

/** So many problems of a register are shown in the window; the command line prints them all. */
const MOST_LINES = 50;

interface ResultProps {
  result: ImportResult;
  dryRun: boolean;
  /** What was imported. */
  folders: readonly Folder[];
}

/** A file's path below the folder that was chosen: what stands before it is the same in every line. */
export function belowFolder(file: string, folders: readonly Folder[]): string {
  const folder = folders.find(({ shown }) => /^[\\/]/.test(file.slice(shown.length)) && file.startsWith(shown));
  return folder === undefined ? file : file.slice(folder.shown.length + 1);
}

function Result({ result, dryRun, folders }: ResultProps) {
  const { go } = useNavigation();
  const { refresh } = useSession();
  const [shown, setShown] = useState<Status | 'all' | 'review'>('all');
  const { filed, duplicates, refused, review } = result;
  const differs = result.items.filter(({ status }) => status === 'differs').length;
  const completed = result.completed ?? 0;
  const items = result.items
    .map((item, index) => ({ ...item, key: index }))
    .filter((item) => shown === 'all' || (shown === 'review' ? item.review === true : item.status === shown));
  return (
    <Space orientation="vertical" size={10} className={layout['whole'] ?? ''}>
      {result.cancelled !== undefined && (
        <Alert type="info" showIcon title={words.importStopped(filed, result.cancelled.left, dryRun)} />
      )}
      <Alert
        type={refused > 0 || differs > 0 ? 'warning' : 'success'}
        showIcon
        role="status"
        title={(dryRun ? words.dryResult : words.result)({ filed, duplicates, refused, review, differs })}
        action={
          review > 0 &&
          !dryRun && (
            <Button size="small" onClick={() => go({ view: 'review' })}>
              {words.toReview(review)}
            </Button>
          )
        }
      />
      {result.register && <RegisterResult register={result.register} />}
      <Segmented
        value={shown}
        onChange={setShown}
        options={[
          { value: 'all', label: `${words.all} ${result.items.length}` },
          { value: 'filed', label: `${words.statusFiled} ${filed}` },
          ...(review > 0 ? [{ value: 'review' as const, label: `${words.review} ${review}` }] : []),
          { value: 'duplicate', label: `${words.statusDuplicate} ${duplicates}` },
          { value: 'refused', label: `${words.statusRefused} ${refused}` },
          ...(completed > 0 ? [{ value: 'version' as const, label: `${words.statusVersion} ${completed}` }] : []),
          ...(differs > 0 ? [{ value: 'differs' as const, label: `${words.statusDiffers} ${differs}` }] : []),
        ]}
      />
      <Table
        size="small"
        dataSource={items}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: words.file,
            dataIndex: 'file',
            render: (file: string) => (
              <span className={styles['path']} title={file}>
                {belowFolder(file, folders)}
              </span>
            ),
          },
          {
            title: words.status,
            width: '9em',
            render: (_, item) => `${STATUS_WORDS[item.status]}${item.review === true ? `（${words.review}）` : ''}`,
          },
          { title: words.reason, render: (_, item) => item.message ?? '' },
          {
            title: words.open,
            width: '6em',
            render: (_, { id, status, file, packed_id, review: waits }) => {
              const from = folders.find(({ shown: folder }) => file.includes(folder)) ?? folders[0];
              if (status === 'differs' && from !== undefined && packed_id !== undefined)
                return <DecideButton path={from.handle} id={packed_id} own={id} onDecided={refresh} />;
              if (id === undefined) return null;
              const look = waits === true && (status === 'filed' || status === 'version');
              return (
                <Button
                  type="link"
                  size="small"
                  onClick={() => go(look ? { view: 'review', id } : { view: 'letter', id })}
                >
                  {look
                    ? words.check
                    : status === 'duplicate' || status === 'differs'
                      ? words.duplicateOpen
                      : words.open}
                </Button>
              );
            },
          },
        ]}
      />
    </Space>
  );
}
