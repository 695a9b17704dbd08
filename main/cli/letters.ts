/** Letters as people name them on the command line: by id, archive number (档号) or document number (文号). */
import { ArchiveError } from '../../shared/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import type { Engine } from '../archive/engine.ts';

/** The archive's own ids (ULID) are taken as they are. */
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * The ids of letters, in the order of the words.
 * @throws ArchiveError NOT_FOUND; SEVERAL_LETTERS, naming each, where a number is that of more than one
 */
export async function letterIds(engine: Engine, words: readonly string[]): Promise<string[]> {
  const named = words.filter((word) => !ID.test(word));
  if (named.length === 0) return [...words];
  const found = new Map((await engine.call('letters.find', { words: named })).map((one) => [one.word, one.letters]));
  return words.map((word) => {
    const letters = found.get(word);
    if (letters === undefined) return word;
    const [letter, ...others] = letters;
    if (letter === undefined) throw new ArchiveError('NOT_FOUND', word);
    if (others.length > 0) {
      const shown = letters.map(({ id, ref_code, title }) => [id, ref_code, title].filter((part) => part !== null));
      const list = shown.map((parts) => parts.join(' ')).join('；');
      throw new ArchiveError('SEVERAL_LETTERS', `“${word}”有 ${letters.length} 件（${list}）`);
    }
    return letter.id;
  });
}

export async function letterId(engine: Engine, word: string): Promise<string> {
  const [id = word] = await letterIds(engine, [word]);
  return id;
}

/** A selection with its words as ids. @throws ArchiveError as letterIds() */
export async function chosenLetters<S extends CallInput<'export.pdf'>['selection']>(
  engine: Engine,
  selection: S,
): Promise<S> {
  return 'ids' in selection ? { ...selection, ids: await letterIds(engine, selection.ids) } : selection;
}
