/** Windows' lock, on a disk that keeps its rule: what is open for one alone cannot be opened by another. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { delegate, diskFault, realDisk, type Disk } from '../../../main/archive/storage/disk.ts';
import { LOCK_NAME, lockHolder, takeLock } from '../../../main/archive/storage/lock.ts';

const ALONE = 0x10000000;
let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-held-'));
  file = path.join(folder, LOCK_NAME);
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
});

interface WindowsDisk extends Disk {
  /** Ends the process that opened files: the system closes them. */
  kill: () => void;
}

function windowsDisks(): () => WindowsDisk {
  const alone = new Map<string, symbol>();
  return () => {
    const process = Symbol('process');
    const base = realDisk();
    const open = new Map<number, string>();
    const refuseHeld = (call: string, name: string): void => {
      if (alone.has(name)) throw diskFault('EBUSY', call, name);
    };
    return {
      ...delegate(base),
      open: (name, flags) => {
        refuseHeld('open', name);
        const fd = base.open(name, flags & ~ALONE);
        if ((flags & ALONE) !== 0) {
          alone.set(name, process);
          open.set(fd, name);
        }
        return fd;
      },
      close: (fd) => {
        base.close(fd);
        alone.delete(open.get(fd) ?? '');
        open.delete(fd);
      },
      unlink: (name) => {
        refuseHeld('unlink', name);
        base.unlink(name);
      },
      kill: () => {
        for (const [fd, name] of open) {
          base.close(fd);
          alone.delete(name);
        }
        open.clear();
      },
    };
  };
}

const IN_USE = expect.objectContaining({ code: 'ARCHIVE_IN_USE' }) as Error;

test('one program at a time; released, the lock is gone', () => {
  const program = windowsDisks();
  const [one, two] = [program(), program()];
  const lock = takeLock(one, folder, 'win32');
  expect(lock.foundStale).toBe(false);
  expect(() => takeLock(two, folder, 'win32')).toThrow(IN_USE);
  expect(() => lockHolder(two, folder)).toThrow(IN_USE);
  lock.release();
  expect(fs.existsSync(file)).toBe(false);
  expect(takeLock(two, folder, 'win32').foundStale).toBe(false);
});

test('it ends with its process, and the next one is told that the last did not close', () => {
  const program = windowsDisks();
  const [one, two] = [program(), program()];
  takeLock(one, folder, 'win32');
  one.kill();
  expect(lockHolder(two, folder)).toBeUndefined();
  const lock = takeLock(two, folder, 'win32');
  expect(lock.foundStale).toBe(true);
  lock.release();
  expect(takeLock(two, folder, 'win32').foundStale).toBe(false);
});

test('a live lock never looks stale, whatever the file says of its process', () => {
  const program = windowsDisks();
  const lock = takeLock(program(), folder, 'win32');
  fs.writeFileSync(file, JSON.stringify({ pid: 999_999, host: os.hostname(), started: '1', token: 'x', at: '' }));
  expect(() => takeLock(program(), folder, 'win32')).toThrow(IN_USE);
  lock.release();
});

test('a lock that another computer keeps on a share without holding it open is not taken away', () => {
  const text = JSON.stringify({ pid: 1, host: 'another-computer', started: '', thread: 0, token: 'x', at: '' });
  fs.writeFileSync(file, text);
  expect(() => takeLock(windowsDisks()(), folder, 'win32')).toThrow(IN_USE);
  expect(fs.readFileSync(file, 'utf8')).toBe(text);
});

test('a lock file that is empty or half-written is nobody’s', () => {
  for (const left of ['', '{"pid": 1']) {
    fs.writeFileSync(file, left);
    const lock = takeLock(windowsDisks()(), folder, 'win32');
    expect([left, lock.foundStale]).toEqual([left, left !== '']);
    lock.release();
  }
});

test('a place that takes no removal keeps an empty lock, which is in nobody’s way', () => {
  const disk: Disk = {
    ...windowsDisks()(),
    unlink: (name) => {
      throw diskFault('EPERM', 'unlink', name);
    },
  };
  takeLock(disk, folder, 'win32').release();
  expect(fs.readFileSync(file, 'utf8')).toBe('');
  expect(takeLock(disk, folder, 'win32').foundStale).toBe(false);
});
