/** Which element is looked at, and the way from one doubt to the next. */
import { useEffect, useState } from 'react';
import type { ElementName, Evidence } from '../../../shared/model/elements.ts';
import { controlId, doubtfulElements } from '../../components/elements-form.tsx';

export interface Doubts {
  doubtful: ElementName[];
  /** The element under the pointer, else the one with the keyboard. */
  active: ElementName | null;
  hovered: ElementName | null;
  setHovered: (name: ElementName | null) => void;
  setFocused: (name: ElementName | null) => void;
  focusField: (name: ElementName) => void;
  /** Counts the element with the keyboard as seen and goes to the next doubt. */
  next: () => void;
}

/**
 * @param prefix of the form's controls
 * @param seen elements that a person has looked at
 * @param see told of those that are being left
 */
export function useDoubts(
  prefix: string,
  evidence: Evidence,
  seen: ReadonlySet<ElementName>,
  see: (names: readonly ElementName[]) => void,
): Doubts {
  const [hovered, setHovered] = useState<ElementName | null>(null);
  const [focused, setFocused] = useState<ElementName | null>(null);
  const doubtful = doubtfulElements(evidence, seen);
  const focusField = (name: ElementName): void => document.getElementById(controlId(prefix, name))?.focus();

  // The keyboard starts where a person is needed: at the first doubt, else at the title.
  const first = doubtfulElements(evidence, new Set())[0] ?? 'title';
  useEffect(() => document.getElementById(controlId(prefix, first))?.focus(), [prefix, first]);

  const next = (): void => {
    if (focused !== null && doubtful.includes(focused)) see([focused]);
    const at = focused === null ? -1 : doubtful.indexOf(focused);
    const name = doubtful[at + 1] ?? doubtful.find((one) => one !== focused);
    if (name !== undefined) focusField(name);
  };
  return { doubtful, active: hovered ?? focused, hovered, setHovered, setFocused, focusField, next };
}
