/**
 * Takes a letter out of an archive's tables: its versions, texts, files, keys and whatever else speaks of it. What stays is its stub, which must
 * be there first: the triggers let nothing go without it. Content that another letter uses stays.
 */
import type { StubRecord } from '../../../../shared/model/disposal.ts';
import { readAttachments } from '../../../../shared/model/stored.ts';
import { piecesOf } from '../../reading/text-key.ts';
import type { ReadableDb, SqlParams, WritableDb } from '../../storage/types.ts';
import { readText } from '../../storage/content.ts';
import { STUB_COLUMNS, wordsDigest, type StubRow } from './records.ts';

function textOfFile(db: ReadableDb, sha256: string): string | undefined {
  const sql = 'SELECT text_sha256 FROM archive.attachment_text WHERE sha256 = ?';
  return db.get<{ text_sha256: string | null }>(sql, [sha256])?.text_sha256 ?? undefined;
}

/** Every text and file that a letter names, in any version, also of histories that were joined to it. */
export function contentOf(db: ReadableDb, letterId: string): string[] {
  const found = new Set<string>();
  const add = (sql: string): void => {
    for (const { sha256 } of db.all<{ sha256: string | null }>(sql, [letterId])) if (sha256 !== null) found.add(sha256);
  };
  add('SELECT text_sha256 AS sha256 FROM archive.version WHERE letter_id = ?');
  add('SELECT raw_text_sha256 AS sha256 FROM archive.letter_source WHERE letter_id = ?');
  add('SELECT sha256 FROM archive.attachment WHERE letter_id = ?');
  add('SELECT text_sha256 AS sha256 FROM archive.foreign_version WHERE of_letter = ?');
  for (const table of ['version WHERE letter_id', 'foreign_version WHERE of_letter'])
    for (const { attachments } of db.all<{ attachments: string }>(`SELECT attachments FROM archive.${table} = ?`, [
      letterId,
    ]))
      for (const { sha256 } of readAttachments(attachments, `函件 ${letterId} `)) found.add(sha256);
  for (const sha256 of [...found]) {
    const text = textOfFile(db, sha256);
    if (text !== undefined) found.add(text);
  }
  return [...found].sort();
}

/** Whether a letter, other than those named, names this content. */
function isUsed(db: ReadableDb, sha256: string, but: string): boolean {
  const asked = (sql: string, params: SqlParams): boolean =>
    db.get(`SELECT 1 AS n FROM archive.${sql} LIMIT 1`, params) !== undefined;
  const others = (key: string): string => `${key} NOT IN (SELECT value FROM json_each(?))`;
  const own = (key: string) => [key === 'of_letter' ? `%${sha256}%` : sha256, but];
  return (
    asked(`version WHERE text_sha256 = ? AND ${others('letter_id')}`, own('letter_id')) ||
    asked(`letter_source WHERE raw_text_sha256 = ? AND ${others('letter_id')}`, own('letter_id')) ||
    asked(`attachment WHERE sha256 = ? AND ${others('letter_id')}`, own('letter_id')) ||
    asked(`foreign_version WHERE text_sha256 = ? AND ${others('of_letter')}`, [sha256, but]) ||
    asked(`foreign_version WHERE attachments LIKE ? AND ${others('of_letter')}`, own('of_letter')) ||
    asked(
      `attachment_text t JOIN archive.attachment a ON a.sha256 = t.sha256 WHERE t.text_sha256 = ? AND ${others('a.letter_id')}`,
      [sha256, but],
    )
  );
}

/** What of the letters' content goes with them, and what stays, because a letter that is none of them uses it. */
export function shareOut(db: ReadableDb, letterIds: readonly string[]): Map<string, Pick<StubRecord, 'gone' | 'kept'>> {
  const but = JSON.stringify(letterIds);
  return new Map(
    letterIds.map((id) => {
      const all = contentOf(db, id);
      const stays = new Set(all.filter((sha256) => isUsed(db, sha256, but)));
      // Where a file stays, what was read from it does.
      for (const sha256 of [...stays]) {
        const text = textOfFile(db, sha256);
        if (text !== undefined) stays.add(text);
      }
      const gone = all.filter((sha256) => !stays.has(sha256));
      return [id, { gone: [...gone, ...wordsOf(db, id, gone)].sort(), kept: all.filter((one) => stays.has(one)) }];
    }),
  );
}

