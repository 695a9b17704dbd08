/** A page as it looks, with boxes where elements were read; a click on a box leads to the element. */
import { useEffect, useMemo, useRef } from 'react';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  SURE,
  type ElementEvidence,
  type ElementName,
  type Evidence,
} from '../../shared/model/elements.ts';
import type { PagePictureShown } from '../../shared/model/page.ts';
import { boxesOf } from './page-boxes.ts';
import styles from './page-view.module.css';

interface Read {
  name: ElementName;
  one: ElementEvidence;
}

/**
 * What is drawn later lies above: of two that lie over each other the shorter can be clicked, and of two of the same words (a title
 * tells the kind of letter) the one that comes first in the form.
 */
function shortestLast(evidence: Evidence): Read[] {
  const length = ({ one }: Read): number => one.end - one.start;
  return ELEMENT_NAMES.flatMap((name): Read[] => (evidence[name] === undefined ? [] : [{ name, one: evidence[name] }]))
    .toReversed()
    .toSorted((a, b) => length(b) - length(a));
}

interface Props {
  picture: PagePictureShown;
  /** The text that was read, and where in it the elements stand. */
  text: string;
  evidence: Evidence;
  active: ElementName | null;
  onPick: (name: ElementName) => void;
  alt: string;
}

export function PageView({ picture, text, evidence, active, onPick, alt }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const found = useMemo(
    () =>
      shortestLast(evidence).flatMap(({ name, one }) => {
        if (picture.places.length === 0) return [];
        // The page holds a part of the text: where in the page is only about known.
        const from = (picture.page - 1) / picture.pages;
        const share = (one.start / Math.max(1, text.length) - from) * picture.pages;
        return boxesOf(picture.places, text.slice(one.start, one.end), share).map((box) => ({
          name,
          box,
          doubtful: one.confidence < SURE,
        }));
      }),
    [picture, text, evidence],
  );
  useEffect(() => {
    if (active !== null) frame.current?.querySelector('[data-now]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const percent = (share: number): string => `${share * 100}%`;
  return (
    <div className={styles['frame']} ref={frame}>
      <img src={picture.image} alt={alt} width={picture.width} height={picture.height} />
      {found.map(({ name, box, doubtful }, at) => (
        <button
          key={`${name}-${at}`}
          type="button"
          tabIndex={-1}
          className={styles['box']}
          data-evidence={name}
          data-doubt={doubtful || undefined}
          data-now={name === active || undefined}
          title={ELEMENT_LABELS[name]}
          aria-label={ELEMENT_LABELS[name]}
          style={{
            left: percent(box.x),
            top: percent(box.y),
            width: percent(box.width),
            height: percent(box.height),
          }}
          onClick={() => onPick(name)}
        />
      ))}
    </div>
  );
}
