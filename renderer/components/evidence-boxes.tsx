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
import { marksShown, type Stretch } from './hit-places.ts';
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

/** Where on what is shown an element was read: the stretches of what is compared of it. */
export interface EvidenceShown {
  name: ElementName;
  doubtful: boolean;
  stretches: readonly Stretch[];
}

/**
 * Where all elements stand in what is shown, the shortest last. An element has its place there by the words around it and not by its own: the
 * same day or number is told on other pages and in other sentences too. What was read elsewhere has none.
 * @param shown what is compared of the page or the whole file, as `plainOf` and its like give it
 * @param pages of the file: where there are several, `shown` is a part of the text
 */
export function evidenceShown(evidence: Evidence, text: string, shown: string, pages: number): EvidenceShown[] {
  const read = shortestLast(evidence);
  const marks = read.map(({ one }) => [one.start, one.end] as const);
  const { places } = marksShown(text, marks, shown, pages > 1);
  return read.flatMap(({ name, one }, mark) => {
    const stretches = places.get(mark);
    return stretches === undefined ? [] : [{ name, doubtful: one.confidence < SURE, stretches }];
  });
}

/** The boxes of elements. @param place the boxes of a stretch, a box for each line that it takes */
export function evidenceBoxes(
  shown: readonly EvidenceShown[],
  place: (stretch: Stretch) => readonly CSSProperties[],
): EvidenceBox[] {
  return shown.flatMap(({ name, doubtful, stretches }) =>
    stretches.flatMap((stretch) => place(stretch).map((style) => ({ name, doubtful, style }))),
  );
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
