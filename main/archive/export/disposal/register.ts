/** 销毁清册 as a register: what was disposed of, by whom it was appraised, approved and supervised. Pure. */
import type { DisposalRegister } from '../../../../shared/model/disposal.ts';
import { proposeTitle } from '../../../../shared/model/letter-name.ts';
import type { RegisterColumn } from '../../../../shared/model/registers.ts';
import { RETENTION_LABELS } from '../../../../shared/model/settings.ts';
import type { Register } from '../../print/register.ts';

const COLUMNS: readonly RegisterColumn[] = [
  { label: '序号', type: 'number', width: 6 },
  { label: '档号', type: 'text', width: 25, whole: 'all' },
  { label: '文号', type: 'text', width: 20, whole: 'most' },
  { label: '责任者', type: 'text', width: 18 },
  { label: '题名', type: 'text', width: 40 },
  { label: '日期', type: 'date', width: 11 },
  { label: '保管期限', type: 'text', width: 9, whole: 'all' },
  { label: '届满日期', type: 'date', width: 11 },
  { label: '文件数', type: 'number', width: 7 },
  { label: '字节数', type: 'number', width: 11 },
  { label: '鉴定意见', type: 'text', width: 24 },
  { label: '备注', type: 'text', width: 18 },
];

export interface RegisterFacts {
  id: string;
  /** When it was executed, 2026-11-30. */
  on: string;
  /** SHA-256 of the stored register. */
  sha256: string;
  fonds: string;
}

/** A letter without a title has one in brackets, as in every register. */
const titleOf = ({ title, issuer }: DisposalRegister['items'][number]): string =>
  title ?? `[${(proposeTitle({ issuer }) ?? '〔无题名〕').slice(1, -1)}]`;

/** Lines under the table: people sign beside their names. */
export function disposalRegister(
  { items, reason, appraisers, approved_by, supervisors, executed_by }: DisposalRegister,
  { id, on, sha256, fonds }: RegisterFacts,
): Register {
  const bytes = items.reduce((sum, one) => sum + one.bytes, 0);
  const files = items.reduce((sum, one) => sum + one.files, 0);
  return {
    title: '档案销毁清册',
    subtitle: [fonds === '' ? '' : `全宗号：${fonds}`, `销毁编号：${id}`, `销毁日期：${on}`, `共 ${items.length} 件`]
      .filter((part) => part !== '')
      .join('　　'),
    columns: COLUMNS,
    rows: items.map((one, at) => [
      ...[at + 1, one.ref_code, one.doc_number, one.issuer, titleOf(one), one.issued_on],
      ...[RETENTION_LABELS[one.retention], one.expired_on, one.files, one.bytes],
      one.notes.length === 0 ? '拟销毁' : one.notes.join('；'),
      one.kept.length === 0 ? '已销毁' : `已销毁；${one.kept.length} 项内容为其他函件所用，保留`,
    ]),
    totals: [
      `合计：${items.length} 件，文件 ${files} 个，${bytes} 字节。`,
      `销毁理由：${reason}`,
      `鉴定：${appraisers.join('、')}　批准：${approved_by}　监销：${supervisors.join('、')}　执行：${executed_by}`,
      `清册校验值（SHA-256）：${sha256}`,
    ],
    signatures: ['鉴定人', '批准人', '监销人一', '监销人二', '执行人', '日期'],
  };
}
