/** 修改对照表: what a version changed, to be printed, signed and put with the file. */
import { basename } from 'node:path';
import { elementLabel } from '../../../shared/model/elements.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import {
  DIFF_LANES,
  roleLabel,
  type Letter,
  type LetterDiff,
  type TextOp,
  type VersionRow,
} from '../../../shared/model/letter.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import type { Report, ReportBlock, ReportCell } from '../print/report.ts';
import { logHeadRows } from '../trust/log-head.ts';

const EMPTY = '（空）';
const valueOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.join('、') || EMPTY;
  return typeof value === 'string' ? value : EMPTY;
};

const LANE_WORDS = { added: '新增', removed: '移除', role: '种类改变', kept: '未变' } as const;

/** Passages of the text, old beside new; unchanged ones are left out. One row for each stretch between two line ends. */
export function changedPassages(ops: readonly TextOp[]): [ReportCell, ReportCell][] {
  const rows: [ReportCell, ReportCell][] = [];
  let before: TextOp[] = [];
  let after: TextOp[] = [];
  const end = (): void => {
    if (before.some(({ op }) => op !== 'equal') || after.some(({ op }) => op !== 'equal'))
      rows.push([{ runs: before }, { runs: after }]);
    before = [];
    after = [];
  };
  for (const { op, text } of ops) {
    // A row ends where both sides end a line: only in what is equal.
    const pieces = op === 'equal' ? text.split(/(?<=\n)/u) : [text];
    for (const piece of pieces) {
      const shown = piece.replaceAll('\n', op === 'equal' ? '' : '↵');
      if (op !== 'insert' && shown !== '') before.push({ op, text: shown });
      if (op !== 'delete' && shown !== '') after.push({ op, text: shown });
      if (op === 'equal' && piece.endsWith('\n')) end();
    }
  }
  end();
  return rows;
}

function about(row: VersionRow | undefined): string {
  return row === undefined ? '' : `第 ${row.version} 版，${beijingTime(row.at)}，${row.actor}，理由：${row.reason}`;
}

/**
 * @param history the letter's versions
 * @param loose whether wraps and width were left out
 * @param tip head of the log when it is printed
 */
export function revisionTable(
  letter: Letter,
  diff: LetterDiff,
  history: readonly VersionRow[],
  loose: boolean,
  tip: AuditTip,
): Report {
  const rowOf = (version: number): VersionRow | undefined => history.find((row) => row.version === version);
  const [from, to] = [rowOf(diff.from), rowOf(diff.to)];
  const blocks: ReportBlock[] = [
    {
      kind: 'pairs',
      rows: [
        ['题名', letter.elements.title ?? '（无题名）'],
        ['发文字号', letter.elements.doc_number ?? '（无）'],
        ['档号', letter.ref_code ?? '（无）'],
        ['修改前', about(from)],
        ['修改后', about(to)],
        ['校验值（前）', from?.sha256 ?? ''],
        ['校验值（后）', to?.sha256 ?? ''],
        ...logHeadRows(tip),
      ],
    },
  ];
  if (diff.fields.length > 0) {
    blocks.push({ kind: 'heading', text: '一、要素' });
    blocks.push({
      kind: 'table',
      columns: ['要素', '修改前', '修改后'],
      widths: [1, 3, 3],
      rows: diff.fields.map(({ field, from: old, to: now }) => [
        elementLabel(field),
        { runs: [{ op: 'delete', text: valueOf(old) }] },
        { runs: [{ op: 'insert', text: valueOf(now) }] },
      ]),
    });
  }
  if (diff.lanes.length > 0) {
    blocks.push({ kind: 'heading', text: '二、正文中的日期、数字、姓名、文号' });
    blocks.push({
      kind: 'table',
      columns: ['种类', '减去', '增加'],
      widths: [1, 3, 3],
      rows: diff.lanes.map(({ lane, removed, added }) => [DIFF_LANES[lane], removed.join('、'), added.join('、')]),
    });
  }
  const passages = changedPassages(diff.text);
  if (passages.length > 0) {
    blocks.push({ kind: 'heading', text: loose ? '三、正文（换行和全角半角不计）' : '三、正文' });
    blocks.push({ kind: 'table', columns: ['修改前', '修改后'], widths: [1, 1], rows: passages });
  }
  const files = diff.attachments.filter(({ op }) => op !== 'kept');
  if (files.length > 0) {
    blocks.push({ kind: 'heading', text: '四、附件' });
    blocks.push({
      kind: 'table',
      columns: ['改动', '名称', '种类', 'SHA-256'],
      widths: [1, 3, 1, 3],
      rows: files.map(({ op, attachment }) => [
        LANE_WORDS[op],
        basename(attachment.name),
        roleLabel(attachment.role),
        attachment.sha256,
      ]),
    });
  }
  if (blocks.length === 1) blocks.push({ kind: 'text', text: '两版内容没有差异。' });
  blocks.push({ kind: 'signatures', labels: ['修改人', '审核人'] });
  return {
    title: '修改对照表',
    subtitle: '',
    foot: `函件 ${letter.id}，第 ${diff.from} 版与第 ${diff.to} 版`,
    date: new Date(to?.at ?? letter.filed_at),
    blocks,
  };
}
