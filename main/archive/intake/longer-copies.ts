/**
 * Letters that were filed from an unfinished file, and the whole file that comes later under the same name: it is proposed as a new
 * version of that letter. Nothing that is filed is changed by itself.
 */
import { createHash } from 'node:crypto';
import type { FileSource, ImportItem } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ElementName, Elements, Warning } from '../../../shared/model/elements.ts';
import { shownOriginal } from '../../../shared/model/letter.ts';
import { readAttachmentText, type NewAttachment } from '../letters/attachments.ts';
import type { Change, ChangeRequest } from '../letters/change.ts';
import { completeIn, correctedElements, type Completion } from '../letters/completing.ts';
import { textOfFile } from '../letters/attachment-text.ts';
import { sharingLetters } from '../letters/near-keys.ts';
import { readVersion } from '../letters/versions.ts';
import { isDoubtful } from '../reading/doubt.ts';
import type { LetterFile } from '../reading/read-letter.ts';
import { isBeginning, nearKey } from '../reading/text-key.ts';
import { nameOfCopies } from '../reading/unfinished.ts';
import { readText } from '../storage/content.ts';
import { withNames } from '../storage/letter-names.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';

/** A file that was read, as far as it is compared. */
export type ReadCopy = Pick<LetterFile, 'name' | 'size' | 'bytes' | 'raw' | 'clean' | 'elements'>;

/** A filed letter whose original is the beginning of a file. */
export interface Begun {
  id: string;
  title: string | null;
  /** The newest, on which the new one would stand. */
  version: number;
}

/** Fewer bytes say too little. */
const LEAST_BYTES = 100;
/** So many letters are looked at, those that share the most first. */
const MOST_LOOKED_AT = 40;

/**
 * The letters that a file goes on with, the longest original first. They are found by their number or by what their texts share: one that
 * was cut off within its first lines may be missed.
 * @param key `nearKey` of its text, where that is known already
 */
export function lettersBegunBy(db: ReadableDb, copy: ReadCopy, key = nearKey(copy.clean.text)): Begun[] {
  const name = nameOfCopies(copy.name);
  const named = candidatesOf(db, copy.elements, key).filter((row) => nameOfCopies(row.file_name) === name);
  return named
    .flatMap(({ id }) => {
      const size = sizeBegun(db, id, copy);
      const row = db.get<Begun>('SELECT id, title, version FROM letter WHERE id = ?', [id]);
      return size === null || row === undefined ? [] : [{ row, size }];
    })
    .sort((a, b) => b.size - a.size)
    .map(({ row }) => row);
}

/** By the number, which stands in the head and so in a copy that was cut off too; where there is none, by what the texts share. */
function candidatesOf(
  db: ReadableDb,
  { doc_number }: Pick<Elements, 'doc_number'>,
  key: Uint8Array,
): (Pick<Begun, 'id'> & { file_name: string })[] {
  const numbers =
    doc_number !== null
      ? `SELECT number FROM letter WHERE doc_number = ? LIMIT ${MOST_LOOKED_AT}`
      : 'SELECT value AS number FROM json_each(?)';
  const sharing = doc_number === null ? sharingLetters(db, key, { least: 1, most: MOST_LOOKED_AT }) : [];
  if (doc_number === null && sharing.length === 0) return [];
  return db.all(
    `SELECT l.id, s.file_name FROM (${numbers}) AS c
     JOIN letter l ON l.number = c.number JOIN letter_source s ON s.letter_id = l.id ORDER BY l.number`,
    [doc_number ?? JSON.stringify(sharing)],
  );
}

/** How many bytes of a file a letter's original is, as a file or as a text that was cut off; null where it is no beginning of it. */
function sizeBegun(db: ReadableDb, id: string, { size, bytes, raw, clean }: ReadCopy): number | null {
  const original = shownOriginal(readVersion(db, id).attachments);
  if (original === undefined || original.size >= size || original.size < LEAST_BYTES) return null;
  if (bytes !== null) {
    const begins = createHash('sha256').update(bytes.subarray(0, original.size)).digest('hex');
    if (begins === original.sha256) return original.size;
  }
  const begun = original.role === 'WHOLE' ? [readAttachmentText(db, original.sha256).text] : firstTexts(db, id);
  return begun.some((text) => isBeginning(text, raw.text) || isBeginning(text, clean.text)) ? original.size : null;
}

