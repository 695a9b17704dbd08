/** What waits, what changed and how the archive stands: told from the letters and the log, nothing is kept for it. */
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';
import { breathe } from '../work/time-slicer.ts';
import { GROUPS } from './catalogue.ts';
import { letterNames } from '../storage/letter-names.ts';
import { readGaps } from './numbering.ts';

type Today = CallOutput<'letters.today'>;

/** Letters that are called the last ones read; looks that are gone through for them. */
const RECENT = 8;
const LOOKS = 200;
/** Series of numbers whose gaps are told. */
const SERIES = 6;

/** What is counted in one pass over the letters, by year and result. */
interface Counted {
  year: string | null;
  result: string | null;
  count: number;
  expired: number;
  no_issuer: number;
  today: number;
  week: number;
}

/** In turns: whoever opens the window asks for more than this, and is answered in between. */
export async function archiveToday(db: ReadableDb, actor: string, now: Date = new Date()): Promise<Today> {
  const count = (sql: string, ...params: string[]): number => db.get<{ n: number }>(sql, params)?.n ?? 0;
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const week = new Date(day.getTime() - 6 * 86_400_000);
  const waiting = db.get<{ n: number; since: string | null }>(
    'SELECT count(*) AS n, min(filed_at) AS since FROM letter WHERE review = 1',
  );
  await breathe();
  const counted = db.all<Counted>(
    `SELECT substr(issued_on, 1, 4) AS year, result_code AS result, count(*) AS count, sum(${GROUPS.expired}) AS expired,
       sum(${GROUPS.no_issuer}) AS no_issuer, sum(filed_at >= ?) AS today, sum(filed_at >= ?) AS week
     FROM letter GROUP BY 1, 2 ORDER BY 1, 2`,
    [day.toISOString(), week.toISOString()],
  );
  const sum = (of: 'expired' | 'no_issuer' | 'today' | 'week'): number =>
    counted.reduce((all, row) => all + row[of], 0);
  await breathe();
  const gaps = await readGaps(db, breathe);
  const changed = count('SELECT count(*) AS n FROM version WHERE version > 1 AND at >= ?', week.toISOString());
  await breathe();
  return {
    review: waiting?.n ?? 0,
    review_since: waiting?.since ?? null,
    expired: sum('expired'),
    no_date: count(`SELECT count(*) AS n FROM letter WHERE ${GROUPS.no_date}`),
    no_issuer: sum('no_issuer'),
    gaps: gaps.slice(0, SERIES).map(({ code, year, gaps: missing }) => ({ code, year, missing })),
    filed_today: sum('today'),
    filed_week: sum('week'),
    changed_week: changed,
    letters: count('SELECT count(*) AS n FROM letter'),
    versions: count('SELECT count(*) AS n FROM version'),
    bytes: count('SELECT coalesce(sum(size), 0) AS n FROM content'),
    verify: lastAct(db, CHECKS),
    inspection: lastAct(db, ['report.inspection']),
    backup: lastAct(db, BACKUPS),
    recent: recentlyRead(db, actor),
    years: counted.flatMap(({ year, result, count }) => (year === null ? [] : [{ year, result, count }])),
  };
}

/** Acts that check the whole archive, and those that back it up. */
export const CHECKS: readonly AuditAction[] = ['archive.verify'];
export const BACKUPS: readonly AuditAction[] = ['backup.make', 'backup.failed'];

/** The last act of these kinds; one that failed, or found something, is not ok. */
export function lastAct(db: ReadableDb, actions: readonly AuditAction[]): Today['verify'] {
  const row = db.get<{ at: string; action: string; detail: string }>(
    `SELECT at, action, detail FROM archive.audit WHERE action IN (${actions.map(() => '?').join(',')})
     ORDER BY seq DESC LIMIT 1`,
    [...actions],
  );
  if (row === undefined) return null;
  const told = readRecord(row.detail);
  return { at: row.at, ok: row.action !== 'backup.failed' && told['ok'] !== false && told['verified'] !== false };
}

function recentlyRead(db: ReadableDb, actor: string): Today['recent'] {
  const looks = db.all<{ id: string | null; at: string }>(
    `SELECT subject AS id, at FROM archive.audit WHERE action = 'letter.view' AND actor = ? ORDER BY seq DESC LIMIT ${LOOKS}`,
    [actor],
  );
  const latest = new Map<string, string>();
  for (const { id, at } of looks) if (id !== null && !latest.has(id) && latest.size < RECENT) latest.set(id, at);
  const names = letterNames(db, [...latest.keys()]);
  return [...latest].flatMap(([id, at]) => {
    const name = names.get(id);
    return name === undefined ? [] : [{ id, name, at }];
  });
}
