/** Files that are brought to the medium while others are written. */
import { fstatSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SyncQueue } from '../../../main/archive/export/package/sync-queue.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fuhan-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
};

test('all that was taken is done at the end', async () => {
  const queue = new SyncQueue();
  for (let n = 0; n < 20; n += 1) queue.add(file(`${n}`));
  expect(queue.left).toBe(20);
  while (queue.left > 0) await queue.next();
  await queue.next();
});

test('files that are still open are closed, as many as there are', async () => {
  const queue = new SyncQueue();
  const open = Array.from({ length: 100 }, (_, n) => {
    const path = join(folder, `${n}`);
    const descriptor = openSync(path, 'wx');
    writeSync(descriptor, '字');
    queue.addOpen(path, descriptor);
    return descriptor;
  });
  while (queue.left > 0) await queue.next();
  await queue.next();
  for (const descriptor of open) expect(() => fstatSync(descriptor)).toThrow('EBADF');
});

test('a file that cannot be synced is told, though others came behind it', async () => {
  const queue = new SyncQueue();
  queue.add(file('先'));
  queue.add(join(folder, '没有'));
  queue.add(file('后'));
  const all = async (): Promise<void> => {
    while (queue.left > 0) await queue.next();
    await queue.next();
  };
  await expect(all()).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(queue.next()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('once dropped it opens nothing any more', async () => {
  const queue = new SyncQueue();
  for (let n = 0; n < 20; n += 1) queue.add(file(`${n}`));
  await queue.drop();
  expect(queue.left).toBe(0);
});
