/** Old backups go, the right ones stay, and nothing that is not ours is touched. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupTime } from '../../../main/archive/trust/backup-name.ts';
import { backupsToRemove, type KeepRule } from '../../../main/archive/trust/rotation.ts';

const nameOf = (time: Date): string =>
  `fuhan-backup-${time.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}.sqlite`;
/** Two backups a day, the last on 2026-11-24, newest first. */
const twiceADay = (days: number): string[] =>
  Array.from({ length: 2 * days }, (_, index) => nameOf(new Date(Date.UTC(2026, 10, 24, 6) - index * 12 * 3_600_000)));

/** What goes where the latest of them was made now. */
const goneOf = (names: readonly string[], rule?: KeepRule): string[] =>
  backupsToRemove(
    names,
    names
      .filter((name) => backupTime(name) !== undefined)
      .toSorted()
      .at(-1) ?? '',
    rule,
  );

test('seven days, four weeks and twelve months stay', () => {
  const names = twiceADay(500);
  const gone = new Set(goneOf(names));
  const kept = names.filter((name) => !gone.has(name));
  // 7 days; of 4 weeks two lie in those days; of 12 months one does.
  expect(kept.length).toBeGreaterThanOrEqual(7 + 2 + 11);
  expect(kept.length).toBeLessThanOrEqual(7 + 3 + 11);
  expect(kept[0]).toBe(names[0]);
  const months = new Set(kept.map((name) => backupTime(name)?.toISOString().slice(0, 7)));
  expect(months.size).toBeGreaterThanOrEqual(12);
});

test('the newest backup, and what was made within a day of it, stays under any rule', () => {
  const names = twiceADay(5);
  expect(goneOf(names, { daily: 0, weekly: 0, monthly: 0 })).toEqual(names.slice(2));
});

test('what was made before a large change is there after the backups that follow, of the same second too', () => {
  const second = ['fuhan-backup-20261124T060001Z.increment', 'fuhan-backup-20261124T060001Z.sqlite'];
  const names = ['fuhan-backup-20261124T060000Z.sqlite', ...second, 'fuhan-backup-20261124T150000Z.sqlite'];
  expect(goneOf(names)).toEqual([]);
  // Two days later one of that day is left.
  expect(goneOf([...names, 'fuhan-backup-20261126T070000Z.sqlite']).sort()).toEqual(names.slice(0, 3).sort());
});

test('days begin where China’s do; a name that claims a day of the year 10000 disturbs nothing', () => {
  const [newest, other, evening] = ['20261130T010000Z', '20261120T170000Z', '20261120T150000Z'].map(
    (time) => `fuhan-backup-${time}.sqlite`,
  );
  const rule = { daily: 2, weekly: 0, monthly: 0 };
  // 15:00 and 17:00 of UTC are two days in China: the later one is kept, the earlier one is the third.
  expect(goneOf([newest, other, evening] as string[], rule)).toEqual([evening]);
  expect(goneOf([newest, other, evening] as string[], { ...rule, daily: 3 })).toEqual([]);
  const claimed = 'fuhan-backup-99991231T200000Z.sqlite';
  expect(backupsToRemove([claimed, newest, other] as string[], newest as string, rule)).toEqual([]);
});

test('a few backups all stay, however old', () => {
  expect(goneOf(['fuhan-backup-20200101T000000Z.sqlite', 'fuhan-backup-20210601T000000Z.sqlite'])).toEqual([]);
});

test('files that are not named like our backups are never among those to go', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (others) => {
      const gone = goneOf([...others, ...twiceADay(40), 'archive.sqlite', 'fuhan-backup-20200101T000000Z.sqlite.bak']);
      expect(gone.every((name) => backupTime(name) !== undefined)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('thinning out twice is thinning out once', () => {
  const names = twiceADay(100);
  const gone = new Set(goneOf(names));
  expect(goneOf(names.filter((name) => !gone.has(name)))).toEqual([]);
});

test('what claims to be later than the backup that was just made neither goes nor takes the place of another', () => {
  const names = twiceADay(20);
  const [made = ''] = names;
  const later = Array.from({ length: 40 }, (_, index) => nameOf(new Date(Date.UTC(2030, index, 9))));
  expect(backupsToRemove([...later, ...names], made)).toEqual(backupsToRemove(names, made));
  expect(backupsToRemove(names, 'named-by-a-person.sqlite')).toEqual([]);
});
