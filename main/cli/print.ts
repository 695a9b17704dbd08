/** Answers of commands as text for people, in Chinese. */
import { elementLabel, ELEMENT_LABELS, ELEMENT_NAMES, type Elements } from '../../shared/model/elements.ts';
import { changeLabel, roleLabel, type Letter, type LetterDiff, type VersionRow } from '../../shared/model/letter.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import type { RelatedLetter, SearchAnswer } from '../../shared/model/search.ts';
import { beijingTime } from '../../shared/text/dates.ts';
import type { AuditRow, CallOutput, ImportResult } from '../../shared/contract/index.ts';

export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '（无）';
  if (Array.isArray(value)) return value.length === 0 ? '（无）' : value.join('、');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function printElements(elements: Elements): string {
  return ELEMENT_NAMES.map((name) => `  ${ELEMENT_LABELS[name]}：${formatValue(elements[name])}\n`).join('');
}

export function printLetter(letter: Letter): string {
  const files = letter.attachments.map((a) => `  ${a.id}  ${roleLabel(a.role)}  ${a.name}  ${a.size} 字节\n`).join('');
  return (
    `${letter.id}  ${letter.ref_code ?? ''}  第 ${letter.version} 版（共 ${letter.versions} 版）${letter.review === true ? '  待核对' : ''}${letter.final ? '  已定稿' : ''}\n` +
    `  保管期限：${RETENTION_LABELS[letter.retention]}${letter.expires === null ? '' : `，至 ${letter.expires}`}\n` +
    `${printElements(letter.elements)}\n${letter.text}\n\n附件：\n${files}`
  );
}

export function printSearch(answer: SearchAnswer): string {
  const hits = answer.hits.map((hit) => {
    let marked = '';
    let at = 0;
    for (const [start, end] of hit.marks) {
      marked += `${hit.snippet.slice(at, start)}【${hit.snippet.slice(start, end)}】`;
      at = end;
    }
    marked += hit.snippet.slice(at);
    return `${hit.id}  ${hit.issued_on ?? '无日期'}  ${hit.doc_number ?? ''}  ${hit.name}${hit.version === undefined ? '' : `  （第 ${hit.version} 版）`}\n    ${marked.replaceAll('\n', ' ')}\n`;
  });
  const relaxed =
    answer.relaxed === undefined
      ? ''
      : `放宽（${answer.relaxed.explained}）：检索“${answer.relaxed.query}”可找到 ${answer.relaxed.total} 件。\n`;
  const notice = answer.notice === undefined ? '' : `${answer.notice}\n`;
  return `${notice}${answer.explained}\n共 ${answer.total} 件\n${hits.join('')}${relaxed}`;
}

/** Letters that belong to another, each with its reasons where there are any. */
export function printRelated(letters: readonly (RelatedLetter & { reasons?: readonly string[] })[]): string {
  return letters
    .map(
      ({ id, issued_on, doc_number, name, reasons = [] }) =>
        `${id}  ${issued_on ?? '无日期'}  ${doc_number ?? ''}  ${name}\n${reasons.map((reason) => `    ${reason}\n`).join('')}`,
    )
    .join('');
}

export function printImport(result: ImportResult): string {
  const trial = result.dry_run === true;
  const words = {
    filed: trial ? '可归档' : '已归档',
    duplicate: '重复',
    refused: '未入库',
    differs: '待决定',
    version: trial ? '可作为新版本' : '新版本',
  } as const;
  const items = result.items.map(
    (item) =>
      `${words[item.status]}${item.review === true ? '（待核对）' : ''}  ${item.file}${item.id === undefined ? '' : `  ${item.id}`}${item.message === undefined ? '' : `  ${item.code === undefined ? '' : `[${item.code}] `}${item.message}`}${item.why === undefined ? '' : `  待核对的原因：${item.why}`}\n`,
  );
  const register = result.register === undefined ? '' : printRegister(result.register);
  const packages = (result.packages ?? []).map(
    ({ name, letters, differs, sha256 }) =>
      `数据包“${name}”：函件 ${letters} 件${differs > 0 ? `，待决定 ${differs} 件（用 package compare、package decide）` : ''}  SHA-256 ${sha256}\n`,
  );
  const wrong = trial && (result.register?.problems.length ?? 0) > 0;
  const tried = trial ? `试读，未写入任何内容。${wrong ? '著录表有误，改正之前正式导入一件也不入库。' : ''}\n可` : '';
  const completed = result.completed === undefined ? '' : `，新版本 ${result.completed} 件`;
  const longer = result.items.some(({ code }) => code === 'LONGER_COPY')
    ? '待决定的文件：加 --as-version 作为所指函件的新版本，加 --allow-duplicates 另行入库。\n'
    : '';
  const same = result.items.filter((item) => item.same_file === true).length;
  const ofThem = same === 0 ? '' : `（其中 ${same} 件是此前已归档的同一文件）`;
  return `${items.join('')}${register}${packages.join('')}${longer}${tried}归档 ${result.filed} 件${completed}，重复 ${result.duplicates} 件${ofThem}，未入库 ${result.refused} 件，待核对 ${result.review} 件${result.review > 0 && !trial ? '（用 review 逐件查看）' : ''}\n`;
}

