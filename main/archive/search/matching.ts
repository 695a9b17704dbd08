/** From places to letters: which letters have a term where the query asks for it, how often, and how well. */
import type { Scope } from '../../../shared/text/query.ts';
import { PART, partOfKind } from './build-segment.ts';
import { elementEnd, letterAt, type Documents } from './documents.ts';
import { SEARCHED_ELEMENTS, numberOf } from './letter-units.ts';
import { elementSpec } from '../../../shared/model/elements.ts';
import { matchCache } from './match-cache.ts';
import type { Matches } from './matches.ts';
import type { Segment } from './segments.ts';

/** The term stands in the title. */
export const IN_TITLE = 1;
/** The term is the whole of a number or a name. */
export const IS_ELEMENT = 2;

const EXACT_KINDS = new Set<number>(SEARCHED_ELEMENTS.filter((name) => elementSpec(name).search?.exact).map(numberOf));

/** The element of a letter in which a position stands, as an index into the element columns. */
function elementAt(documents: Documents, doc: number, position: number): number {
  const { elementIndex, elementStarts } = documents.columns;
  let element = elementIndex[doc] ?? 0;
  const last = (elementIndex[doc + 1] ?? 0) - 1;
  while (element < last && (elementStarts[element + 1] ?? 0) <= position) element++;
  return element;
}

const REJECTED = -1;
const NONE = new Uint32Array(0);

/** How a place of a term counts: flags, or REJECTED where the scope asks for another part of the letter. */
function judge(documents: Documents, scope: Scope, doc: number, position: number, length: number): number {
  const { columns } = documents;
  if (position >= (columns.bodyAt[doc] ?? 0)) {
    if (scope === 'all') return 0;
    const inAttachment = position >= (columns.attachmentsAt[doc] ?? 0);
    return (scope === 'attachment' && inAttachment) || (scope === 'body' && !inAttachment) ? 0 : REJECTED;
  }
  if (position < (columns.elementsAt[doc] ?? 0)) return scope === 'all' || scope === 'title' ? IN_TITLE : REJECTED;
  if (scope === 'title' || scope === 'body' || scope === 'attachment') return REJECTED;
  const element = elementAt(documents, doc, position);
  const kind = columns.elementKinds[element] ?? 0;
  if (scope !== 'all' && partOfKind(kind) !== PART[scope]) return REJECTED;
  const whole =
    columns.elementStarts[element] === position && elementEnd(documents, doc, element) - position === length;
  return whole && EXACT_KINDS.has(kind) ? IS_ELEMENT : 0;
}

function matchUnit(segment: Segment, scope: Scope, term: string, out: Matches): void {
  const unit = term.charCodeAt(0);
  const docs = segment.letters(unit, scope);
  const titled = scope === 'all' ? segment.letters(unit, 'title') : scope === 'title' ? docs : NONE;
  out.reserve(docs.length);
  out.count = docs.length;
  out.docs.set(docs);
  out.places.fill(1, 0, docs.length);
  let next = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    while (next < titled.length && (titled[next] ?? 0) < doc) next++;
    out.flags[i] = titled[next] === doc ? IN_TITLE : 0;
  }
}

/** Finds the letters of a segment that have the term in the scope. */
export function matchTerm(segment: Segment, scope: Scope, term: string, out: Matches): void {
  if (term.length === 1) {
    matchUnit(segment, scope, term, out);
    return;
  }
  const lasting = scope === 'all' && segment.lasting;
  if (lasting && matchCache.find(segment, term, out)) return;
  const positions = segment.positions(term);
  const { documents } = segment;
  const { bases, bodyAt } = documents.columns;
  out.reserve(Math.min(positions.length, documents.count));
  const { docs, places, flags } = out;
  let count = 0;
  let doc = 0;
  for (let i = 0; i < positions.length;) {
    doc = letterAt(bases, positions[i] ?? 0, doc);
    const end = bases[doc + 1] ?? 0;
    // From here to the letter's end every place is plain text or an attachment; for `all` that needs no judging.
    const plainFrom = scope === 'all' ? (bodyAt[doc] ?? 0) : end;
    let found = 0;
    let how = 0;
    for (; i < positions.length && (positions[i] ?? 0) < plainFrom; i++) {
      const verdict = judge(documents, scope, doc, positions[i] ?? 0, term.length);
      if (verdict === REJECTED) continue;
      found++;
      how |= verdict;
    }
    const plain = i;
    while (i < positions.length && (positions[i] ?? 0) < end) i++;
    found += i - plain;
    if (found === 0) continue;
    docs[count] = doc;
    places[count] = found;
    flags[count++] = how;
  }
  out.count = count;
  if (lasting && positions.length >= matchCache.worthKeeping) matchCache.keep(segment, term, out);
}
