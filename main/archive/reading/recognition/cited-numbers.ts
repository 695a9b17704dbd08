/** Numbers of the documents that a letter cites. */
import { canonicalNumber, type OwnNumber } from '../../../../shared/text/anatomy/document-number.ts';
import type { Found } from '../../../../shared/text/anatomy/lines.ts';
import { CERTIFICATES, CITED_OFFICES, CITING_WORDS } from '../../../../shared/text/words/citing.ts';
import { CLOSING_CLASS, OPENING_CLASS } from '../../../../shared/text/brackets.ts';

const CODE_CHARACTER = '\\u3007\\u3400-\\u9fffA-Za-z0-9';
const YEAR = '(?:19|20|１９|２０)[0-9０-９]{2}';

/** In running text the bracket is found first, then the code in the characters before it. */
const CITED = new RegExp(`[${OPENING_CLASS}](${YEAR})[${CLOSING_CLASS}] ?第? ?([0-9０-９]{1,5}) ?号`, 'g');
/** Certificates of land and houses bear numbers of the same form. */
const CERTIFICATE = new RegExp(`(?:${CERTIFICATES.join('|')})$`);
/** At most 16 characters before the bracket, single blanks of a scan between them; what of them is no code is cut off. */
const CODE_BEFORE = new RegExp(`(?:[${CODE_CHARACTER}] ?){2,16}$`);
const CODE_REACH = 32;
const LEADING_WORDS = new RegExp(`^.*(?:${CITING_WORDS.join('|')})(?=[\\u3400-\\u9fff]{2,})`);
const LEADING_OFFICE = new RegExp(`^.*(?:${CITED_OFFICES.join('|')})(?=[\\u3400-\\u9fff]{2,7}$)`);

/** 省政府云政〔2006〕48号; 县政府办 is an office of its own. */
const LEADING_GOVERNMENT = /^[省市县区州旗]政府(?=[\u3400-\u9fff]{2})(?![办发函字复督教信法])/;

/** Single words that may themselves be the start of a longer one (对标, 经我局): what follows is not surely the code. */
const LOOSE_WORD = /[在是因依对经]$/;

/** Numbers of other documents in running text, once each, in order. `own` is left out. Linear. */
export function findCitedNumbers(text: string, own: OwnNumber | null): Found<string>[] {
  const found: Found<string>[] = [];
  const seen = new Set<string>();
  for (const match of text.matchAll(CITED)) {
    const [whole, year = '', number = ''] = match;
    const end = match.index + whole.length;
    const before = CODE_BEFORE.exec(text.slice(Math.max(0, match.index - CODE_REACH), match.index))?.[0];
    if (before === undefined) continue;
    const code = codeOf(before.replaceAll(' ', ''));
    if (CERTIFICATE.test(code)) continue;
    const value = canonicalNumber(code, year, number);
    if (value === own?.value || seen.has(value) || (own && match.index < own.end && own.start < end)) continue;
    seen.add(value);
    const start = startOfCode(before, code, match.index - before.length);
    // Words that nobody here has thought of may still stand before the code: sure is only what something sets off.
    const word = before.replaceAll(' ', '').slice(0, -code.length);
    const setOff = (word !== '' && !LOOSE_WORD.test(word)) || /[（(《〈“"、：:\[【〔]$/.test(text.slice(0, start));
    const sure = code.length <= 6 && setOff && !before.trim().includes(' ');
    found.push({ value, start, end, confidence: sure ? 0.95 : 0.75 });
  }
  return found;
}

/** Where the code begins in the text before the bracket, whose blanks are not counted. */
function startOfCode(before: string, code: string, offset: number): number {
  let left = code.length;
  let at = before.length;
  while (at > 0 && left > 0) {
    at -= 1;
    if (before.charAt(at) !== ' ') left -= 1;
  }
  return offset + at;
}

/** The office's code out of the characters before the bracket: 根据云发 → 云发. */
function codeOf(before: string): string {
  let code = before.replace(/^.*[0-9](?=[\u3400-\u9fff]{2})/, '').replace(LEADING_WORDS, '');
  if (code.length > 5) code = code.replace(LEADING_OFFICE, '');
  return code.replace(LEADING_GOVERNMENT, '');
}
