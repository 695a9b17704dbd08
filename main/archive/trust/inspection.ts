/**
 * 四性检测 (DA/T 70-2018): truth, completeness, usability and safety of the archive or of some letters, item by item. What no
 * program can tell is left to a person (人工) and never counted as passed. The items are named as archive systems name them.
 */
import { VERSION } from '../../../shared/version.ts';
import type { LongWork } from '../work/long-work.ts';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import {
  OUTCOMES,
  PROPERTIES,
  type Inspection,
  type InspectionFinding,
  type InspectionItem,
  type Property,
} from '../../../shared/model/inspection.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import { knownElements, readAttachments, readElements, type StoredElements } from '../../../shared/model/stored.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { printReport, writeReportFile } from '../print/print-report.ts';
import type { Report, ReportBlock } from '../print/report.ts';
import type { Typesetting } from '../print/typesetting.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { iterateBytes, readText } from '../storage/content.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { auditTip } from './audit.ts';
import * as checks from './inspection-checks.ts';
import { logHeadRows } from './log-head.ts';
import { verifyArchive } from './verify.ts';
import { hashOfRecord, type VersionRecord } from './version-record.ts';

/** Items with their names. Those in `BY_HAND` only a person can tell; those in `OF_PACKAGES` are of a package, not of an archive. */
const NAMES: Readonly<Record<string, string>> = {
  '1-1': '固化信息有效性（版本和内容的摘要）',
  '1-2': '元数据项数据长度',
  '1-3': '元数据项数据类型、格式',
  '1-4': '元数据项值域',
  '1-5': '元数据项数据值合理性',
  '1-6': '元数据项数据包含特殊字符',
  '1-7': '档号规范性',
  '1-8': '元数据项数据重复性（档号、文号、题名）',
  '1-10': '内容数据的电子属性一致性（名称、大小）',
  '1-11': '元数据与内容数据关联一致性',
  '1-12': '说明文件和目录文件规范性',
  '1-13': '信息包目录结构规范性',
  '1-14': '信息包一致性',
  '2-1': '总件数相符性（与审计日志）',
  '2-2': '总字节数相符性',
  '2-3': '元数据项完整性',
  '2-4': '元数据必填著录项完整性',
  '2-5': '过程信息完整性',
  '2-6': '连续性元数据项（件号）',
  '2-7': '内容数据完整性',
  '2-8': '附件数据完整性',
  '2-9': '归档范围',
  '2-10': '信息包元数据完整性',
  '2-11': '信息包内容数据完整性',
  '3-1': '信息包中元数据的可读性',
  '3-2': '目标数据库中元数据可访问性',
  '3-3': '内容数据格式（适合长期保存）',
  '3-4': '内容数据的可读性',
  '3-5': '内容数据格式长期可用性（软硬件环境）',
  '3-8': '内容数据是否加密、非公开压缩',
  '4-1': '系统环境中是否安装杀毒软件',
  '4-2': '病毒感染',
  '4-3': '载体中多余文件、外观、读取速度',
  '4-7': '归档过程安全性（审计日志、账户、设置）',
};
const OF_PACKAGES = new Set(['1-12', '1-13', '1-14', '2-10', '2-11', '3-1']);
const BY_HAND: Readonly<Record<string, string>> = {
  '2-9': '须对照归档范围和保管期限表由人核对',
  '3-5': '须由人确认现有软硬件能打开各种格式',
  '4-1': '离线程序无从得知，须由人确认',
  '4-2': '离线程序不查病毒，须由人用杀毒软件检查',
  '4-3': '须由人检查存储介质',
};
/** Items that speak of the archive as a whole. */
const WHOLE_ONLY = new Set(['2-1', '2-2', '2-6', '4-7']);

/** Counts and findings of each item while letters go by. */
class Ledger {
  readonly findings: InspectionFinding[] = [];
  readonly #checked = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  readonly #unsure = new Map<string, number>();

  /** One thing looked at. @param faults what is wrong with it, in words */
  look(code: string, id: string, faults: readonly string[]): void {
    this.#add(this.#checked, code);
    if (faults.length === 0) return;
    this.#add(this.#failed, code);
    for (const message of faults) this.findings.push({ code, id, message });
  }
  /** One thing that only a person can tell. */
  leave(code: string, id: string, message: string): void {
    this.#add(this.#unsure, code);
    this.findings.push({ code, id, message });
  }
  #add(counts: Map<string, number>, code: string): void {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }

