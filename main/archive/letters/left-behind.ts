/** What a letter no longer has after it was restored to an earlier version: people are told, it stays in the history. Pure. */
import { ELEMENT_NAMES, type ElementName } from '../../../shared/model/elements.ts';
import type { Snapshot } from './versions.ts';

export interface Left {
  attachments: { id: string; name: string }[];
  /** Elements whose newest value is not that of the earlier version, and was not empty. */
  elements: ElementName[];
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

export function leftBehind(
  newest: Pick<Snapshot, 'elements' | 'attachments'>,
  old: Pick<Snapshot, 'elements' | 'attachments'>,
): Left {
  const kept = new Set(old.attachments.map(({ id }) => id));
  return {
    attachments: newest.attachments.filter(({ id }) => !kept.has(id)).map(({ id, name }) => ({ id, name })),
    elements: ELEMENT_NAMES.filter(
      (name) =>
        !isEmpty(newest.elements[name]) && JSON.stringify(newest.elements[name]) !== JSON.stringify(old.elements[name]),
    ),
  };
}
