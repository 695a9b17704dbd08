/** Where a hit matched, in words; nothing for the text itself, which the snippet shows. Pure. */
import { elementLabel } from '../../../shared/model/elements.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { WHERE, words } from './words.ts';

export function whereOf({ version, ...hit }: SearchHit): string {
  const place = placeOf(hit);
  if (version === undefined) return place;
  return place === '' ? words.inVersion(version) : `${place}，${words.inVersion(version)}`;
}

function placeOf({ where, element, attachment }: Omit<SearchHit, 'version'>): string {
  if (where === 'attachment' && attachment !== undefined) return words.inAttachment(attachment.name, attachment.page);
  if (where === 'element' && element !== undefined) return words.inElement(elementLabel(element));
  return where === 'text' ? '' : WHERE[where];
}
