/** Letters that belong to this one: those that cite it, and those like it, with the reasons. */
import { Button } from 'antd';
import { useState } from 'react';
import type { RelatedLetter } from '../../../shared/model/search.ts';
import { useCall } from '../../archive/use-call.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CompareLetters } from '../history/compare-letters.tsx';
import styles from './letter.module.css';
import { words } from './words.ts';

export function Related({ id }: { id: string }) {
  const cited = useCall('search.citedBy', { id });
  const similar = useCall('search.similar', { id });
  const [other, setOther] = useState<string | null>(null);
  return (
    <>
      {cited.value !== undefined && cited.value.total > 0 && (
        <section aria-label={words.citedBy(cited.value.total)}>
          <h2>{words.citedBy(cited.value.total)}</h2>
          <ul className={styles['related']}>
            {cited.value.letters.map((letter) => (
              <Line key={letter.id} letter={letter} reasons={[]} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={words.similar}>
        <h2>{words.similar}</h2>
        {similar.error && <ErrorNotice error={similar.error} onRetry={similar.reload} />}
        {similar.value?.length === 0 && <p>{words.noSimilar}</p>}
        <ul className={styles['related']}>
          {similar.value?.map(({ reasons, ...letter }) => (
            <Line key={letter.id} letter={letter} reasons={reasons} onCompare={() => setOther(letter.id)} />
          ))}
        </ul>
      </section>
      {other !== null && <CompareLetters id={id} other={other} onClose={() => setOther(null)} />}
    </>
  );
}

interface LineProps {
  letter: RelatedLetter;
  reasons: readonly string[];
  onCompare?: () => void;
}

function Line({ letter, reasons, onCompare }: LineProps) {
  const { go } = useNavigation();
  const about = [letter.doc_number, letter.issuer, letter.issued_on].filter((part) => part !== null).join('　');
  return (
    <li>
      <Button type="link" size="small" onClick={() => go({ view: 'letter', id: letter.id })}>
        {letter.name}
      </Button>
      {about !== '' && <small>{about}</small>}
      {reasons.map((reason) => (
        <small key={reason}>{reason}</small>
      ))}
      {onCompare && (
        <Button size="small" onClick={onCompare}>
          {words.compareWith}
        </Button>
      )}
    </li>
  );
}
