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

/** Day and version, by letter. */
export function publishedDays(db: ReadableDb): Map<string, { on: string; version: number }> {
  const days = new Map<string, { on: string; version: number }>();
  for (const [id, acts] of actsByLetter(db)) {
    const publication = publicationOf(acts);
    if (publication !== null && publication.withdrawn === null) days.set(id, publication);
  }
  return days;
}
