/** Which element is looked at, and the way from one question to the next. */
import { useEffect, useState } from 'react';
import type { ElementName } from '../../../shared/model/elements.ts';
import { controlId } from '../../components/elements-form.tsx';

export interface Doubts {
  /** What is still to be settled. */
  open: readonly ElementName[];
  /** The element under the pointer, else the one with the keyboard. */
  active: ElementName | null;
  hovered: ElementName | null;
  setHovered: (name: ElementName | null) => void;
  setFocused: (name: ElementName | null) => void;
  focusField: (name: ElementName) => void;
  /** Counts the element with the keyboard as seen and goes to the next question. */
  next: () => void;
}

/**
 * @param prefix of the form's controls
 * @param open questions, in the order of the form
 * @param see told of the element that is being left
 * @param reveal makes sure that a field is in sight before it gets the keyboard
 */
export function useDoubts(
  prefix: string,
  open: readonly ElementName[],
  see: (names: readonly ElementName[]) => void,
  reveal: (name: ElementName) => void,
): Doubts {
  const [hovered, setHovered] = useState<ElementName | null>(null);
  const [focused, setFocused] = useState<ElementName | null>(null);
  const focusField = (name: ElementName): void => {
    reveal(name);
    const field = document.getElementById(controlId(prefix, name));
    if (field !== null) field.focus();
    // A field that was folded comes with the next drawing.
    else requestAnimationFrame(() => document.getElementById(controlId(prefix, name))?.focus());
  };

  // The keyboard starts where a person is needed: at the first question, else at the title.
  const [first] = useState(open[0] ?? 'title');
  useEffect(() => document.getElementById(controlId(prefix, first))?.focus(), [prefix, first]);

  const next = (): void => {
    if (focused !== null && open.includes(focused)) see([focused]);
    const at = focused === null ? -1 : open.indexOf(focused);
    const name = open[at + 1] ?? open.find((one) => one !== focused);
    if (name !== undefined) focusField(name);
  };
  return { open, active: hovered ?? focused, hovered, setHovered, setFocused, focusField, next };
}