function printRegister({ rows, matched, unmatched, problems }: NonNullable<ImportResult['register']>): string {
  const wrong = problems.map(({ row, message }) => `著录表第 ${row} 行  ${message}\n`);
  const left = unmatched.map(({ row, label }) => `著录表第 ${row} 行没有对应的文件  ${label}\n`);
  return `${wrong.join('')}${left.join('')}著录表 ${rows} 行，对上 ${matched} 行\n`;
}

/** Where a version came from, and what it joined. */
function fromWhere({ origin, joined = [] }: VersionRow): string {
  const from = origin === undefined ? '' : `  来自数据包“${origin.name}”`;
  return from + joined.map(({ name, versions }) => `  并入数据包“${name}”的 ${versions} 版`).join('');
}

export function printHistory(rows: readonly VersionRow[]): string {
  return rows
    .map(
      (row) =>
        `第 ${row.version} 版  ${beijingTime(row.at)}  ${row.actor}  ${row.reason}  ${row.changes.map(changeLabel).join('、')}${fromWhere(row)}\n`,
    )
    .join('');
}

export function printDiff(diff: LetterDiff): string {
  const fields = diff.fields.map((f) => `${elementLabel(f.field)}：${formatValue(f.from)} → ${formatValue(f.to)}\n`);
  const text = diff.text.map((op) =>
    op.op === 'equal' ? op.text : op.op === 'insert' ? `{+${op.text}+}` : `[-${op.text}-]`,
  );
  const files = diff.attachments
    .filter((a) => a.op !== 'kept')
    .map(
      (a) => `${{ added: '增加附件', removed: '移除附件', role: '附件改类', kept: '' }[a.op]}：${a.attachment.name}\n`,
    );
  return `第 ${diff.from} 版 → 第 ${diff.to} 版\n${fields.join('')}${files.join('')}\n${text.join('')}\n`;
}

export function printAudit(rows: readonly AuditRow[]): string {
  return rows
    .map(
      (row) =>
        `${row.seq}  ${beijingTime(row.at)}  ${row.actor}  ${row.action}  ${row.subject ?? ''}  ${row.detail}  ${row.hash}\n`,
    )
    .join('');
}

export function printStats(stats: CallOutput<'letters.stats'>): string {
  const part = (label: string, counts: { value: string | null; count: number }[]): string =>
    `${label}\n${counts.map(({ value, count }) => `  ${value ?? '（无）'}  ${count}\n`).join('')}`;
  const retentions = stats.retention.map(({ value, count }) => ({
    value: RETENTIONS.includes(value as Retention) ? RETENTION_LABELS[value as Retention] : value,
    count,
  }));
  const results = stats.result.map(
    ({ scheme, issuer, code, meaning, count }) =>
      `  ${scheme ?? `${issuer ?? '（无责任者）'}（分类方案未登记）`}  ${code}${meaning === null ? '' : ` ${meaning}`}  ${count}\n`,
  );
  return (
    `函件 ${stats.letters}，版本 ${stats.versions}，附件 ${stats.attachments}，内容 ${stats.bytes} 字节，待核对 ${stats.review}，定稿 ${stats.final}\n` +
    part('年度', stats.year) +
    part('责任者', stats.issuer) +
    part('文书类别', stats.reply_kind) +
    `办理结果\n${results.join('')}` +
    part('公开属性', stats.openness) +
    part('保管期限', retentions)
  );
}
