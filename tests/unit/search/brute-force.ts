/** The truth that search is held to: exact substrings of folded fields, found by scanning everything. */
import { foldText } from '../../../shared/text/fold.ts';
import type { Atom, ParsedQuery, Scope } from '../../../shared/text/query.ts';
import type { IndexedLetter } from '../../../main/archive/search/types.ts';

function fields(letter: IndexedLetter, scope: Scope): (string | null)[] {
  const { elements } = letter;
  const attachments = letter.attachments.flatMap(({ name, text }) => [name, text]);
  switch (scope) {
    case 'title':
      return [elements.title];
    case 'body':
      return [letter.text];
    case 'attachment':
      return attachments;
    case 'doc_number':
      return [elements.doc_number];
    case 'case_number':
      return [elements.case_number];
    case 'addressee':
      return elements.addressees;
    case 'office':
      return [elements.issuer, elements.letterhead, elements.printed_by];
    case 'session':
      return [elements.session];
    case 'case_title':
      return [elements.case_title];
    case 'contact':
      return [elements.contact];
    case 'phones':
      return elements.phones;
    case 'address':
      return [elements.contact_address];
    case 'cc':
      return elements.cc;
    case 'cited':
      return elements.cited_documents;
    case 'all':
      return [
        elements.title,
        elements.doc_number,
        elements.case_number,
        ...elements.addressees,
        elements.issuer,
        elements.letterhead,
        elements.printed_by,
        elements.session,
        elements.case_title,
        elements.contact,
        ...elements.phones,
        ...elements.cc,
        ...elements.cited_documents,
        letter.text,
        ...attachments,
      ];
  }
}

function holds(letter: IndexedLetter, atom: Atom): boolean {
  const { elements } = letter;
  switch (atom.kind) {
    case 'text':
      return fields(letter, atom.scope).some((field) => field !== null && foldText(field).includes(atom.term));
    case 'date': {
      const date = elements.issued_on === null ? 0 : Number(elements.issued_on.replaceAll('-', ''));
      return date !== 0 && date >= atom.from && date <= atom.to;
    }
    case 'value':
      return atom.values.includes(elements[atom.column] ?? '');
    case 'ref_code':
      // Letters made up in memory have no archive number.
      return false;
    case 'state':
      switch (atom.state) {
        case '有附件':
          return letter.attachments.length > 0;
        case '无附件':
          return letter.attachments.length === 0;
        case '缺标题':
          return elements.title === null;
        case '缺文号':
          return elements.doc_number === null;
        case '缺日期':
          return elements.issued_on === null;
      }
  }
}

/** The ids of all letters that meet the query, sorted. */
export function bruteForce(letters: Iterable<IndexedLetter>, query: ParsedQuery): string[] {
  const ids: string[] = [];
  for (const letter of letters) {
    const meets = query.clauses.every((clause) => clause.any.some((atom) => holds(letter, atom)) !== clause.negated);
    if (meets) ids.push(letter.id);
  }
  return ids.sort();
}
