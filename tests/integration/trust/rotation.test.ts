/** Old backups of an archive are thinned out; those of others in the same folder, and what only has such a name, are left alone. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { WRAPPED_LETTER } from '../../support/letters.ts';

const place = temporaryFolder();
const disk = join(place, 'disk');
mkdirSync(disk);

/** A backup of an archive, made now into a folder of its own. */
async function backupOf(name: string): Promise<string> {
  const engine = await openEngine(join(place, name));
  await fileText(engine, WRAPPED_LETTER, '一件.txt');
  const to = join(place, `${name}-backup`);
  mkdirSync(to);
  const { file } = await engine.call('trust.backup', { to });
  await engine.close();
  return file;
}

function copyAs(file: string, name: string): void {
  copyFileSync(file, join(disk, name));
  copyFileSync(`${file}.head`, join(disk, `${name}.head`));
}
const backups = (): string[] => readdirSync(disk).filter((name) => /\.sqlite$/.test(name));

test('the backup that was just made is kept whatever other files claim, and other archives keep theirs', async () => {
  const [one, other] = [await backupOf('one'), await backupOf('other')];
  const days = Array.from({ length: 20 }, (_, at) => `202010${String(at + 1).padStart(2, '0')}`);
  for (const day of days) {
    copyAs(one, `fuhan-backup-${day}T100000Z.sqlite`);
    copyAs(other, `fuhan-backup-${day}T103000Z.sqlite`);
  }
  const false_ = Array.from({ length: 48 }, (_, at) => `fuhan-backup-2${String(100 + at)}0101T000000Z.sqlite`);
  for (const name of false_) writeFileSync(join(disk, name), '');
  writeFileSync(join(disk, 'fuhan-backup-20201001T235959Z.sqlite'), 'no backup');
  const engine = await openEngine(join(place, 'one'));
  const made = await engine.call('trust.backup', { to: disk });
  await engine.close();
  expect(backups()).toContain(basename(made.file));
  // Of its own archive a month, four weeks and seven days stay.
  expect(made.removed.length).toBeGreaterThan(5);
  expect(made.removed.every((name) => name.endsWith('T100000Z.sqlite'))).toBe(true);
  expect(backups().filter((name) => name.endsWith('T103000Z.sqlite'))).toHaveLength(days.length);
  expect(backups()).toEqual(expect.arrayContaining([...false_, 'fuhan-backup-20201001T235959Z.sqlite']));
});
