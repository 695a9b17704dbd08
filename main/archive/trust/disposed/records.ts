/** Acts of disposals and what stays of letters that were disposed of, as they are stored, and the hashes by which the log covers them. */
import { simplifiedKey } from '../../../../shared/text/simplified.ts';
import { textKey } from '../../reading/text-key.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import { stubRecordSchema, type DisposalActKind, type StubRecord } from '../../../../shared/model/disposal.ts';
import { readRecord } from '../../../../shared/model/stored.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';

/** A row of `disposal_act`. */
export interface DisposalActRow {
  disposal_id: string;
  /** From 1, of one disposal. */
  seq: number;
  act: DisposalActKind;
  /** ISO UTC. */
  at: string;
  actor: string;
  detail: string;
}

/** SHA-256 over the canonical JSON of exactly the columns of `disposal_act`, as they are stored. */
export function disposalActDigest(row: DisposalActRow): string {
  const { disposal_id, seq, act, at, actor, detail } = row;
  return sha256Hex(canonicalJson({ disposal_id, seq, act, at, actor, detail }));
}

/** A row of `stub`. */
export interface StubRow {
  letter_id: string;
  disposal_id: string;
  number: number;
  ref_code: string | null;
  archive_year: number;
  retention: string;
  item_no: number;
  filed_at: string;
  title: string | null;
  doc_number: string | null;
  issuer: string | null;
  issued_on: string | null;
  reply_kind: string | null;
  file_sha256: string | null;
  disposed_at: string;
  record: string;
}

export const STUB_COLUMNS = [
  ...(['letter_id', 'disposal_id', 'number', 'ref_code', 'archive_year', 'retention', 'item_no', 'filed_at'] as const),
  ...(['title', 'doc_number', 'issuer', 'issued_on', 'reply_kind', 'file_sha256', 'disposed_at', 'record'] as const),
] satisfies readonly (keyof StubRow)[];

/** SHA-256 over the canonical JSON of exactly the columns of `stub`, as they are stored. */
export function stubDigest(row: StubRow): string {
  return sha256Hex(canonicalJson(Object.fromEntries(STUB_COLUMNS.map((name) => [name, row[name]]))));
}

/** The JSON of a stub. @throws ArchiveError ARCHIVE_DAMAGED */
export function readStubRecord({ letter_id, record }: Pick<StubRow, 'letter_id' | 'record'>): StubRecord {
  const parsed = stubRecordSchema.safeParse(readRecord(record));
  if (!parsed.success) throw new ArchiveError('ARCHIVE_DAMAGED', undefined, `stub ${letter_id}`);
  return parsed.data;
}

/** Whether the archive is of a form that knows disposals; a copy of an older one does not. */
export function knowsDisposals(db: ReadableDb): boolean {
  return db.get("SELECT 1 AS n FROM archive.sqlite_schema WHERE name = 'stub'") !== undefined;
}

export function stubOf(db: ReadableDb, letterId: string): StubRow | undefined {
  return db.get<StubRow>('SELECT * FROM archive.stub WHERE letter_id = ?', [letterId]);
}

/** What stays of a letter that was filed from a file of these very bytes. */
export function stubOfFile(db: ReadableDb, fileSha256: string): StubRow | undefined {
  return db.get<StubRow>('SELECT * FROM archive.stub WHERE file_sha256 = ? LIMIT 1', [fileSha256]);
}

/** In the order in which they were filed. */
export const allStubs = (db: ReadableDb): StubRow[] =>
  db.all<StubRow>('SELECT * FROM archive.stub ORDER BY number, letter_id');

/** That a letter was disposed of, for whoever asks for it or brings it back. */
export function disposedError(stub: StubRow): ArchiveError {
  const name = stub.title === null ? '' : `《${stub.title}》`;
  const when = stub.disposed_at.slice(0, 10);
  return new ArchiveError('LETTER_DISPOSED', `${stub.ref_code ?? stub.letter_id}${name}，${when} 销毁`);
}

/** What to say of a letter that is not there: that it was disposed of, or that there is none. */
export function absent(db: ReadableDb, letterId: string, specifics = letterId): ArchiveError {
  const stub = stubOf(db, letterId);
  return stub === undefined ? new ArchiveError('NOT_FOUND', specifics) : disposedError(stub);
}

/** @throws ArchiveError LETTER_DISPOSED where a letter of this id or from these bytes was disposed of */
export function refuseDisposed(db: ReadableDb, letter: { id?: string; fileSha256: string | null }): void {
  const stub =
    (letter.id === undefined ? undefined : stubOf(db, letter.id)) ??
    (letter.fileSha256 === null ? undefined : stubOfFile(db, letter.fileSha256));
  if (stub !== undefined) throw disposedError(stub);
}

/** @throws ArchiveError LETTER_DISPOSED where these very bytes went with a letter that was disposed of */
export function refuseDisposedContent(db: ReadableDb, sha256: string): void {
  const gone = db.get<{ id: string }>('SELECT letter_id AS id FROM archive.disposed_content WHERE sha256 = ?', [
    sha256,
  ]);
  const stub = gone === undefined ? undefined : stubOf(db, gone.id);
  if (stub !== undefined) throw disposedError(stub);
}

/** Shorter texts are alike by chance: they are known by their bytes alone. */
const LEAST_TEXT = 40;

/**
 * What the list of what went has for the words of a text, beside the hash of its bytes: blanks, line ends and marks do not count in it.
 * Undefined where the text is short.
 */
export function wordsDigest(text: string): string | undefined {
  return text.replace(/\s/gu, '').length < LEAST_TEXT ? undefined : sha256Hex(textKey(text));
}

/** Whether anything went at all. Most archives have disposed of nothing: there nothing more is worked out. */
export function hasDisposed(db: ReadableDb): boolean {
  return db.get('SELECT 1 AS n FROM archive.disposed_content LIMIT 1') !== undefined;
}

/** @throws ArchiveError LETTER_DISPOSED where this very text, or one of the same words, went with a letter that was disposed of */
export function refuseDisposedText(db: ReadableDb, text: string): void {
  if (!hasDisposed(db)) return;
  refuseDisposedContent(db, sha256Hex(text));
  // Also where it was turned into traditional characters.
  for (const words of new Set([wordsDigest(text), wordsDigest(simplifiedKey(text))]))
    if (words !== undefined) refuseDisposedContent(db, words);
}
