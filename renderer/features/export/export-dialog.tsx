/** Exports letters to PDF: where to, with what, progress, and what came of it. */
import { FolderOpenIcon } from '../../components/icons.tsx';
import { Alert, Button, Checkbox, Modal, Select, Space, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CallInput, Chosen, ExportPdfResult } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { useTask } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const VOLUMES = ['no', 'only', 'both'] as const;
type Volume = (typeof VOLUMES)[number];

interface Props {
  selection: CallInput<'export.pdf'>['selection'];
  /** The letter's title, for one; left out for many. */
  name?: string;
  count?: number;
  onClose: () => void;
}

export function ExportDialog({ selection, name, count = 1, onClose }: Props) {
  const report = useReport();
  const [out, setOut] = useState<Chosen | null>(null);
  const [withAttachments, setWithAttachments] = useState(false);
  const [history, setHistory] = useState(false);
  const [cover, setCover] = useState(false);
  const [stamp, setStamp] = useState(false);
  const [volume, setVolume] = useState<Volume>('no');
  const [embed, setEmbed] = useState(false);
  const [revisions, setRevisions] = useState(false);
  const [list, setList] = useState(true);
  const task = useTask((options) =>
    call(
      'export.pdf',
      {
        selection,
        out: out?.handle ?? '',
        with_attachments: withAttachments,
        history,
        cover,
        stamp,
        list,
        volume,
        embed: embed && volume !== 'no',
        revisions: revisions && volume !== 'no',
      },
      options,
    ),
  );
  const choose = (): void => {
    call('shell.chooseFolder', { title: words.chooseTitle, use: 'write_folder' })
      .then(({ chosen }) => {
        if (chosen !== null) setOut(chosen);
      })
      .catch(report);
  };
  const stopOrClose = (): void => (task.running ? task.cancel() : onClose());

  return (
    <Modal
      open
      title={words.title}
      width={620}
      mask={{ closable: false }}
      onCancel={stopOrClose}
      footer={
        <Space>
          <Button onClick={stopOrClose}>{words.close}</Button>
          {task.result === undefined && (
            <Button type="primary" disabled={out === null} loading={task.running} onClick={task.start}>
              {words.start}
            </Button>
          )}
        </Space>
      }
    >
      <Space orientation="vertical" className={layout['whole'] ?? ''}>
        <div>{name === undefined ? words.whatMany(count) : words.what(name)}</div>
        {task.result === undefined && (
          <>
            <Space wrap>
              <Button autoFocus icon={<FolderOpenIcon />} disabled={task.running} onClick={choose}>
                {words.chooseFolder}
              </Button>
              <span>
                {words.folder}：{out?.shown ?? words.noFolder}
              </span>
            </Space>
            {count > 1 && (
              <Space wrap>
                <label htmlFor="export-volume">{words.volume}</label>
                <Select
                  id="export-volume"
                  popupMatchSelectWidth={false}
                  value={volume}
                  options={VOLUMES.map((value) => ({ value, label: words.volumes[value] }))}
                  onChange={setVolume}
                />
                {volume !== 'no' && (
                  <>
                    <Checkbox checked={embed} onChange={(event) => setEmbed(event.target.checked)}>
                      {words.embed}
                    </Checkbox>
                    <Checkbox checked={revisions} onChange={(event) => setRevisions(event.target.checked)}>
                      {words.revisions}
                    </Checkbox>
                  </>
                )}
              </Space>
            )}
            <Space wrap>
              <Checkbox checked={withAttachments} onChange={(event) => setWithAttachments(event.target.checked)}>
                {words.withAttachments}
              </Checkbox>
              <Checkbox checked={history} onChange={(event) => setHistory(event.target.checked)}>
                {words.history}
              </Checkbox>
              <Checkbox checked={cover} onChange={(event) => setCover(event.target.checked)}>
                {words.cover}
              </Checkbox>
              <Checkbox checked={stamp} onChange={(event) => setStamp(event.target.checked)}>
                {words.stamp}
              </Checkbox>
              <Checkbox checked={list} onChange={(event) => setList(event.target.checked)}>
                {words.list}
              </Checkbox>
            </Space>
          </>
        )}
        {task.running && <ProgressLine label={words.running} progress={task.progress} onCancel={task.cancel} />}
        {task.cancelled && <Alert type="info" showIcon title={words.cancelled} />}
        {task.error && <ErrorNotice error={task.error} />}
        {task.result && <Result result={task.result} />}
      </Space>
    </Modal>
  );
}

function Result({ result: { files, volumes, failed, warnings, audit_tip, list } }: { result: ExportPdfResult }) {
  const report = useReport();
  const reveal = (path: string): void => {
    call('shell.reveal', { path }).catch(report);
  };
  return (
    <Space orientation="vertical" className={layout['whole'] ?? ''}>
      {files.length > 0 && <Alert type="success" showIcon role="status" title={words.done(files.length)} />}
      {volumes.length > 0 && <Alert type="success" showIcon role="status" title={words.volumeDone(volumes.length)} />}
      {volumes.map(({ file, letters, pages, sha256 }) => (
        <Written key={file} file={file} size={words.volumeLetters(letters, pages)} sha256={sha256} onReveal={reveal} />
      ))}
      {failed.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={words.failed(failed.length)}
          description={failed.map(({ id, code, message }) => (
            <div key={id}>
              {id}：{message}（{code}）
            </div>
          ))}
        />
      )}
      {warnings.map(({ code, message }) => (
        <Alert key={code} type="warning" showIcon title={message} />
      ))}
      {files.map(({ file, pages, sha256, warnings: said }) => (
        <Written key={file} file={file} size={words.pages(pages)} sha256={sha256} onReveal={reveal}>
          {said.map(({ code, message }) => (
            <div key={code}>
              <Typography.Text type="warning">{message}</Typography.Text>
            </div>
          ))}
        </Written>
      ))}
      <Typography.Text type="secondary" className={layout['breakAnywhere'] ?? ''}>
        {list !== undefined && `${words.listWritten(fileName(list))}　`}
        {words.tip(audit_tip.seq, audit_tip.hash)}
      </Typography.Text>
    </Space>
  );
}

interface WrittenProps {
  file: string;
  /** How much is in it, in words. */
  size: string;
  sha256: string;
  onReveal: (file: string) => void;
  children?: ReactNode;
}

/** A file that the export wrote: its name, a way to it, its hash. */
function Written({ file, size, sha256, onReveal, children }: WrittenProps) {
  return (
    <div>
      <Typography.Text strong className={layout['breakAnywhere'] ?? ''}>
        {fileName(file)}
      </Typography.Text>
      {`　${size}`}
      <Button type="link" onClick={() => onReveal(file)}>
        {words.reveal}
      </Button>
      <div className={layout['breakAnywhere'] ?? ''}>
        <Typography.Text type="secondary">
          {words.sha256}：{sha256}
        </Typography.Text>
      </div>
      {children}
    </div>
  );
}
