/**
 * The audit log as a file that is checked alone: no archive and no database is needed, nor this program (docs/spec/trust.md says
 * how). One row a line, each as the canonical JSON of what its hashes cover, with `hash` in the place of `previous_hash`.
 */
import { createHash, randomUUID } from 'node:crypto';
import { openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ArchiveError, errorSaying } from '../../../shared/errors.ts';
import { errnoCode, exists, publish, realDisk, removeQuietly, writeFully } from '../storage/disk.ts';
import type { Disk } from '../storage/disk.ts';
import { targetError } from '../storage/failures.ts';
import { archiveIdOf, readMeta } from '../storage/meta.ts';
import { requireOutside } from '../storage/output-guard.ts';
import type { AuditTip } from '../../../shared/model/audit.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { newPlace } from '../storage/windows-paths.ts';
import type { ReadableDb } from '../storage/types.ts';
import { auditHash, auditSm3, auditTip } from './audit.ts';
import { NO_HASH, canonicalJson } from './canonical.ts';
import { rowAsGivenAtOnce, somePatience, type Patience } from './half-characters.ts';
import type { Problem } from './verify-check.ts';

const FORMAT = 'fuhan-audit-log';

const rowSchema = z.object({
  seq: z.number().int().min(1),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.string(),
  hash: z.string(),
  // An older program's export has none.
  sm3: z.string().default(''),
});
export type ExportedRow = z.infer<typeof rowSchema>;

/** What stands before the rows. */
const aboutSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(2),
  archive_id: z.string(),
  /** Numbers of the first and the last row; 0 where there are none. */
  first: z.number().int().min(0),
  last: z.number().int().min(0),
  count: z.number().int().min(0),
  /** What stands before the first row: 64 zeros where that is the first of the log; `sm3` is '' where that row had none. */
  previous: z.object({ hash: z.string(), sm3: z.string() }),
  /** The row with which the chain of SM3 begins. */
  sm3_from: z.number().int().min(1),
  /** The last row's hashes; null where there are no rows. */
  head: z.object({ seq: z.number().int(), hash: z.string(), sm3: z.string() }).nullable(),
});
type About = z.infer<typeof aboutSchema>;

/** An exported log as read from a file; programs before this one wrote the rows alone. */
export interface ExportedLog {
  about: About | undefined;
  /** By their numbers. */
  rows: ExportedRow[];
}

export interface AuditExportCheck {
  ok: boolean;
  rows: number;
  /** The head of the exported log, to be compared with one kept on paper; null where there are no rows. */
  tip: AuditTip | null;
  problems: Problem[];
  /** Where the file does not show that it holds the whole log up to its head: from which row on it has it. */
  part: { from: number } | null;
  /** Which archive's log it says it is; null where it does not say. */
  archive_id: string | null;
}

const notALog = (name: string, issue: string | undefined): ArchiveError =>
  errorSaying(
    'BAD_FILE',
    `“${name}”不是导出的审计日志，没有核对。文件和档案库均未受影响。请选用从档案库导出的审计日志（audit --out 所写的文件，或 audit --json 的输出）；导出清单、四性检测报告中的审计链末端用 audit --against 核对。`,
    issue,
  );
const THIS_FILE = '所给的文件';

/** @param name of the file, for what is said of it @throws ArchiveError BAD_FILE where this is no exported log */
export function readExportedLog(value: unknown, name = THIS_FILE): ExportedLog {
  const refuse = (issue: string | undefined): never => {
    throw notALog(name, issue);
  };
  const rows = z.array(rowSchema).safeParse(Array.isArray(value) ? value : (value as { rows?: unknown } | null)?.rows);
  if (!rows.success) return refuse(rows.error.issues[0]?.message);
  const sorted = [...rows.data].sort((a, b) => a.seq - b.seq);
  if (Array.isArray(value)) return { about: undefined, rows: sorted };
  const about = aboutSchema.safeParse(value);
  return about.success ? { about: about.data, rows: sorted } : refuse(about.error.issues[0]?.message);
}

/**
 * What is left of an exported log whose end was cut off in the middle of a line, so that it is no JSON any more: what stands before the
 * rows, and the rows that are whole.
 * @returns undefined where it does not begin like an exported log
 */
