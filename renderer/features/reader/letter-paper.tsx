/** The letter's own text set as a page, with the marks of what is looked for and a map of them beside the scroll bar. */
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Letter } from '../../../shared/model/letter.ts';
import { MarkedLetter } from '../../components/letter-text.tsx';
import { FindBar } from '../letter/find-bar.tsx';
import { OldVersion } from '../letter/old-version.tsx';
import { pageBlocks } from '../letter/page-blocks.ts';
import { useFind } from '../letter/use-find.ts';
import { words as letterWords } from '../letter/words.ts';
import { HitMap } from './hit-map.tsx';
import styles from './reader.module.css';

export const LetterPaper = memo(function LetterPaper({ letter, query }: { letter: Letter; query: string }) {
  const { id, version } = letter;
  const find = useFind({ id, version }, query);
  const blocks = useMemo(() => pageBlocks(letter.text, letter.elements), [letter]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // Only where it was scrolled: to set the place, the page is laid out at once.
  const scrolled = useRef(false);
  useLayoutEffect(() => {
    if (scroller !== null && scrolled.current) scroller.scrollTop = 0;
    scrolled.current = false;
  }, [scroller, id, version]);
  return (
    <div className={styles['paperFrame']} ref={find.box}>
      <FindBar {...find.bar} />
      <div className={styles['scroll']} ref={setScroller} tabIndex={0} onScroll={() => (scrolled.current = true)}>
        {letter.version < letter.versions && <OldVersion letter={letter} />}
        <div className={styles['paper']}>
          {letter.text === '' ? (
            <p>{letterWords.noText}</p>
          ) : (
            <MarkedLetter text={letter.text} marks={find.marks} now={find.bar.now} blocks={blocks} />
          )}
        </div>
      </div>
      {find.marks.length > 0 && <HitMap scroller={scroller} marks={find.marks.length} onPick={find.goTo} />}
    </div>
  );
});
