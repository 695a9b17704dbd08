/** When the daily backup is due, by China's clock as all times are. */
import type { Settings } from '../../../shared/model/settings.ts';
import { beijingDay, beijingMidnight, daysBefore } from '../../../shared/text/dates.ts';

/** Who acts in the log where the clock did. */
export const SCHEDULER = '计划任务';

/**
 * Whether a backup is due: its time of day has come since the last one. A computer that was off then makes it at the next
 * start.
 * @param last when the last scheduled backup was tried; null for never
 */
export function isBackupDue(settings: Settings['backup'], last: Date | null, now: Date): boolean {
  if (settings.to === null || settings.at === null) return false;
  const [hour = 0, minute = 0] = settings.at.split(':').map(Number);
  const today = beijingDay(now.toISOString());
  const on = (day: string): Date => new Date(beijingMidnight(day).getTime() + (hour * 60 + minute) * 60_000);
  // Before today's time it is yesterday's that may have been missed.
  const due = now < on(today) ? on(daysBefore(today, 1)) : on(today);
  // A clock that was ahead must not put backups off for years.
  return last === null || last < due || last.getTime() > now.getTime() + 24 * 3_600_000;
}
