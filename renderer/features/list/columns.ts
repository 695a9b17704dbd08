/** The columns of the table view: what they show, how wide they are, what they sort by. */
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import type { LetterSort } from '../../../shared/model/letter.ts';
import { formatTime } from '../../components/format.ts';
import type { ListRow } from './rows.ts';
import { words } from './words.ts';

export interface Column {
  id: string;
  label: string;
  /** CSS width of its track. */
  width: string;
  text: (row: ListRow) => string;
  sort?: LetterSort;
}

export const NAME_COLUMN: Column = {
  id: 'name',
  label: words.name,
  width: 'minmax(13em, 3fr)',
  text: (row) => row.name,
  sort: 'title',
};

export const COLUMNS: readonly Column[] = [
  {
    id: 'doc_number',
    label: words.docNumber,
    width: 'minmax(10.5em, 1.2fr)',
    text: (row) => row.doc_number ?? '',
    sort: 'doc_number',
  },
  { id: 'issuer', label: words.issuer, width: 'minmax(7.5em, 1.2fr)', text: (row) => row.issuer ?? '', sort: 'issuer' },
  { id: 'issued_on', label: words.issuedOn, width: '6em', text: (row) => row.issued_on ?? '', sort: 'issued' },
  { id: 'result_code', label: words.result, width: '5em', text: (row) => row.result_code ?? '', sort: 'result' },
  { id: 'openness', label: words.openness, width: '7em', text: (row) => row.openness ?? '', sort: 'openness' },
  { id: 'addressees', label: words.addressees, width: 'minmax(7em, 1fr)', text: (row) => row.addressees.join('、') },
  { id: 'session', label: words.session, width: 'minmax(9em, 1fr)', text: (row) => row.more?.session ?? '' },
  { id: 'case_number', label: words.caseNumber, width: '7em', text: (row) => row.more?.case_number ?? '' },
  {
    id: 'ref_code',
    label: words.refCode,
    width: 'minmax(11em, 1fr)',
    text: (row) => row.more?.ref_code ?? '',
    sort: 'ref_code',
  },
  {
    id: 'retention',
    label: words.retention,
    width: '6em',
    text: (row) => RETENTION_LABELS[row.more?.retention as Retention] ?? '',
    sort: 'retention',
  },
  {
    id: 'filed_at',
    label: words.filedAt,
    width: '11em',
    text: (row) => (row.more?.filed_at === undefined ? '' : formatTime(row.more.filed_at)),
    sort: 'filed',
  },
  {
    id: 'files',
    label: words.files,
    width: '4.5em',
    text: (row) => (row.more?.files === undefined ? '' : String(row.more.files)),
  },
];

/** What a list can be sorted by, and what that is called. */
export const SORT_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  [NAME_COLUMN, ...COLUMNS].flatMap(({ sort, label }) => (sort === undefined ? [] : [[sort, label]])),
);

/** What all lines of a table have in common: their tracks and how narrow they may become. */
export interface Line {
  gridTemplateColumns: string;
  minWidth: string;
}

/** Between two columns, and left and right of all, in pixels. */
const COLUMN_GAP = 14;
const LINE_PADDING = 27;
const SCROLL_BAR = 16;

const emsOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + Number.parseFloat(width.replace('minmax(', '')), 0);
const spaceOf = (columns: readonly Column[]): number => (columns.length - 1) * COLUMN_GAP + LINE_PADDING;

/** In pixels, with the list's scroll bar. */
const leastWidth = (columns: readonly Column[], em: number): number =>
  emsOf(columns) * em + spaceOf(columns) + SCROLL_BAR;

/** Each line is a grid of its own: of one width they have their columns below each other, whatever stands in them. */
export function lineOf(columns: readonly Column[]): Line {
  return {
    gridTemplateColumns: columns.map(({ width }) => width).join(' '),
    minWidth: `calc(${emsOf(columns)}em + ${spaceOf(columns)}px)`,
  };
}

/** What is shown where nobody chose, by how much it is missed: what comes last goes first where there is no room. */
const USUAL = ['doc_number', 'issued_on', 'issuer', 'result_code', 'addressees'];

/** Columns by their names, that of the letter always. */
export const pickColumns = (ids: readonly string[]): readonly Column[] => [
  NAME_COLUMN,
  ...COLUMNS.filter(({ id }) => ids.includes(id)),
];

/**
 * The columns that are shown, in the order of the table above.
 * @param chosen by a person, who may have more of them than there is room for; null: the usual ones, as far as they fit
 * @param width of the list in pixels, and of an em; 0 where it is not known yet
 */
export function shownColumns(chosen: readonly string[] | null, width: number, em: number): readonly Column[] {
  if (chosen !== null) return pickColumns(chosen);
  const fits = (count: number): boolean => leastWidth(pickColumns(USUAL.slice(0, count)), em) <= width;
  let count = USUAL.length;
  while (width > 0 && count > 0 && !fits(count)) count -= 1;
  return pickColumns(USUAL.slice(0, count));
}
