/** Letters as people name them on the command line: by id, archive number (档号) or document number (文号). */
import { ArchiveError } from '../../shared/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import type { Arguments } from './arguments.ts';
import type { Engine } from '../archive/engine.ts';
import { inLine } from './visible.ts';

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
  const ids: string[] = [];
  for (const word of words) {
    const letters = found.get(word);
    if (letters === undefined) {
      ids.push(word);
      continue;
    }
    const [letter, ...others] = letters;
    if (letter === undefined) throw new ArchiveError('NOT_FOUND', word);
    if (others.length > 0) {
      const names = await namesOf(
        engine,
        letters.map(({ id }) => id),
      );
      const shown = letters.map(({ id, ref_code, title }) =>
        [id, ref_code, names.get(id) ?? title].filter((part) => part !== null),
      );
      const list = shown.map((parts) => parts.join(' ')).join('；');
      throw new ArchiveError('SEVERAL_LETTERS', `“${word}”有 ${letters.length} 件（${list}）`);
    }
    ids.push(letter.id);
  }
  return ids;
}

/** So many letters are asked for in one call. */
const AT_ONCE = 500;

/** What letters are called by; what is not there is left out. */
export async function namesOf(engine: Engine, ids: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)];
  const names = new Map<string, string>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const letters = asked.slice(at, at + AT_ONCE).map((id) => ({ id }));
    for (const { id, name } of await engine.call('letters.told', { letters })) names.set(id, name);
  }
  return names;
}

export async function letterId(engine: Engine, word: string): Promise<string> {
  const [id = word] = await letterIds(engine, [word]);
  return id;
}

/**
 * The letter and the attachment of a command's first two words: by its id, or by the name of its file where only one has it.
 * @throws ArchiveError NOT_FOUND, SEVERAL_LETTERS, BAD_VALUE where several attachments have the name
 */
export async function attachmentOf(engine: Engine, args: Arguments): Promise<{ id: string; attachment: string }> {
  const id = await letterId(engine, args.word(0));
  const word = args.word(1);
  if (ID.test(word)) return { id, attachment: word };
  const { attachments } = await engine.call('letters.show', { id });
  const asked = [word, inLine(word)].map((one) => one.normalize('NFC'));
  const named = attachments.filter(({ name }) => asked.includes(name.normalize('NFC')));
  const list = (named.length > 0 ? named : attachments).map((one) => `${one.id} ${one.name}`).join('；');
  if (named.length > 1)
    throw new ArchiveError('BAD_VALUE', `名为“${word}”的附件有 ${named.length} 个，请写编号（${list}）`);
  const [found] = named;
  if (found === undefined) throw new ArchiveError('NOT_FOUND', `附件“${word}”（此件有：${list}）`);
  return { id, attachment: found.id };
}

/** A selection with its words as ids. @throws ArchiveError as letterIds() */
export async function chosenLetters<S extends CallInput<'export.pdf'>['selection']>(
  engine: Engine,
  selection: S,
): Promise<S> {
  return 'ids' in selection ? { ...selection, ids: await letterIds(engine, selection.ids) } : selection;
}
