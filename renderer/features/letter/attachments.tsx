/** The attachments of a letter: save a copy, add, take off with a reason. */
import { DeleteIcon, DownloadIcon, PaperClipIcon } from '../../components/icons.tsx';
import { App, Button, Space, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { FileSource } from '../../../shared/contract/index.ts';
import { hasPreview } from '../../../shared/model/preview.ts';
import { isOriginal, roleLabel, type Attachment, type GivenRole, type Letter } from '../../../shared/model/letter.ts';
import { call, type CallOptions } from '../../archive/client.ts';
import { useReport } from '../../app/report.tsx';
import { chooseFiles } from '../../components/choose-files.ts';
import { formatSize, kindOf } from '../../components/format.ts';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { RoleSelect } from '../../components/role-select.tsx';
import { hasPages } from './attachment-page.tsx';
import styles from './letter.module.css';
import { tellOf } from './told.ts';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  letter: Letter;
  /** False for an old version or an archive that cannot be written. */
  writable: boolean;
  /** The attachment that is shown below. */
  reading: string | null;
  /** Shows the text that was read from an attachment. */
  onRead: (attachment: string) => void;
  onChanged: () => void;
}

interface Chosen {
  name: string;
  source: FileSource;
  role: GivenRole;
}

export function Attachments({ letter, writable, reading, onRead, onChanged }: Props) {
  const { message } = App.useApp();
  const report = useReport();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [leaving, setLeaving] = useState<Attachment | null>(null);
  const list = useRef<HTMLUListElement>(null);
  // The list gives its room to what is shown; the file in hand stays in sight.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [reading]);

  const save = ({ id, name }: Attachment): void => {
    const saving = async (): Promise<void> => {
      const { chosen } = await call('shell.chooseSave', { title: words.saveTitle, name });
      if (chosen === null) return;
      const saved = await call('letters.saveAttachment', { id: letter.id, attachment: id, out: chosen.handle });
      void message.success(words.saved(name, formatSize(saved.size)));
    };
    saving().catch(report);
  };
  const choose = (): void => {
    chooseFiles(words.attachTitle)
      .then((files) => setChosen(files.map((file) => ({ ...file, role: 'ATTACHMENT' }))))
      .catch(report);
  };
  const attach = async (reason: string, options: CallOptions): Promise<void> => {
    const attachments = chosen.map(({ source, role }) => ({ source, role }));
    const made = await call(
      'letters.attach',
      { id: letter.id, base_version: letter.version, attachments, reason },
      options,
    );
    setChosen([]);
    tellOf(made);
    void message.success(words.attached(made.version));
    onChanged();
  };
  const detach = async (attachment: Attachment, reason: string): Promise<void> => {
    const made = await call('letters.detach', {
      id: letter.id,
      base_version: letter.version,
      attachment: attachment.id,
      reason,
    });
    setLeaving(null);
    tellOf(made);
    void message.success(words.detached(made.version));
    onChanged();
  };

  return (
    <section aria-label={words.attachments(letter.attachments.length)}>
      <h2>{words.attachments(letter.attachments.length)}</h2>
      {letter.attachments.length === 0 && <p>{words.noAttachments}</p>}
      <ul className={styles['files']} ref={list}>
        {letter.attachments.map((attachment) => (
          <li key={attachment.id} className={styles['file']} aria-current={attachment.id === reading || undefined}>
            <Tag>{roleLabel(attachment.role)}</Tag>
            <span>{attachment.name}</span>
            <Space size={4}>
              {(!isOriginal(attachment) || hasPages(attachment.name) || hasPreview(attachment.name)) && (
                <Button
                  size="small"
                  aria-label={`${words.readText}：${attachment.name}`}
                  onClick={() => onRead(attachment.id)}
                >
                  {words.readText}
                </Button>
              )}
              <Button
                size="small"
                icon={<DownloadIcon />}
                aria-label={`${words.save}：${attachment.name}`}
                onClick={() => save(attachment)}
              >
                {words.save}
              </Button>
              {writable && !isOriginal(attachment) && (
                <Button
                  size="small"
                  icon={<DeleteIcon />}
                  aria-label={`${words.detach}：${attachment.name}`}
                  title={words.detach}
                  onClick={() => setLeaving(attachment)}
                />
              )}
            </Space>
            <small>
              {kindOf(attachment.name)}，{formatSize(attachment.size)}
            </small>
          </li>
        ))}
      </ul>
      {writable && (
        <Button className={layout['above8'] ?? ''} icon={<PaperClipIcon />} onClick={choose}>
          {words.attach}
        </Button>
      )}
      {chosen.length > 0 && (
        <ReasonDialog
          title={words.attach}
          okText={words.attachConfirm(chosen.length)}
          onCancel={() => setChosen([])}
          doing={words.attaching}
          onConfirm={attach}
        >
          <div className={styles['manyChosen']}>
            {chosen.map((file, at) => (
              <div key={`${file.name}-${at}`} className={styles['chosen']}>
                <span>{file.name}</span>
                <RoleSelect
                  label={`${words.role}：${file.name}`}
                  value={file.role}
                  onChange={(role) =>
                    setChosen(chosen.map((other, index) => (index === at ? { ...other, role } : other)))
                  }
                />
              </div>
            ))}
          </div>
        </ReasonDialog>
      )}
      {leaving && (
        <ReasonDialog
          title={words.detachTitle(leaving.name)}
          okText={words.detach}
          onCancel={() => setLeaving(null)}
          onConfirm={(reason) => detach(leaving, reason)}
        >
          <p>{words.detachHint}</p>
        </ReasonDialog>
      )}
    </section>
  );
}
