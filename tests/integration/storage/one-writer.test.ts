/** One program at a time on one file, by whatever name it comes; and nobody locked out by a killed one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { holdInode } from '../../../main/archive/storage/inode-lock.ts';
import { processState } from '../../../main/archive/storage/lock-holder.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { fileSample } from '../../faults/acts.ts';
import { killsOfOrphans } from '../../faults/orphans.ts';
import { atEnd, emptyFolder } from '../../support/archive.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const hasFlock = existsSync('/usr/bin/flock') || existsSync('/bin/flock');

async function closedArchive(): Promise<string> {
  const folder = join(emptyFolder(), 'archive');
  const db = await openArchiveDb(folder, { create: true });
  fileSample(db, 1);
  db.close();
  return folder;
}

/** A folder of its own in which `archive.sqlite` is another name of an archive's file. */
function otherName(folder: string, name: typeof linkSync | typeof symlinkSync): string {
  const other = join(emptyFolder(), 'other');
  mkdirSync(other);
  name(join(folder, 'archive.sqlite'), join(other, 'archive.sqlite'));
  return other;
}

test('an archive’s file that is a symbolic link is refused, and so is one with a second name: both of its names', async () => {
  const folder = await closedArchive();
  const before = readFileSync(join(folder, 'archive.sqlite'));
  await expect(openArchiveDb(otherName(folder, symlinkSync))).rejects.toThrow(code('ARCHIVE_LINKED'));
  const db = await openArchiveDb(folder);
  const second = otherName(folder, linkSync);
  // The first opener does not see what came later; the second one does not get in.
  await expect(openArchiveDb(second)).rejects.toThrow(code('ARCHIVE_LINKED'));
  await expect(openArchiveDb(second, { create: true })).rejects.toThrow(code('ARCHIVE_LINKED'));
  const { file } = await backupArchive(db, join(emptyFolder(), 'b.sqlite'));
  await expect(restoreBackup(file, second)).rejects.toThrow(code('ARCHIVE_LINKED'));
  db.close();
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_LINKED'));
  await expect(openArchiveDb(folder, { readOnly: true })).rejects.toThrow(code('ARCHIVE_LINKED'));
  expect(readFileSync(join(folder, 'archive.sqlite')).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
  expect(readdirSync(second)).toEqual(['archive.sqlite']);
});

test('a link that leads nowhere is no place for a new archive', async () => {
  const folder = emptyFolder();
  symlinkSync(join(emptyFolder(), 'later'), join(folder, 'archive.sqlite'));
  await expect(openArchiveDb(folder, { create: true })).rejects.toThrow(code('ARCHIVE_LINKED'));
});

test('an archive’s folder may be reached through a link: it is the same lock', async () => {
  const folder = await closedArchive();
  const link = join(emptyFolder(), 'link');
  symlinkSync(folder, link);
  const db = await openArchiveDb(link);
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_IN_USE'));
  db.close();
  (await openArchiveDb(folder)).close();
});

test('a second name that a crash left half-way through a restore is taken away, and nothing else', async () => {
  const folder = await closedArchive();
  const kept = join(folder, 'before-restore-20260101T000000Z-0');
  mkdirSync(kept);
  linkSync(join(folder, 'archive.sqlite'), join(kept, 'archive.sqlite'));
  const db = await openArchiveDb(folder);
  expect((await verifyArchive(db)).problems).toEqual([]);
  db.close();
  expect(readdirSync(kept)).toEqual([]);
});

test.runIf(hasFlock)('the file’s own lock keeps a second program out where the lock file is gone', async () => {
  const folder = await closedArchive();
  const db = await openArchiveDb(folder);
  realDisk().unlink(join(folder, 'archive.lock'));
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_IN_USE'));
  await expect(openArchiveDb(folder, { readOnly: true })).rejects.toThrow(code('ARCHIVE_IN_USE'));
  db.close();
  (await openArchiveDb(folder)).close();
});

test.runIf(hasFlock)('the file’s own lock ends with its process, however that ends', async () => {
  const path = join(await closedArchive(), 'archive.sqlite');
  const script = 'exec 3<"$0"; flock -x 3; echo held; exec sleep 600';
  const holder = spawn('sh', ['-c', script, path], { stdio: ['ignore', 'pipe', 'ignore'] });
  atEnd(() => holder.kill('SIGKILL'));
  await once(createInterface({ input: holder.stdout }), 'line');
  expect(await holdInode(path)).toBe('held by another');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const held = await holdInode(path);
  expect(held).toMatchObject({ release: expect.any(Function) as unknown });
  if (typeof held === 'object') held.release();
});

test.runIf(process.platform === 'linux')('a process that nobody has reaped is dead, one that runs is not', async () => {
  // The shell turns into a program that asks for no children: its child stays in the table when it has ended.
  const parent: ChildProcess = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sh -c "echo asleep; exec sleep 600"'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  atEnd(() => parent.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface({ input: parent.stdout ?? process.stdin }).on('line', (line) => lines.push(line));
  await expect.poll(() => lines).toContain('asleep');
  const pid = Number(lines.find((line) => line !== 'asleep'));
  expect(processState(pid)).toBe('alive');
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => processState(pid)).toBe('dead');
  expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  expect(processState(process.pid)).toBe('alive');
  expect(processState(2 ** 22 + 1)).toBe('dead');
});

test.runIf(process.platform === 'linux')(
  'after each of 20 killed programs that nobody reaps the next one opens the archive, and has all that was acknowledged',
  { timeout: 300_000 },
  async () => {
    const folder = join(emptyFolder(), 'archive');
    const found = await killsOfOrphans(folder, 20);
    expect(found.refused).toEqual([]);
    expect(found.lost).toEqual([]);
    expect(found.acknowledged).toBeGreaterThan(20);
  },
);
