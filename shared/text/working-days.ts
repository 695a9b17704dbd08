/** Working days: Monday to Friday, but for what a table of holidays says otherwise. Pure. */
import type { Holiday } from '../model/public-version.ts';

/** 《政府信息公开条例》第二十六条: within twenty working days. */
export const PUBLIC_WITHIN_DAYS = 20;

const DAY_MS = 86_400_000;

export class Calendar {
  readonly #days: ReadonlyMap<string, boolean>;
  readonly #years: ReadonlySet<number>;
  readonly #due = new Map<string, string>();

  constructor(holidays: readonly Holiday[]) {
    this.#days = new Map(holidays.map(({ day, work }) => [day, work]));
    this.#years = new Set(holidays.map(({ day }) => Number(day.slice(0, 4))));
  }

  isWorkingDay(day: string): boolean {
    const named = this.#days.get(day);
    if (named !== undefined) return named;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  }

  /**
   * The last of so many working days; the first is the one after `from`.
   * @param from a day as 2026-11-30
   */
  after(from: string, count: number): string {
    const key = `${from} ${count}`;
    const known = this.#due.get(key);
    if (known !== undefined) return known;
    let [day, left] = [from, count];
    for (let time = Date.parse(`${from}T00:00:00Z`); left > 0;) {
      time += DAY_MS;
      day = new Date(time).toISOString().slice(0, 10);
      if (this.isWorkingDay(day)) left -= 1;
    }
    this.#due.set(key, day);
    return day;
  }

  /** Years between two days of which the table has no day. */
  unknownYears(from: string, to: string): number[] {
    const years: number[] = [];
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
      if (!this.#years.has(year)) years.push(year);
    return years;
  }
}

/** Days of the calendar from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
