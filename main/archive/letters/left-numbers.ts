/**
 * Archive numbers that letters left for another retention. They are none of a letter any more, but stand in the log, on paper and in what
 * was handed over: none is given a second time.
 */
import type { ReadableDb } from '../storage/types.ts';

interface Known {
  /** The newest row of the log that was read, by its number and its hash: no other log has it. */
  seq: number;
  hash: string;
  codes: ReadonlySet<string>;
}

const NOTHING: Known = { seq: 0, hash: '', codes: new Set() };
/** Every filing asks: the log is read on from where it was read last. */
let known = NOTHING;

const NEWEST = "SELECT seq, hash FROM audit WHERE action = 'letter.retention' ORDER BY seq DESC LIMIT 1";
const ROWS = `SELECT json_extract(detail, '$.old_ref_code') AS code FROM audit
  WHERE action = 'letter.retention' AND seq > ?`;

/** Another archive's log does not have the row, nor has this one where it was taken back. */
const isOf = (db: ReadableDb, { seq, hash }: Known): boolean =>
  db.get<{ hash: string }>('SELECT hash FROM audit WHERE seq = ?', [seq])?.hash === hash;

/** All numbers that were left so far. */
export function leftNumbers(db: ReadableDb): ReadonlySet<string> {
  const newest = db.get<{ seq: number; hash: string }>(NEWEST);
  if (newest === undefined) return NOTHING.codes;
  const from = isOf(db, known) ? known : NOTHING;
  if (from.seq < newest.seq) {
    const read = db.all<{ code: string | null }>(ROWS, [from.seq]);
    known = { ...newest, codes: new Set([...from.codes, ...read.flatMap(({ code }) => code ?? [])]) };
  } else known = from;
  return known.codes;
}
