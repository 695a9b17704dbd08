/** What two texts of almost the same words have otherwise, in whole clauses that a person can read. Pure. */
import { diffArrays } from 'diff';
import { loosen } from '../letters/diff-lanes.ts';

const MOST_PLACES = 3;
/** Longer texts are not compared place by place. UTF-16 units. */
const LONGEST_COMPARED = 50_000;
/** Characters shown of a clause; of a longer one those round the place. */
const CLAUSE_SHOWN = 40;
const ROUND_THE_PLACE = 10;

/** A clause with the sign that ends it; a comma or colon inside a number ends none. */
const CLAUSE = /(?:[^,，。！？；：;:!?\n]|[,:](?=\d))*[,，。！？；：;:!?\n]+|(?:[^,，。！？；：;:!?\n]|[,:](?=\d))+$/gu;

const clausesOf = (text: string): string[] =>
  [...loosen(text).matchAll(CLAUSE)].map(([clause]) => clause.replaceAll('\n', '')).filter((clause) => clause !== '');

/** Signs as Chinese text has them, which the comparison made narrow. */
const WIDE: Readonly<Record<string, string>> = {
  ',': '，',
  ':': '：',
  ';': '；',
  '(': '（',
  ')': '）',
  '!': '！',
  '?': '？',
};
const shown = (text: string): string =>
  text.replaceAll(/[,:](?!\d)|[;()!?]/gu, (sign) => WIDE[sign] ?? sign).replace(/[，。；：！？]$/u, '');

/** The first places at which two texts differ; '' where there are none, or where the texts are too long. */
export function toldDifferences(other: string, text: string): string {
  if (other.length + text.length > LONGEST_COMPARED) return '';
  const parts = diffArrays(clausesOf(other), clausesOf(text));
  const places: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const changed = { there: '', here: '' };
    for (let part = parts[at]; part !== undefined && (part.removed || part.added); part = parts[++at])
      changed[part.removed ? 'there' : 'here'] += part.value.join('');
    if (changed.there !== '' || changed.here !== '') places.push(told(changed.there, changed.here));
  }
  if (places.length === 0) return '';
  const more = places.length > MOST_PLACES ? `；共 ${places.length} 处` : '';
  return `不同之处：${places.slice(0, MOST_PLACES).join('；')}${more}。`;
}

function told(there: string, here: string): string {
  if (here === '') return `另一件多“${shown(cut(there, 0, 0))}”`;
  if (there === '') return `本件多“${shown(cut(here, 0, 0))}”`;
  const [front, back] = commonEnds(there, here);
  return `另一件为“${shown(cut(there, front, back))}”，本件为“${shown(cut(here, front, back))}”`;
}

/** How many characters two texts have in common at the front, and behind that at the end. */
function commonEnds(a: string, b: string): [number, number] {
  const least = Math.min(a.length, b.length);
  let front = 0;
  while (front < least && a[front] === b[front]) front++;
  let back = 0;
  while (back < least - front && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
  return [front, back];
}

/** A clause whole, or where it is long the part that holds the place, no number cut in two. */
function cut(clause: string, front: number, back: number): string {
  if (clause.length <= CLAUSE_SHOWN) return clause;
  let from = Math.max(0, front - ROUND_THE_PLACE);
  while (
    from > 0 &&
    /[\d.\udc00-\udfff]/u.test(clause[from] ?? '') &&
    /[\d.\ud800-\udbff]/u.test(clause[from - 1] ?? '')
  )
    from--;
  let to = Math.min(clause.length, Math.max(clause.length - back + ROUND_THE_PLACE, from + CLAUSE_SHOWN));
  const most = from + 2 * CLAUSE_SHOWN;
  if (to > most) to = most;
  while (to < clause.length && /[\d.]/u.test(clause[to - 1] ?? '') && /[\d.]/u.test(clause[to] ?? '')) to++;
  const piece = clause.slice(from, to).toWellFormed().replaceAll('\ufffd', '');
  return `${from > 0 ? '…' : ''}${piece}${to < clause.length ? '…' : ''}`;
}
