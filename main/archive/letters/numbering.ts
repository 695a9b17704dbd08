/** Gaps and repeats in document numbers, per 机关代字 and year (DA/T 70 item 2-6, continuous numbering). */
import type { ReadableDb } from '../storage/types.ts';

const DOC_NUMBER = /^(.+)〔(\d{4})〕(\d+)号$/u;

/** A stretch of missing numbers is reported by its ends, and only up to this many stretches. */
const GAP_LIMIT = 200;

export interface NumberSeries {
  /** 机关代字, as in 云教函. */
  code: string;
  year: number;
  count: number;
  first: number;
  last: number;
  /** Missing numbers between first and last, as [from, to]. */
  gaps: [number, number][];
  repeats: { number: number; ids: string[] }[];
}

/** Numbers come in, series go out; numbers other than `机关代字〔年〕号` are passed over. */
class Series {
  readonly #series = new Map<string, { code: string; year: number; ids: Map<number, string[]> }>();

  add(letters: Iterable<{ id: string; doc_number: string }>): void {
    for (const { id, doc_number } of letters) {
      const [, code, year, number] = DOC_NUMBER.exec(doc_number) ?? [];
      if (code === undefined || year === undefined || number === undefined) continue;
      const key = `${code}〔${year}〕`;
      const entry = this.#series.get(key) ?? { code, year: Number(year), ids: new Map<number, string[]>() };
      const same = entry.ids.get(Number(number));
      if (same === undefined) entry.ids.set(Number(number), [id]);
      else same.push(id);
      this.#series.set(key, entry);
    }
  }

  all(): NumberSeries[] {
    return [...this.#series.values()]
      .map(({ code, year, ids }) => {
        const numbers = [...ids.keys()].sort((a, b) => a - b);
        const gaps: [number, number][] = [];
        for (const [i, number] of numbers.entries()) {
          const before = numbers[i - 1];
          if (before !== undefined && number > before + 1 && gaps.length < GAP_LIMIT)
            gaps.push([before + 1, number - 1]);
        }
        return {
          code,
          year,
          count: numbers.length,
          first: numbers[0] ?? 0,
          last: numbers.at(-1) ?? 0,
          gaps,
          repeats: numbers.map((number) => ({ number, ids: ids.get(number) ?? [] })).filter((r) => r.ids.length > 1),
        };
      })
      .sort((a, b) => b.year - a.year || (a.code < b.code ? -1 : 1));
  }
}

/** @param letters id and document number of each letter. Pure. */
export function numberSeries(letters: Iterable<{ id: string; doc_number: string }>): NumberSeries[] {
  const series = new Series();
  series.add(letters);
  return series.all();
}

export function readNumberSeries(db: ReadableDb): NumberSeries[] {
  return numberSeries(
    db.iterate<{ id: string; doc_number: string }>(
      `SELECT id, doc_number FROM letter WHERE doc_number IS NOT NULL
       UNION ALL SELECT letter_id, doc_number FROM stub WHERE doc_number IS NOT NULL`,
    ),
  );
}

/** Document numbers that are looked at in one turn. */
const AT_ONCE = 4000;

/**
 * The gaps alone, in turns: the numbers come out of their index, and whoever else waits is answered in between.
 * @param breathe gives way
 */
export async function readGaps(
  db: ReadableDb,
  breathe: () => Promise<void>,
): Promise<Pick<NumberSeries, 'code' | 'year' | 'gaps'>[]> {
  const series = new Series();
  for (let last = ''; ;) {
    const rows = db.all<{ doc_number: string }>(
      'SELECT DISTINCT doc_number FROM letter WHERE doc_number > ? ORDER BY doc_number LIMIT ?',
      [last, AT_ONCE],
    );
    series.add(rows.map(({ doc_number }) => ({ id: '', doc_number })));
    last = rows.at(-1)?.doc_number ?? '';
    await breathe();
    if (rows.length < AT_ONCE) break;
  }
  const stubs = "SELECT '' AS id, doc_number FROM stub WHERE doc_number IS NOT NULL";
  series.add(db.all<{ id: string; doc_number: string }>(stubs));
  return series.all().filter(({ gaps }) => gaps.length > 0);
}
