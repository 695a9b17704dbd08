/** A clock by whose years the times of the log would be out of order. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

test.each(['1999-12-31T23:59:59Z', '2201-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'])(
  'with a clock at %s no archive is made or opened for writing; it may be read',
  async (at) => {
    const clock = (): Date => new Date(at);
    const wrong: unknown = expect.objectContaining({ code: 'CLOCK_WRONG' });
    const made = join(emptyFolder(), 'archive');
    await expect(openArchiveDb(made, { create: true, clock })).rejects.toThrow(wrong);
    expect(existsSync(made)).toBe(false);
    const folder = join(emptyFolder(), 'archive');
    (await archiveIn(folder)).close();
    await expect(openArchiveDb(folder, { clock })).rejects.toThrow(wrong);
    (await openArchiveDb(folder, { clock, readOnly: true })).close();
    (await openArchiveDb(folder)).close();
  },
);
