/** Keys of texts: what of a letter is kept so that letters of the same or almost the same text are found (intake/near-duplicates.ts). */
import { attachedTo, nearKey, piecesOf, TEXT_KEY_MARK, textKey } from '../reading/text-key.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { readVersion } from './versions.ts';

/** So many letters get their near key in one transaction. */
const STEP = 200;

/**
 * Notes a letter's near key, in the transaction that files it.
 * @param letterNumber by which it is looked up: shorter than an id, eight times a letter
 * @param key its `nearKey`, where that is known already
 */
export function putNearKey(
  tx: WritableDb,
  letterNumber: number,
  textSha256: string,
  text: string,
  key = nearKey(text),
): void {
  tx.run('INSERT OR REPLACE INTO near_key (number, text_sha256, key) VALUES (?,?,?)', [letterNumber, textSha256, key]);
  const pieces = [...new Set(piecesOf(key))];
  if (pieces.length === 0) return;
  const places = pieces.map(() => '(?,?)').join(',');
  tx.run(
    `INSERT OR IGNORE INTO near_piece (piece, number) VALUES ${places}`,
    pieces.flatMap((piece) => [piece, letterNumber]),
  );
}

/** Of a piece that more letters share, an office's set phrase, only so many are looked at. */
const COMMON = 100;

/**
 * The numbers of letters that share pieces with a key: those that share the most first, of equal ones the newest.
 * @param least fewer shared pieces do not count
 * @param most so many letters at most
 */
export function sharingLetters(
  db: ReadableDb,
  key: Uint8Array,
  { least, most }: { least: number; most: number },
): number[] {
  const pieces = piecesOf(key);
  if (pieces.length === 0) return [];
  const one = `SELECT * FROM (SELECT number FROM near_piece WHERE piece = ? LIMIT ${COMMON})`;
  // One list, counted here: a row for each number costs twice as much, a table for the counting four times.
  const found = db.get<{ numbers: string | null }>(
    `SELECT group_concat(CAST(number AS INTEGER)) AS numbers FROM (${pieces.map(() => one).join(' UNION ALL ')})`,
    pieces,
  );
  const shared = new Map<number, number>();
  for (const number of JSON.parse(`[${found?.numbers ?? ''}]`) as number[])
    shared.set(number, (shared.get(number) ?? 0) + 1);
  return [...shared]
    .filter(([, count]) => count >= least)
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || other - one)
    .slice(0, most)
    .map(([number]) => number);
}

/** Gives letters that an older program filed the text key of today's rules. */
function refreshTextKeys(db: ArchiveDb): void {
  // Every character that may follow the mark's last one in a key of today stands before ';'.
  const [from, to] = [TEXT_KEY_MARK, `${TEXT_KEY_MARK.slice(0, -1)};`];
  for (;;) {
    const stale = db.read.all<{ id: string; text_sha256: string }>(
      `SELECT id, text_sha256 FROM letter WHERE text_key < ? OR text_key >= ? LIMIT ${STEP}`,
      [from, to],
    );
    if (stale.length === 0) return;
    db.transaction((tx) => {
      for (const { id, text_sha256 } of stale) {
        const key = textKey(readText(tx, text_sha256), attachedTo(readVersion(tx, id).attachments));
        tx.run('UPDATE letter SET text_key = ? WHERE id = ?', [key, id]);
      }
    });
  }
}

/** Brings the keys up to the letters' texts: letters of older programs, and texts that were corrected since. */
export function refreshKeys(db: ArchiveDb): void {
  if (db.readOnly) return;
  refreshTextKeys(db);
  for (;;) {
    const stale = db.read.all<{ number: number; text_sha256: string }>(
      `SELECT l.number, l.text_sha256 FROM letter l LEFT JOIN near_key n ON n.number = l.number
       WHERE n.number IS NULL OR n.text_sha256 <> l.text_sha256 LIMIT ${STEP}`,
    );
    if (stale.length === 0) return;
    db.transaction((tx) => {
      for (const letter of stale) {
        tx.run('DELETE FROM near_piece WHERE number = ?', [letter.number]);
        putNearKey(tx, letter.number, letter.text_sha256, readText(tx, letter.text_sha256));
      }
    });
  }
}
