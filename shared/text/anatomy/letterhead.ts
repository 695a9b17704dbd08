/** 发文机关标志: the office's name at the top of the first page. */
import { isWebLine } from '../words/web-fields.ts';
import { looksLikeOffice } from './offices.ts';
import type { Found, Line } from './lines.ts';
import { spanOf, squeezeLine } from './lines.ts';
import { readOwnNumber } from './document-number.ts';

const DECORATION =
  /(?:文件|传真(?:电报)?|明传电报|[（(]函[）)]|[（(]稿纸[）)]|(?:发文)?稿纸|便笺|便函用?笺|信笺|公用笺)$/;

/** @param head lines above the title (or above the addressee where there is no title) */
export function findLetterhead(text: string, head: readonly Line[]): Found<string> | null {
  const numbered = head.some((line) => readOwnNumber(text, line) !== null);
  for (const line of head) {
    const squeezed = squeezeLine(text, line);
    const name = squeezed.text.replace(DECORATION, '');
    if (line.text.includes('\t') || isWebLine(line.text) || name.length > 40 || !looksLikeOffice(name)) continue;
    return { value: name, ...spanOf(squeezed, 0, name.length), confidence: numbered ? 0.96 : 0.9 };
  }
  return null;
}
