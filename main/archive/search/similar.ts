/** Letters like a letter: the same member, office, cited documents, and rare phrases in common; with the reasons. */
import { foldText } from '../../../shared/text/fold.ts';
import type { ParsedQuery, TextAtom } from '../../../shared/text/query.ts';
import type { IndexedLetter } from './types.ts';

/** Phrases of this many characters are compared. */
const PHRASE = 4;
/** So many of the rarest are looked for. */
const PHRASES = 32;
const HAN_ONLY = /^\p{Script=Han}+$/u;

/** Phrases of a letter that may tell what it is about, without repeats. */
export function phrasesOf({ elements, text }: IndexedLetter): string[] {
  const found = new Set<string>();
  for (const source of [elements.case_title ?? '', elements.title ?? '', text]) {
    const folded = foldText(source);
    for (let at = 0; at + PHRASE <= folded.length; at += 2) {
      const phrase = folded.slice(at, at + PHRASE);
      if (HAN_ONLY.test(phrase)) found.add(phrase);
    }
  }
  return [...found];
}

/**
 * The rarest phrases that other letters can have too.
 * @param counts about how often each phrase stands in the archive, at most
 */
export function rarest(phrases: readonly string[], counts: readonly number[], letters: number): string[] {
  return phrases
    .map((phrase, i) => ({ phrase, count: counts[i] ?? 0 }))
    .filter(({ count }) => count > 1 && count <= Math.max(50, letters * 0.02))
    .sort((a, b) => a.count - b.count)
    .slice(0, PHRASES)
    .map(({ phrase }) => phrase);
}

/** Any of the phrases, members or cited documents. */
export function similarQuery({ elements }: IndexedLetter, phrases: readonly string[]): ParsedQuery | undefined {
  const atom = (scope: TextAtom['scope'], raw: string): TextAtom => ({ kind: 'text', scope, term: foldText(raw), raw });
  const any = [
    ...phrases.map((phrase) => atom('all', phrase)),
    ...elements.addressees.map((name) => atom('addressee', name)),
    ...elements.cited_documents.map((number) => atom('all', number)),
  ].filter(({ term }) => term !== '');
  return any.length === 0 ? undefined : { clauses: [{ negated: false, any, source: '' }], joined: [], explained: '' };
}

/** Overlapping phrases that both letters have, put together again. */
function sharedPhrases(own: string, other: string, phrases: readonly string[]): string[] {
  const shared: string[] = [];
  let end = -1;
  const places = phrases
    .filter((phrase) => other.includes(phrase))
    .map((phrase) => own.indexOf(phrase))
    .filter((at) => at !== -1)
    .sort((a, b) => a - b);
  for (const at of places) {
    const last = shared.at(-1);
    const longer = last === undefined ? '' : last + own.slice(end, at + PHRASE);
    if (at <= end && last !== undefined && other.includes(longer)) shared[shared.length - 1] = longer;
    else shared.push(own.slice(at, at + PHRASE));
    end = at + PHRASE;
  }
  return shared.sort((a, b) => b.length - a.length);
}

/** Why two letters are alike, in Chinese; [] where nothing of it holds. */
export function reasons(letter: IndexedLetter, other: IndexedLetter, phrases: readonly string[]): string[] {
  const both = (mine: readonly string[], theirs: readonly string[]): string[] =>
    mine.filter((value) => theirs.includes(value));
  const found: string[] = [];
  const members = both(letter.elements.addressees, other.elements.addressees);
  if (members.length > 0) found.push(`同一委员（代表）：${members.join('、')}`);
  const cited = both(letter.elements.cited_documents, other.elements.cited_documents);
  if (cited.length > 0) found.push(`引用同一文件：${cited.join('、')}`);
  const body = (from: IndexedLetter): string =>
    foldText([from.elements.case_title ?? '', from.elements.title ?? '', from.text].join(' '));
  const shared = sharedPhrases(body(letter), body(other), phrases);
  if (shared.length > 0)
    found.push(
      `都写到：${shared
        .slice(0, 5)
        .map((phrase) => `“${phrase}”`)
        .join('、')}`,
    );
  const { issuer } = letter.elements;
  if (issuer !== null && issuer === other.elements.issuer && found.length > 0) found.push(`同一单位：${issuer}`);
  return found;
}
