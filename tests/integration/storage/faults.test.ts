/** A sample of `npm run faults`: power cuts and failing calls all over a working day. The whole of it takes minutes. */
import { expect, test } from 'vitest';
import { ERROR_KINDS, afterErrors, afterPowerCut, recordDay } from '../../faults/cases.ts';
import { CUTS } from '../../faults/simulated-disk.ts';

const POINTS = 8;

test('after a power cut at any point the archive opens, is whole, and holds every acknowledged act', async () => {
  const day = await recordDay();
  expect(day.disk.changes).toBeGreaterThan(300);
  for (const [row, cut] of CUTS.entries()) {
    for (let i = 0; i < POINTS; i++) {
      // Other points in each row; together they lie all over the day.
      const point = Math.floor(((i + row / CUTS.length) / POINTS) * day.disk.changes);
      expect(await afterPowerCut(day, point, cut, point), `${cut} at ${point}`).toEqual([]);
    }
  }
});

test('after a failing call the user hears what failed, and nothing acknowledged is lost', async () => {
  const { calls } = await recordDay();
  for (const [row, kind] of ERROR_KINDS.entries()) {
    for (let i = 0; i < POINTS; i++) {
      const at = Math.floor(((i + row / ERROR_KINDS.length) / POINTS) * calls);
      expect(await afterErrors(kind, at, 'lost', at), `${kind.name} at ${at}`).toEqual([]);
    }
  }
});

test('these tests can fail: a disk that only pretends to sync is found out', async () => {
  const day = await recordDay({ pretendsToSync: true });
  const findings = [];
  for (const { point } of day.acts) findings.push(...(await afterPowerCut(day, point, 'lost', 1)));
  expect(findings.map(({ kind }) => kind)).toContain('unopenable');
});
