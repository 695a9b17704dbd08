/** Carrying one's unsaved changes over to a version that somebody else made meanwhile. Pure. */
import { changedElements } from '../../components/element-text.ts';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';

export interface Content {
  elements: Elements;
  text: string;
}
export type ContentPart = ElementName | 'text';

/** What differs between two contents. */
export function changedParts(before: Content, after: Content): ContentPart[] {
  const names = Object.keys(changedElements(before.elements, after.elements)) as ElementName[];
  return before.text === after.text ? names : [...names, 'text'];
}

/**
 * Puts one's own changes on top of the newest version.
 * @param base what one started from
 * @param mine what one made of it
 * @param newest what stands in the archive now
 * @returns the content to go on with, and the parts that both sides changed in different ways
 */
export function rebase(base: Content, mine: Content, newest: Content): { content: Content; both: ContentPart[] } {
  const own = changedParts(base, mine);
  const elements = { ...newest.elements, ...changedElements(base.elements, mine.elements) };
  const content = { elements, text: own.includes('text') ? mine.text : newest.text };
  const theirs = changedParts(base, newest);
  const differ = changedParts(newest, content);
  return { content, both: own.filter((part) => theirs.includes(part) && differ.includes(part)) };
}
