/** A page as it looks, with boxes where elements were read; a click on a box leads to the element. */
import { useEffect, useMemo, useRef } from 'react';
import type { ElementName, Evidence } from '../../shared/model/elements.ts';
import type { PagePictureShown } from '../../shared/model/page.ts';
import { EvidenceBoxes, evidenceBoxes, evidenceShown } from './evidence-boxes.tsx';
import { boxesAt, pageLetters } from './page-boxes.ts';
import styles from './page-view.module.css';

interface Props {
  picture: PagePictureShown;
  /** The text that was read, and where in it the elements stand. */
  text: string;
  evidence: Evidence;
  active: ElementName | null;
  onPick: (name: ElementName) => void;
  alt: string;
}

const percent = (share: number): string => `${share * 100}%`;

export function PageView({ picture, text, evidence, active, onPick, alt }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const boxes = useMemo(() => {
    const { pages, places } = picture;
    if (places.length === 0) return [];
    const letters = pageLetters(places);
    return evidenceBoxes(evidenceShown(evidence, text, letters.text, pages), (stretch) =>
      boxesAt(places, letters, stretch).map(({ x, y, width, height }) => ({
        left: percent(x),
        top: percent(y),
        width: percent(width),
        height: percent(height),
      })),
    );
  }, [picture, text, evidence]);
  useEffect(() => {
    if (active !== null) frame.current?.querySelector('[data-now]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={styles['frame']} ref={frame}>
      <img src={picture.image} alt={alt} width={picture.width} height={picture.height} />
      <EvidenceBoxes boxes={boxes} active={active} onPick={onPick} />
    </div>
  );
}
