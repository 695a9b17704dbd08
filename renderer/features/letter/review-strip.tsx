/** Over a letter: that it waits for a person, with what is open beside the way to settle it; and what its last change answered. */
import { App, Button, Tag } from 'antd';
import { useState } from 'react';
import type { Letter } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReport } from '../../app/report.tsx';
import { useRights } from '../../app/rights.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { openInWords, openLines } from './open-doubts.ts';
import styles from './letter.module.css';
import { putAway, useTold } from './told.ts';
import { words } from './words.ts';

interface Props {
  letter: Letter;
  onChanged: () => void;
}

export function LetterStrips({ letter, onChanged }: Props) {
  const { may } = useRights();
  const { readOnly } = useSession();
  const isNewest = letter.version === letter.versions;
  const settles = isNewest && !readOnly && may('review.confirm');
  return (
    <>
      <ToldStrip letter={letter} />
      {letter.review === true &&
        isNewest &&
        (settles ? (
          <ReviewStrip key={`${letter.id}@${letter.version}`} letter={letter} onChanged={onChanged} />
        ) : (
          <div className={styles['strip']} data-tone="doubt">
            <Tag color="orange">{words.waits}</Tag>
            <span>{words.waitsHint}</span>
          </div>
        ))}
    </>
  );
}

/** What the last change answered. */
function ToldStrip({ letter: { id, version } }: Pick<Props, 'letter'>) {
  const made = useTold((told) => told.made);
  if (made === null || made.id !== id || made.version !== version) return null;
  return (
    <div className={styles['strip']} role="status">
      <div>
        {made.warnings.map(({ code, message }) => (
          <div key={code + message}>{message}</div>
        ))}
      </div>
      <Button size="small" type="text" onClick={putAway}>
        {words.putAway}
      </Button>
    </div>
  );
}

function ReviewStrip({ letter: { id, version, elements }, onChanged }: Props) {
  const { message } = App.useApp();
  const { go } = useNavigation();
  const { refresh } = useSession();
  const report = useReport();
  const { value, error, reload } = useCall('review.show', { id, twins: false });
  const [busy, setBusy] = useState(false);
  const lines = value === undefined ? [] : openLines(openInWords(value.doubts, elements));
  const confirm = (): void => {
    setBusy(true);
    call('review.confirm', { id, base_version: version })
      .then(() => {
        void message.success(words.reviewed);
        refresh();
        onChanged();
      }, report)
      .finally(() => setBusy(false));
  };
  return (
    <section className={styles['strip']} data-tone="doubt" aria-label={words.waits}>
      <Tag color="orange">{words.waits}</Tag>
      {error ? (
        <ErrorNotice error={error} onRetry={reload} />
      ) : value === undefined ? (
        <div aria-busy />
      ) : lines.length === 0 ? (
        <div>{words.allSettled}</div>
      ) : (
        <ul aria-label={words.openDoubts}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <span className={styles['stripActs']}>
        <Button size="small" title={words.toReviewHint} onClick={() => go({ view: 'review', id })}>
          {words.toReview}
        </Button>
        <Button size="small" title={words.reviewedHint} loading={busy} disabled={value === undefined} onClick={confirm}>
          {words.reviewedButton}
        </Button>
      </span>
    </section>
  );
}
