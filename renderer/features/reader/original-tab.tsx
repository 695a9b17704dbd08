/** The original as it looks: pages of a pdf or a picture, a Word file, an OFD, a mail, a workbook; of other files the text as it was read. */
import type { Letter } from '../../../shared/model/letter.ts';
import { hasPreview } from '../../../shared/model/preview.ts';
import { Alert } from 'antd';
import { useMemo } from 'react';
import { LetterText } from '../../components/letter-text.tsx';
import { AttachmentPage, hasPages } from '../letter/attachment-page.tsx';
import { pageBlocks } from '../letter/page-blocks.ts';
import { words } from '../letter/words.ts';
import { FilePreview } from '../preview/preview.tsx';
import styles from './reader.module.css';

export function OriginalTab({ letter }: { letter: Letter }) {
  const original = letter.attachments.find(({ role }) => role === 'ORIGINAL');
  const blocks = useMemo(() => pageBlocks(letter.text, letter.elements), [letter]);
  if (original === undefined) return <div className={styles['nothing']}>{words.noOriginal}</div>;
  if (hasPages(original.name))
    return (
      <div className={styles['scroll']} tabIndex={0}>
        <AttachmentPage id={letter.id} attachment={original.id} />
      </div>
    );
  const asText = (
    <>
      <Alert type="info" showIcon title={`${original.name}：${words.cannotDraw}`} />
      <div className={styles['paper']}>
        <LetterText text={letter.text} spans={[]} draw={() => null} blocks={blocks} label={original.name} />
      </div>
    </>
  );
  return (
    <div className={styles['scroll']} tabIndex={0}>
      {hasPreview(original.name) ? <FilePreview id={letter.id} attachment={original.id} instead={asText} /> : asText}
    </div>
  );
}
