/** The original as it looks: pages of a pdf or a picture, a Word file, an OFD, a mail, a workbook; of other files the text as it was read. */
import { shownOriginal, type Letter } from '../../../shared/model/letter.ts';
import { hasPreview } from '../../../shared/model/preview.ts';
import { Alert } from 'antd';
import { useMemo } from 'react';
import { MarkedLetter } from '../../components/letter-text.tsx';
import { AttachmentPage, hasPages } from '../letter/attachment-page.tsx';
import { FindBar } from '../letter/find-bar.tsx';
import { pageBlocks } from '../letter/page-blocks.ts';
import { useFind, useHits } from '../letter/use-find.ts';
import { words } from '../letter/words.ts';
import { FilePreview } from '../preview/preview.tsx';
import styles from './reader.module.css';

export function OriginalTab({ letter, query }: { letter: Letter; query: string }) {
  const { id, version, text } = letter;
  const original = shownOriginal(letter.attachments);
  const blocks = useMemo(() => pageBlocks(text, letter.elements), [text, letter.elements]);
  const find = useFind({ id, version }, query);
  const hits = useHits(text, undefined, find);
  if (original === undefined) return <div className={styles['nothing']}>{words.noOriginal}</div>;
  const place = { id, attachment: original.id, hits };
  const asText = (
    <>
      <Alert type="info" showIcon title={`${original.name}：${words.cannotDraw}`} />
      <div className={styles['paper']}>
        <MarkedLetter text={text} marks={find.marks} now={find.bar.now} blocks={blocks} label={original.name} />
      </div>
    </>
  );
  return (
    <div className={styles['paperFrame']} ref={find.box}>
      <FindBar {...find.bar} />
      <div className={styles['scroll']} tabIndex={0}>
        {hasPages(original.name) ? (
          <AttachmentPage {...place} instead={asText} />
        ) : hasPreview(original.name) ? (
          <FilePreview {...place} instead={asText} />
        ) : (
          asText
        )}
      </div>
    </div>
  );
}
