/** Exports letters to PDF: where to and with what. The work itself is a job that goes on beside everything else. */
import { FolderOpenIcon } from '../../components/icons.tsx';
import { Button, Checkbox, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import type { CallInput, Chosen, ExportPdfResult } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { fileName } from '../../archive/files.ts';
import { startJob, type JobResult } from '../../app/jobs.ts';
import { useReport } from '../../app/report.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const VOLUMES = ['no', 'only', 'both'] as const;
type Volume = (typeof VOLUMES)[number];

interface Props {
  selection: CallInput<'export.pdf'>['selection'];
  /** The letter's name, for one; left out for many. */
  name?: string;
  count?: number;
  onClose: () => void;
}

/** What an export warns of, line by line: of itself, then of each file. */
export function exportLines({ files, warnings }: Pick<ExportPdfResult, 'files' | 'warnings'>): string[] {
  const ofFiles = files.flatMap((one) => one.warnings.map(({ message }) => `${fileName(one.file)}：${message}`));
  const more = ofFiles.length - MOST_NAMED;
  return [
    ...warnings.map(({ message }) => message),
    ...ofFiles.slice(0, MOST_NAMED),
    ...(more > 0 ? [words.moreWarnings(more)] : []),
  ];
}

/** What came of it, line by line: what failed, the list, and the head of the log. */
async function resultOf({ files, volumes, failed, warnings, audit_tip, list }: ExportPdfResult): Promise<JobResult> {
  const named =
    failed.length === 0
      ? []
      : (await call('letters.rows', { ids: failed.slice(0, MOST_NAMED).map(({ id }) => id) })).letters;
  return {
    words: failed.length === 0 ? words.done(files.length) : words.doneSome(files.length, failed.length),
    troubled: failed.length > 0,
    files: [...volumes, ...files].map(({ file }) => file),
    lines: [
      ...failed
        .slice(0, MOST_NAMED)
        .map(({ id, message }) => `《${named.find((one) => one.id === id)?.name ?? ''}》：${message}`),
      ...volumes.map(({ file, letters, pages }) => `${fileName(file)}　${words.volumeLetters(letters, pages)}`),
      ...exportLines({ files, warnings }),
      ...(list === undefined ? [] : [words.listWritten(fileName(list))]),
      words.tip(audit_tip.seq, audit_tip.hash),
    ],
  };
}

/** Failures that are told one by one. */
const MOST_NAMED = 20;

export function ExportDialog({ selection, name, count = 1, onClose }: Props) {
  const report = useReport();
  const [out, setOut] = useState<Chosen | null>(null);
  const [withAttachments, setWithAttachments] = useState(false);
  const [asPages, setAsPages] = useState(false);
  const [history, setHistory] = useState(false);
  const [cover, setCover] = useState(false);
  const [stamp, setStamp] = useState(false);
  const [stampOriginal, setStampOriginal] = useState(false);
  const [volume, setVolume] = useState<Volume>('no');
  const [embed, setEmbed] = useState(false);
  const [revisions, setRevisions] = useState(false);
  const [list, setList] = useState(true);
  const start = (): void => {
    if (out === null) return;
    const input = {
      selection,
      out: out.handle,
      with_attachments: withAttachments,
      attachments_as_pages: asPages,
      history,
      cover,
      stamp,
      stamp_original: stampOriginal && volume !== 'only',
      list,
      volume,
      embed: embed && volume !== 'no',
      revisions: revisions && volume !== 'no',
    };
    startJob(words.title, async (options) => resultOf(await call('export.pdf', input, options)));
    onClose();
  };
  const choose = (): void => {
    call('shell.chooseFolder', { title: words.chooseTitle, use: 'write_folder' })
      .then(({ chosen }) => {
        if (chosen !== null) setOut(chosen);
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
          <Checkbox checked={asPages} onChange={(event) => setAsPages(event.target.checked)}>
            {words.asPages}
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
          {volume !== 'only' && (
            <Checkbox checked={stampOriginal} onChange={(event) => setStampOriginal(event.target.checked)}>
              {words.stampOriginal}
            </Checkbox>
          )}
          <Checkbox checked={list} onChange={(event) => setList(event.target.checked)}>
            {words.list}
          </Checkbox>
        </Space>
      </Space>
    </Modal>
  );
}
