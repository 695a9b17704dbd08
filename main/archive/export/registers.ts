/** Puts registers together: the lists with their totals, and the forms of one page that go with a box of letters. Pure. */
import {
  CATALOGUE_LABELS,
  REGISTER_COLUMNS,
  REGISTER_KINDS,
  registerColumn,
  type ColumnKey,
  type RegisterKind,
  type RegisterLayout,
} from '../../../shared/model/registers.ts';
import { RETENTION_LABELS, type Retention } from '../../../shared/model/settings.ts';
import type { Register } from '../print/register.ts';
import type { RegisterForm } from '../print/set-register.ts';
import { columnValue, type RowSource } from './file-catalogue.ts';

/** What a register is of, beside its rows. */
export interface RegisterAbout {
  fonds: string;
  /** 全宗名称; '' leaves room to write it. */
  fondsName: string;
  office: string;
  /** 2026-11-30, the day of the place. */
  day: string;
}

const TRANSFER_SIGNATURES = ['移交单位（盖章）', '接收单位（盖章）', '移交人', '接收人', '监交人', '移交日期'] as const;

/** From the first to the last, one where they are the same. */
const span = (values: readonly (string | number)[]): string => {
  const [first, last] = [values[0], values.at(-1)];
  return first === undefined ? '' : first === last ? String(first) : `${first}—${last}`;
};

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Retentions in their order, as the rows have them. */
function retentionsOf(rows: readonly RowSource[]): string {
  const found = new Set(rows.map(({ letter }) => letter.retention));
  return (Object.keys(RETENTION_LABELS) as Retention[])
    .filter((one) => found.has(one))
    .map((one) => RETENTION_LABELS[one])
    .join('、');
}

const yearsOf = (rows: readonly RowSource[]): string =>
  span([...new Set(rows.map(({ year }) => year))].toSorted((a, b) => a - b));

/** @param layout of a register with columns of an office's own */
export function makeRegister(
  kind: Exclude<RegisterKind, 'notes' | 'cover'>,
  rows: readonly RowSource[],
  about: RegisterAbout,
  layout?: Pick<RegisterLayout, 'title' | 'columns'>,
): Register {
  const keys: readonly ColumnKey[] =
    layout?.columns ?? (kind === 'free' ? REGISTER_COLUMNS.catalogue : REGISTER_COLUMNS[kind]);
  const standard = kind === 'catalogue' || kind === 'transfer';
  const columns = keys.map((key) => {
    const column = registerColumn(key);
    const label = standard ? CATALOGUE_LABELS[key] : undefined;
    return label === undefined ? column : { ...column, label };
  });
  const isPublic = kind === 'public';
  const parts = [
    isPublic || about.fonds === '' ? '' : `全宗号：${about.fonds}`,
    isPublic || about.fondsName === '' ? '' : `全宗名称：${about.fondsName}`,
    isPublic || rows.length === 0 ? '' : `年度：${yearsOf(rows)}`,
    isPublic || rows.length === 0 ? '' : `保管期限：${retentionsOf(rows)}`,
    `共 ${rows.length} 件`,
    `制表日期：${about.day}`,
  ];
  return {
    title: layout?.title ?? REGISTER_KINDS[kind],
    subtitle: parts.filter((part) => part !== '').join('　　'),
    columns,
    rows: rows.map((row) => keys.map((key) => columnValue(key, row))),
    totals: kind === 'transfer' ? [transferTotals(rows)] : [],
    signatures: kind === 'transfer' ? TRANSFER_SIGNATURES : [],
  };
}

function transferTotals(rows: readonly RowSource[]): string {
  const files = rows.flatMap(({ letter }) => letter.attachments);
  const pages = sum(rows.map((row) => row.pages));
  const uncounted = rows.filter((row) => row.pages === 0).length;
  return `合计：${rows.length} 件，${pages} 页${uncounted === 0 ? '' : `（另有 ${uncounted} 件未计页）`}，电子文件 ${files.length} 个，${sum(files.map(({ size }) => size))} 字节。`;
}

/** Rows of one year and retention stand in one catalogue, with one cover. */
function groups(rows: readonly RowSource[]): RowSource[][] {
  const found = new Map<string, RowSource[]>();
  for (const row of rows) {
    const key = `${row.year} ${row.letter.retention}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

const firstAndLast = (rows: readonly RowSource[]): string => {
  const codes = rows.map(({ letter }) => letter.ref_code ?? letter.name);
  return codes.length <= 1 ? (codes[0] ?? '') : `${codes[0] ?? ''} 至 ${codes.at(-1) ?? ''}`;
};

/** 归档文件目录封面: 全宗号, 全宗名称, 年度, 保管期限, 机构(问题); one page for each year and retention. */
export function makeCovers(rows: readonly RowSource[], about: RegisterAbout): RegisterForm[] {
  return groups(rows).map((group) => ({
    title: '归档文件目录',
    rows: [
      ['全宗号', about.fonds],
      ['全宗名称', about.fondsName],
      ['年　度', yearsOf(group)],
      ['保管期限', retentionsOf(group)],
      ['机构（问题）', about.office],
      ['件　数', `${group.length} 件`],
      ['起止档号', firstAndLast(group)],
    ],
    note: null,
    signatures: [],
  }));
}

/** Missing items of a row of numbers, as stretches. */
function gapsOf(items: readonly number[]): string[] {
  const sorted = items.toSorted((a, b) => a - b);
  return sorted.flatMap((item, at) => {
    const before = sorted[at - 1];
    if (before === undefined || item <= before + 1) return [];
    return [item - before === 2 ? `${before + 1}` : `${before + 1}—${item - 1}`];
  });
}

/** 归档文件备考表: what is in the box and what should be known of it, said from the records; people add to it and sign. */
export function makeNotes(rows: readonly RowSource[], about: RegisterAbout): RegisterForm[] {
  return groups(rows).map((group) => {
    const pages = sum(group.map((row) => row.pages));
    const gaps = gapsOf(group.map(({ item }) => item));
    const changed = group.filter(({ letter }) => letter.versions > 1);
    const untitled = group.filter(({ letter }) => letter.elements.title === null).length;
    const uncounted = group.filter((row) => row.pages === 0).length;
    const lines = [
      `本部分共 ${group.length} 件，${pages} 页${uncounted === 0 ? '' : `（另有 ${uncounted} 件未计页）`}，档号 ${firstAndLast(group)}。`,
      gaps.length === 0 ? '件号连续，没有缺号。' : `所列件号之间缺：${gaps.join('、')}。`,
      changed.length === 0
        ? '各件入库后没有修改。'
        : `其中 ${changed.length} 件入库后有修改，修改前的各版均保存在档案库中。`,
      ...(untitled === 0
        ? []
        : [`其中 ${untitled} 件原无题名，题名栏以方括号标注（据正文拟出，或注明无题名），装订前请核对。`]),
    ];
    return {
      title: REGISTER_KINDS.notes,
      rows: [
        ['全宗号', about.fonds],
        ['年度、期限', `${yearsOf(group)}　${retentionsOf(group)}`],
        ['件数、页数', `${group.length} 件　${pages} 页`],
      ],
      note: { label: '盒内文件情况说明', lines },
      signatures: ['整理人', '整理日期', '检查人', '检查日期'],
    };
  });
}
