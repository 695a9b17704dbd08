/** From a letter that matched to the hit that is shown: where it matched, a snippet and the marks, on the original text. */
import type { SearchHit } from '../../../shared/model/search.ts';
import { markTerms, type ParsedQuery } from '../../../shared/text/query.ts';
import { findMarks, makeSnippet, openingSnippet, type Snippet } from '../../../shared/text/snippet.ts';
import { letterName } from '../../../shared/model/letter-name.ts';
import { elementSpec } from '../../../shared/model/elements.ts';
import { elementValues, SEARCHED_ELEMENTS } from './letter-units.ts';
import type { IndexedAttachment, IndexedLetter } from './types.ts';

type Shown = Pick<SearchHit, 'where' | 'element' | 'attachment' | 'snippet' | 'marks'>;

const shown = (snippet: Snippet, where: SearchHit['where']): Shown => ({
  where,
  snippet: snippet.text,
  marks: snippet.marks,
});

function pageOf(attachment: IndexedAttachment, at: number): number | undefined {
  const page = attachment.pages.findIndex(({ end }) => at < end);
  return page === -1 ? undefined : page + 1;
}

function inAttachments(letter: IndexedLetter, query: ParsedQuery): Shown | undefined {
  const terms = markTerms(query, ['all', 'attachment']);
  for (const attachment of letter.attachments) {
    const { id, name } = attachment;
    const text = makeSnippet(attachment.text, terms);
    if (text !== undefined) {
      const page = pageOf(attachment, text.start + (text.marks[0]?.[0] ?? 0));
      return { ...shown(text, 'attachment'), attachment: page === undefined ? { id, name } : { id, name, page } };
    }
    const inName = makeSnippet(name, terms);
    if (inName !== undefined) return { ...shown(inName, 'attachment'), attachment: { id, name } };
  }
  return undefined;
}

function inElements(letter: IndexedLetter, query: ParsedQuery): Shown | undefined {
  for (const name of SEARCHED_ELEMENTS) {
    const scope = elementSpec(name).search?.scope;
    const terms = markTerms(query, scope === undefined ? ['all'] : ['all', scope]);
    for (const value of elementValues(letter.elements, name)) {
      const snippet = makeSnippet(value, terms);
      if (snippet !== undefined) return { ...shown(snippet, 'element'), element: name };
    }
  }
  return undefined;
}

/** What is shown of a letter: the body first, for it says most; then title, attachments, elements. */
function showMatch(letter: IndexedLetter, query: ParsedQuery): Shown {
  const body = makeSnippet(letter.text, markTerms(query, ['all', 'body']));
  if (body !== undefined) return shown(body, 'text');
  const title = makeSnippet(letter.elements.title ?? '', markTerms(query, ['all', 'title']));
  if (title !== undefined) return shown(title, 'title');
  return inAttachments(letter, query) ?? inElements(letter, query) ?? shown(openingSnippet(letter.text), 'text');
}

/** @param query undefined where only filters chose the letter */
export function makeHit(letter: IndexedLetter, score: number, query: ParsedQuery | undefined): SearchHit {
  const { title, doc_number, issuer, issued_on, result_code, openness, addressees } = letter.elements;
  const name = letterName(letter.elements, () => letter.text);
  const match = query === undefined ? shown(openingSnippet(letter.text), 'text') : showMatch(letter, query);
  return {
    id: letter.id,
    title,
    title_marks: query === undefined || title === null ? [] : findMarks(title, markTerms(query, ['all', 'title'])),
    name,
    name_marks: query === undefined ? [] : findMarks(name, markTerms(query, ['all', 'title'])),
    addressees,
    doc_number,
    issuer,
    issued_on,
    result_code,
    openness,
    score: Math.round(score * 1000) / 1000,
    ...match,
  };
}
