/** Counts of an archive. Result classes are counted within their scheme, since the same letter means different things by place and year. */
import type { CallOutput } from '../../../shared/contract/index.ts';
import { schemeOf } from '../../../shared/model/result-schemes.ts';
import { knownElements, readRecord } from '../../../shared/model/stored.ts';
import { readSettings } from '../trust/settings.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import type { ReadableDb } from '../storage/types.ts';

type Stats = CallOutput<'letters.stats'>;

/** One letter as it is counted; what its result means depends on its elements. */
interface Row {
  id: string;
  year: string | null;
  issuer: string | null;
  reply_kind: string | null;
  openness: string | null;
  retention: string | null;
  review: number;
  final: number;
  result_code: string | null;
  elements: string | null;
}
const BY = ['year', 'issuer', 'reply_kind', 'openness', 'retention'] as const;

/** How many letters have each value. */
class Counts {
  readonly #counts = new Map<string | null, number>();

  add(value: string | null): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** The most first; of equal ones what has no value, then by value. */
  all(): Stats['year'] {
    const all = Array.from(this.#counts, ([value, count]) => ({ value, count }));
    return all.sort((a, b) => b.count - a.count || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
  }
}

/** Letters that are read in one go: a few milliseconds. */
const BATCH = 200;

/** All letters, in pieces: whoever waits has a turn between them. */
async function* lettersOf(db: ReadableDb, slicer: TimeSlicer): AsyncGenerator<Row> {
  for (let last = ''; ;) {
    const rows = db.all<Row>(
      `SELECT l.id, substr(l.issued_on, 1, 4) AS year, l.issuer, l.reply_kind, l.openness, l.retention, l.review,
         l.final_version IS NOT NULL AS final, l.result_code, v.elements
       FROM letter l
       LEFT JOIN version v ON l.result_code IS NOT NULL AND v.letter_id = l.id AND v.version = l.version
       WHERE l.id > ? ORDER BY l.id LIMIT ?`,
      [last, BATCH],
    );
    if (rows.length === 0) return;
    yield* rows;
    last = rows.at(-1)?.id ?? '';
    await slicer.step(rows.length);
  }
}

/** @throws ArchiveError CANCELLED */
export async function archiveStats(db: ReadableDb, slicer: TimeSlicer): Promise<Stats> {
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  const by = {
    year: new Counts(),
    issuer: new Counts(),
    reply_kind: new Counts(),
    openness: new Counts(),
    retention: new Counts(),
  };
  const results = new ResultCounts(db);
  let [letters, review, final] = [0, 0, 0];
  slicer.stage('统计函件', count('SELECT count(*) AS n FROM letter'));
  for await (const row of lettersOf(db, slicer)) {
    letters += 1;
    review += row.review === 1 ? 1 : 0;
    final += row.final;
    for (const name of BY) by[name].add(row[name]);
    if (row.result_code !== null) results.add(row.issuer, row.result_code, row.elements ?? '{}');
  }
  return {
    letters,
    versions: count('SELECT count(*) AS n FROM version'),
    attachments: count('SELECT count(*) AS n FROM attachment'),
    bytes: count('SELECT coalesce(sum(size), 0) AS n FROM content'),
    review,
    final,
    year: by.year.all().sort((a, b) => (a.value ?? '').localeCompare(b.value ?? '')),
    issuer: by.issuer.all(),
    reply_kind: by.reply_kind.all(),
    openness: by.openness.all(),
    retention: by.retention.all(),
    result: results.all(),
  };
}

/** Where no scheme is known for an office its letters are counted by themselves: nobody can say that another's A means the same. */
class ResultCounts {
  readonly #counts = new Map<string, Stats['result'][number]>();
  readonly #schemes: ReturnType<typeof readSettings>['reading']['schemes'];

  constructor(db: ReadableDb) {
    this.#schemes = readSettings(db).reading.schemes;
  }

  add(issuer: string | null, code: string, elements: string): void {
    const { session, letterhead, title } = knownElements(readRecord(elements));
    const scheme = schemeOf(issuer ?? letterhead, session, this.#schemes) ?? schemeOf(title, null, this.#schemes);
    const alone = scheme === null ? issuer : null;
    const key = JSON.stringify([scheme?.name, alone, code]);
    const meaning = scheme !== null && Object.hasOwn(scheme.codes, code) ? scheme.codes[code] : undefined;
    const entry = this.#counts.get(key) ?? {
      scheme: scheme?.name ?? null,
      issuer: alone,
      code,
      meaning: meaning?.legend ?? null,
      count: 0,
    };
    entry.count++;
    this.#counts.set(key, entry);
  }

  all(): Stats['result'] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
  }
}
