/** Boxes where elements were read, over whatever shows the file; a click on a box leads to the element. */
import type { CSSProperties } from 'react';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  SURE,
  type ElementEvidence,
  type ElementName,
  type Evidence,
} from '../../shared/model/elements.ts';
import styles from './page-view.module.css';

interface Read {
  name: ElementName;
  one: ElementEvidence;
}

/** A piece of a line that an element was read from. */
export interface EvidenceBox {
  name: ElementName;
  doubtful: boolean;
  /** left, top, width, height. */
  style: CSSProperties;
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

/**
 * The boxes of all elements on one page, the shortest last.
 * @param place the boxes of a quotation
 * @param page the page and how many there are: it holds a part of the text, so where in the page is only about known
 */
export function evidenceBoxes(
  evidence: Evidence,
  text: string,
  [page, pages]: readonly [number, number],
  place: (quotation: string, share: number) => CSSProperties[],
): EvidenceBox[] {
  return shortestLast(evidence).flatMap(({ name, one }) => {
    const share = (one.start / Math.max(1, text.length) - (page - 1) / pages) * pages;
    return place(text.slice(one.start, one.end), share).map((style) => ({
      name,
      doubtful: one.confidence < SURE,
      style,
    }));
  });
}

interface Props {
  boxes: readonly EvidenceBox[];
  active: ElementName | null;
  onPick: (name: ElementName) => void;
}

export function EvidenceBoxes({ boxes, active, onPick }: Props) {
  return boxes.map(({ name, doubtful, style }, at) => (
    <button
      key={`${name}-${at}`}
      type="button"
      tabIndex={-1}
      aria-hidden
      className={styles['box']}
      data-evidence={name}
      data-doubt={doubtful || undefined}
      data-now={name === active || undefined}
      title={ELEMENT_LABELS[name]}
      style={style}
      onClick={() => onPick(name)}
    />
  ));
}
