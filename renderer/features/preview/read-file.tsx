/** A file as it looks, at the desk: boxes stand where elements were read in it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ElementName, Evidence } from '../../../shared/model/elements.ts';
import type { Preview } from '../../../shared/model/preview.ts';
import { EvidenceBoxes, evidenceBoxes, evidenceShown, type EvidenceBox } from '../../components/evidence-boxes.tsx';
import { placesAt, shownLetters } from './places-in.ts';
import { ShownFile } from './preview.tsx';
import styles from './preview.module.css';

interface Props {
  shown: Preview;
  onPage: (page: number) => void;
  /** The text that was read, and where in it the elements stand. */
  text: string;
  evidence: Evidence;
  active: ElementName | null;
  onPick: (name: ElementName) => void;
}

const NO_BOXES: readonly EvidenceBox[] = [];

export function ReadFile({ shown, onPage, text, evidence, active, onPick }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLDivElement>(null);
  const [boxes, setBoxes] = useState(NO_BOXES);
  useLayoutEffect(() => {
    const [around, inside] = [frame.current, file.current];
    if (around === null || inside === null) return undefined;
    // Of the file alone: words of the window round it are no part of it.
    const letters = shownLetters(inside.querySelector('article, svg') ?? inside);
    const found = evidenceShown(evidence, text, letters.text, shown.kind === 'drawn' ? shown.pages : 1);
    const place = (): void => {
      const frameAt = around.getBoundingClientRect();
      setBoxes(evidenceBoxes(found, (stretch) => placesAt(letters, stretch, frameAt)));
    };
    // Lines break anew where the room changes, and the page is drawn smaller: then the boxes go along.
    const observer = new ResizeObserver(place);
    observer.observe(inside);
    for (const page of inside.querySelectorAll('article, svg')) observer.observe(page);
    return () => observer.disconnect();
  }, [shown, text, evidence]);
  useEffect(() => {
    if (active !== null) frame.current?.querySelector('[data-now]')?.scrollIntoView({ block: 'nearest' });
  }, [active, boxes]);
  return (
    <div className={styles['read']} ref={frame}>
      <div ref={file}>
        <ShownFile shown={shown} onPage={onPage} />
      </div>
      <EvidenceBoxes boxes={boxes} active={active} onPick={onPick} />
    </div>
  );
}
