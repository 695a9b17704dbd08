/** Counts of an archive. Result classes are counted within their scheme, since the same letter means different things by place and year. */
import type { CallOutput } from '../../../shared/contract/index.ts';
import { schemeOf } from '../../../shared/model/result-schemes.ts';
import { knownElements, readRecord } from '../../../shared/model/stored.ts';
import { readSettings } from '../trust/settings.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import type { ReadableDb } from '../storage/types.ts';

type Stats = CallOutput<'letters.stats'>;

/** Columns of the letters by which they are counted. */
const BY = {
  year: 'CASE WHEN issued_on IS NULL THEN NULL ELSE substr(issued_on, 1, 4) END',
  issuer: 'issuer',
  reply_kind: 'reply_kind',
  openness: 'openness',
  retention: 'retention',
} as const;

/** @throws ArchiveError CANCELLED */
export async function archiveStats(db: ReadableDb, slicer: TimeSlicer): Promise<Stats> {
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  const by = (expression: string): Stats['year'] =>
    db.all<{ value: string | null; count: number }>(
      `SELECT ${expression} AS value, count(*) AS count FROM letter GROUP BY 1 ORDER BY 2 DESC, 1`,
    );
  return {
    letters: count('SELECT count(*) AS n FROM letter'),
    versions: count('SELECT count(*) AS n FROM version'),
    attachments: count('SELECT count(*) AS n FROM attachment'),
    bytes: count('SELECT coalesce(sum(size), 0) AS n FROM content'),
    review: count('SELECT count(*) AS n FROM letter WHERE review = 1'),
    final: count('SELECT count(*) AS n FROM letter WHERE final_version IS NOT NULL'),
    year: by(BY.year).sort((a, b) => (a.value ?? '').localeCompare(b.value ?? '')),
    issuer: by(BY.issuer),
    reply_kind: by(BY.reply_kind),
    openness: by(BY.openness),
    retention: by(BY.retention),
    result: await countResults(db, slicer),
  };
}

interface ResultRow {
  id: string;
  issuer: string | null;
  result_code: string;
  elements: string;
}
const BATCH = 200;

async function* lettersWithResult(db: ReadableDb, slicer: TimeSlicer): AsyncGenerator<ResultRow> {
  for (let last = ''; ;) {
    const rows = db.all<ResultRow>(
      `SELECT l.id, l.issuer, l.result_code, v.elements FROM letter l
       JOIN version v ON v.letter_id = l.id AND v.version = l.version
       WHERE l.result_code IS NOT NULL AND l.id > ? ORDER BY l.id LIMIT ?`,
      [last, BATCH],
    );
    if (rows.length === 0) return;
    yield* rows;
    last = rows.at(-1)?.id ?? '';
    await slicer.step(rows.length);
  }
}

/** Where no scheme is known for an office its letters are counted by themselves: nobody can say that another's A means the same. */
async function countResults(db: ReadableDb, slicer: TimeSlicer): Promise<Stats['result']> {
  const counts = new Map<string, Stats['result'][number]>();
  const { schemes } = readSettings(db).reading;
  slicer.stage('统计办理结果', 0);
  for await (const row of lettersWithResult(db, slicer)) {
    const { session, letterhead, title } = knownElements(readRecord(row.elements));
    const scheme = schemeOf(row.issuer ?? letterhead, session, schemes) ?? schemeOf(title, null, schemes);
    const issuer = scheme === null ? row.issuer : null;
    const code = row.result_code;
    const key = JSON.stringify([scheme?.name, issuer, code]);
    const meaning = scheme !== null && Object.hasOwn(scheme.codes, code) ? scheme.codes[code] : undefined;
    const entry = counts.get(key) ?? {
      scheme: scheme?.name ?? null,
      issuer,
      code,
      meaning: meaning?.legend ?? null,
      count: 0,
    };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}
