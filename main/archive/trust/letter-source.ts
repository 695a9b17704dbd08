/** What a letter was read from, as its row has it: short lists and positions, packed where that pays; the log has its hash. */
import { ArchiveError } from '../../../shared/errors.ts';
import { MOST_PACKED_BYTES, pack, unpack } from '../storage/packing.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { sourceDigest, type SourceRecord } from './evidence.ts';

/** A row of `letter_source`; of a schema version before packing it has no `packed`. */
export type SourceRow = SourceRecord & { packed?: Uint8Array | null };

/** The columns of a row that may be packed, in the order in which they are. */
const PACKED_COLUMNS = ['text_map', 'pages', 'evidence', 'warnings'] as const;

/**
 * A row as it was filed.
 * @throws ArchiveError ARCHIVE_DAMAGED where what is packed is not four texts, or where something stands beside it
 */
export function unpackSource<T extends SourceRow>(row: T): T {
  if (row.packed === undefined || row.packed === null) return row;
  const damaged = (details: string): ArchiveError =>
    new ArchiveError('ARCHIVE_DAMAGED', undefined, `packed source: ${details}`);
  if (PACKED_COLUMNS.some((name) => row[name] !== '')) throw damaged('a text beside it');
  let texts: unknown;
  try {
    texts = JSON.parse(unpack(row.packed, MOST_PACKED_BYTES).toString('utf8'));
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : damaged('no JSON');
  }
  const isWhole =
    Array.isArray(texts) && texts.length === PACKED_COLUMNS.length && texts.every((text) => typeof text === 'string');
  if (!isWhole) throw damaged('not four texts');
  const record = Object.fromEntries(PACKED_COLUMNS.map((name, at) => [name, (texts as string[])[at] ?? '']));
  return { ...row, ...record };
}

/** What a letter was read from; undefined where nothing is there. @throws ArchiveError ARCHIVE_DAMAGED */
export function readSource(db: ReadableDb, letterId: string): SourceRecord | undefined {
  const row = db.get<SourceRow>('SELECT * FROM archive.letter_source WHERE letter_id = ?', [letterId]);
  return row === undefined ? undefined : unpackSource(row);
}

/** Puts down what a letter was read from. @returns the hash of it, for the log */
export function putSource(tx: WritableDb, letterId: string, record: SourceRecord): string {
  const { file_name, format, raw_text_sha256 } = record;
  const texts = PACKED_COLUMNS.map((name) => record[name]);
  const packed = pack(Buffer.from(JSON.stringify(texts)));
  tx.run(
    `INSERT INTO letter_source (letter_id, file_name, format, raw_text_sha256, text_map, pages, evidence, warnings, packed)
     VALUES (?,?,?,?,?,?,?,?,?)`,
    [
      ...[letterId, file_name, format, raw_text_sha256],
      ...(packed === undefined ? texts : texts.map(() => '')),
      packed ?? null,
    ],
  );
  return sourceDigest(record);
}
