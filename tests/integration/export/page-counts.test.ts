/** 页数 that was counted is kept beside the index, and believed only where the archive itself wrote it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PageCounts } from '../../../main/archive/export/page-counts.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

const HASH = 'ab'.repeat(32);

test('a number that somebody wrote into the file of counts, or brought from another archive, is not believed', async () => {
  const db = await archiveIn(join(emptyFolder(), 'archive'));
  const other = await archiveIn(join(emptyFolder(), 'archive'));
  const index = join(emptyFolder(), 'index');
  mkdirSync(index);
  const counts = new PageCounts(index, db.read);
  counts.add(HASH, 3);
  counts.save();
  expect(new PageCounts(index, db.read).find(HASH)).toBe(3);
  expect(new PageCounts(index, other.read).find(HASH)).toBeUndefined();
  const file = join(index, 'pages.txt');
  const written = readFileSync(file, 'utf8');
  for (const forged of [written.replace(/ 3 /u, ' 777 '), written.replace(/ 3 .*/u, ' 777')]) {
    writeFileSync(file, forged);
    expect(new PageCounts(index, db.read).find(HASH)).toBeUndefined();
  }
  for (const one of [db, other]) one.close();
});

test.skipIf(process.platform === 'win32')('a pipe in its place is neither waited for nor written to', async () => {
  const db = await archiveIn(join(emptyFolder(), 'archive'));
  const index = join(emptyFolder(), 'index');
  mkdirSync(index);
  execFileSync('mkfifo', [join(index, 'pages.txt')]);
  const counts = new PageCounts(index, db.read);
  expect(counts.find(HASH)).toBeUndefined();
  counts.add(HASH, 3);
  counts.save();
  rmSync(join(index, 'pages.txt'));
  counts.save();
  expect(existsSync(join(index, 'pages.txt'))).toBe(true);
  db.close();
});
