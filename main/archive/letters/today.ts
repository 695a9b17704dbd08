/** What waits, what changed and how the archive stands: told from the letters and the log, nothing is kept for it. */
import type { CallOutput } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { AuditAction } from '../../../shared/model/audit.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { beijingDay, beijingMidnight } from '../../../shared/text/dates.ts';
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

/** Letters that are counted in one turn. */
const AT_ONCE = 4000;

/** What is counted in one pass over the letters, by year and result. */
interface Counted {
  year: string | null;
  result: string | null;
  count: number;
  expired: number;
  no_issuer: number;
  today: number;
  week: number;
  /** Those with more than one version. */
  edited: number;
}

const SUMS = ['count', 'expired', 'no_issuer', 'today', 'week', 'edited'] as const;

/**
 * The one pass, in turns, and the versions of the week beside it: letters of one version have none.
 * @param breathe gives way after each turn
 */
export async function countLettersInTurns(
  db: ReadableDb,
  { day, week }: { day: Date; week: Date },
  breathe: () => Promise<void>,
  atOnce = AT_ONCE,
): Promise<{ counted: Counted[]; changed: number }> {
  const groups = new Map<string, Counted>();
  let changed = 0;
  for (let last = -Infinity; ;) {
    const from = Number.isFinite(last) ? 'WHERE rowid > ?' : '';
    const after = Number.isFinite(last) ? [last] : [];
    const rows = db.all<Counted & { last: number }>(
      `SELECT substr(issued_on, 1, 4) AS year, result_code AS result, count(*) AS count, sum(${GROUPS.expired}) AS expired,
         sum(${GROUPS.no_issuer}) AS no_issuer, sum(filed_at >= ?) AS today, sum(filed_at >= ?) AS week,
         sum(version > 1) AS edited, max(row) AS last
       FROM (SELECT rowid AS row, issued_on, result_code, issuer, retention, archive_year, filed_at, version
             FROM letter ${from} ORDER BY rowid LIMIT ?) GROUP BY 1, 2`,
      [day.toISOString(), week.toISOString(), ...after, atOnce],
    );
    let read = 0;
    let edited = 0;
    let end = last;
    for (const { last: row, ...group } of rows) {
      const key = JSON.stringify([group.year, group.result]);
      const before = groups.get(key);
      if (before === undefined) groups.set(key, group);
      else for (const sum of SUMS) before[sum] += group[sum];
      read += group.count;
      edited += group.edited;
      end = Math.max(end, row);
    }
    if (edited > 0)
      changed +=
        db.get<{ n: number }>(
          `SELECT count(*) AS n FROM (SELECT id, version FROM letter ${from} ORDER BY rowid LIMIT ?) AS l
           JOIN version v ON v.letter_id = l.id WHERE l.version > 1 AND v.version > 1 AND v.at >= ?`,
          [...after, atOnce, week.toISOString()],
        )?.n ?? 0;
    last = end;
    await breathe();
    if (read < atOnce) break;
  }
  const order = ({ year, result }: Counted): string => `${year ?? ''}\0${result ?? ''}`;
  return { counted: [...groups.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)), changed };
}

/**
 * In turns: whoever opens the window asks for more than this, and is answered in between.
 * @throws ArchiveError CANCELLED
 */
export async function archiveToday(
  db: ReadableDb,
  actor: string,
  { now = new Date(), signal }: { now?: Date; signal?: AbortSignal | undefined } = {},
): Promise<Today> {
  const giveWay = async (): Promise<void> => {
    await breathe();
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
  };
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  const day = beijingMidnight(beijingDay(now.toISOString()));
  const week = new Date(day.getTime() - 6 * 86_400_000);
  // Who asked may have asked anew meanwhile.
  await giveWay();
  const waiting = db.get<{ n: number; since: string | null }>(
    'SELECT count(*) AS n, min(filed_at) AS since FROM letter WHERE review = 1',
  );
  const { counted, changed } = await countLettersInTurns(db, { day, week }, giveWay);
  const sum = (of: 'expired' | 'no_issuer' | 'today' | 'week'): number =>
    counted.reduce((all, row) => all + row[of], 0);
  const gaps = await readGaps(db, giveWay);
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
