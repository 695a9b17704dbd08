/**
 * Disposals of one archive done again in a copy of it: in a backup that is written anew, and in one that takes the archive's place. The copy gets
 * the acts and stubs with rows of its log, and whatever it still has of the letters is taken out of it.
 */
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { hasContent } from '../../storage/content.ts';
import { appendAudit } from '../audit.ts';
import { believed } from './evidence.ts';
import {
  knowsDisposals,
  allStubs,
  disposalActDigest,
  readStubRecord,
  stubDigest,
  stubOf,
  type DisposalActRow,
  type StubRow,
} from './records.ts';
import { noteGone, purgeLetters, putStub, shareOut } from './purge.ts';

export interface Disposals {
  acts: DisposalActRow[];
  stubs: StubRow[];
}

/** Those that the archive's log has too, and that all agreed to who must. */
export function readDisposals(db: ReadableDb): Disposals {
  if (!knowsDisposals(db)) return { acts: [], stubs: [] };
  return believed(db, {
    acts: db.all<DisposalActRow>('SELECT * FROM archive.disposal_act ORDER BY disposal_id, seq'),
    stubs: allStubs(db),
  });
}

/** Whether a copy of whatever form has any of these letters. */
export function hasAnyOf(db: ReadableDb, { stubs }: Pick<Disposals, 'stubs'>): boolean {
  const ids = JSON.stringify(stubs.map(({ letter_id }) => letter_id));
  return (
    db.get('SELECT 1 AS n FROM archive.letter WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1', [ids]) !==
    undefined
  );
}

const ADD_ACT = `INSERT INTO archive.disposal_act (disposal_id, seq, act, at, actor, detail) VALUES (?, ?, ?, ?, ?, ?)`;

export function putDisposalAct(tx: WritableDb, row: DisposalActRow): void {
  tx.run(ADD_ACT, [row.disposal_id, row.seq, row.act, row.at, row.actor, row.detail]);
}

/**
 * What went with a letter in this copy, and all that went with it in the archive: a copy from before may have had less of it, or nothing.
 * What another letter of the copy uses stays in it.
 */
function goneIn(db: ReadableDb, stub: StubRow, inCopy: readonly string[]): string[] {
  const there = readStubRecord(stub).gone.filter((sha256) => !hasContent(db, sha256));
  return [...new Set([...inCopy, ...there])].sort();
}

/**
 * To be called inside a transaction of the copy, which must be of this program's form.
 * @returns the letters that the copy had and has no more
 */
export function carryDisposals(tx: WritableDb, { acts, stubs }: Disposals, actor: string, now = new Date()): string[] {
  for (const act of acts) {
    const own = tx.get('SELECT 1 AS n FROM archive.disposal_act WHERE disposal_id = ? AND seq = ?', [
      act.disposal_id,
      act.seq,
    ]);
    if (own !== undefined) continue;
    putDisposalAct(tx, act);
    const detail = { act: act.act, disposal_seq: act.seq, disposal_sha256: disposalActDigest(act) };
    appendAudit(tx, { actor, action: 'disposal.carry', subject: act.disposal_id, detail }, now);
  }
  const fresh = stubs.filter(({ letter_id }) => stubOf(tx, letter_id) === undefined);
  const there = fresh
    .map(({ letter_id: id }) => id)
    .filter((id) => tx.get('SELECT 1 AS n FROM archive.letter WHERE id = ?', [id]) !== undefined);
  const shares = shareOut(tx, there);
  const gone = new Map(fresh.map((stub) => [stub.letter_id, goneIn(tx, stub, shares.get(stub.letter_id)?.gone ?? [])]));
  for (const stub of fresh) {
    putStub(tx, stub);
    noteGone(tx, stub.letter_id, gone.get(stub.letter_id) ?? []);
  }
  purgeLetters(tx, new Map([...shares].map(([id, { gone }]) => [id, gone])));
  for (const stub of fresh) {
    const detail = {
      ...{ disposal: stub.disposal_id, stub_sha256: stubDigest(stub), carried: true },
      gone: gone.get(stub.letter_id) ?? [],
    };
    appendAudit(tx, { actor, action: 'letter.dispose', subject: stub.letter_id, detail }, now);
  }
  return there;
}
