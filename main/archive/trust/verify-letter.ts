/**
 * What `verify` would find wrong with one letter, asked inside the transaction that took it in: what comes from elsewhere is held to all that the
 * whole check holds an archive to, and goes back where it does not stand.
 */
import { readAttachments } from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';
import { TimeSlicer } from '../work/time-slicer.ts';
import type { HashedAuditRow } from './audit.ts';
import { AuditedActs } from './audited-acts.ts';
import { attachmentTextDigest, type AttachmentTextRecord } from './evidence.ts';
import { reportInto, unreadable, type Check, type Problem } from './verify-check.ts';
import { checkDerivedOf } from './verify-derived.ts';
import { wrongKind } from './verify-kinds.ts';
import { checkOneLetter } from './verify-letters.ts';
import { checkPackagesOf } from './verify-packages.ts';
import { firstFaultWhere } from './verify-values.ts';

/** Tables with rows of a letter, by the column that names it. */
const TABLES = {
  letter: 'id',
  letter_source: 'letter_id',
  version: 'letter_id',
  attachment: 'letter_id',
  version_origin: 'letter_id',
  foreign_version: 'of_letter',
} as const;

/**
 * @param seq of the last row of the log before the act: only what comes after it is believed to be told of the letter, so of a letter that
 *   was here before ask before and after, and see what is new
 */
export function problemsOfLetter(db: ReadableDb, id: string, seq: number): string[] {
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const checked = { letters: 0, versions: 0, blobs: 0, audit: 0 };
  const check: Check = { db, report, note: () => undefined, slicer: new TimeSlicer(), checked };
  const named = new AuditedActs();
  for (const row of db.iterate<HashedAuditRow & { hash: string }>(
    'SELECT * FROM archive.audit WHERE seq > ? AND subject = ? ORDER BY seq',
    [seq, id],
  ))
    named.note(row);
  try {
    checkOneLetter(check, id, named);
    checkPackagesOf(db, id, seq, report);
    for (const [table, column] of Object.entries(TABLES)) {
      const fault = firstFaultWhere(db, table, `${column} = ?`, id);
      if (fault !== undefined) report('structure', table, fault);
    }
    checkContentsOf(check, id, named);
    checkDerivedOf(check, id);
  } catch (thrown) {
    report('letter', id, `函件 ${id} 无法读全：${unreadable(thrown).why}`);
  }
  return problems.map(({ message }) => message);
}

/** Every content is there, of the kind and length that the letter says; texts read from files are those that the log tells of. */
function checkContentsOf({ db, report }: Check, id: string, { texts }: AuditedActs): void {
  const versions = db.all<{ text_sha256: string; attachments: string }>(
    `SELECT text_sha256, attachments FROM archive.version WHERE letter_id = ?1
     UNION ALL SELECT text_sha256, attachments FROM archive.foreign_version WHERE of_letter = ?1`,
    [id],
  );
  const files = versions.flatMap(({ attachments }) => readAttachments(attachments, ''));
  const sizes = new Map(files.map(({ sha256, size }) => [sha256, size]));
  for (const sha256 of new Set([...versions.map((row) => row.text_sha256), ...sizes.keys()])) {
    const size = db.get<{ size: number }>('SELECT size FROM archive.content WHERE sha256 = ?', [sha256])?.size;
    if (size === undefined) report('content', id, `缺少内容 ${sha256}`);
    else if (size !== (sizes.get(sha256) ?? size)) report('content', id, `内容 ${sha256} 的大小与登记不符`);
    const wrong = wrongKind(db, sha256);
    if (wrong !== undefined) report('content', id, `内容 ${sha256} ${wrong}`);
    const text = db.get<AttachmentTextRecord>('SELECT * FROM archive.attachment_text WHERE sha256 = ?', [sha256]);
    if (text !== undefined && sizes.has(sha256) && texts.get(sha256) !== attachmentTextDigest(text))
      report('content', id, `附件（${sha256}）读出的文字与审计日志不符`);
  }
}
