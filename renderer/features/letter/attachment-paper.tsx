/** The text that was read from an attachment, in place of the letter's own, with the marks of what is looked for. */
import { Alert, Button, Segmented, Space, Spin } from 'antd';
import { useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { MarkedLetter } from '../../components/letter-text.tsx';
import { kindOf } from '../../components/format.ts';
import { AttachmentPage, hasPages } from './attachment-page.tsx';
import { FindBar } from './find-bar.tsx';
import styles from './letter.module.css';
import { useFind } from './use-find.ts';
import { words } from './words.ts';

interface Props {
  letter: Letter;
  attachment: string;
  query: string;
  onClose: () => void;
}

export function AttachmentPaper({ letter, attachment, query, onClose }: Props) {
  const { id, version } = letter;
  const read = useCall('search.attachmentText', { id, version, attachment });
  const find = useFind({ id, version, attachment }, query);
  const { value } = read;
  const file = letter.attachments.find((one) => one.id === attachment);
  const name = file?.name ?? value?.name ?? '';
  // The original's text is the letter's own.
  const isOriginal = file?.role === 'ORIGINAL';
  const [chosen, setAsPage] = useState<boolean | null>(null);
  // What has no text is shown as it looks.
  const asPage = isOriginal || (chosen ?? (hasPages(name) && value?.text === ''));
  const place = find.marks[find.bar.now]?.start;
  const page = place === undefined ? -1 : (value?.pages.findIndex(([, end]) => place < end) ?? -1);
  return (
    <div className={styles['paperSide']} ref={find.box}>
      {!asPage && <FindBar {...find.bar} />}
      <Alert
        type="info"
        showIcon
        className={styles['attachmentBar'] ?? ''}
        title={
          asPage
            ? words.attachmentPages(name)
            : words.attachmentShown(value?.name ?? '', page === -1 ? undefined : page + 1)
        }
        action={
          <Space>
            {hasPages(name) && !isOriginal && (
              <Segmented
                aria-label={words.showAs}
                value={asPage ? 'page' : 'text'}
                onChange={(shown) => setAsPage(shown === 'page')}
                options={[
                  { value: 'text', label: words.asText },
                  { value: 'page', label: words.asPage },
                ]}
              />
            )}
            <Button onClick={onClose}>{words.toLetter}</Button>
          </Space>
        }
      />
      {read.error && <ErrorNotice error={read.error} onRetry={read.reload} />}
      {value === undefined && read.loading && <Spin />}
      {asPage && <AttachmentPage id={id} attachment={attachment} />}
      {value !== undefined && !asPage && (
        <article className={styles['paper']}>
          {value.text === '' ? (
            <p>{words.noAttachmentText}</p>
          ) : (
            <AttachmentText name={name} text={value.text} marks={find.marks} now={find.bar.now} />
          )}
        </article>
      )}
    </div>
  );
}

/** More rows than these are read as text. */
const MOST_ROWS = 500;

/** A sheet as a table as long as nothing is looked for in it; anything else, and any marks, as text. */
function AttachmentText({
  name,
  text,
  marks,
  now,
}: {
  name: string;
  text: string;
  marks: Parameters<typeof MarkedLetter>[0]['marks'];
  now: number;
}) {
  const rows = text.split('\n').filter((line) => line.trim() !== '');
  const isTable = kindOf(name) === '表格' && marks.length === 0 && rows.length <= MOST_ROWS;
  if (!isTable) return <MarkedLetter text={text} marks={marks} now={now} label={name} />;
  return (
    <table className={styles['sheet']} aria-label={name}>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.split('\t').map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
