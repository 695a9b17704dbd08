/** Every content of the archive against the hash that it is named by. Whatever it belongs to is named. */
import { createHash, hash } from 'node:crypto';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { BYTE_CHUNK, type ContentRecord } from '../storage/content.ts';
import { unpack } from '../storage/packing.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import { wrongKinds } from './verify-kinds.ts';
import { unreadable, unreadableKind, type Check } from './verify-check.ts';

const CONTENT_BATCH = 500;
/** So many packed contents are looked at in the order in which they lie in the file, which is not that of their hashes. */
const PACKED_BATCH = 50_000;
/** Of these, so many are read at one state of the archive. */
const PACKED_AT_ONCE = 100;

type PackedRecord = ContentRecord & { place: number };

export async function checkContents(check: Check, archive: ArchiveDb): Promise<void> {
  const { db, slicer, checked } = check;
  const total = db.get<{ n: number }>('SELECT coalesce(sum(size), 0) AS n FROM archive.content')?.n ?? 0;
  slicer.stage('核对内容的摘要', total);
  let packed: PackedRecord[] = [];
  let named = 0;
  const mayBePacked = hasPacked(db);
  for (let last = ''; ;) {
    const batch = db.all<ContentRecord>('SELECT * FROM archive.content WHERE sha256 > ? ORDER BY sha256 LIMIT ?', [
      last,
      CONTENT_BATCH,
    ]);
    checkPlaces(check, last, batch);
    if (mayBePacked)
      for (const { sha256, wrong } of wrongKinds(db, last, batch.at(-1)?.sha256 ?? last))
        reportContent(check, sha256, wrong);
    for (const content of batch) {
      last = content.sha256;
      checked.blobs++;
      if (isPacked(content)) packed.push(content);
      else await checkInPieces(check, archive, content);
    }
    if (packed.length >= PACKED_BATCH || batch.length < CONTENT_BATCH) {
      await checkPacked(check, archive, packed);
      named += packed.length;
      packed = [];
    }
    if (batch.length < CONTENT_BATCH) break;
  }
  checkNamed(check, named);
}

const isPacked = (content: ContentRecord): content is PackedRecord => typeof content.place === 'number';

/** A content stands packed, or in one of the two tables of pieces: anywhere else nothing would ever read it. */
function checkPlaces(check: Check, after: string, batch: readonly ContentRecord[]): void {
  const upTo = batch.at(-1)?.sha256 ?? after;
  for (const [table, kind] of [
    ['byte_chunk', 'bytes'],
    ['text_chunk', 'text'],
  ] as const) {
    const others = new Set(
      batch.filter((content) => content.kind !== kind || isPacked(content)).map(({ sha256 }) => sha256),
    );
    const sql = `SELECT DISTINCT sha256 FROM archive.${table} WHERE sha256 > ? AND sha256 <= ?`;
    for (const { sha256 } of check.db.all<{ sha256: string }>(sql, [after, upTo]))
      if (others.has(sha256)) reportContent(check, sha256, '另有不属于它的分段');
  }
}

/** A copy of an earlier schema version has no such table. */
const hasPacked = (db: ReadableDb): boolean =>
  db.get("SELECT 1 AS one FROM archive.sqlite_schema WHERE name = 'packed_content'") !== undefined;

/** What is packed and named by no content could never be read. */
function checkNamed({ db, report }: Check, named: number): void {
  if (!hasPacked(db)) return;
  const there = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.packed_content')?.n ?? 0;
  if (there > named) report('content', undefined, `多出 ${there - named} 份不属于任何登记的内容`);
}

async function checkInPieces(check: Check, archive: ArchiveDb, content: ContentRecord): Promise<void> {
  try {
    const wrong = await checkContent(archive, content, check.slicer);
    if (wrong !== undefined) reportContent(check, content.sha256, wrong);
  } catch (thrown) {
    reportUnreadableContent(check, content.sha256, thrown);
  }
}

/** In the order of the file: each of its pages is read once. */
async function checkPacked(check: Check, archive: ArchiveDb, contents: PackedRecord[]): Promise<void> {
  contents.sort((a, b) => a.place - b.place);
  for (let at = 0; at < contents.length; at += PACKED_AT_ONCE) {
    const some = contents.slice(at, at + PACKED_AT_ONCE);
    archive.read.together(() => {
      for (const content of some) checkOnePacked(check, archive, content);
    });
    await check.slicer.step(some.reduce((sum, { size }) => sum + size, 0));
  }
}

function checkOnePacked(check: Check, archive: ArchiveDb, { sha256, size, place }: PackedRecord): void {
  try {
    let wrong: string | undefined = '缺少压缩的内容';
    archive.peek('SELECT data FROM archive.packed_content WHERE place = ?', [place], (packed) => {
      wrong = faultOfPacked(packed, sha256, size);
    });
    if (wrong !== undefined) reportContent(check, sha256, wrong);
  } catch (thrown) {
    reportUnreadableContent(check, sha256, thrown);
  }
}

function faultOfPacked(packed: Uint8Array, sha256: string, size: number): string | undefined {
  let bytes: Buffer;
  try {
    bytes = unpack(packed, size);
  } catch {
    return '无法解压，内容被改动';
  }
  if (bytes.length !== size) return `应有 ${size} 字节，实有 ${bytes.length} 字节`;
  return hash('sha256', bytes) === sha256 ? undefined : CHANGED;
}

const CHANGED = '与入库时的摘要不符，内容被改动';

function reportUnreadableContent(check: Check, sha256: string, thrown: unknown): void {
  if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
  const { why, details } = unreadable(thrown);
  reportContent(check, sha256, `无法读全：${why}`, { kind: unreadableKind('content', thrown), details });
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
  const digest = createHash('sha256');
  let size = 0;
  for (let seq = 0; seq < rows; seq++) {
    let length = 0;
    const found = archive.peek(sql, [content.sha256, seq], (bytes) => {
      length = bytes.length;
      digest.update(bytes);
    });
    if (!found) return `缺少第 ${seq + 1} 段`;
    if (content.kind === 'bytes' && seq < rows - 1 && length !== BYTE_CHUNK) return `第 ${seq + 1} 段长度不对`;
    size += length;
    yield length;
  }
  if (size !== content.size) return `应有 ${content.size} 字节，实有 ${size} 字节`;
  return digest.digest('hex') === content.sha256 ? undefined : CHANGED;
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
    for (const row of db.all<{ id: string; letter_id: string }>(
      'SELECT id, letter_id FROM archive.attachment WHERE sha256 = ?',
      [sha256],
    )) {
      name(row.letter_id, `附件 ${row.id} `);
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
