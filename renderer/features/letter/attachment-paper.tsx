/** The text that was read from an attachment, in place of the letter's own, with the marks of what is looked for. */
import { Alert, Button, Spin } from 'antd';
import { useCall } from '../../archive/use-call.ts';
import type { Letter } from '../../../shared/model/letter.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { MarkedLetter } from '../../components/letter-text.tsx';
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
  const place = find.marks[find.bar.now]?.start;
  const page = place === undefined ? -1 : (value?.pages.findIndex(([, end]) => place < end) ?? -1);
  return (
    <div className={styles['paperSide']} ref={find.box}>
      <FindBar {...find.bar} />
      <Alert
        type="info"
        showIcon
        className={styles['attachmentBar'] ?? ''}
        title={words.attachmentShown(value?.name ?? '', page === -1 ? undefined : page + 1)}
        action={<Button onClick={onClose}>{words.toLetter}</Button>}
      />
      {read.error && <ErrorNotice error={read.error} onRetry={read.reload} />}
      {value === undefined && read.loading && <Spin />}
      {value !== undefined && (
        <article className={styles['paper']}>
          {value.text === '' ? (
            <p>{words.noAttachmentText}</p>
          ) : (
            <MarkedLetter text={value.text} marks={find.marks} now={find.bar.now} label={value.name} />
          )}
        </article>
      )}
    </div>
  );
}
