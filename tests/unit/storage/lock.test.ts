/** The lock: one program at a time, and nobody locked out by a crash. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { LOCK_NAME, isStale, lockHolder, takeLock } from '../../../main/archive/storage/lock.ts';
import { processStart } from '../../../main/archive/storage/lock-holder.ts';
import type { LockHolder } from '../../../main/archive/storage/lock.ts';

let folder: string;
const disk = realDisk();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fuhan-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const holder = (about: Partial<LockHolder>): LockHolder => ({
  pid: process.pid,
  host: hostname(),
  started: processStart(process.pid),
  thread: -1,
  token: 'another',
  at: '2026-01-01T00:00:00.000Z',
  ...about,
});
const put = (about: Partial<LockHolder>): void => {
  writeFileSync(join(folder, LOCK_NAME), JSON.stringify(holder(about)));
};

test('a second program is kept out and told who holds the archive', () => {
  const lock = takeLock(disk, folder);
  expect(() => takeLock(disk, folder)).toThrow(
    expect.objectContaining({
      code: 'ARCHIVE_IN_USE',
      message: expect.stringContaining(String(process.pid)) as string,
    }),
  );
  expect(lockHolder(disk, folder)?.pid).toBe(process.pid);
  lock.release();
  expect(existsSync(join(folder, LOCK_NAME))).toBe(false);
  takeLock(disk, folder).release();
});

test('a lock whose process has ended is recognised', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  put({ pid: child.pid ?? 0 });
  const lock = takeLock(disk, folder);
  expect(lock.foundStale).toBe(true);
  lock.release();
});

test('a process that got the number of the one that crashed does not keep the archive locked', () => {
  put({ pid: process.ppid, started: 'another-boot:12345' });
  expect(takeLock(disk, folder).foundStale).toBe(true);
});

test('a lock of a running process is respected', () => {
  put({ pid: process.ppid, started: processStart(process.ppid) });
  expect(() => takeLock(disk, folder)).toThrow(expect.objectContaining({ code: 'ARCHIVE_IN_USE' }));
});

test('a lock of another computer is never called stale', () => {
  expect(isStale(holder({ host: 'another-computer', pid: 1 }))).toBe(false);
});

test('a lock that this thread released but could not remove is nobody’s', () => {
  const refusing = {
    ...disk,
    unlink: () => {
      throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
    },
  };
  takeLock(refusing, folder).release();
  expect(existsSync(join(folder, LOCK_NAME))).toBe(true);
  takeLock(disk, folder).release();
});

test('half a lock, as a program that is killed while it takes one leaves it, is waited for and then counts no more', () => {
  const path = join(folder, LOCK_NAME);
  writeFileSync(path, '{"pid":');
  const recent = new Date(Date.now() - 1300);
  utimesSync(path, recent, recent);
  expect(takeLock(disk, folder).foundStale).toBe(true);
});

test('half a lock that goes on being written is respected', () => {
  const path = join(folder, LOCK_NAME);
  writeFileSync(path, '{"pid":');
  const later = new Date(Date.now() + 60_000);
  utimesSync(path, later, later);
  expect(() => takeLock(disk, folder)).toThrow(expect.objectContaining({ code: 'ARCHIVE_IN_USE' }));
});

test('only one’s own lock is removed', () => {
  const lock = takeLock(disk, folder);
  put({ token: 'somebody else' });
  lock.release();
  expect(readFileSync(join(folder, LOCK_NAME), 'utf8')).toContain('somebody else');
});
