/** Totals and their parts in running text: 99个社区，其中53个城市社区，46个“村改居”社区. */

export interface WrongSum {
  quote: string;
  total: number;
  parts: number[];
  sum: number;
}

const UNIT = '个|家|人|户|名|件|条|所|处|万元|亿元|元|次|场|项|辆|座|套|起|份|栋|间|平方米|公里|吨';
const TOTAL = new RegExp(
  `(\\d{1,9}(?:\\.\\d{1,4})?)\\s?(${UNIT})([^，。；：、（()）\\d]{0,14})[，,（(]其中[：:]?`,
  'g',
);
const PART = new RegExp(`(\\d{1,9}(?:\\.\\d{1,4})?)\\s?(${UNIT})([^，。；、\\d]{0,14})`, 'g');
const LONGEST_CLAUSE = 240;

/**
 * Sums that do not come out. Only where the parts are plainly meant as all of the whole: the same unit throughout, and
 * either the whole's own noun in each part or a list of three and more; two parts of another kind may leave a rest.
 */
export function wrongSums(text: string): WrongSum[] {
  const wrong: WrongSum[] = [];
  if (!text.includes('其中')) return wrong;
  for (const match of text.matchAll(TOTAL)) {
    const [whole, total = '', unit = '', noun = ''] = match;
    const from = match.index + whole.length;
    const rest = text.slice(from, from + LONGEST_CLAUSE);
    const stop = rest.search(/[。；\n]/);
    const clause = stop < 0 ? '' : rest.slice(0, stop);
    const parts = [...clause.matchAll(PART)];
    const first = parts[0];
    if (parts.length < 2 || !first || parts.some((part) => part[2] !== first[2])) continue;
    const head = noun.slice(-2);
    const sameNoun = first[2] === unit && head.length === 2 && parts.every((part) => (part[3] ?? '').includes(head));
    const list = parts.length >= 3 && /^[^，。]*(?:、[^，、。]*){2,}$/.test(clause);
    const values = parts.map((part) => Number(part[1]));
    const sum = Math.round(values.reduce((a, b) => a + b, 0) * 10_000) / 10_000;
    if ((!sameNoun && !list) || sum === Number(total)) continue;
    wrong.push({
      quote: text.slice(match.index, Math.min(from + stop, match.index + 60)),
      total: Number(total),
      parts: values,
      sum,
    });
  }
  return wrong;
}
