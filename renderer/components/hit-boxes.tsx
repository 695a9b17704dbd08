/** Marks of what is looked for, over whatever shows the file. */
import { useEffect, useRef, type CSSProperties } from 'react';
import styles from './page-view.module.css';

/** A piece of a line of a mark. */
export interface HitBox {
  mark: number;
  /** left, top, width, height. */
  style: CSSProperties;
}

interface Props {
  boxes: readonly HitBox[];
  /** Number of the mark that the reader stands on. */
  now: number;
}

export function HitBoxes({ boxes, now }: Props) {
  const first = useRef<HTMLSpanElement>(null);
  const isShown = boxes.some(({ mark }) => mark === now);
  // Not where boxes only move along with the room: who scrolled away stays there.
  useEffect(() => {
    if (isShown) first.current?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [isShown, now]);
  const at = boxes.findIndex(({ mark }) => mark === now);
  return boxes.map(({ mark, style }, index) => (
    <span
      key={index}
      ref={index === at ? first : null}
      aria-hidden
      className={styles['hit']}
      data-mark={mark}
      data-now={mark === now || undefined}
      style={style}
    />
  ));
}
