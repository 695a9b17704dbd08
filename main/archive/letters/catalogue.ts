/** Reading letters back: one whole, pages of the catalogue, duplicates. */
import { shownOriginal, type Letter, type LetterRow } from '../../../shared/model/letter.ts';
import type { RelatedLetter } from '../../../shared/model/search.ts';
import { knownAttachment, knownElements, readRecord, readTexts } from '../../../shared/model/stored.ts';
import { letterName } from '../../../shared/model/letter-name.ts';
import type { LetterGroup, LetterSort } from '../../../shared/model/letter.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb, SqlValue } from '../storage/types.ts';
import { absent } from '../trust/disposed/records.ts';
import { nameOfRow } from '../storage/letter-names.ts';
import { expiryDate } from './ref-code.ts';
import { readVersion } from './versions.ts';

/** @throws ArchiveError NOT_FOUND, LETTER_DISPOSED */
export function showLetter(db: ReadableDb, id: string, version?: number): Letter {
  const row = db.get<{
    version: number;
    ref_code: string | null;
    archive_year: number;
    retention: Retention;
    filed_at: string;
    final_version: number | null;
    review: number;
  }>('SELECT version, ref_code, archive_year, retention, filed_at, final_version, review FROM letter WHERE id = ?', [
    id,
  ]);
  if (row === undefined) throw absent(db, id);
  const snapshot = readVersion(db, id, version);
  const text = readText(db, snapshot.textSha256);
  const file = (): string | null => shownOriginal(snapshot.attachments)?.name ?? null;
  return {
    id,
    version: snapshot.version,
    versions: row.version,
    ref_code: row.ref_code,
    retention: row.retention,
    expires: expiryDate(row.archive_year, row.retention),
    filed_at: row.filed_at,
    final: row.final_version !== null,
    review: row.review === 1,
    name: letterName(snapshot.elements, () => text, file),
    elements: snapshot.elements,
    text,
    attachments: snapshot.attachments.map(knownAttachment),
  };
}

export function countLetters(db: ReadableDb): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM letter')?.n ?? 0;
}

export interface ListRequest {
  limit: number;
  offset: number;
  sort: LetterSort;
  descending: boolean;
  only?: LetterGroup | undefined;
  /** Of these alone, where given. */
  ids?: readonly string[] | undefined;
}

/** What each column of a list is sorted by. Letters without a value come last, whichever way it goes. */
const ORDER: Readonly<Record<LetterSort, string>> = {
  filed: 'number',
  issued: 'issued_on',
  issuer: 'issuer',
  doc_number: 'doc_number',
  title: 'title',
  result: 'result_code',
  openness: 'openness',
  ref_code: 'ref_code',
  retention: 'retention',
};

/** Letters that have something in common which a person may have to do with, as conditions in SQL. */
export const GROUPS: Readonly<Record<LetterGroup, string>> = {
  review: 'review = 1',
  final: 'final_version IS NOT NULL',
  expired:
    "retention <> 'Y' AND (archive_year + CAST(substr(retention, 2) AS INTEGER)) < CAST(strftime('%Y', 'now') AS INTEGER)",
  no_date: 'issued_on IS NULL',
  no_issuer: 'issuer IS NULL',
  no_number: 'doc_number IS NULL',
};

