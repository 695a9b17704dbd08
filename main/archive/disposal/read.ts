/** Disposals as the archive has them. */
import type { ReadableDb } from '../storage/types.ts';
import { disposalActs } from './acts.ts';
import { disposalOf, isPending, type Disposal } from './state.ts';

/** @throws ArchiveError NOT_FOUND */
export const readDisposal = (db: ReadableDb, id: string): Disposal => disposalOf(id, disposalActs(db, id));

/** All of them, the latest first. */
export function readAllDisposals(db: ReadableDb): Disposal[] {
  return db
    .all<{ id: string }>('SELECT DISTINCT disposal_id AS id FROM disposal_act ORDER BY disposal_id DESC')
    .map(({ id }) => readDisposal(db, id));
}

/** Which disposal, still under way, each letter is in. */
export function pendingByLetter(db: ReadableDb): Map<string, Disposal> {
  const found = new Map<string, Disposal>();
  for (const one of readAllDisposals(db).filter(isPending)) for (const { letter } of one.items) found.set(letter, one);
  return found;
}

/** For who opens the archive: what was begun and must be ended. */
export function disposalWarnings(db: ReadableDb): string[] {
  return readAllDisposals(db)
    .filter(({ state }) => state === 'executing')
    .map(
      ({ id }) =>
        `销毁 ${id} 尚未执行完毕：函件已从库中清除，文件和副本中的残留还没有全部清除。请在“审计，到期与鉴定”中继续执行。`,
    );
}