export function readCutLog(text: string): ExportedLog | undefined {
  const [head = '', ...lines] = text.split('\n');
  const about = aboutSchema.safeParse(jsonOf(`${head}]}`));
  if (!about.success) return undefined;
  const rows: ExportedRow[] = [];
  for (const line of lines) {
    const row = rowSchema.safeParse(jsonOf(line.replace(/,$/u, '')));
    if (!row.success) break;
    rows.push(row.data);
  }
  return { about: about.data, rows };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is to be said of a log that was cut. */
export function cutAfter({ rows }: ExportedLog): string {
  const last = rows.at(-1)?.seq;
  return last === undefined ? '文件在第一条之前被截断' : `文件在第 ${last} 条之后被截断`;
}

/** As verifyAuditExport, of a file that is no JSON. @throws ArchiveError BAD_FILE where it does not even begin like an exported log */
export function verifyCutExport(text: string, name = THIS_FILE): AuditExportCheck {
  const log = readCutLog(text);
  if (log === undefined) throw notALog(name, 'not JSON');
  const checked = verifyAuditExport({ ...log.about, rows: log.rows });
  return { ...checked, ok: false, problems: [{ kind: 'audit', message: cutAfter(log) }, ...checked.problems] };
}

/**
 * @param value what `fuhan audit --out` wrote, or rows as `fuhan audit --json` prints them (in either order). Rows alone do not
 *   show where the log ends: they are a part, whose first row is checked only where it is the first of the log.
 * @param text the file as it is written: held against what this program would write of it
 * @param name of the file, for what is said of it
 * @throws ArchiveError BAD_FILE where this is no exported log
 */
export function verifyAuditExport(value: unknown, text?: string, name = THIS_FILE): AuditExportCheck {
  const log = readExportedLog(value, name);
  const { about, rows } = log;
  const problems: Problem[] = [];
  const report = (id: number | undefined, message: string): void => {
    problems.push({ kind: 'audit', ...(id !== undefined && { id: String(id) }), message });
  };
  const patience = somePatience();
  rows.forEach((row, at) => {
    const message = exportedFault(row, rows[at - 1], about, patience);
    if (message !== undefined) report(row.seq, message);
  });
  const otherwise = text === undefined ? undefined : writtenOtherwise(log, text);
  if (otherwise !== undefined && problems.length === 0)
    report(
      otherwise === 0 ? undefined : otherwise,
      `${otherwise === 0 ? '日志开头' : `第 ${otherwise} 条`}不是本程序写出的原样：有校验值未覆盖的内容`,
    );
  if (about !== undefined) checkAbout(about, rows, report);
  checkStatement(about, rows, report);
  const last = rows.at(-1);
  const tip = last === undefined ? null : { seq: last.seq, hash: last.hash, sm3: last.sm3, at: last.at };
  const from = rows[0]?.seq ?? 1;
  const part = about === undefined || from > 1 ? { from } : null;
  return { ok: problems.length === 0, rows: rows.length, tip, problems, part, archive_id: about?.archive_id ?? null };
}

/**
 * Whether the file is written as this program writes it, to the byte. A key twice, one more key, other blanks: a reader of the file, or
 * another program, may see there what no hash covers.
 * @returns the number of the first row that is written otherwise, 0 for what stands before the rows; undefined where all is well, and for
 *   rows alone, which have no form of their own
 */
export function writtenOtherwise({ about, rows }: ExportedLog, text: string): number | undefined {
  if (about === undefined) return undefined;
  const lines = text.split('\n');
  const expected = [...linesOf(about, rows)].join('').split('\n');
  const at = Array.from({ length: Math.max(lines.length, expected.length) }).findIndex(
    (_, line) => lines[line] !== expected[line],
  );
  return at === -1 ? undefined : at === 0 ? 0 : (rows[at - 1]?.seq ?? 0);
}

/** What is said before the rows must be so. */
function checkAbout(
  about: About,
  rows: readonly ExportedRow[],
  report: (id: number | undefined, m: string) => void,
): void {
  const [first, last] = [rows[0], rows.at(-1)];
  const { head } = about;
  if (rows.length !== about.count) report(undefined, `文件写明 ${about.count} 条，实有 ${rows.length} 条`);
  if ((first?.seq ?? 0) !== about.first)
    report(first?.seq, `文件写明自第 ${about.first} 条起，实自第 ${first?.seq ?? 0} 条起`);
  if ((last?.seq ?? 0) !== about.last)
    report(last?.seq, `文件写明至第 ${about.last} 条止，实至第 ${last?.seq ?? 0} 条止`);
  if (head?.seq !== last?.seq || head?.hash !== last?.hash || head?.sm3 !== last?.sm3)
    report(last?.seq, '末端与文件写明的不符');
  const isWhole = about.first <= 1;
  if (isWhole && (about.previous.hash !== NO_HASH || about.previous.sm3 !== ''))
    report(first?.seq, '第 1 条之前写有校验值');
}

/** The log says itself, in a row that the chain of SHA-256 covers, of which archive it is and where the chain of SM3 begins. */
function checkStatement(
  about: About | undefined,
  rows: readonly ExportedRow[],
  report: (id: number | undefined, m: string) => void,
): void {
  const row = rows.find(({ action, detail }) => {
    const told = action === 'archive.create' || action === 'archive.seal' ? readRecord(detail) : {};
    return told['archive_id'] !== undefined;
  });
  if (row === undefined) return;
  const { archive_id, sm3_from } = readRecord(row.detail);
  if (about !== undefined && about.archive_id !== archive_id)
    report(row.seq, `第 ${row.seq} 条写明的档案库标识与文件不同`);
  if (about !== undefined && about.sm3_from !== sm3_from)
    report(row.seq, `第 ${row.seq} 条写明的 SM3 链起点与文件不同`);
  const lacking = rows.find(({ seq, sm3 }) => sm3 === '' && seq >= Number(sm3_from));
  if (lacking !== undefined) report(lacking.seq, `第 ${lacking.seq} 条缺少 SM3 校验值`);
}

/**
 * What is wrong with a row beside the one before it in the file; undefined where nothing is.
 * @param patience with rows that hold half a character, for the whole file
 */
export function exportedFault(
  row: ExportedRow,
  previous: ExportedRow | undefined,
  about: ExportedLog['about'],
  patience: Patience,
): string | undefined {
  if (previous !== undefined && row.seq === previous.seq) return `第 ${row.seq} 条出现两次`;
  if (previous !== undefined && row.seq !== previous.seq + 1)
    return `第 ${previous.seq + 1} 条至第 ${row.seq - 1} 条不在文件中`;
  const before = previous ?? beforeFirst(row, about);
  if (before === undefined) return undefined;
  const whole = { ...row, previous_hash: before.hash };
  const given = auditHash(whole) === row.hash ? whole : rowAsGivenAtOnce(whole, patience);
  if (given === undefined) return `第 ${row.seq} 条被改动，或与前一条接不上`;
  return isSm3Right(given, before.sm3, about) ? undefined : `第 ${row.seq} 条的 SM3 校验值不符`;
}

/** What the first row of the file stands on; undefined where the file does not have it. */
function beforeFirst(row: ExportedRow, about: ExportedLog['about']): { hash: string; sm3: string } | undefined {
  if (row.seq === 1) return { hash: NO_HASH, sm3: '' };
  return about?.previous;
}

/** The SM3 chain begins at some row and does not stop again. */
function isSm3Right(row: ExportedRow, before: string, about: ExportedLog['about']): boolean {
  if (row.sm3 === '') return before === '' && (about === undefined || row.seq < about.sm3_from);
  return (about === undefined || row.seq >= about.sm3_from) && auditSm3(row, before) === row.sm3;
}

/** What a file says of the whole log. */
function aboutLog(db: ReadableDb): About {
  const { seq, hash, sm3 } = auditTip(db);
  const first = db.get<{ n: number | null }>('SELECT min(seq) AS n FROM archive.audit')?.n ?? 0;
  const count = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.audit')?.n ?? 0;
  return {
    format: FORMAT,
    version: 2,
    archive_id: archiveIdOf(db),
    first,
    last: seq,
    count,
    previous: { hash: NO_HASH, sm3: '' },
    sm3_from: Number(readMeta(db, 'sm3_from') ?? 1),
    head: seq === 0 ? null : { seq, hash, sm3 },
  };
}

/** The file's lines: what stands before the rows, a row each, the end. */
function exportedLines(db: ReadableDb): Iterable<string> {
  return linesOf(
    aboutLog(db),
    db.iterate('SELECT seq, at, actor, action, subject, detail, hash, sm3 FROM archive.audit ORDER BY seq'),
  );
}

function* linesOf(about: About, rows: Iterable<object>): Iterable<string> {
  // The rows come last, so that what is said of them can be read without them.
  yield `${canonicalJson(about).slice(0, -1)},"rows":[`;
  let first = true;
  for (const row of rows) {
    yield `${first ? '' : ','}\n${canonicalJson(row)}`;
    first = false;
  }
  yield '\n]}\n';
}

/**
 * Writes the whole log as JSON to a new file, one row a line, for `verifyAuditExport` and for anybody's own program.
 * @throws ArchiveError OUT_IN_ARCHIVE, TARGET_EXISTS, BAD_PATH, NO_PERMISSION, DISK_FULL
 */
export function exportAudit(db: ReadableDb, out: string): { file: string; rows: number; sha256: string } {
  const file = newPlace(out);
  requireOutside(file);
  const half = join(dirname(file), `.${randomUUID()}.part`);
  const disk = realDisk();
  try {
    if (exists(disk, file)) throw new ArchiveError('TARGET_EXISTS', file);
    const sha256 = writeLines(disk, half, exportedLines(db));
    publish(disk, half, file);
    return { file, rows: aboutLog(db).count, sha256 };
  } catch (thrown) {
    removeQuietly(disk, half);
    if (errnoCode(thrown) === 'EEXIST') throw new ArchiveError('TARGET_EXISTS', file);
    throw errnoCode(thrown) === '' ? thrown : targetError(thrown, file);
  }
}

/** @returns the SHA-256 of the file */
function writeLines(disk: Disk, path: string, lines: Iterable<string>): string {
  const hash = createHash('sha256');
  // With the rights that the person's own mask gives.
  const fd = openSync(path, 'wx');
  try {
    let at = 0;
    for (const line of lines) {
      const bytes = Buffer.from(line);
      hash.update(bytes);
      writeFully(disk, fd, bytes, at);
      at += bytes.length;
    }
    disk.sync(fd);
  } finally {
    disk.close(fd);
  }
  return hash.digest('hex');
}
