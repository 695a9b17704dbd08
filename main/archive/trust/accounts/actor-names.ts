/** Who an actor of the log is, as paper says it: an account by its names, the machine's own user as such. */
import type { ReadableDb } from '../../storage/types.ts';

/** @param actor as versions and the log have it */
export function actorName(db: ReadableDb, actor: string): string {
  const account = db.get<{ display_name: string }>('SELECT display_name FROM account WHERE name = ?', [actor]);
  if (account === undefined) return `本机用户 ${actor}`;
  const { display_name: display } = account;
  return display === '' || display === actor ? actor : `${display}（${actor}）`;
}

/**
 * Rows of a table that is printed, with who did it in the words of paper. What came with a package was done by somebody of another
 * archive, whoever bears that name here.
 */
export function withActorNames<R extends { actor: string; origin?: { name: string } | undefined }>(
  db: ReadableDb,
  rows: readonly R[],
): R[] {
  return rows.map((row) => ({
    ...row,
    actor:
      row.origin === undefined ? actorName(db, row.actor) : `外库用户 ${row.actor}（随数据包“${row.origin.name}”接收）`,
  }));
}
