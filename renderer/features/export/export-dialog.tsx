/** Exports letters to PDF: where to and with what. The work itself is a job that goes on beside everything else. */
import { FolderOpenIcon } from '../../components/icons.tsx';
import { Button, Checkbox, Modal, Space } from 'antd';
import { useState } from 'react';
import type { CallInput, ExportPdfResult } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { startJob, type JobResult } from '../../app/jobs.ts';
import { useReport } from '../../app/report.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  selection: CallInput<'export.pdf'>['selection'];
  /** The letter's name, for one; left out for many. */
  name?: string;
  count?: number;
  onClose: () => void;
}

/** What came of it, line by line: what failed, the list, and the head of the log. */
async function resultOf({ files, failed, audit_tip, list }: ExportPdfResult): Promise<JobResult> {
  const named =
    failed.length === 0
      ? []
      : (await call('letters.rows', { ids: failed.slice(0, MOST_NAMED).map(({ id }) => id) })).letters;
  return {
    words: failed.length === 0 ? words.done(files.length) : words.doneSome(files.length, failed.length),
    troubled: failed.length > 0,
    files: files.map(({ file }) => file),
    lines: [
      ...failed
        .slice(0, MOST_NAMED)
        .map(({ id, message }) => `《${named.find((one) => one.id === id)?.name ?? ''}》：${message}`),
      ...(list === undefined ? [] : [words.listWritten(fileName(list))]),
      words.tip(audit_tip.seq, audit_tip.hash),
    ],
  };
}

/** Failures that are told one by one. */
const MOST_NAMED = 20;

export function ExportDialog({ selection, name, count = 1, onClose }: Props) {
  const report = useReport();
  const [out, setOut] = useState<string | null>(null);
  const [withAttachments, setWithAttachments] = useState(false);
  const [history, setHistory] = useState(false);
  const [cover, setCover] = useState(false);
  const [list, setList] = useState(true);
  const start = (): void => {
    if (out === null) return;
    const input = { selection, out, with_attachments: withAttachments, history, cover, list };
    startJob(words.title, async (options) => resultOf(await call('export.pdf', input, options)));
    onClose();
  };
  const choose = (): void => {
    call('shell.chooseFolder', { title: words.chooseTitle })
      .then(({ path }) => {
        if (path !== null) setOut(path);
      })
      .catch(report);
  };
  return (
    <Modal
      open
      title={words.title}
      width={620}
      onCancel={onClose}
      footer={
        <Space>
          <Button onClick={onClose}>{words.close}</Button>
          <Button type="primary" disabled={out === null} onClick={start}>
            {words.start}
          </Button>
        </Space>
      }
    >
      <Space orientation="vertical" className={layout['whole'] ?? ''}>
        <div>{name === undefined ? words.whatMany(count) : words.what(name)}</div>
        <Space wrap>
          <Button autoFocus icon={<FolderOpenIcon />} onClick={choose}>
            {words.chooseFolder}
          </Button>
          <span>
            {words.folder}：{out ?? words.noFolder}
          </span>
        </Space>
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
          <Checkbox checked={list} onChange={(event) => setList(event.target.checked)}>
            {words.list}
          </Checkbox>
        </Space>
      </Space>
    </Modal>
  );
}
