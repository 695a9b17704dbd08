/**
 * What is derived from a letter's text and kept beside it: the key by which equal texts are found, and the near key. Worked out
 * again for all letters, or for so many picked at random that one wrong letter in a hundred is most likely among them.
 */
import { readAttachments } from '../../../shared/model/stored.ts';
import { TEXT_KEY_MARK, attachedTo, nearKey, piecesOf, textKey } from '../reading/text-key.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import { Sample, sampleNote } from '../work/sample.ts';
import { reportUnreadable, type Check } from './verify-check.ts';

const LETTER_BATCH = 500;
const NEWEST = `SELECT l.id, l.number, l.text_sha256, l.text_key, v.attachments FROM archive.letter l
  JOIN archive.version v ON v.letter_id = l.id AND v.version = l.version WHERE l.id = ?`;

interface Row {
  id: string;
  number: number;
  text_sha256: string;
  text_key: string;
  /** Of the newest version. */
  attachments: string;
}

/** Keys of an older program are made anew before they are used (letters/near-keys.ts); a letter of this one has none of those. */
function isTextKeyRight({ text_key, attachments }: Row, text: string, mayBeOld: boolean): boolean {
  if (mayBeOld && !text_key.startsWith(TEXT_KEY_MARK)) return true;
  return text_key === textKey(text, attachedTo(readAttachments(attachments, '')));
}

/** The keys of one letter of this program. @throws where its text cannot be read */
export function checkDerivedOf({ db, report }: Pick<Check, 'db' | 'report'>, id: string): void {
  const near = new NearKeys(db, false);
  checkKeys({ db, report }, id, near, false);
}

function checkKeys(
  { db, report }: Pick<Check, 'db' | 'report'>,
  id: string,
  near: NearKeys | undefined,
  mayBeOld: boolean,
): void {
  const row = db.get<Row>(NEWEST, [id]);
  if (row === undefined) return; // without a version, which is reported with the letter
  const text = readText(db, row.text_sha256);
  if (!isTextKeyRight(row, text, mayBeOld)) report('letter', id, `函件 ${id} 的正文键与正文不符`);
  if (near?.isRight(row, text) === false) report('letter', id, `函件 ${id} 的近似键与正文不符`);
}

/**
 * @param all false for a random sample
 * @param mayBeOld true where an older program filed letters
 */
export async function checkDerived(
  { db, report, note, slicer }: Check,
  { all, mayBeOld }: { all: boolean; mayBeOld: boolean },
): Promise<void> {
  const total = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.letter')?.n ?? 0;
  const sample = new Sample(total, all);
  const near =
    db.get("SELECT 1 AS one FROM archive.sqlite_schema WHERE name = 'near_key'") && new NearKeys(db, mayBeOld);
  slicer.stage('核对正文键和近似键', total);
  for (let last = ''; ;) {
    const ids = db.all<{ id: string }>('SELECT id FROM archive.letter WHERE id > ? ORDER BY id LIMIT ?', [
      last,
      LETTER_BATCH,
    ]);
    if (ids.length === 0) break;
    for (const { id } of ids) {
      last = id;
      if (sample.takes()) {
        try {
          db.together(() => checkKeys({ db, report }, id, near, mayBeOld));
        } catch (thrown) {
          reportUnreadable(report, { kind: 'letter', id, what: `函件 ${id} 无法读全` }, thrown);
        }
      }
      await slicer.step();
    }
  }
  const more = sample.size === total ? (near?.surplus() ?? 0) : 0;
  if (more > 0) report('letter', undefined, `近似键的查找条目多出 ${more} 条`);
  const told = sampleNote('正文键和近似键', sample);
  if (told !== undefined) note('sample', undefined, told);
}

class NearKeys {
  readonly #db: ReadableDb;
  readonly #mayBeOld: boolean;
  /** Before near keys were packed they stood as hex digits, under the letter's id. */
  readonly #inDigits: boolean;
  /** Pieces that the letters looked at must have. */
  #expected = 0;

  constructor(db: ReadableDb, mayBeOld: boolean) {
    this.#db = db;
    this.#mayBeOld = mayBeOld;
    this.#inDigits =
      db.get("SELECT 1 FROM pragma_table_info('near_key', 'archive') WHERE name = 'letter_id'") !== undefined;
  }

  /** A letter that an older program filed has none, one whose text was corrected that of the text before: until it is asked for. */
  isRight({ id, number, text_sha256 }: Row, text: string): boolean {
    const [column, letter] = this.#inDigits ? ['letter_id', id] : ['number', number];
    const near = this.#db.get<{ text_sha256: string; key: string | Uint8Array }>(
      `SELECT text_sha256, key FROM archive.near_key WHERE ${column} = ?`,
      [letter],
    );
    if (near === undefined) return this.#mayBeOld;
    const key = nearKey(near.text_sha256 === text_sha256 ? text : readText(this.#db, near.text_sha256));
    const pieces = new Set(piecesOf(key));
    this.#expected += pieces.size;
    const there = this.#db.get<{ n: number }>(
      `SELECT count(*) AS n FROM archive.near_piece WHERE ${column} = ? AND piece IN (SELECT value FROM json_each(?))`,
      [letter, JSON.stringify([...pieces])],
    );
    const stored = typeof near.key === 'string' ? Buffer.from(near.key, 'hex') : near.key;
    return Buffer.compare(stored, key) === 0 && there?.n === pieces.size;
  }

  /** When all letters were looked at: how many pieces there are that none of them has. */
  surplus(): number {
    const found = this.#db.get<{ n: number }>('SELECT count(*) AS n FROM archive.near_piece')?.n ?? 0;
    return found - this.#expected;
  }
}