  item(code: string, whole: boolean): InspectionItem {
    const checked = this.#checked.get(code) ?? 0;
    const failed = this.#failed.get(code) ?? 0;
    const unsure = this.#unsure.get(code) ?? 0;
    const about = { code, name: NAMES[code] ?? code, checked, failed };
    const byHand = BY_HAND[code];
    if (byHand !== undefined) return { ...about, outcome: 'manual', note: byHand };
    if (OF_PACKAGES.has(code)) return { ...about, outcome: 'none', note: '检测对象为档案库，不是信息包' };
    if (WHOLE_ONLY.has(code) && !whole) return { ...about, outcome: 'none', note: '只在检测全库时核对' };
    if (failed > 0) return { ...about, outcome: 'fail', note: `${checked} 项中 ${failed} 项不符` };
    if (unsure > 0) return { ...about, outcome: 'manual', note: `${checked} 项相符，${unsure} 项须由人核对` };
    if (checked === 0) return { ...about, outcome: 'none', note: '没有可检测的对象' };
    return { ...about, outcome: 'pass', note: `${checked} 项相符` };
  }
}

interface LetterRow {
  id: string;
  ref_code: string | null;
  filed_at: string;
  version: number;
  title: string | null;
  doc_number: string | null;
  issued_on: string | null;
  archive_year: number;
  retention: string;
  item_no: number;
  text_sha256: string;
}

export interface InspectOptions extends LongWork {
  /** Only these letters; all where left out. */
  ids?: readonly string[] | undefined;
}

/**
 * Looks at the four properties. Changes nothing; work goes on meanwhile.
 * @throws ArchiveError NOT_FOUND (one of the ids), CANCELLED
 */
export async function inspectArchive(db: ArchiveDb, options: InspectOptions = {}): Promise<Inspection> {
  const { read } = db;
  const whole = options.ids === undefined;
  const ledger = new Ledger();
  const at = new Date().toISOString();
  const verified = whole ? await verifyArchive(db, options) : undefined;
  if (verified !== undefined) takeOver(verified, ledger);
  const slicer = new TimeSlicer(options);
  const ids = options.ids ?? read.all<{ id: string }>('SELECT id FROM letter ORDER BY number').map(({ id }) => id);
  slicer.stage('四性检测', ids.length);
  for (const id of ids) {
    await inspectLetter(db, id, verified, ledger, slicer);
    await slicer.step();
  }
  if (whole) inspectTotals(read, ledger);
  const items = Object.keys(NAMES).map((code) => ledger.item(code, whole));
  return {
    ok: items.every(({ outcome }) => outcome !== 'fail'),
    at,
    archive_id: archiveIdOf(read),
    tool: `复函档案 ${VERSION}`,
    letters: ids.length,
    audit_tip: auditTip(read),
    items,
    findings: ledger.findings,
  };
}

/** What the check of the archive found, under the items that it belongs to. */
function takeOver({ problems, checked }: VerifyResult, ledger: Ledger): void {
  const of = (...kinds: string[]): string[] =>
    problems.filter(({ kind }) => kinds.includes(kind)).map(({ message }) => message);
  ledger.look('4-7', '', of('audit'));
  ledger.look('4-7', '', of('account', 'setting'));
  ledger.look('3-2', '', of('page', 'structure', 'schema', 'reference', 'disk'));
  const named = new Set<string>();
  for (const { kind, id, message } of problems) {
    if (!['content', 'version', 'letter'].includes(kind)) continue;
    ledger.look('1-1', id ?? '', [message]);
    named.add(id ?? '');
  }
  for (let n = named.size; n < checked.letters; n++) ledger.look('1-1', '', []);
}

