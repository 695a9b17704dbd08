/** 收件夹: a folder whose new files are filed by themselves while the window is open. */
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import type { Chosen, ImportResult } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { useTask, type Task } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FolderOpenIcon } from '../../components/icons.tsx';
import { words } from './words.ts';

export interface Watch {
  /** Its handle, and where it lies. */
  folder: Chosen | null;
  choose: () => void;
  task: Task<ImportResult>;
}

/** Kept by the desk, so that the watch goes on while another page is shown. */
export function useWatch(): Watch {
  const report = useReport();
  const { refresh } = useSession();
  const [folder, setFolder] = useState<Chosen | null>(null);
  const task = useTask(async ({ signal, onProgress }) => {
    let filed = 0;
    try {
      return await call(
        'letters.watch',
        { folder: folder?.handle ?? '' },
        {
          signal,
          onProgress: (progress) => {
            onProgress(progress);
            if (progress.done === filed) return;
            filed = progress.done;
            refresh();
          },
        },
      );
    } finally {
      refresh();
    }
  });
  const choose = (): void => {
    call('shell.chooseFolder', { title: words.watchChoose, use: 'read' })
      .then(({ chosen }) => {
        if (chosen === null) return;
        task.reset();
        setFolder(chosen);
      })
      .catch(report);
  };
  return { folder, choose, task };
}

export function WatchPanel({ watch: { folder, choose, task } }: { watch: Watch }) {
  const { readOnly } = useSession();
  const { running, progress, result, error } = task;
  return (
    <section aria-label={words.watchTitle}>
      <Space orientation="vertical">
        <h2>{words.watchTitle}</h2>
        <div>{words.watchWhat}</div>
        <Space wrap>
          <Button icon={<FolderOpenIcon />} disabled={running} onClick={choose}>
            {words.watchChoose}
          </Button>
          {folder !== null && <span>{folder.shown}</span>}
          {running ? (
            <Button onClick={task.cancel}>{words.watchStop}</Button>
          ) : (
            <Button disabled={folder === null || readOnly} onClick={task.start}>
              {words.watchStart}
            </Button>
          )}
        </Space>
        {running && (
          <div role="status">
            {words.watched(progress?.done ?? 0)} {progress?.message}
          </div>
        )}
        {result && (
          <Alert
            type="success"
            showIcon
            title={words.watchResult(result.filed, result.duplicates, result.refused)}
            description={result.items
              .filter(({ status }) => status === 'differs')
              .map(({ file, message }) => (
                <div key={file}>{`${words.statusDiffers}：${fileName(file)}　${message ?? ''}`}</div>
              ))}
          />
        )}
        {error && <ErrorNotice error={error} onClose={task.reset} />}
      </Space>
    </section>
  );
}
