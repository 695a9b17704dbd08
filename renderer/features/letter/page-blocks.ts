/** What each paragraph of a letter is, for the way it stands on the page. Display only, nothing is stored. Pure. */
import type { Elements } from '../../../shared/model/elements.ts';

export type ParagraphRole = 'letterhead' | 'title' | 'right' | 'flush' | 'body';

/** A mark alone on its line, as 〔A类〕 or （此件公开发布）. */
const MARK_LINE = /^[〔﹝[【(（][^〔﹝[【(（]{1,12}[〕﹞\]】)）]$/;
const CLOSING_LINE = /^(抄送|主送|印发)|印发$/;
const DATE_LINE = /^(\d{4}|[〇○零一二三四五六七八九]{4})年.{1,3}月.{1,3}日$/;

function squeeze(text: string | null): string {
  return text === null ? '' : text.normalize('NFKC').replace(/\s/gu, '');
}

/**
 * The role of one paragraph.
 * @param paragraph one line of the letter's text
 * @param elements what the letter's elements say: the places of title, office and addressees are told by them
 */
export function paragraphRole(paragraph: string, elements: Elements): ParagraphRole {
  const line = squeeze(paragraph);
  const is = (value: string | null): boolean => value !== null && squeeze(value) === line;
  if (line === '') return 'flush';
  if (is(elements.title)) return 'title';
  if (is(elements.letterhead) && elements.letterhead !== elements.issuer) return 'letterhead';
  if (is(elements.doc_number) || is(elements.issuer) || DATE_LINE.test(line)) return 'right';
  const { addressees } = elements;
  if (/[:：]$/.test(line) && addressees.some((name) => line.includes(squeeze(name)))) return 'flush';
  if (MARK_LINE.test(line) || CLOSING_LINE.test(line)) return 'flush';
  if (elements.doc_number !== null && line.includes(squeeze(elements.doc_number)) && line.length < 40) return 'flush';
  return 'body';
}

/** The roles of all paragraphs: an office's name that opens the letter is its letterhead, further down its signature. */
export function paragraphRoles(paragraphs: readonly string[], elements: Elements): ParagraphRole[] {
  const roles = paragraphs.map((paragraph) => paragraphRole(paragraph, elements));
  const first = paragraphs.findIndex((paragraph) => paragraph.trim() !== '');
  const head = squeeze(elements.letterhead ?? elements.issuer);
  return roles.map((role, index) =>
    index === first && head !== '' && squeeze(paragraphs[index] ?? '') === head ? 'letterhead' : role,
  );
}
