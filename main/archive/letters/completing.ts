/** The whole file of a letter that was filed from an unfinished one: a new version, with both files kept. */
import { ArchiveError } from '../../../shared/errors.ts';
import { ELEMENT_NAMES, type ElementName, type Elements } from '../../../shared/model/elements.ts';
import { isOriginal } from '../../../shared/model/letter.ts';
import { sha256OfBytes } from '../reading/load-file.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import { addAttachment, loggedTexts, type NewAttachment } from './attachments.ts';
import { changeIn, setElements, type Change, type ChangeRequest } from './change.ts';
import { readVersion } from './versions.ts';

/** What was read from the whole file, and what a person says of it. */
export interface Completion extends ChangeRequest {
  /** As they were read from the whole file. */
  read: Elements;
  /** What a person (or a register) says otherwise. */
  given: Partial<Elements>;
  text: string;
  original: NewAttachment;
  originalSha256: string;
  /** What lies in the whole file; of what the letter has already nothing is attached twice. */
  attachments: readonly NewAttachment[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** The elements of a filed letter that a person has put right since it was read: a new reading leaves them as they are. */
export function correctedElements(db: ReadableDb, id: string): ElementName[] {
  const [first, now] = [readVersion(db, id, 1).elements, readVersion(db, id).elements];
  return ELEMENT_NAMES.filter((name) => !same(first[name], now[name]));
}

/** What is given now goes before what was put right earlier, that before what is read; what the whole file does not say stays. */
function completed(db: ReadableDb, { id, read, given }: Completion): Partial<Elements> {
  const now = readVersion(db, id).elements;
  const kept = new Set(correctedElements(db, id));
  const fresh = ELEMENT_NAMES.filter((name) => !kept.has(name) && !(isEmpty(read[name]) && !isEmpty(now[name])));
  return { ...Object.fromEntries(fresh.map((name) => [name, read[name]])), ...given };
}

/**
 * Makes a version of a letter out of its whole file, in the transaction in hand. The unfinished original stays, in this version too.
 * That the file goes on where the original ended is for the caller to know.
 * @throws ArchiveError as changeIn(); FILE_CHANGED where the file is no longer what was read
 */
export function completeIn(tx: WritableDb, completion: Completion): Change {
  const elements = completed(tx, completion);
  return changeIn(tx, completion, 'letter.complete', (draft, _tx, at) => {
    const whole = addAttachment(tx, completion.id, completion.original, at);
    if (whole.sha256 !== completion.originalSha256) throw new ArchiveError('FILE_CHANGED', whole.name);
    const had = new Set(draft.attachments.filter((file) => !isOriginal(file)).map(({ sha256 }) => sha256));
    const added = completion.attachments
      .filter(({ source }) => !('bytes' in source) || !had.has(sha256OfBytes(source.bytes)))
      .map((file) => addAttachment(tx, completion.id, file, at));
    setElements(draft, elements);
    draft.text = completion.text;
    draft.attachments = [...draft.attachments, whole, ...added];
    const files = [whole, ...added].map(({ id, name, sha256 }) => ({ id, name, sha256 }));
    return { file: whole.name, file_sha256: whole.sha256, attachments: files, ...loggedTexts(tx, [whole, ...added]) };
  });
}
