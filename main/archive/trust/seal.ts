/**
 * What older programs put down without a hash in the log gets one, once, in rows `archive.seal`: what letters were read from,
 * their numbers, whether they wait for a review, texts of attached files, bulk edits, and what the archive says of itself.
 */
import type { Progress } from '../../../shared/contract/index.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { readMeta } from '../storage/meta.ts';
import type { ReadableDb } from '../storage/types.ts';
import { breathe } from '../work/time-slicer.ts';
import { appendAudit } from './audit.ts';
import {
  attachmentTextDigest,
  batchDigest,
  sourceDigest,
  type AttachmentTextRecord,
  type BatchRecord,
} from './evidence.ts';
import { unpackSource, type SourceRow } from './letter-source.ts';

/** So many letters, or texts, one row tells of: about 30 KB. */
const ROWS_AT_ONCE = 200;

/** How far earlier rows have come; a crash may come between them. */
interface Sealed {
  letters: number;
  texts: string;
  done: boolean;
}

function sealedSoFar(db: ReadableDb): Sealed {
  const first = db.get<{ action: string }>('SELECT action FROM archive.audit WHERE seq = 1');
  if (first?.action === 'archive.create') return { letters: 0, texts: '', done: true };
  const last = db.get<{ detail: string }>(
    `SELECT detail FROM archive.audit WHERE action = 'archive.seal' ORDER BY seq DESC LIMIT 1`,
  );
  const upto = last === undefined ? {} : (JSON.parse(last.detail) as { upto?: Partial<Sealed> });
  return { letters: 0, texts: '', done: false, ...upto.upto };
}

/** False in an archive that this program made, and where it has been done. */
export function needsSeal(db: ReadableDb): boolean {
  return !sealedSoFar(db).done;
}

type LetterRecord = SourceRow & { id: string; number: number; review: number };

function nextLetters(db: ReadableDb, after: number): LetterRecord[] {
  return db.all<LetterRecord>(
    `SELECT l.id, l.number, l.review, s.file_name, s.format, s.raw_text_sha256, s.text_map, s.pages, s.evidence, s.warnings, s.packed
     FROM archive.letter l JOIN archive.letter_source s ON s.letter_id = l.id
     WHERE l.number > ? ORDER BY l.number LIMIT ${ROWS_AT_ONCE}`,
    [after],
  );
}

function nextTexts(db: ReadableDb, after: string): AttachmentTextRecord[] {
  return db.all<AttachmentTextRecord>(
    `SELECT sha256, text_sha256, pages, code FROM archive.attachment_text
     WHERE sha256 > ? ORDER BY sha256 LIMIT ${ROWS_AT_ONCE}`,
    [after],
  );
}

/** The facts of the archive itself and the bulk edits: the last row. */
function facts(db: ReadableDb): object {
  const batches = db.all<BatchRecord & { undone_at: string | null }>('SELECT * FROM archive.batch ORDER BY id');
  return {
    archive_id: readMeta(db, 'archive_id'),
    created: readMeta(db, 'created'),
    sm3_from: Number(readMeta(db, 'sm3_from')),
    batches: Object.fromEntries(
      batches.map((batch) => [batch.id, { sha256: batchDigest(batch), undone_at: batch.undone_at }]),
    ),
  };
}

/**
 * @param onProgress is told how many letters are done
 * @throws ArchiveError DISK_FULL, DISK_ERROR: it goes on at the next opening where it ended
 */
export async function sealOlder(
  db: ArchiveDb,
  actor: string,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<void> {
  const upto = sealedSoFar(db.read);
  if (upto.done) return;
  const total = db.read.get<{ n: number | null }>('SELECT max(number) AS n FROM archive.letter')?.n ?? 0;
  const tell = (detail: object): void => {
    db.transaction((tx) => appendAudit(tx, { actor, action: 'archive.seal', detail: { ...detail, upto } }), 'log');
  };
  for (let rows = nextLetters(db.read, upto.letters); rows.length > 0; rows = nextLetters(db.read, upto.letters)) {
    upto.letters = rows.at(-1)?.number ?? upto.letters;
    const letters = rows.map((row) => [
      row.id,
      { number: row.number, review: row.review === 1, source_sha256: sourceDigest(unpackSource(row)) },
    ]);
    tell({ letters: Object.fromEntries(letters) as object });
    onProgress({ done: upto.letters, total, message: '补记旧函件的校验值' });
    await breathe();
  }
  for (let rows = nextTexts(db.read, upto.texts); rows.length > 0; rows = nextTexts(db.read, upto.texts)) {
    upto.texts = rows.at(-1)?.sha256 ?? upto.texts;
    tell({ texts_sha256: Object.fromEntries(rows.map((row) => [row.sha256, attachmentTextDigest(row)])) });
    await breathe();
  }
  upto.done = true;
  tell(facts(db.read));
}
