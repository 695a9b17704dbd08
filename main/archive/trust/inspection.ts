/**
 * 四性检测 (DA/T 70-2018): truth, completeness, usability and safety of the archive or of some letters, item by item. What no
 * program can tell is left to a person (人工) and never counted as passed. The items are named as archive systems name them.
 */
import { VERSION } from '../../../shared/version.ts';
import type { LongWork } from '../work/long-work.ts';
import type { VerifyResult } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Inspection, InspectionFinding } from '../../../shared/model/inspection.ts';
import { isOriginal, type Attachment } from '../../../shared/model/letter.ts';
import { NAMELESS } from '../../../shared/model/letter-name.ts';
import { knownElements, readAttachments, readElements, type StoredElements } from '../../../shared/model/stored.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { iterateBytes, readText } from '../storage/content.ts';
import { letterNames } from '../storage/letter-names.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import { MOST_PACKED_BYTES, unpack } from '../storage/packing.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { auditTip } from './audit.ts';
import * as checks from './inspection-checks.ts';
import { inspectFiles } from './inspection-files.ts';
import { INSPECTION_ITEMS, Ledger } from './inspection-ledger.ts';
import { verifyArchive } from './verify.ts';
import { hashOfRecord, type VersionRecord } from './version-record.ts';

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
  if (whole) await inspectTotals(read, ledger, slicer);
  const items = Object.keys(INSPECTION_ITEMS).map((code) => ledger.item(code, whole));
  return {
    ok: items.every(({ outcome }) => outcome !== 'fail'),
    at,
    archive_id: archiveIdOf(read),
    tool: `复函档案 ${VERSION}`,
    letters: ids.length,
    audit_tip: auditTip(read),
    items,
    findings: named(read, ledger.findings),
  };
}

/** What a letter is called by. Of a damaged one it may not be known: the damage itself is told by its finding. */
function calledBy(db: ReadableDb, id: string): string {
  try {
    return letterNames(db, [id]).get(id) ?? NAMELESS;
  } catch {
    return NAMELESS;
  }
}

/** What was found, without titles and names of files: an id and an archive number tell which letter it is. */
export function withoutNames(found: Inspection): Inspection {
  const findings = found.findings.map(({ title: _title, name: _name, ...finding }): InspectionFinding => ({
    ...finding,
    // A name may hold such marks itself: all between the first and the last goes.
    message: finding.message.replace(/“.*”/su, '“……”').replace(/《.*》/su, '《……》'),
    ...(finding.id !== '' && { title: null }),
  }));
  return { ...found, findings };
}

