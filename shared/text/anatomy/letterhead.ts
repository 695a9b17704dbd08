/** 发文机关标志: the office's name at the top of the first page. */
import { isWebLine } from '../words/web-fields.ts';
import { looksLikeOffice } from './offices.ts';
import type { Found, Line } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';
import { readOwnNumber } from './document-number.ts';

const DECORATION =
  /(?:文件|传真(?:电报)?|明传电报|[（(](?:函|稿纸|文件|公函|便函)[）)]|(?:发文)?稿纸|便笺|便函(?:用?笺)?|公函|信笺|公用笺)$/;
/** 内部文件, 党内文件: what kind of paper it is, not whose. */
const KIND_OF_PAPER = /^(?:内部|党内|公务|机要|正式|参阅|存档|红头|电子|密级.*)$/;
/** 云岭县人民政府门户网站: a page's own head. */
const WEBSITE = /网站$/;
/** Where two offices stand one over the other, nothing tells whether the first alone is the letterhead. */
const UNTOLD_OF_TWO = 0.85;

/** @param head lines above the title (or above the addressee where there is no title) */
export function findLetterhead(text: string, head: readonly Line[]): Found<string> | null {
  const numbered = head.some((line) => readOwnNumber(text, line) !== null);
  for (const [at, line] of head.entries()) {
    const squeezed = squeezeLine(text, line);
    const name = squeezed.text.replace(DECORATION, '');
    if (line.text.includes('\t') || isWebLine(line.text) || name.length > 40 || !looksLikeOffice(name)) continue;
    if (KIND_OF_PAPER.test(name) || WEBSITE.test(name)) continue;
    const below = head[at + 1]?.text.replace(/\s/g, '').replace(DECORATION, '') ?? '';
    const isJoint = below.length > 3 && below !== name && looksLikeOffice(below);
    const confidence = numbered ? 0.96 : 0.9;
    return {
      value: name,
      ...spanOf(squeezed, 0, name.length),
      confidence: isJoint ? Math.min(confidence, UNTOLD_OF_TWO) : confidence,
    };
  }
  return null;
}

/** The words of an office whose name no ending tells, where a line of the head is them and they sign the letter, too. */
export function letterheadOfSigner(text: string, head: readonly Line[], signer: string): Found<string> | null {
  for (const line of head) {
    if (line.text.length > 120 || line.text.includes('\t') || isWebLine(line.text)) continue;
    const squeezed = squeezeLine(text, line);
    const name = squeezed.text.replace(DECORATION, '');
    if (name === signer) return { value: name, ...spanOf(squeezed, 0, name.length), confidence: 0.9 };
  }
  return null;
}
