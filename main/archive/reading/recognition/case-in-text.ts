/**
 * The case of a letter whose head tells nothing of it, out of its text: …在市政协六届五次会议上提出第187号提案. Half a letter, or one without a
 * title, still says what it answers; it is never sure.
 */
import { squeeze, type Squeezed } from '../../../../shared/text/anatomy/lines.ts';

/** Asked first, because the whole pattern tries many places. */
const SPEAKS_OF_CASE = /届[^。；\n]{0,12}次会议[^。；\n]{0,16}第/;
const CASE =
  /(?:政协|人大|人民代表大会)[^。；\n]{0,20}届[^。；\n]{0,12}次会议[^。；\n]{0,16}第[\dA-Za-z-]{1,12}号(?:提案|建议|议案)/;
const LONGEST = 20_000;

/** The first words of the body that name assembly, session and number together; null where none do. */
export function caseInText(text: string, bodyStart: number): Squeezed | null {
  const body = text.slice(bodyStart, bodyStart + LONGEST);
  const match = SPEAKS_OF_CASE.test(body) ? CASE.exec(body) : null;
  return match ? squeeze(text, bodyStart + match.index, bodyStart + match.index + match[0].length) : null;
}
