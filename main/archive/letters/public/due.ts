/** Letters that are to be public within twenty working days: when each must be, and which are late. */
import type { CallOutput, ParsedInput, PublicDueRow } from '../../../../shared/contract/index.ts';
import { daysBetween } from '../../../../shared/text/working-days.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { withNames } from '../../storage/letter-names.ts';
import { officeToday } from './deciding.ts';
import { actsByLetter } from './published.ts';
import { calendarOf, dueOf, publicFile, publicationOf } from './status.ts';

interface Open {
  id: string;
  doc_number: string | null;
  title: string | null;
  issued_on: string | null;
}

/** @param today as 2026-11-30 */
export function listDue(
  db: ReadableDb,
  { overdue, limit, offset }: ParsedInput<'public.due'>,
  today: string = officeToday(),
): CallOutput<'public.due'> {
  const calendar = calendarOf(db);
  const acts = actsByLetter(db);
  const unknown = new Set<number>();
  const open = db.all<Open>(
    "SELECT id, doc_number, title, issued_on FROM letter WHERE openness = '主动公开' ORDER BY issued_on IS NULL, issued_on, number",
  );
  const rows = open.flatMap(({ title: _, ...letter }) => {
    const own = acts.get(letter.id);
    const publication = own === undefined ? null : publicationOf(own);
    const isOut = publication !== null && publication.withdrawn === null;
    const due = dueOf(calendar, '主动公开', letter.issued_on);
    if (due !== null && letter.issued_on !== null)
      for (const year of calendar.unknownYears(letter.issued_on, due)) unknown.add(year);
    const isWithheld = own !== undefined && !isOut && publicFile(db, letter.id).status.state === 'withheld';
    const late = isOut || isWithheld || due === null ? 0 : Math.max(0, daysBetween(due, today));
    return [{ ...letter, due, late, publication }];
  });
  const late = rows.filter((row) => row.late > 0);
  const listed = overdue ? late : rows;
  const page = listed.slice(offset, offset + limit);
  return {
    total: listed.length,
    overdue: late.length,
    years_without_holidays: [...unknown].toSorted((a, b) => a - b),
    letters: withNames(db, page).map((row): PublicDueRow => ({ ...row, state: publicFile(db, row.id).status.state })),
  };
}
