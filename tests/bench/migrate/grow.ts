/** Makes an archive of an earlier schema version large: its first letter, with all its versions and rows of the log, over and over under other ids and words. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachedTo, nearKey, piecesOf, textKey } from '../../../main/archive/reading/text-key.ts';
import { readText } from '../../../main/archive/storage/content.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import type { ReadableDb, SqlRow, SqlValue, WritableDb } from '../../../main/archive/storage/types.ts';
import { auditHash, auditSm3, auditTip, type HashedAuditRow } from '../../../main/archive/trust/audit.ts';
import { canonicalJson } from '../../../main/archive/trust/canonical.ts';
import { sourceDigest } from '../../../main/archive/trust/evidence.ts';
import { unpackSource, type SourceRow } from '../../../main/archive/trust/letter-source.ts';
import { hashOfRecord, type VersionRecord } from '../../../main/archive/trust/version-record.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import { fileOfVersion } from '../../fixtures/schema-versions/archives.ts';

/** Letters filed in one transaction. */
const AT_ONCE = 200;
type File = Record<string, unknown> & { id: string; sha256: string; role: string };

interface Template {
  letter: SqlRow;
  source: SqlRow;
  /** How the schema version names a letter in its near keys; undefined in those that have none. */
  nearKeys: 'number' | 'letter_id' | undefined;
  attachments: SqlRow[];
  versions: (VersionRecord & { text: string })[];
  log: (HashedAuditRow & { sm3?: string })[];
}

function templateOf(db: ReadableDb): Template {
  const one = (sql: string, params: SqlValue[] = []): SqlRow => {
    const row = db.get(sql, params);
    if (row === undefined) throw new Error(`nothing for ${sql}`);
    return row;
  };
  const letter = one('SELECT * FROM letter ORDER BY number LIMIT 1');
  const id = String(letter['id']);
  return {
    letter,
    source: one('SELECT * FROM letter_source WHERE letter_id = ?', [id]),
    nearKeys: nearKeysOf(db),
    attachments: db.all('SELECT * FROM attachment WHERE letter_id = ?', [id]),
    versions: db
      .all<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version', [id])
      .map((version) => ({ ...version, text: readText(db, version.text_sha256) })),
    log: db.all<HashedAuditRow & { sm3?: string }>(
      "SELECT * FROM audit WHERE subject = ? AND action IN ('letter.file', 'letter.edit') ORDER BY seq",
      [id],
    ),
  };
}

/** By the letter's id, and from the schema version on that packs by its number. */
function nearKeysOf(db: ReadableDb): Template['nearKeys'] {
  const columns = db.all<{ name: string }>("SELECT name FROM pragma_table_info('near_key', 'archive')");
  if (columns.length === 0) return undefined;
  return columns.some(({ name }) => name === 'number') ? 'number' : 'letter_id';
}

/** The keys of a grown letter's own text, as the schema version keeps them. */
function putNearKeys(
  tx: WritableDb,
  column: 'number' | 'letter_id',
  letter: SqlValue,
  kept: string,
  text: string,
): void {
  const key = nearKey(text);
  const stored = column === 'number' ? key : Buffer.from(key).toString('hex');
  insert(tx, 'near_key', { [column]: letter, text_sha256: kept, key: stored });
  for (const piece of new Set(piecesOf(key))) insert(tx, 'near_piece', { piece, [column]: letter });
}

/** Content in one piece, as every schema version has it. */
function put(tx: WritableDb, kind: 'bytes' | 'text', content: string): { sha256: string; size: number } {
  const bytes = new Uint8Array(Buffer.from(content));
  const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  if (tx.get('SELECT 1 FROM content WHERE sha256 = ?', [stored.sha256]) !== undefined) return stored;
  insert(tx, 'content', { ...stored, kind });
  insert(tx, kind === 'text' ? 'text_chunk' : 'byte_chunk', {
    sha256: stored.sha256,
    seq: 0,
    data: kind === 'text' ? content : bytes,
  });
  return stored;
}

function insert(tx: WritableDb, table: string, row: object): void {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  tx.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row) as SqlValue[]);
}

/** About 2,000 characters that no other letter has. */
function filler(number: number): string {
  return Array.from(
    { length: 30 },
    (_, i) =>
      `第${number}号附注之${i + 1}：已安排资金${number * 3 + i}.5万元，惠及群众${number + i * 17}人，由市直有关部门按职责分工落实。\n`,
  ).join('');
}

