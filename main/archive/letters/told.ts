/** What letters are called and what a version changed, for sentences of the log. */
import type { CallOutput, ParsedInput } from '../../../shared/contract/index.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import type { ReadableDb } from '../storage/types.ts';
import { letterNames } from '../storage/letter-names.ts';
import { readVersion } from './versions.ts';

type Told = CallOutput<'letters.told'>[number];

/** Longer values are cut: a sentence tells that something changed, the difference tells all of it. */
const LONGEST = 40;

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join('、') : typeof value === 'string' ? value : '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function changesOf(db: ReadableDb, id: string, version: number): Told['changes'] {
  const [before, after] = [readVersion(db, id, version - 1), readVersion(db, id, version)];
  const fields = ELEMENT_NAMES.filter(
    (name) => JSON.stringify(before.elements[name]) !== JSON.stringify(after.elements[name]),
  ).map((field) => ({ field, from: shown(before.elements[field]), to: shown(after.elements[field]) }));
  return before.textSha256 === after.textSha256 ? fields : [...fields, { field: 'text', from: '', to: '' }];
}

/** In the order asked for; letters and versions that are not there are left out. */
export function tellLetters(db: ReadableDb, asked: ParsedInput<'letters.told'>['letters']): Told[] {
  const names = letterNames(
    db,
    asked.map(({ id }) => id),
  );
  const newest = (id: string): number =>
    db.get<{ version: number }>('SELECT version FROM letter WHERE id = ?', [id])?.version ?? 0;
  return asked.flatMap(({ id, version }) => {
    const name = names.get(id);
    if (name === undefined) return [];
    const compared = version !== undefined && version > 1 && version <= newest(id);
    return [{ id, version: version ?? null, name, changes: compared ? changesOf(db, id, version) : [] }];
  });
}
