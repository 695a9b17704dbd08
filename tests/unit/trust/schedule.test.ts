/** When the daily backup is due. */
import { expect, test } from 'vitest';
import { isBackupDue } from '../../../main/archive/trust/schedule.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';

const settings = { ...DEFAULT_SETTINGS.backup, to: '/usb', at: '18:30' };
/** By China's clock, whatever the machine's is set to. */
const at = (day: number, hour: number, minute = 0): Date => new Date(Date.UTC(2026, 2, day, hour - 8, minute));

test('once a day from its time on', () => {
  expect(isBackupDue(settings, at(4, 18, 30), at(5, 18, 29))).toBe(false);
  expect(isBackupDue(settings, at(4, 18, 30), at(5, 18, 30))).toBe(true);
  expect(isBackupDue(settings, at(5, 18, 30), at(5, 23, 59))).toBe(false);
});

test('a computer that was off makes it at the next start', () => {
  expect(isBackupDue(settings, at(3, 18, 30), at(5, 8))).toBe(true);
  expect(isBackupDue(settings, at(4, 18, 30), at(5, 8))).toBe(false);
  expect(isBackupDue(settings, null, at(5, 8))).toBe(true);
});

test('never without a place or a time; a clock that was years ahead does not stop it', () => {
  expect(isBackupDue({ ...settings, at: null }, null, at(5, 19))).toBe(false);
  expect(isBackupDue({ ...settings, to: null }, null, at(5, 19))).toBe(false);
  expect(isBackupDue(settings, new Date(2031, 0, 1), at(5, 19))).toBe(true);
});
