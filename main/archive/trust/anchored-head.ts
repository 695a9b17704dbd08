/**
 * A head of the log that was kept elsewhere (on paper, in an export) is held against the log as it is now: the row of that number
 * must have that hash, and every row up to it must follow from the one before.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { AnchoredHead, AnchoredHeadCheck } from '../../../shared/model/audit.ts';
import { anchoredHeadSchema } from '../../../shared/model/audit.ts';
import { ArchiveError, errorSaying } from '../../../shared/errors.ts';
import { readSheets } from '../reading/readers/xlsx.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { diskError } from '../storage/failures.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import type { ReadableDb } from '../storage/types.ts';
import { auditTip } from './audit.ts';
import { walkAuditChain } from './audit-chain.ts';
import { cutAfter, exportedFault, readCutLog, readExportedLog, writtenOtherwise } from './audit-export.ts';
import { somePatience } from './half-characters.ts';
import { logHeadOfRows } from './log-head.ts';

/** A list of an export, an inspection's JSON, what `fuhan audit --tip --json` printed, or the file beside an archive or a backup. */
const headFile = z.union([
  z.object({ audit_tip: anchoredHeadSchema, archive_id: z.string().optional() }),
  anchoredHeadSchema
    .extend({ archive_id: z.string().optional() })
    .transform(({ archive_id, ...tip }) => ({ audit_tip: tip, archive_id })),
]);

export interface FoundHead {
  head: AnchoredHead;
  /** Of which archive, where the file says so. */
  archiveId?: string | undefined;
}

const withoutHead = (name: string, details?: string): ArchiveError =>
  errorSaying(
    'BAD_FILE',
    `“${name}”中没有审计链末端，没有核对。文件和档案库均未受影响。请选用导出清单、四性检测报告（JSON）、带“出处”一页的 xlsx 或导出的审计日志，或按纸上所记写明序号和校验值。`,
    details,
  );
const notWhole = (what: string, details?: string): ArchiveError =>
  errorSaying('BAD_FILE', `${what}，没有用来核对。文件和档案库均未受影响。请找另一份完整的。`, details);

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The head that a file holds: a list of an export, the JSON of an inspection, an exported log, a table (xlsx) of letters.
 * @param slicer an exported log is checked row by row, others have their turns meanwhile
 * @throws ArchiveError CANCELLED; BAD_FILE where there is none, or where an exported log is itself not whole; FILE_TOO_LARGE; NOT_A_FILE; as the disk says
 */
export async function readAnchoredHead(file: string, slicer: TimeSlicer): Promise<FoundHead> {
  const name = basename(file);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const found = await stat(file);
    // A device or pipe would never end.
    if (!found.isFile()) throw new ArchiveError('NOT_A_FILE', name);
    if (found.size > MOST_BYTES) throw new ArchiveError('FILE_TOO_LARGE', name);
    bytes = Uint8Array.from(await readFile(file));
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : diskError(thrown, file);
  }
  const found = bytes[0] === 0x50 ? headOfTable(name, bytes) : await headOfJson(name, bytes, slicer);
  const head = anchoredHeadSchema.safeParse(found?.head);
  if (!head.success) throw withoutHead(name);
  return { head: head.data, archiveId: found?.archiveId };
}

function headOfTable(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): { head: unknown; archiveId?: string | undefined } | undefined {
  const rows = readSheets({ name, bytes }, (sheet) => sheet === '出处').flatMap((sheet) => sheet.rows);
  return { head: logHeadOfRows(rows), archiveId: rows.find(([label]) => label === '档案库标识')?.[1] };
}

async function headOfJson(
  name: string,
  bytes: Uint8Array,
  slicer: TimeSlicer,
): Promise<{ head: unknown; archiveId?: string | undefined } | undefined> {
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const cut = readCutLog(text);
    // The parser's own words would repeat what the file begins with.
    throw cut === undefined ? withoutHead(name, 'not JSON') : notWhole(`审计日志“${name}”${cutAfter(cut)}`, 'not JSON');
  }
  if (isExportedLog(value)) {
    const log = readExportedLog(value, name);
    const { about, rows } = log;
    slicer.stage('核对导出的日志', rows.length);
    const last = rows.at(-1);
    const cut = about !== undefined && (about.count !== rows.length || about.head?.hash !== last?.hash);
    if (cut || writtenOtherwise(log, text) !== undefined) throw notWhole(`审计日志“${name}”本身不完整`);
    const patience = somePatience();
    for (const [at, row] of rows.entries()) {
      if (exportedFault(row, rows[at - 1], about, patience) !== undefined)
        throw notWhole(`审计日志“${name}”本身不完整`);
      await slicer.step();
    }
    return { head: last, archiveId: about?.archive_id };
  }
  const parsed = headFile.safeParse(value);
  return parsed.success ? { head: parsed.data.audit_tip, archiveId: parsed.data.archive_id } : undefined;
}

function isExportedLog(value: unknown): boolean {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && 'rows' in value && 'format' in value);
}

/** @throws ArchiveError CANCELLED */
export async function checkAnchoredHead(
  db: ReadableDb,
  { head, archiveId }: FoundHead,
  slicer: TimeSlicer,
): Promise<AnchoredHeadCheck> {
  const tip = auditTip(db);
  if (archiveId !== undefined && archiveId !== archiveIdOf(db))
    return { outcome: 'elsewhere', kept: head, tip, faults: [] };
  if (head.seq > tip.seq) return { outcome: 'missing', kept: head, tip, faults: [] };
  const faults: string[] = [];
  let same = false;
  await walkAuditChain(
    db,
    slicer,
    (row, found) => {
      faults.push(...found);
      if (row.seq === head.seq) same = row.hash === head.hash && (head.sm3 === '' || (row.sm3 ?? '') === head.sm3);
    },
    head.seq,
  );
  if (!same) return { outcome: 'changed', kept: head, tip, faults };
  return { outcome: faults.length > 0 ? 'broken' : 'same', kept: head, tip, faults };
}
