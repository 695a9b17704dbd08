/**
 * The lock of a file itself, whatever names lead to it and however its holder ends: flock(2), on Linux. Node has no such
 * call. The small program `flock` of util-linux (or of busybox) locks a descriptor that it is lent; the lock belongs to the open file,
 * and so stays with this process when the program has ended, and goes when this process goes.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { networkShare } from './network-place.ts';

/** By full path: what PATH says is not asked. */
const PROGRAMS = ['/usr/bin/flock', '/bin/flock'];
/** With which both programs answer that somebody else holds it. */
const HELD_BY_ANOTHER = 1;

export interface HeldInode {
  release(): void;
}

let program: string | null | undefined;

function lockProgram(): string | null {
  if (process.platform !== 'linux') return null;
  program ??= PROGRAMS.find((path) => existsSync(path)) ?? null;
  return program;
}

/** An exclusive lock over a network may need a descriptor that can write. */
function openToHold(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch {
    return openSync(path, 'r');
  }
}

/** Runs the program on the descriptor; answers its exit code, -1 where it could not be run. */
function tryLock(path: string, fd: number): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(path, ['-n', '-x', '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
    child.on('error', () => resolve(-1));
    child.on('exit', (code) => resolve(code ?? -1));
  });
}

/**
 * Takes the lock of a file's inode, without waiting.
 * @returns undefined where this system has no such lock, the file system does not give one, or the file is on a network share
 * @throws the system's error where the file cannot be opened
 */
export async function holdInode(path: string): Promise<HeldInode | 'held by another' | undefined> {
  const found = lockProgram();
  // Over SMB such a lock would keep the archive itself from reading by another descriptor.
  if (found === null || networkShare(dirname(path)) !== undefined) return undefined;
  const fd = openToHold(path);
  const code = await tryLock(found, fd);
  if (code !== 0) {
    closeSync(fd);
    return code === HELD_BY_ANOTHER ? 'held by another' : undefined;
  }
  let held = true;
  return {
    release: () => {
      if (held) closeSync(fd);
      held = false;
    },
  };
}
