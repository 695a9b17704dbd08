/** Marks of what is looked for over a file whose words the window shows itself. */
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { HitBoxes, type HitBox } from '../../components/hit-boxes.tsx';
import type { MarksShown } from '../../components/hit-places.ts';
import type { Preview } from '../../../shared/model/preview.ts';
import { placedHits, useHitPage, type Hits } from './hits.ts';
import { placesAt, shownLetters } from './places-in.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

interface Props {
  hits: Hits;
  shown: Preview;
  onPage: (page: number) => void;
  children: ReactNode;
}

const NO_BOXES: readonly HitBox[] = [];

export function ShownHits({ hits, shown, onPage, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLDivElement>(null);
  const [boxes, setBoxes] = useState(NO_BOXES);
  const [placed, setPlaced] = useState<{ of: Preview; marks: MarksShown }>();
  const { text, marks, pages: spans } = hits;
  const page = shown.kind === 'drawn' ? { page: shown.number, pages: shown.pages } : { page: 1, pages: 1 };
  const { page: number, pages } = page;
  useLayoutEffect(() => {
    const [around, inside] = [frame.current, file.current];
    if (around === null || inside === null) return undefined;
    // Of the file alone: words of the window round it are no part of it.
    const letters = shownLetters(inside.querySelector('article, svg') ?? inside);
    const found = placedHits({ text, marks, pages: spans, now: 0 }, { page: number, pages }, letters.text);
    setPlaced({ of: shown, marks: found });
    const place = (): void => {
      const place0 = around.getBoundingClientRect();
      setBoxes(
        [...found.places].flatMap(([mark, stretches]) =>
          stretches.flatMap((stretch) => placesAt(letters, stretch, place0).map((style) => ({ mark, style }))),
        ),
      );
    };
    // Lines break anew where the room changes, and the page is drawn smaller: then the marks go along.
    const observer = new ResizeObserver(place);
    observer.observe(inside);
    for (const sheet of inside.querySelectorAll('article, svg')) observer.observe(sheet);
    return () => observer.disconnect();
  }, [shown, number, pages, text, marks, spans]);
  const isLost = useHitPage(hits, page, placed?.of === shown ? placed.marks : undefined, onPage);
  return (
    <div className={styles['read']} ref={frame}>
      {isLost && <p className={styles['lost']}>{words.hitNotShown}</p>}
      <div ref={file}>{children}</div>
      <HitBoxes boxes={boxes} now={hits.now} />
    </div>
  );
}
