/** What people type is asked for marks of secrecy too: values, reasons, notes and names are kept as files are. */
import { ArchiveError } from '../../../shared/errors.ts';
import { findCertainMark, findSecrecyMark } from './secrecy.ts';

/** What is not kept with a letter: places on the disk, passwords, words that are looked for or forgotten. */
const NOT_KEPT =
  /^(?:paths?|folder|file|places|kept|out|report|register|to|query|request|word|(?:.*_)?password|current|code|second|ids?)$/;

/**
 * Refuses an input of a call that bears a mark which can be nothing else: level and star, or label and level. A letter's text is
 * asked as that of a file.
 * @throws ArchiveError SECRET_REFUSED
 */
export function refuseSecretInput(input: unknown): void {
  for (const { key, text } of keptStrings(input)) {
    const found = key === 'text' ? findSecrecyMark(text) : findCertainMark(text);
    if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
  }
}

/** All strings of an input that are kept with a letter or in the log, with the name they stand under. */
export const keptStrings = (input: unknown): Iterable<{ key: string; text: string }> => stringsIn(input, NOT_KEPT);

/** All strings of a value, however deep they lie, with the name they stand under; the names themselves too. */
export function* stringsIn(value: unknown, passedOver?: RegExp, key = ''): Generator<{ key: string; text: string }> {
  if (typeof value === 'string') yield { key, text: value };
  else if (Array.isArray(value)) for (const one of value) yield* stringsIn(one, passedOver, key);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (passedOver?.test(name) === true) continue;
      yield { key: '', text: name };
      yield* stringsIn(inner, passedOver, name);
    }
  }
}
