/** What stands on the sheets around a letter: the cover with its elements and hashes, the 归档章, the table of versions. Pure. */
import { createHash } from 'node:crypto';
import type { AuditTip } from '../../../shared/model/audit.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES, type Elements } from '../../../shared/model/elements.ts';
import { changeLabel, roleLabel, type Letter } from '../../../shared/model/letter.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import type { ArchiveStamp } from './archive-stamp.ts';
import type { Print } from './letter-blocks.ts';
import type { LetterPdfOptions } from './letter-options.ts';

export interface StampCell {
  label: string;
  value: string;
}

export interface Cover {
  heading: string;
  /** 归档章: its six cells, row by row; the page count is the page's own to tell. */
  stamp: StampCell[] | null;
  sections: { label: string; rows: [string, string][] }[];
}

export interface History {
  heading: string;
  columns: string[];
  rows: string[][];
}

function elementValue(elements: Elements, name: keyof Elements): string {
  const value = elements[name];
  return Array.isArray(value) ? value.join('、') : (value ?? '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** As reports have it (trust/log-head.ts), in one cell. */
const logHead = ({ seq, at, hash, sm3 }: AuditTip): string =>
  [`第 ${seq} 条${at === '' ? '' : `，${beijingTime(at)}`}`, `SHA-256：${hash}`, `SM3：${sm3}`].join('\n');

export function toCover(letter: Letter, options: LetterPdfOptions, print: Print): Cover | null {
  if (options.cover !== true) return null;
  const version = options.versions?.find((row) => row.version === letter.version);
  const row = (label: string, value: string): [string, string][] =>
    value === '' ? [] : [[label, print('fangsong', value)]];
  const attachments = letter.attachments.flatMap((file, index) =>
    row(`${index + 1}. ${roleLabel(file.role)}`, `${file.name}（${file.size} 字节）\nSHA-256：${file.sha256}`),
  );
  return {
    heading: '归档文件封面',
    stamp: options.stamp === undefined ? null : stampCells(options.stamp, print),
    sections: [
      {
        label: '著录要素',
        rows: ELEMENT_NAMES.flatMap((name) => row(ELEMENT_LABELS[name], elementValue(letter.elements, name))),
      },
      {
        label: '档案信息',
        rows: [
          ...row('档号', letter.ref_code ?? ''),
          ...row('库内编号', letter.id),
          ...row('入库时间', beijingTime(letter.filed_at)),
          ...row('版本', `第 ${letter.version} 版，共 ${letter.versions} 版`),
          ...row('版本校验值', version?.sha256 ?? ''),
          ...row('正文校验值', `SHA-256：${sha256(letter.text)}`),
          ...row('日志末端', options.logHead === undefined ? '' : logHead(options.logHead)),
        ],
      },
      ...(attachments.length === 0 ? [] : [{ label: '附件', rows: attachments }]),
    ],
  };
}

/** 归档章 (DA/T 22-2015, 5.5.1): 全宗号, 年度, 件号 above 机构(问题), 保管期限, 页数. */
export function stampCells(stamp: ArchiveStamp, print: Print): StampCell[] {
  const cell = (label: string, value: string): StampCell => ({
    label,
    value: print('songti', value),
  });
  return [
    cell('全宗号', stamp.fonds),
    cell('年度', stamp.year),
    cell('件号', stamp.item),
    cell('机构（问题）', stamp.office),
    cell('保管期限', stamp.retention),
    // Empty: letter.typ counts the pages of the letter.
    cell('页数', stamp.pages === undefined ? '' : String(stamp.pages)),
  ];
}

export function toHistory(options: LetterPdfOptions, print: Print): History | null {
  const { versions } = options;
  if (options.history !== true || versions === undefined || versions.length === 0) return null;
  return {
    heading: '版本历史',
    columns: ['版本', '时间', '经办人', '改动', '理由'],
    rows: versions.map((row) =>
      [
        `${row.version}`,
        beijingTime(row.at),
        row.actor,
        row.changes.map(changeLabel).join('、'),
        `${row.reason}\n校验值：${row.sha256}`,
      ].map((cell) => print('fangsong', cell)),
    ),
  };
}
