/** The files of a letter: their list, and the one that is chosen as it looks or as text, in place. */
import { useState } from 'react';
import type { Letter } from '../../../shared/model/letter.ts';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { AttachmentPaper } from '../letter/attachment-paper.tsx';
import { Attachments } from '../letter/attachments.tsx';
import styles from './reader.module.css';

interface Props {
  letter: Letter;
  /** The attachment that is shown first. */
  first: string | undefined;
  query: string;
  onChanged: () => void;
}

export function AttachmentsTab({ letter, first, query, onChanged }: Props) {
  const { readOnly } = useSession();
  const { may } = useRights();
  const [reading, setReading] = useState(first ?? null);
  const writable = letter.version === letter.versions && !readOnly && !letter.final && may('letters.attach');
  return (
    <div className={styles['split']}>
      <div className={styles['files']} data-reading={reading !== null || undefined} tabIndex={0}>
        <Attachments letter={letter} writable={writable} reading={reading} onRead={setReading} onChanged={onChanged} />
      </div>
      {reading !== null && (
        <AttachmentPaper
          key={reading}
          letter={letter}
          attachment={reading}
          query={query}
          onClose={() => setReading(null)}
        />
      )}
    </div>
  );
}