/** By which texts of the same words are known again: of every text that goes, those read from files and those of joined histories too. */
function wordsOf(db: ReadableDb, letterId: string, gone: readonly string[]): string[] {
  const ofLetter = (sql: string): string[] =>
    db.all<{ sha256: string }>(`SELECT ${sql} = ?`, [letterId]).map(({ sha256 }) => sha256);
  const texts = new Set([
    ...ofLetter('text_sha256 AS sha256 FROM archive.version WHERE letter_id'),
    ...ofLetter('raw_text_sha256 AS sha256 FROM archive.letter_source WHERE letter_id'),
    ...ofLetter('text_sha256 AS sha256 FROM archive.foreign_version WHERE of_letter'),
    ...gone.map((sha256) => textOfFile(db, sha256)).filter((sha256) => sha256 !== undefined),
  ]);
  const words = gone.filter((sha256) => texts.has(sha256)).map((sha256) => wordsDigest(readText(db, sha256)));
  return [...new Set(words)].filter((one) => one !== undefined);
}

/** Puts down what stays of a letter. To be called before it is taken out. */
export function putStub(tx: WritableDb, stub: StubRow): void {
  tx.run(
    `INSERT INTO archive.stub (${STUB_COLUMNS.join(', ')}) VALUES (${STUB_COLUMNS.map(() => '?').join(', ')})`,
    STUB_COLUMNS.map((name) => stub[name]),
  );
}

/** Notes content that is about to go. */
export function noteGone(tx: WritableDb, letterId: string, gone: readonly string[]): void {
  for (const sha256 of gone)
    tx.run('INSERT OR IGNORE INTO archive.disposed_content (sha256, letter_id) VALUES (?, ?)', [sha256, letterId]);
}

/** By the letter, in an order in which nothing is left that points to nothing. */
const ROWS = [
  'batch_letter WHERE letter_id',
  'version_origin WHERE letter_id',
  'foreign_version WHERE of_letter',
  'public_act WHERE letter_id',
  'attachment WHERE letter_id',
  'letter_source WHERE letter_id',
  'version WHERE letter_id',
  'letter WHERE id',
] as const;

/**
 * Takes out all rows of letters and the content that goes. Their stubs must be there, and what goes be noted.
 * @param letters by id, what of each one's content nobody else uses
 */
export function purgeLetters(tx: WritableDb, letters: ReadonlyMap<string, readonly string[]>): void {
  for (const id of letters.keys()) purgeRows(tx, id);
  const gone = new Set([...letters.values()].flat());
  // A text that was read from a file names both.
  for (const sha256 of gone) tx.run('DELETE FROM archive.attachment_text WHERE sha256 = ?', [sha256]);
  for (const sha256 of gone) {
    // Before the content: which one is packed there, its place tells.
    tx.run('DELETE FROM archive.packed_content WHERE place = (SELECT place FROM archive.content WHERE sha256 = ?)', [
      sha256,
    ]);
    tx.run('DELETE FROM archive.byte_chunk WHERE sha256 = ?', [sha256]);
    tx.run('DELETE FROM archive.text_chunk WHERE sha256 = ?', [sha256]);
    tx.run('DELETE FROM archive.content WHERE sha256 = ?', [sha256]);
  }
}

function purgeRows(tx: WritableDb, letterId: string): void {
  const near = tx.get<{ number: number; key: Uint8Array }>(
    'SELECT n.number, n.key FROM archive.letter l JOIN archive.near_key n ON n.number = l.number WHERE l.id = ?',
    [letterId],
  );
  if (near !== undefined) {
    for (const piece of new Set(piecesOf(near.key)))
      tx.run('DELETE FROM archive.near_piece WHERE piece = ? AND number = ?', [piece, near.number]);
    tx.run('DELETE FROM archive.near_key WHERE number = ?', [near.number]);
  }
  for (const rows of ROWS) tx.run(`DELETE FROM archive.${rows} = ?`, [letterId]);
}
