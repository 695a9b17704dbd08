/**
 * Letters that may be the same one: the same file, the same words, almost the same words (scanned again, draft and final),
 * or the same number of the same office. They are proposed with the reason; nothing is ever merged or left out by that.
 */
import type { NearDuplicate } from '../../../shared/model/intake.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Elements, Warning } from '../../../shared/model/elements.ts';
import { PIECES, piecesOf, refreshNearKeys } from '../letters/near-keys.ts';
import { NEAR_DUPLICATE, nearKey, similarity } from '../reading/text-key.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';

/**
 * Of the PIECES that are looked up a near duplicate must share so many: at a likeness of 0.6 one in 20, at 0.8 one in 800 shares
 * fewer. Letters of one office share set phrases, and would otherwise all be compared.
 */
const LEAST_SHARED = 3;
/** Of a piece that more letters share, an office's set phrase, only so many are looked at. */
const COMMON = 100;
const MOST_NEAR = 20;
/** So many letters are held against the one in hand, those that share the most pieces first. */
const MOST_COMPARED = 12;
interface Known {
  id: string;
  title: string | null;
  doc_number: string | null;
  issuer: string | null;
}

/**
 * Letters of the archive that are almost of this text, or bear its number, likeliest first.
 * @param except the letter itself, where it is filed already
 */
export function findNear(
  db: ReadableDb,
  text: string,
  elements: Pick<Elements, 'doc_number' | 'issuer'>,
  except?: string,
  key = nearKey(text),
): NearDuplicate[] {
  const found = new Map<string, NearDuplicate>();
  for (const row of candidatesOf(db, key)) {
    const alike = row.id === except ? 0 : similarity(key, row.key);
    if (alike < NEAR_DUPLICATE) continue;
    const reason = nearReason(alike, elements, row);
    found.set(row.id, { id: row.id, title: row.title, kind: 'near', likeness: alike, reason });
  }
  if (elements.doc_number !== null) {
    const rows = db.all<Known>('SELECT id, title, doc_number, issuer FROM letter WHERE doc_number = ? LIMIT 50', [
      elements.doc_number,
    ]);
    for (const row of rows) {
      if (row.id === except || found.has(row.id) || !sameOffice(row.issuer, elements.issuer)) continue;
      const reason = `发文字号同为${elements.doc_number}，正文不同：可能是草稿与定稿、更正件或字号写错。`;
      found.set(row.id, { id: row.id, title: row.title, kind: 'number', likeness: 0, reason });
    }
  }
  return [...found.values()].sort((a, b) => b.likeness - a.likeness).slice(0, MOST_NEAR);
}

/** Letters that share at least three pieces with a key (one where it has hardly any), most shared first. */
function candidatesOf(db: ReadableDb, key: string): (Known & { key: string })[] {
  const pieces = piecesOf(key);
  if (pieces.length === 0) return [];
  const one = `SELECT * FROM (SELECT letter_id FROM near_piece WHERE piece = ? LIMIT ${COMMON})`;
  return db.all(
    `SELECT l.id, l.title, l.doc_number, l.issuer, n.key
     FROM (SELECT letter_id, count(*) AS shared FROM (${pieces.map(() => one).join(' UNION ALL ')})
           GROUP BY letter_id HAVING shared >= ? ORDER BY shared DESC LIMIT ${MOST_COMPARED}) AS c
     JOIN letter l ON l.id = c.letter_id JOIN near_key n ON n.letter_id = c.letter_id ORDER BY c.shared DESC`,
    [...pieces, pieces.length < PIECES ? 1 : LEAST_SHARED],
  );
}

/** The likeliest near duplicate of a letter that is not filed yet, as a warning for the person at the desk. */
export function nearWarnings(found: readonly NearDuplicate[]): Warning[] {
  const near = found[0];
  if (near === undefined) return [];
  return [{ code: 'NEAR_DUPLICATE', message: `可能与库中“${near.title ?? near.id}”是同一函件：${near.reason}` }];
}

/** 昆明市民政局 and 民政局 are one office as far as a number goes; where either is not known the number alone decides. */
function sameOffice(a: string | null, b: string | null): boolean {
  return a === null || b === null || a.endsWith(b) || b.endsWith(a);
}

function nearReason(alike: number, elements: Pick<Elements, 'doc_number'>, known: Known): string {
  const share = `正文约有 ${Math.round(alike * 100)}% 相同`;
  if (elements.doc_number !== null && elements.doc_number === known.doc_number)
    return `${share}，发文字号相同：可能是重复扫描，或草稿与定稿。`;
  if (elements.doc_number !== null && known.doc_number !== null)
    return `${share}，发文字号不同：可能是同一内容分别答复。`;
  return `${share}：可能是同一函件的另一份。`;
}

/**
 * All letters that a filed one may be the same as; those of the same file or words first.
 * @throws ArchiveError NOT_FOUND
 */
export function nearDuplicatesOf(db: ArchiveDb, id: string): NearDuplicate[] {
  refreshNearKeys(db);
  const letter = db.read.get<{
    file_sha256: string | null;
    text_key: string;
    text_sha256: string;
    doc_number: string | null;
    issuer: string | null;
  }>('SELECT file_sha256, text_key, text_sha256, doc_number, issuer FROM letter WHERE id = ?', [id]);
  if (letter === undefined) throw new ArchiveError('NOT_FOUND', id);
  const text = readText(db.read, letter.text_sha256);
  const same = db.read.all<{ id: string; title: string | null; file: number }>(
    `SELECT id, title, file_sha256 IS ? AS file FROM letter
     WHERE id <> ? AND (file_sha256 IS ? OR (text_key = ? AND ? <> '')) ORDER BY number LIMIT ${MOST_NEAR}`,
    [letter.file_sha256, id, letter.file_sha256, letter.text_key, text.trim()],
  );
  const exact = same.map((row): NearDuplicate => ({
    id: row.id,
    title: row.title,
    kind: row.file === 1 ? 'file' : 'text',
    likeness: 1,
    reason: row.file === 1 ? '原文件完全相同。' : '正文相同，只有空白、标点或版式不同。',
  }));
  const known = new Set(exact.map((one) => one.id));
  return [...exact, ...findNear(db.read, text, letter, id).filter((one) => !known.has(one.id))];
}