function fileAnother(tx: WritableDb, template: Template, number: number): void {
  const id = `BENCH${String(number).padStart(21, '0')}`;
  const more = filler(number);
  const original = put(tx, 'bytes', `${template.versions[0]?.text ?? ''}${more}`);
  const fileIds = new Map(template.attachments.map((file, i) => [String(file['id'] as string), `${id}-${i}`]));
  const item = Number(template.letter['item_no']) + number;
  const letterNumber = Number(template.letter['number']) + 10 + number;
  const refCode = String(template.letter['ref_code']).replace(/\d{4}$/, String(item).padStart(4, '0'));
  const textOf = new Map(template.versions.map(({ text }) => [text, put(tx, 'text', `${text}${more}`).sha256]));
  const newest = template.versions.at(-1);
  const filesOf = (attachments: string): File[] =>
    (JSON.parse(attachments) as File[]).map((file) => ({ ...file, ...original, id: fileIds.get(file.id) ?? '' }));
  const newestText = textOf.get(newest?.text ?? '') ?? '';
  insert(tx, 'letter', {
    ...template.letter,
    id,
    number: letterNumber,
    ref_code: refCode,
    item_no: item,
    text_sha256: newestText,
    text_key: textKey(
      `${newest?.text ?? ''}${more}`,
      attachedTo(filesOf(newest?.attachments ?? '[]') as unknown as Attachment[]),
    ),
    file_sha256: original.sha256,
  });
  const source = { ...template.source, letter_id: id, raw_text_sha256: newestText };
  insert(tx, 'letter_source', source);
  if (template.nearKeys !== undefined) {
    const letter = template.nearKeys === 'number' ? letterNumber : id;
    putNearKeys(tx, template.nearKeys, letter, newestText, `${newest?.text ?? ''}${more}`);
  }
  for (const row of template.attachments)
    insert(tx, 'attachment', {
      ...row,
      ...original,
      id: fileIds.get(String(row['id'])) ?? '',
      letter_id: id,
    });
  const hashes = new Map<string, string>();
  let previous = '';
  for (const { text, ...version } of template.versions) {
    const files = filesOf(version.attachments);
    const record = {
      ...version,
      letter_id: id,
      text_sha256: textOf.get(text) ?? '',
      attachments: JSON.stringify(files),
      previous_sha256: previous,
    };
    previous = hashOfRecord(record);
    hashes.set(version.sha256, previous);
    insert(tx, 'version', { ...record, sha256: previous });
  }
  for (const row of template.log) {
    const detail = JSON.parse(row.detail) as Record<string, unknown>;
    const told = { ...detail, sha256: hashes.get(String(detail['sha256'])) };
    const filed =
      row.action === 'letter.file' ? { ref_code: refCode, item_no: item, file_sha256: original.sha256 } : {};
    // What rows of this schema version tell besides.
    const later = {
      ...('number' in detail && { number: letterNumber }),
      ...('source_sha256' in detail && { source_sha256: sourceDigest(unpackSource(source as unknown as SourceRow)) }),
    };
    appendAs(tx, { ...row, subject: id, detail: canonicalJson({ ...told, ...filed, ...later }) });
  }
}

/** A row of the log as the schema version has it: with a SHA-256 alone before schema version 4. */
function appendAs(tx: WritableDb, row: HashedAuditRow & { sm3?: string }): void {
  const tip = auditTip(tx);
  const next = { ...row, seq: tip.seq + 1, at: tip.at, previous_hash: tip.hash };
  const sm3 = row.sm3 === undefined ? {} : { sm3: auditSm3(next, tip.sm3) };
  insert(tx, 'audit', { ...next, hash: auditHash(next), ...sm3 });
}

/**
 * Makes the archive of a folder that does not exist yet.
 * @param letters how many it is to have in all
 * @param onFiled called with the number of letters after each transaction
 */
export async function growArchive(
  folder: string,
  schema: number,
  letters: number,
  onFiled: (done: number) => void,
): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, ARCHIVE_NAME), fileOfVersion(schema));
  const db = await openArchiveDb(folder, { migrations: MIGRATIONS.slice(0, schema) });
  try {
    const template = templateOf(db.read);
    const there = db.read.get<{ n: number }>('SELECT count(*) AS n FROM letter')?.n ?? 0;
    for (let done = there; done < letters; done += AT_ONCE) {
      const upTo = Math.min(letters, done + AT_ONCE);
      db.transaction((tx) => {
        for (let number = done + 1; number <= upTo; number++) fileAnother(tx, template, number);
      });
      onFiled(upTo);
    }
  } finally {
    db.close();
  }
}