/** The text of a letter's first original, as the file had it and as it was filed. */
function firstTexts(db: ReadableDb, id: string): string[] {
  const source = db.get<{ raw_text_sha256: string }>('SELECT raw_text_sha256 FROM letter_source WHERE letter_id = ?', [
    id,
  ]);
  const hashes = [...(source === undefined ? [] : [source.raw_text_sha256]), readVersion(db, id, 1).textSha256];
  return [...new Set(hashes)].map((sha256) => readText(db, sha256));
}

/** A letter that a file goes on with, as a person is told of it: what was put right in it stays as it is. */
export interface ToldBegun extends Begun {
  name: string;
  corrected: ElementName[];
}

export const toldBegun = (db: ReadableDb, begun: readonly Begun[]): ToldBegun[] =>
  withNames(
    db,
    begun.map((one) => ({ ...one, corrected: correctedElements(db, one.id) })),
  );

/**
 * Makes a file the new version of a letter that it goes on with; that it does is looked at here.
 * @throws ArchiveError NOT_LONGER_COPY, and as completeIn()
 */
export function completeFrom(
  tx: WritableDb,
  read: ReadCopy & Pick<LetterFile, 'sha256'>,
  request: Pick<ChangeRequest, 'id' | 'actor' | 'baseVersion' | 'reviewed' | 'waits'> &
    Pick<Completion, 'given' | 'text' | 'attachments'> & { source: Completion['original']['source'] },
): Change {
  if (!lettersBegunBy(tx, read).some(({ id }) => id === request.id)) throw new ArchiveError('NOT_LONGER_COPY');
  const { source, ...rest } = request;
  return completeIn(tx, {
    ...rest,
    reason: `收到完整文件“${read.name}”，作为新版本`,
    read: read.elements,
    original: { source, role: 'WHOLE', text: textOfFile(read.raw, read.clean) },
    originalSha256: read.sha256,
  });
}

/** A letter that an import has read and not yet filed. */
export interface PreparedCopy {
  label: string;
  source: FileSource;
  read: LetterFile;
  elements: Elements;
  evidence: LetterFile['evidence'];
  warnings: Warning[];
  attachments: NewAttachment[];
  /** What the register says of it. */
  given: Partial<Elements>;
}

/** What an import says of such a file where a person has to decide: nothing is filed, and the letter is named. */
export function goesOn(db: ReadableDb, { label, elements }: PreparedCopy, begun: Begun): ImportItem {
  const name = withNames(db, [begun])[0]?.name ?? '';
  const { code, message } = new ArchiveError('LONGER_COPY', `与“${name}”同名，前一部分相同`);
  const { title, doc_number } = elements;
  return { file: label, status: 'differs', id: begun.id, code, message, title, doc_number };
}

/** What a dry run says of it where it is to become a version. */
export function triedAsVersion({ label, elements }: PreparedCopy, { id, version }: Begun): ImportItem {
  const { title, doc_number } = elements;
  return { file: label, status: 'version', id, version: version + 1, title, doc_number };
}

/** The same where it becomes one. @throws ArchiveError as completeFrom() */
export function asVersion(tx: WritableDb, actor: string, letter: PreparedCopy, { id }: Begun): ImportItem {
  const { label, read, given, attachments, elements, evidence, warnings } = letter;
  const made = completeFrom(tx, read, {
    ...{ id, actor, given, attachments, text: read.clean.text },
    source: read.bytes === null ? letter.source : { name: read.name, bytes: read.bytes },
    waits: isDoubtful(elements, evidence, warnings),
  });
  const { title, doc_number } = made.elements;
  const told = made.warnings.map(({ message }) => message).join('');
  return {
    ...{ file: label, status: 'version', id, version: made.version, review: made.review, title, doc_number },
    ...(told === '' ? {} : { message: told }),
  };
}