async function inspectLetter(
  db: ArchiveDb,
  id: string,
  verified: VerifyResult | undefined,
  ledger: Ledger,
  slicer: TimeSlicer,
): Promise<void> {
  const { read } = db;
  const letter = read.get<LetterRow>('SELECT * FROM letter WHERE id = ?', [id]);
  if (letter === undefined) throw new ArchiveError('NOT_FOUND', id);
  const versions = read.all<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version', [id]);
  const newest = versions.at(-1);
  if (newest === undefined) {
    ledger.look('2-7', id, ['没有任何版本']);
    return;
  }
  let stored: StoredElements;
  let files: Attachment[];
  let text: string;
  try {
    stored = readElements(newest.elements, id);
    files = readAttachments(newest.attachments, id);
    text = readText(read, newest.text_sha256);
  } catch {
    ledger.look('3-2', id, ['要素、附件清单或正文读不出']);
    return;
  }
  if (verified === undefined) ledger.look('1-1', id, await wrongHashes(read, versions, files, slicer));
  inspectElements(letter, stored, text, ledger);
  ledger.look('2-5', id, processFaults(read, id, versions));
  await inspectFiles(read, id, files, ledger, slicer);
  inspectAnnexes(id, text, files, ledger);
}

/** For a selection: the digests of exactly these letters. */
async function wrongHashes(
  db: ReadableDb,
  versions: readonly VersionRecord[],
  files: readonly Attachment[],
  slicer: TimeSlicer,
): Promise<string[]> {
  const faults: string[] = [];
  let previous = '';
  for (const version of versions) {
    if (version.previous_sha256 !== previous || hashOfRecord(version) !== version.sha256)
      faults.push(`第 ${version.version} 版被改动`);
    previous = version.sha256;
  }
  for (const file of files) {
    try {
      for (const piece of iterateBytes(db, file.sha256)) await slicer.step(piece.length / 1e9);
    } catch (thrown) {
      if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
      faults.push(`附件“${file.name}”与入库时的摘要不符`);
    }
  }
  return faults;
}

function inspectElements(letter: LetterRow, stored: StoredElements, text: string, ledger: Ledger): void {
  const { id } = letter;
  const faults = checks.schemaFaults(stored);
  ledger.look(
    '1-2',
    id,
    faults.length.map((label) => `${label}超出长度`),
  );
  ledger.look(
    '1-3',
    id,
    faults.type.map((label) => `${label}的类型或格式不对`),
  );
  ledger.look(
    '1-4',
    id,
    faults.range.map((label) => `${label}不在值域内`),
  );
  ledger.look(
    '2-3',
    id,
    faults.missing.map((label) => `缺少${label}一项`),
  );
  ledger.look('1-7', id, refCodeFaults(letter));
  const elements = knownElements(stored);
  ledger.look('1-5', id, checks.implausible(elements, letter.filed_at));
  ledger.look(
    '1-6',
    id,
    checks.strangeCharacters(elements).map((label) => `${label}含有不可见或无法识别的字符`),
  );
  const empty = checks.emptyNeeded(elements).map((label) => `${label}为空`);
  ledger.look('2-4', id, letter.ref_code === null ? [...empty, '档号为空'] : empty);
  const together = checks.belongsTogether(elements, text);
  if (together !== undefined) {
    if (together) ledger.look('1-11', id, []);
    else ledger.leave('1-11', id, '正文中找不到题名和发文字号，须由人核对');
  }
}

/** The number says year, retention and item; the pattern may have changed since. */
function refCodeFaults(letter: LetterRow): string[] {
  const { ref_code: code } = letter;
  if (code === null) return ['没有档号'];
  const parts = [String(letter.archive_year), letter.retention, String(letter.item_no).padStart(4, '0')];
  return parts.every((part) => code.includes(part)) ? [] : [`档号 ${code} 与年度、保管期限、件号不符`];
}

/** Who, when and why of each version, and that the log tells of it. */
function processFaults(db: ReadableDb, id: string, versions: readonly VersionRecord[]): string[] {
  const faults = versions
    .filter(({ actor, at, reason }) => actor === '' || at === '' || reason === '')
    .map(({ version }) => `第 ${version} 版缺少操作人、时间或理由`);
  return versions[0]?.version === 1 ? faults : [...faults, `没有入库时的版本（${id}）`];
}

const HEAD_BYTES = 4096;

