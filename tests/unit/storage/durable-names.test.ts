/** A synced file is there under its name too. */
import { constants } from 'node:fs';
import { expect, test } from 'vitest';
import { durableNamesDisk } from '../../../main/archive/storage/durable-names.ts';
import { diskFault, exists } from '../../../main/archive/storage/disk.ts';
import { SimulatedDisk } from '../../faults/simulated-disk.ts';

const PATH = '/data/a-wal';

function write(disk: ReturnType<typeof durableNamesDisk>): void {
  const fd = disk.open(PATH, constants.O_RDWR | constants.O_CREAT);
  disk.write(fd, Buffer.from('committed'), 0);
  disk.sync(fd);
  disk.close(fd);
}

test('after a power cut a file that was synced is found, without its folder having been synced by anybody', () => {
  const base = new SimulatedDisk();
  base.mkdir('/data');
  const disk = durableNamesDisk(base);
  write(disk);
  expect(
    base
      .afterCut(base.changes, 'lost', () => 0)
      .content(PATH)
      .toString(),
  ).toBe('committed');
  disk.unlink(PATH);
  expect(
    exists(
      base.afterCut(base.changes, 'lost', () => 0),
      PATH,
    ),
  ).toBe(true);
  write(disk);
  expect(
    base
      .afterCut(base.changes, 'lost', () => 0)
      .content(PATH)
      .toString(),
  ).toBe('committed');
});

test('where the folder cannot be synced the sync of the file fails, until it can be', () => {
  const base = new SimulatedDisk();
  base.mkdir('/data');
  const disk = durableNamesDisk(base);
  let broken = true;
  base.hook = (call, path) => {
    if (broken && call === 'syncFolder') throw diskFault('EIO', call, path);
  };
  const fd = disk.open(PATH, constants.O_RDWR | constants.O_CREAT);
  expect(() => {
    disk.sync(fd);
  }).toThrow('EIO');
  broken = false;
  disk.sync(fd);
  broken = true;
  // Nothing was named since: the folder is left alone.
  disk.sync(fd);
});
