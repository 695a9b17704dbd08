/** Which letters are public now: their public version was published and not withdrawn. */
import type { ReadableDb } from '../../storage/types.ts';
import type { PublicActRecord } from '../../trust/public-evidence.ts';
import { publicationOf } from './status.ts';

/** Acts on public versions by letter, oldest first. */
export function actsByLetter(db: ReadableDb): Map<string, PublicActRecord[]> {
  const found = new Map<string, PublicActRecord[]>();
  for (const act of db.all<PublicActRecord>('SELECT * FROM public_act ORDER BY letter_id, seq')) {
    const own = found.get(act.letter_id);
    if (own === undefined) found.set(act.letter_id, [act]);
    else own.push(act);
  }
  return found;
}

/** Of what is public now. */
export interface Published {
  on: string;
  version: number;
  /** The number of the act that published it: what is decided later is no part of it. */
  seq: number;
}

/** Letters that are public, by id. */
export function publishedLetters(db: ReadableDb): Map<string, Published> {
  const found = new Map<string, Published>();
  for (const [id, acts] of actsByLetter(db)) {
    const publication = publicationOf(acts);
    const seq = acts.findLast(({ act }) => act === 'publish')?.seq;
    if (publication !== null && publication.withdrawn === null && seq !== undefined)
      found.set(id, { on: publication.on, version: publication.version, seq });
  }
  return found;
}