/** Findings with the archive number and title of their letter, and what it is called by. */
function named(db: ReadableDb, findings: readonly InspectionFinding[]): InspectionFinding[] {
  const names = new Map<string, { ref_code: string | null; title: string | null; name: string }>();
  for (const { id } of findings) {
    if (id === '' || names.has(id)) continue;
    const row = db.get<{ ref_code: string | null; title: string | null }>(
      'SELECT ref_code, title FROM letter WHERE id = ?',
      [id],
    );
    if (row !== undefined) names.set(id, { ...row, name: calledBy(db, id) });
  }
  return findings.map((finding) => ({ ...finding, ...names.get(finding.id) }));
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

function inspectAnnexes(id: string, text: string, files: readonly Attachment[], ledger: Ledger): void {
  if (!checks.mentionsAnnex(text)) return;
  if (files.some((file) => !isOriginal(file))) ledger.look('2-8', id, []);
  else ledger.leave('2-8', id, '正文提到附件，未另附文件；附件可能在原件之内，须由人核对');
}

/** What concerns the archive as a whole. */
async function inspectTotals(db: ReadableDb, ledger: Ledger, slicer: TimeSlicer): Promise<void> {
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  const letters = count('SELECT count(*) AS n FROM letter');
  const filed = count("SELECT count(*) AS n FROM audit WHERE action = 'letter.file'");
  const disposed = count(
    "SELECT count(*) AS n FROM stub WHERE letter_id IN (SELECT subject FROM audit WHERE action = 'letter.file')",
  );
  const told = `库中 ${letters} 件，已销毁 ${disposed} 件，审计日志记有 ${filed} 件入库`;
  ledger.look('2-1', '', letters + disposed === filed ? [] : [told]);
  const stated = count('SELECT coalesce(sum(size), 0) AS n FROM content');
  const present = await presentBytes(db, slicer);
  ledger.look('2-2', '', stated === present ? [] : [`登记 ${stated} 字节，实有 ${present} 字节`]);
  inspectSeries(db, ledger);
  inspectRepeats(db, ledger);
}

/** Bytes of all contents as they are there, packed ones unpacked; what cannot be unpacked counts nothing. */
async function presentBytes(db: ReadableDb, slicer: TimeSlicer): Promise<number> {
  const inPieces = db.get<{ n: number }>(
    `SELECT (SELECT coalesce(sum(length(data)), 0) FROM byte_chunk) +
       (SELECT coalesce(sum(octet_length(data)), 0) FROM text_chunk) AS n`,
  );
  let present = inPieces?.n ?? 0;
  for (let last = 0; ;) {
    const rows = db.all<{ place: number; data: Uint8Array }>(
      'SELECT place, data FROM packed_content WHERE place > ? ORDER BY place LIMIT 100',
      [last],
    );
    if (rows.length === 0) return present;
    for (const { data } of rows) present += unpackedBytes(data);
    last = rows.at(-1)?.place ?? last;
    await slicer.step(0);
  }
}

function unpackedBytes(packed: Uint8Array): number {
  try {
    return unpack(packed, MOST_PACKED_BYTES).length;
  } catch {
    return 0;
  }
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
    `SELECT archive_year AS year, retention, count(*) AS n, max(item_no) AS last
     FROM (SELECT archive_year, retention, item_no FROM letter UNION SELECT archive_year, retention, item_no FROM stub)
     GROUP BY archive_year, retention`,
  )) {
    const gone = [...left].filter((code) => code?.includes(`${series.year}-${series.retention}`) === true).length;
    const gaps = series.last - series.n;
    const faults = gaps > gone ? [`${series.year} 年 ${series.retention} 缺 ${gaps - gone} 个件号`] : [];
    ledger.look('2-6', '', faults);
  }
}

/** Archive numbers of letters by which people find them; of one without, what it is called by. */
function refCodesOf(db: ReadableDb, ids: string): string {
  const codeOf = (id: string): string =>
    db.get<{ ref_code: string | null }>('SELECT ref_code FROM letter WHERE id = ?', [id])?.ref_code ??
    `《${calledBy(db, id)}》`;
  return ids.split(',').map(codeOf).join('、');
}

/** Repeats of numbers and of titles on one day. Two letters may rightly share a title: that is for a person. */
function inspectRepeats(db: ReadableDb, ledger: Ledger): void {
  ledger.look('1-8', '', []);
  for (const row of db.all<{ value: string; ids: string }>(
    `SELECT doc_number AS value, group_concat(id) AS ids FROM letter WHERE doc_number IS NOT NULL GROUP BY doc_number HAVING count(*) > 1`,
  )) {
    ledger.look('1-8', row.ids.split(',')[0] ?? '', [
      `发文字号 ${row.value} 有 ${row.ids.split(',').length} 件：${refCodesOf(db, row.ids)}`,
    ]);
  }
  for (const row of db.all<{ value: string; ids: string }>(
    `SELECT title AS value, group_concat(id) AS ids FROM letter WHERE title IS NOT NULL GROUP BY title, issued_on HAVING count(*) > 1`,
  )) {
    ledger.leave('1-8', row.ids.split(',')[0] ?? '', `题名和日期相同：${refCodesOf(db, row.ids)}`);
  }
}
