/** The text that was read from an attachment, in place of the letter's own, with the marks of what is looked for. */
import { Button, Segmented, Spin } from 'antd';
import { useState } from 'react';
import { useCall } from '../../archive/use-call.ts';
import { isOriginal, type Letter } from '../../../shared/model/letter.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { MarkedLetter } from '../../components/letter-text.tsx';
import { hasPreview } from '../../../shared/model/preview.ts';
import { FilePreview } from '../preview/preview.tsx';
import { AttachmentPage, hasPages } from './attachment-page.tsx';
import { FindBar } from './find-bar.tsx';
import styles from './letter.module.css';
import { useFind, useHits } from './use-find.ts';
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
  const { value } = read;
  const file = letter.attachments.find((one) => one.id === attachment);
  const name = file?.name ?? value?.name ?? '';
  // The text of an original is the letter's own.
  const ofLetter = file !== undefined && isOriginal(file);
  const find = useFind(ofLetter ? { id, version } : { id, version, attachment }, query);
  const text = ofLetter ? letter.text : (value?.text ?? '');
  const hits = useHits(text, ofLetter ? undefined : value?.pages, find);
  const [chosen, setAsPage] = useState<boolean | null>(null);
  const paged = hasPages(name);
  const looks = paged || hasPreview(name);
  // As it looks, unless something is looked for in its text. Pages are drawn anew each: with a question its text comes at once.
  const unasked = find.marks.length === 0 && (!paged || query === '');
  const asPage = ofLetter || (chosen ?? (looks && (value?.text === '' || unasked)));
  const place = find.marks[find.bar.now]?.start;
  const asRead =
    value === undefined ? undefined : (
      <article className={styles['paper']}>
        {value.text === '' ? (
          <p>{words.noAttachmentText}</p>
        ) : (
          <MarkedLetter text={value.text} marks={find.marks} now={find.bar.now} label={name} />
        )}
      </article>
    );
  const page = place === undefined ? -1 : (value?.pages.findIndex(([, end]) => place < end) ?? -1);
  return (
    <div className={styles['paperSide']} ref={find.box}>
      <div className={styles['bars']}>
        <FindBar {...find.bar} />
        <div className={styles['attachmentBar']}>
          <span title={name}>
            {asPage
              ? words.attachmentPages(name)
              : words.attachmentShown(value?.name ?? '', page === -1 ? undefined : page + 1)}
          </span>
          {looks && !ofLetter && (
            <Segmented
              size="small"
              aria-label={words.showAs}
              value={asPage ? 'page' : 'text'}
              onChange={(shown) => setAsPage(shown === 'page')}
              options={[
                { value: 'text', label: words.asText },
                { value: 'page', label: words.asPage },
              ]}
            />
          )}
          <Button size="small" onClick={onClose}>
            {words.toLetter}
          </Button>
        </div>
      </div>
      <div className={styles['paperScroll']} tabIndex={0}>
        {read.error && <ErrorNotice error={read.error} onRetry={read.reload} />}
        {value === undefined && read.loading && <Spin />}
        {asPage &&
          (paged ? (
            <AttachmentPage id={id} attachment={attachment} hits={hits} instead={asRead} />
          ) : (
            <FilePreview id={id} attachment={attachment} hits={hits} instead={asRead} />
          ))}
        {!asPage && asRead}
      </div>
    </div>
  );
}
