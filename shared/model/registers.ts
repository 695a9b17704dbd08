/** Registers of letters: which there are, which columns they have, and layouts of an office's own. */
import { z } from 'zod';
import { inOneLine } from '../text/unseen.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES, type ElementName } from './elements.ts';

export const REGISTER_KINDS = {
  catalogue: '归档文件目录',
  handling: '答复办理台账',
  transfer: '归档文件移交清册',
  notes: '归档文件备考表',
  cover: '归档文件目录封面',
  public: '公开目录',
  free: '函件清册',
} as const;
export type RegisterKind = keyof typeof REGISTER_KINDS;
export const registerKindSchema = z.enum(Object.keys(REGISTER_KINDS) as [RegisterKind]);
/** Forms of one page each, not lists: they are written as PDF only. */
export const REGISTER_FORMS: readonly RegisterKind[] = ['notes', 'cover'];

/** `day8` is a day as eight digits (DA/T 22-2015), `date` one that a spreadsheet can count with. */
export type ColumnType = 'text' | 'number' | 'day8' | 'date';

export interface RegisterColumn {
  label: string;
  type: ColumnType;
  /** In half-width characters, as spreadsheets measure. */
  width: number;
  /** All its values, or most of them, stay on one line where the page has room, as numbers and days do. */
  whole?: 'all' | 'most';
}

/** Columns that are no elements. */
const OWN_COLUMNS = {
  number: { label: '序号', type: 'number', width: 6 },
  ref_code: { label: '档号', type: 'text', width: 25, whole: 'all' },
  day8: { label: '日期', type: 'day8', width: 10 },
  secrecy: { label: '密级', type: 'text', width: 6 },
  pages: { label: '页数', type: 'number', width: 6 },
  note: { label: '备注', type: 'text', width: 14 },
  retention: { label: '保管期限', type: 'text', width: 9, whole: 'all' },
  year: { label: '年度', type: 'number', width: 7 },
  item: { label: '件号', type: 'number', width: 6 },
  version: { label: '版本', type: 'number', width: 6 },
  filed_on: { label: '入库日期', type: 'date', width: 11 },
  published_on: { label: '公开日期', type: 'date', width: 11 },
  attachments: { label: '附件数', type: 'number', width: 7 },
  id: { label: '库内编号', type: 'text', width: 28 },
} as const satisfies Readonly<Record<string, RegisterColumn>>;

const ELEMENT_WIDTHS: Partial<Record<ElementName, number>> = {
  title: 44,
  doc_number: 21,
  issuer: 20,
  letterhead: 20,
  addressees: 14,
  session: 16,
  case_number: 10,
  case_title: 32,
  result_code: 9,
  openness: 11,
  issued_on: 11,
  printed_on: 11,
};
const DATES: readonly ElementName[] = ['issued_on', 'printed_on'];
const MOSTLY_WHOLE: readonly ElementName[] = ['doc_number', 'case_number', 'result_code', 'openness', 'phones'];

export type OwnColumn = keyof typeof OWN_COLUMNS;
export type ColumnKey = OwnColumn | ElementName;
export const COLUMN_KEYS: readonly ColumnKey[] = [...(Object.keys(OWN_COLUMNS) as OwnColumn[]), ...ELEMENT_NAMES];
const isOwn = (key: ColumnKey): key is OwnColumn => Object.hasOwn(OWN_COLUMNS, key);

export function registerColumn(key: ColumnKey): RegisterColumn {
  if (isOwn(key)) return OWN_COLUMNS[key];
  return {
    label: ELEMENT_LABELS[key],
    type: DATES.includes(key) ? 'date' : 'text',
    width: ELEMENT_WIDTHS[key] ?? 18,
    ...(MOSTLY_WHOLE.includes(key) ? { whole: 'most' } : {}),
  };
}

/** A column by its key or by its Chinese name; undefined where there is none. */
export function columnOf(word: string): ColumnKey | undefined {
  return COLUMN_KEYS.find((key) => key === word) ?? COLUMN_KEYS.find((key) => registerColumn(key).label === word);
}

/** The columns of the registers that have a form of their own. */
export const REGISTER_COLUMNS: Readonly<
  Record<'catalogue' | 'handling' | 'transfer' | 'public', readonly ColumnKey[]>
> = {
  catalogue: ['number', 'ref_code', 'doc_number', 'issuer', 'title', 'day8', 'secrecy', 'pages', 'note'],
  handling: [
    ...(['number', 'case_number', 'case_title', 'session', 'addressees', 'doc_number', 'title'] as const),
    ...(['issued_on', 'issuer', 'result_code', 'openness', 'ref_code'] as const),
  ],
  transfer: [
    'number',
    'ref_code',
    'doc_number',
    'issuer',
    'title',
    'day8',
    'retention',
    'pages',
    'attachments',
    'note',
  ],
  public: ['number', 'doc_number', 'title', 'issuer', 'issued_on', 'published_on'],
};
/** Some columns are called otherwise in a register of the standard. */
export const CATALOGUE_LABELS: Partial<Record<ColumnKey, string>> = { doc_number: '文号' };

export const columnKeySchema = z.enum(COLUMN_KEYS as [ColumnKey]);
/** What is kept is read as one line, however it came to be written. */
const line = (most: number): z.ZodType<string, string> =>
  z.string().transform(inOneLine).pipe(z.string().min(1).max(most));
export const layoutSchema = z.object({
  name: line(40),
  title: line(80),
  columns: z.array(columnKeySchema).min(1).max(30),
});
export type RegisterLayout = z.infer<typeof layoutSchema>;