function condition({ only, ids }: Pick<ListRequest, 'only' | 'ids'>): { where: string; params: SqlValue[] } {
  const parts = [
    ...(only === undefined ? [] : [GROUPS[only]]),
    ...(ids === undefined ? [] : ['l.id IN (SELECT value FROM json_each(?))']),
  ];
  return {
    where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`,
    params: ids === undefined ? [] : [JSON.stringify(ids)],
  };
}

/** A page of letters, last filed first where nothing else is asked for. */
export function listLetters(db: ReadableDb, request: ListRequest): { total: number; letters: LetterRow[] } {
  const { sort, descending, limit, offset } = request;
  const { where, params } = condition(request);
  const by = ORDER[sort];
  const way = descending ? 'DESC' : 'ASC';
  // The page is cut out before anything is joined to it: of 100,000 letters only these are looked at whole.
  const order = sort === 'filed' ? `number ${way}` : `${by} IS NULL, ${by} ${way}, number DESC`;
  const page = db.all<{ id: string }>(`SELECT l.id FROM letter l ${where} ORDER BY ${order} LIMIT ? OFFSET ?`, [
    ...params,
    limit,
    offset,
  ]);
  const total =
    where === ''
      ? countLetters(db)
      : (db.get<{ n: number }>(`SELECT count(*) AS n FROM letter l ${where}`, params)?.n ?? 0);
  return {
    total,
    letters: letterRows(
      db,
      page.map(({ id }) => id),
    ),
  };
}

/** The ids of all letters of a list in its order, for what is done with the whole of it. */
export function listIds(db: ReadableDb, request: Omit<ListRequest, 'limit' | 'offset'>): string[] {
  const { where, params } = condition(request);
  const by = ORDER[request.sort];
  const way = request.descending ? 'DESC' : 'ASC';
  return db
    .all<{ id: string }>(`SELECT l.id FROM letter l ${where} ORDER BY ${by} IS NULL, ${by} ${way}, number DESC`, params)
    .map(({ id }) => id);
}

interface StoredRow extends Omit<LetterRow, 'addressees' | 'name' | 'session' | 'case_number' | 'review' | 'files'> {
  addressees: string;
  review: number;
  elements: string;
  attachments: string;
  text_sha256: string;
}

/** Lines of a list for these letters, in this order; what is not there is left out. */
export function letterRows(db: ReadableDb, ids: readonly string[]): LetterRow[] {
  const rows = db.all<StoredRow>(
    `SELECT l.id, l.ref_code, l.title, l.doc_number, l.issuer, l.issued_on, l.reply_kind, l.result_code, l.openness,
       l.addressees, l.filed_at, l.version, l.retention, l.review, l.text_sha256, v.elements, v.attachments
     FROM json_each(?) AS wanted JOIN letter l ON l.id = wanted.value
     JOIN version v ON v.letter_id = l.id AND v.version = l.version ORDER BY wanted.key`,
    [JSON.stringify(ids)],
  );
  return rows.map(({ elements, attachments, text_sha256, addressees, review, ...row }) => {
    const { session, case_number } = knownElements(readRecord(elements));
    return {
      ...row,
      addressees: readTexts(addressees),
      name: nameOfRow(db, { id: row.id, elements, text_sha256 }),
      session,
      case_number,
      review: review === 1,
      files: countOf(attachments),
    };
  });
}

/** The files that stand beside a letter's original. */
function countOf(json: string): number {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) return 0;
  const whole = (list as ({ role?: unknown } | null)[]).filter((one) => one?.role === 'WHOLE').length;
  return Math.max(0, list.length - 1 - whole);
}

/** Letters that were filed from a file of these very bytes, or completed by it, first filed first: nothing else is a duplicate. */
export function findDuplicates(db: ReadableDb, fileSha256: string): { id: string; title: string | null }[] {
  // Nearly every file is new, and that is seen at once: the whole question costs twenty times as much.
  const known = 'SELECT 1 AS n FROM letter WHERE file_sha256 = ?1 UNION ALL SELECT 1 FROM attachment WHERE sha256 = ?1';
  if (db.get(known, [fileSha256]) === undefined) return [];
  return db.all(
    `SELECT l.id, l.title FROM letter l JOIN (
       SELECT id FROM letter WHERE file_sha256 = ?1
       UNION SELECT a.letter_id FROM attachment a JOIN version v ON v.letter_id = a.letter_id,
         json_each(iif(json_valid(v.attachments), v.attachments, '[]')) f
       WHERE a.sha256 = ?1 AND f.value ->> 'sha256' = ?1 AND f.value ->> 'role' = 'WHOLE') AS same ON same.id = l.id
     ORDER BY l.number`,
    [fileSha256],
  );
}

/** When a letter took in a file of these bytes under this name; undefined where it had another one. */
export function takenInAs(db: ReadableDb, id: string, file: { sha256: string; name: string }): string | undefined {
  const name = file.name.toWellFormed().normalize('NFC');
  return db.get<{ at: string }>(
    'SELECT added_at AS at FROM attachment WHERE letter_id = ? AND sha256 = ? AND name = ? ORDER BY added_at LIMIT 1',
    [id, file.sha256, name],
  )?.at;
}

/** A letter as it stands in lists of related ones. */
export const asRelated = ({ id, elements, text }: Pick<Letter, 'id' | 'elements' | 'text'>): RelatedLetter => {
  const { title, doc_number, issuer, issued_on } = elements;
  return { id, title, doc_number, issuer, issued_on, name: letterName(elements, () => text) };
};