async function inspectFiles(
  db: ReadableDb,
  id: string,
  files: readonly Attachment[],
  ledger: Ledger,
  slicer: TimeSlicer,
): Promise<void> {
  const missing: string[] = files.some(({ role }) => role === 'ORIGINAL') ? [] : ['没有原件'];
  for (const file of files) {
    const content = db.get<{ size: number }>('SELECT size FROM content WHERE sha256 = ?', [file.sha256]);
    if (content === undefined) {
      missing.push(`附件“${file.name}”没有内容`);
      continue;
    }
    ledger.look(
      '1-10',
      id,
      content.size === file.size ? [] : [`“${file.name}”登记 ${file.size} 字节，实有 ${content.size} 字节`],
    );
    const { head, tail } = ends(db, file.sha256);
    if (checks.isLasting(file)) ledger.look('3-3', id, []);
    else ledger.leave('3-3', id, `“${file.name}”不是长期保存格式，移交前须转换`);
    const opens = checks.opensAs(file.name, head);
    if (opens === undefined) ledger.leave('3-4', id, `“${file.name}”的格式本程序不能判断，须由人打开查看`);
    else ledger.look('3-4', id, opens ? [] : [`“${file.name}”的内容与扩展名不符或为空`]);
    ledger.look('3-8', id, checks.isLocked(file.name, head, tail) ? [`“${file.name}”有密码或为非公开压缩格式`] : []);
    await slicer.step(0);
  }
  ledger.look('2-7', id, missing);
}

/** The first and last bytes of a content, however it is kept. */
function ends(db: ReadableDb, sha256: string): { head: Uint8Array; tail: Uint8Array } {
  const one = (order: 'ASC' | 'DESC'): Uint8Array => {
    const row =
      db.get<{ data: Uint8Array }>(`SELECT data FROM byte_chunk WHERE sha256 = ? ORDER BY seq ${order} LIMIT 1`, [
        sha256,
      ]) ??
      db.get<{ data: string }>(`SELECT data FROM text_chunk WHERE sha256 = ? ORDER BY seq ${order} LIMIT 1`, [sha256]);
    return row === undefined ? new Uint8Array() : typeof row.data === 'string' ? Buffer.from(row.data) : row.data;
  };
  return { head: one('ASC').subarray(0, HEAD_BYTES), tail: one('DESC').subarray(-HEAD_BYTES) };
}

function inspectAnnexes(id: string, text: string, files: readonly Attachment[], ledger: Ledger): void {
  if (!checks.mentionsAnnex(text)) return;
  if (files.some(({ role }) => role !== 'ORIGINAL')) ledger.look('2-8', id, []);
  else ledger.leave('2-8', id, '正文提到附件，未另附文件；附件可能在原件之内，须由人核对');
}

/** What concerns the archive as a whole. */
function inspectTotals(db: ReadableDb, ledger: Ledger): void {
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  const letters = count('SELECT count(*) AS n FROM letter');
  const filed = count("SELECT count(*) AS n FROM audit WHERE action = 'letter.file'");
  ledger.look('2-1', '', letters === filed ? [] : [`库中 ${letters} 件，审计日志记有 ${filed} 件入库`]);
  const stated = count('SELECT coalesce(sum(size), 0) AS n FROM content');
  const present =
    count('SELECT coalesce(sum(length(data)), 0) AS n FROM byte_chunk') +
    count('SELECT coalesce(sum(length(CAST(data AS BLOB))), 0) AS n FROM text_chunk');
  ledger.look('2-2', '', stated === present ? [] : [`登记 ${stated} 字节，实有 ${present} 字节`]);
  inspectSeries(db, ledger);
  inspectRepeats(db, ledger);
}

/** Gaps of item numbers; a number that a letter left for another retention is explained by the log. */
function inspectSeries(db: ReadableDb, ledger: Ledger): void {
  const left = new Set(
    db
      .all<{ code: string | null }>(
        "SELECT json_extract(detail, '$.old_ref_code') AS code FROM audit WHERE action = 'letter.retention'",
      )
      .map(({ code }) => code),
  );
  for (const series of db.all<{ year: number; retention: string; n: number; last: number }>(
    `SELECT archive_year AS year, retention, count(*) AS n, max(item_no) AS last FROM letter GROUP BY archive_year, retention`,
  )) {
    const gone = [...left].filter((code) => code?.includes(`${series.year}-${series.retention}`) === true).length;
    const gaps = series.last - series.n;
    const faults = gaps > gone ? [`${series.year} 年 ${series.retention} 缺 ${gaps - gone} 个件号`] : [];
    ledger.look('2-6', '', faults);
  }
}

