/** What the log says of the letters of a package, with the head of the log, so that a package speaks for itself. */
import type { AuditRow } from '../../../../shared/contract/index.ts';
import type { AuditTip } from '../../../../shared/model/audit.ts';
import type { ReadableDb } from '../../storage/types.ts';

const COLUMNS = 'seq, at, actor, action, subject, detail, hash, sm3';
const BATCH = 1000;

/**
 * JSON, a row a line: the rows about these letters in their order, without those of mere looking. They are links out of a
 * chain: each one's hash can be recomputed only beside the rows before it, in the archive.
 */
export function* logExtract(
  db: ReadableDb,
  archiveId: string,
  tip: AuditTip,
  ids: readonly string[],
): Iterable<Buffer> {
  const wanted = new Set(ids);
  const head = JSON.stringify({ archive_id: archiveId, audit_tip: tip }).slice(0, -1);
  yield Buffer.from(`${head},"rows":[`);
  let first = true;
  for (let last = 0; ;) {
    const rows = db.all<AuditRow>(
      `SELECT ${COLUMNS} FROM archive.audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
      [last, tip.seq, BATCH],
    );
    const lines = rows
      .filter(({ subject, action }) => subject !== null && wanted.has(subject) && action !== 'letter.view')
      .map((row) => {
        const line = `${first ? '' : ','}\n${JSON.stringify(row)}`;
        first = false;
        return line;
      });
    yield Buffer.from(lines.join(''));
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.seq;
  }
  yield Buffer.from('\n]}\n');
}
