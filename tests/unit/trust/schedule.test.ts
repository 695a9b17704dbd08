/** When the daily backup is due. */
import { expect, test } from 'vitest';
import { isBackupDue } from '../../../main/archive/trust/schedule.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';

const settings = { ...DEFAULT_SETTINGS.backup, to: '/usb', at: '18:30' };
const local = (day: number, hour: number, minute = 0): Date => new Date(2026, 2, day, hour, minute);

test('once a day from its time on', () => {
  expect(isBackupDue(settings, local(4, 18, 30), local(5, 18, 29))).toBe(false);
  expect(isBackupDue(settings, local(4, 18, 30), local(5, 18, 30))).toBe(true);
  expect(isBackupDue(settings, local(5, 18, 30), local(5, 23, 59))).toBe(false);
});

test('a computer that was off makes it at the next start', () => {
  expect(isBackupDue(settings, local(3, 18, 30), local(5, 8))).toBe(true);
  expect(isBackupDue(settings, local(4, 18, 30), local(5, 8))).toBe(false);
  expect(isBackupDue(settings, null, local(5, 8))).toBe(true);
});

test('never without a place or a time; a clock that was years ahead does not stop it', () => {
  expect(isBackupDue({ ...settings, at: null }, null, local(5, 19))).toBe(false);
  expect(isBackupDue({ ...settings, to: null }, null, local(5, 19))).toBe(false);
  expect(isBackupDue(settings, new Date(2031, 0, 1), local(5, 19))).toBe(true);
});