/** Repeats of numbers and of titles on one day. Two letters may rightly share a title: that is for a person. */
function inspectRepeats(db: ReadableDb, ledger: Ledger): void {
  ledger.look('1-8', '', []);
  for (const row of db.all<{ value: string; ids: string }>(
    `SELECT doc_number AS value, group_concat(id) AS ids FROM letter WHERE doc_number IS NOT NULL GROUP BY doc_number HAVING count(*) > 1`,
  )) {
    ledger.look('1-8', row.ids.split(',')[0] ?? '', [
      `发文字号 ${row.value} 有 ${row.ids.split(',').length} 件：${row.ids}`,
    ]);
  }
  for (const row of db.all<{ value: string; ids: string }>(
    `SELECT title AS value, group_concat(id) AS ids FROM letter WHERE title IS NOT NULL GROUP BY title, issued_on HAVING count(*) > 1`,
  )) {
    ledger.leave('1-8', row.ids.split(',')[0] ?? '', `题名和日期相同：${row.ids}`);
  }
}

const MOST_PRINTED = 500;

/** The inspection as a report to be printed and signed. */
export function inspectionReport(found: Inspection): Report {
  const counts = (outcome: InspectionItem['outcome']): number =>
    found.items.filter((item) => item.outcome === outcome).length;
  const blocks: ReportBlock[] = [
    {
      kind: 'pairs',
      rows: [
        ['检测对象', `函件 ${found.letters} 件`],
        ['档案库标识', found.archive_id],
        ['检测时间', beijingTime(found.at)],
        ['检测工具', found.tool],
        [
          '结果',
          `${found.ok ? '没有不通过的项' : '有不通过的项'}：通过 ${counts('pass')}，不通过 ${counts('fail')}，不适用 ${counts('none')}，人工 ${counts('manual')}`,
        ],
        ...logHeadRows(found.audit_tip),
      ],
    },
  ];
  for (const property of Object.keys(PROPERTIES).map(Number) as Property[]) {
    blocks.push({ kind: 'heading', text: `${PROPERTIES[property]}检测` });
    blocks.push({
      kind: 'table',
      columns: ['编号', '检测项', '结果', '说明'],
      widths: [1, 5, 1.4, 5],
      rows: found.items
        .filter(({ code }) => code.startsWith(`${property}-`))
        .map(({ code, name, outcome, note }) => [code, name, OUTCOMES[outcome], note]),
    });
  }
  if (found.findings.length > 0) {
    blocks.push({ kind: 'heading', text: '明细' });
    blocks.push({
      kind: 'table',
      columns: ['编号', '对象', '问题'],
      widths: [1, 3, 8],
      rows: found.findings.slice(0, MOST_PRINTED).map(({ code, id, message }) => [code, id, message]),
    });
    if (found.findings.length > MOST_PRINTED) {
      blocks.push({ kind: 'text', text: `共 ${found.findings.length} 条，其余见同名的 JSON 文件。` });
    }
  }
  blocks.push({ kind: 'text', text: '标为“人工”的项目本程序不能判断，须由人核对后填写结论。' });
  blocks.push({ kind: 'signatures', labels: ['检测人', '审核人'] });
  return {
    title: '四性检测报告',
    subtitle: '依据 DA/T 70—2018',
    foot: `档案库 ${found.archive_id}`,
    date: new Date(found.at),
    blocks,
  };
}

/** Writes the report as PDF and JSON into a folder; `typesetting` says where its pages are set. @returns their paths */
export async function writeInspection(found: Inspection, folder: string, typesetting?: Typesetting): Promise<string[]> {
  const stem = `四性检测报告 ${found.at.slice(0, 19).replaceAll(':', '').replace('T', '-')}`;
  const json = writeReportFile(folder, stem, '.json', Buffer.from(`${JSON.stringify(found, null, 2)}\n`));
  const pdf = await printReport(inspectionReport(found), folder, stem, typesetting);
  return [pdf.file, json.file];
}
