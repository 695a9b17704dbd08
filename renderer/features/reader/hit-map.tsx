/** Where in the text the marks stand, as ticks beside the scroll bar; a click goes there. */
import { useEffect, useState } from 'react';
import styles from './reader.module.css';
import { words } from './words.ts';

interface Props {
  scroller: HTMLDivElement | null;
  /** How many marks there are. */
  marks: number;
  onPick: (mark: number) => void;
}

/** Ticks beyond this many lie on one another. */
const MOST_TICKS = 400;

export function HitMap({ scroller, marks, onPick }: Props) {
  const [places, setPlaces] = useState<readonly { mark: number; share: number }[]>([]);
  useEffect(() => {
    if (scroller === null) return undefined;
    const measure = (): void => {
      const { top } = scroller.getBoundingClientRect();
      const height = scroller.scrollHeight;
      const found = [...scroller.querySelectorAll<HTMLElement>('mark[data-mark]')].slice(0, MOST_TICKS);
      setPlaces(
        found.map((element) => ({
          mark: Number(element.dataset['mark']),
          share: (element.getBoundingClientRect().top - top + scroller.scrollTop) / Math.max(1, height),
        })),
      );
    };
    // Behind the frame that shows the letter: the map must not hold it up.
    const frame = requestAnimationFrame(() => setTimeout(measure));
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [scroller, marks]);
  return (
    <div className={styles['map']} role="presentation" title={words.hitMap}>
      {places.map(({ mark, share }) => (
        <button
          key={`${mark}-${share}`}
          type="button"
          tabIndex={-1}
          aria-hidden
          style={{ top: `${share * 100}%` }}
          onClick={() => onPick(mark)}
        />
      ))}
    </div>
  );
}
