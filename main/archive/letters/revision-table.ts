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
import type { Report, ReportBlock, ReportCell, ReportRun } from '../print/report.ts';
import { logHeadRows } from '../trust/log-head.ts';

const EMPTY = '（空）';
const valueOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.join('、') || EMPTY;
  return typeof value === 'string' ? value : EMPTY;
};

const LANE_WORDS = { added: '新增', removed: '移除', role: '种类改变', kept: '未变' } as const;

/** A paragraph that was only put elsewhere is not shown as gone and new. Shorter ones may be alike by chance. */
const SHORTEST_MOVED = 8;

/** Paragraphs that went at one place and came at another, each as often as both. */
function movedParagraphs(ops: readonly TextOp[]): Set<string> {
  const of = (wanted: TextOp['op']): Set<string> =>
    new Set(
      ops
        .filter(({ op }) => op === wanted)
        .flatMap(({ text }) => text.split('\n'))
        .map((line) => line.trim())
        .filter((line) => line.length >= SHORTEST_MOVED),
    );
  const came = of('insert');
  return new Set([...of('delete')].filter((line) => came.has(line)));
}

/** A change as it is shown: moved paragraphs by themselves, a line end only where it is all that changed. */
function runsOf({ op, text }: TextOp, moved: ReadonlySet<string>): ReportRun[] {
  if (op === 'equal') return [{ op, text: text.replace(/\n$/u, '') }];
  if (/^\n+$/u.test(text)) return [{ op, text: '〔换行〕'.repeat(text.length) }];
  return text.split(/(?<=\n)/u).flatMap((line): ReportRun[] => {
    const isMoved = moved.has(line.trim());
    return isMoved ? [{ op: 'moved', text: `〔${op === 'delete' ? '移走' : '移来'}〕${line}` }] : [{ op, text: line }];
  });
}

const atLineEnd = (side: readonly TextOp[]): boolean => side.at(-1)?.text.endsWith('\n') ?? true;

/** Passages of the text, old beside new; unchanged ones are left out. One row for each stretch between two line ends. */
export function changedPassages(ops: readonly TextOp[]): [ReportCell, ReportCell][] {
  const moved = movedParagraphs(ops);
  const rows: [ReportCell, ReportCell][] = [];
  let before: TextOp[] = [];
  let after: TextOp[] = [];
  const cell = (side: readonly TextOp[]): ReportCell => {
    const runs = side.flatMap((op) => runsOf(op, moved)).filter(({ text }) => text !== '');
    const last = runs.at(-1);
    return { runs: last === undefined ? [] : [...runs.slice(0, -1), { ...last, text: last.text.replace(/\n$/u, '') }] };
  };
  const end = (): void => {
    if (before.some(({ op }) => op !== 'equal') || after.some(({ op }) => op !== 'equal'))
      rows.push([cell(before), cell(after)]);
    before = [];
    after = [];
  };
  for (const { op, text } of ops) {
    // A row ends where both sides end a line.
    if (op === 'equal' && atLineEnd(before) && atLineEnd(after)) end();
    const pieces = op === 'equal' ? text.split(/(?<=\n)/u) : [text];
    for (const piece of pieces) {
      if (op !== 'insert') before.push({ op, text: piece });
      if (op !== 'delete') after.push({ op, text: piece });
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
        ['题名', letter.elements.title ?? letter.name],
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
  let section = 0;
  const heading = (text: string): void => {
    blocks.push({ kind: 'heading', text: `${'一二三四'[section] ?? ''}、${text}` });
    section += 1;
  };
  if (diff.fields.length > 0) {
    heading('要素');
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
    heading('正文中的日期、数字、姓名、文号');
    blocks.push({
      kind: 'table',
      columns: ['种类', '减去', '增加'],
      widths: [1, 3, 3],
      rows: diff.lanes.map(({ lane, removed, added }) => [DIFF_LANES[lane], removed.join('、'), added.join('、')]),
    });
  }
  const passages = changedPassages(diff.text);
  if (passages.length > 0) {
    heading(loose ? '正文（换行和全角半角不计）' : '正文');
    blocks.push({ kind: 'table', columns: ['修改前', '修改后'], widths: [1, 1], rows: passages });
  }
  const files = diff.attachments.filter(({ op }) => op !== 'kept');
  if (files.length > 0) {
    heading('附件');
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
  if (
    passages.some((row) => row.some((cell) => typeof cell !== 'string' && cell.runs.some(({ op }) => op === 'moved')))
  )
    blocks.push({ kind: 'text', text: '标〔移走〕〔移来〕的段落文字未变，只是移动了位置。' });
  blocks.push({ kind: 'signatures', labels: ['修改人', '审核人'] });
  return {
    title: '修改对照表',
    subtitle: '',
    foot: `${letter.ref_code ?? `《${letter.name}》`}，第 ${diff.from} 版与第 ${diff.to} 版`,
    date: new Date(to?.at ?? letter.filed_at),
    blocks,
  };
}
