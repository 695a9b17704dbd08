/** Every content of the archive against the hash that it is named by. Whatever it belongs to is named. */
import { createHash } from 'node:crypto';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { BYTE_CHUNK } from '../storage/content.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import { unreadable, unreadableKind, type Check } from './verify-check.ts';

interface ContentRecord {
  sha256: string;
  kind: 'bytes' | 'text';
  size: number;
}

const CONTENT_BATCH = 500;

export async function checkContents(check: Check, archive: ArchiveDb): Promise<void> {
  const { db, slicer, checked } = check;
  const total = db.get<{ n: number }>('SELECT coalesce(sum(size), 0) AS n FROM archive.content')?.n ?? 0;
  slicer.stage('核对内容的摘要', total);
  for (let last = ''; ;) {
    const batch = db.all<ContentRecord>('SELECT * FROM archive.content WHERE sha256 > ? ORDER BY sha256 LIMIT ?', [
      last,
      CONTENT_BATCH,
    ]);
    if (batch.length === 0) return;
    checkPlaces(check, last, batch);
    for (const content of batch) {
      try {
        const wrong = await checkContent(archive, content, slicer);
        if (wrong !== undefined) reportContent(check, content.sha256, wrong);
      } catch (thrown) {
        if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
        const { why, details } = unreadable(thrown);
        reportContent(check, content.sha256, `无法读全：${why}`, { kind: unreadableKind('content', thrown), details });
      }
      checked.blobs++;
      last = content.sha256;
    }
  }
}

/** A content's rows stand in one of the two tables only: in the other nothing would ever read them. */
function checkPlaces(check: Check, after: string, batch: readonly ContentRecord[]): void {
  const upTo = batch.at(-1)?.sha256 ?? after;
  for (const [table, kind] of [
    ['byte_chunk', 'text'],
    ['text_chunk', 'bytes'],
  ] as const) {
    const others = new Set(batch.filter((content) => content.kind === kind).map(({ sha256 }) => sha256));
    const sql = `SELECT DISTINCT sha256 FROM archive.${table} WHERE sha256 > ? AND sha256 <= ?`;
    for (const { sha256 } of check.db.all<{ sha256: string }>(sql, [after, upTo]))
      if (others.has(sha256)) reportContent(check, sha256, '另有不属于它的分段');
  }
}

/** Reads one content; answers what is wrong with it. */
async function checkContent(
  archive: ArchiveDb,
  content: ContentRecord,
  slicer: TimeSlicer,
): Promise<string | undefined> {
  const rows = readRows(archive, content);
  if (content.size <= BYTE_CHUNK) {
    const wrong = archive.read.together(() => lastOf(rows));
    await slicer.step(content.size);
    return wrong;
  }
  for (;;) {
    const row = rows.next();
    if (row.done === true) return row.value;
    await slicer.step(row.value);
  }
}

function lastOf<T>(rows: Generator<unknown, T>): T {
  for (;;) {
    const row = rows.next();
    if (row.done === true) return row.value;
  }
}

/** Reads all rows of one content: gives the length of each in bytes, and at the end what is wrong. */
function* readRows(archive: ArchiveDb, content: ContentRecord): Generator<number, string | undefined> {
  const table = content.kind === 'text' ? 'text_chunk' : 'byte_chunk';
  const sql = `SELECT data FROM archive.${table} WHERE sha256 = ? AND seq = ?`;
  const count = `SELECT count(*) AS n FROM archive.${table} WHERE sha256 = ?`;
  const rows = archive.read.get<{ n: number }>(count, [content.sha256])?.n ?? 0;
  const hash = createHash('sha256');
  let size = 0;
  for (let seq = 0; seq < rows; seq++) {
    let length = 0;
    const found = archive.peek(sql, [content.sha256, seq], (bytes) => {
      length = bytes.length;
      hash.update(bytes);
    });
    if (!found) return `缺少第 ${seq + 1} 段`;
    if (content.kind === 'bytes' && seq < rows - 1 && length !== BYTE_CHUNK) return `第 ${seq + 1} 段长度不对`;
    size += length;
    yield length;
  }
  if (size !== content.size) return `应有 ${content.size} 字节，实有 ${size} 字节`;
  return hash.digest('hex') === content.sha256 ? undefined : '与入库时的摘要不符，内容被改动';
}

/** Names whatever the content belongs to. */
function reportContent(
  { db, report }: Check,
  sha256: string,
  wrong: string,
  { kind = 'content', details }: { kind?: string; details?: string | undefined } = {},
): void {
  let named = 0;
  const name = (letterId: string, what: string): void => {
    named++;
    report(kind, letterId, `函件 ${letterId} 的${what}（${sha256}）${wrong}`, details);
  };
  try {
    for (const row of db.all<{ id: string; letter_id: string; name: string }>(
      'SELECT id, letter_id, name FROM archive.attachment WHERE sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, `附件“${row.name}”（${row.id}）`);
    }
    for (const row of db.all<{ letter_id: string; version: number }>(
      'SELECT letter_id, version FROM archive.version WHERE text_sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, `第 ${row.version} 版正文`);
    }
    for (const row of db.all<{ letter_id: string }>(
      'SELECT letter_id FROM archive.letter_source WHERE raw_text_sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, '原件文字');
    }
  } catch {
    // The tables that would name it are damaged themselves, which is reported apart.
  }
  if (named === 0) report(kind, sha256, `内容 ${sha256} ${wrong}`, details);
}
