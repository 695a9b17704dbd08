/** Where outputs may go: judged by where a path really leads, not by how it is written. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { requireOutside } from '../../../main/archive/storage/output-guard.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

let place: string;
beforeEach(() => {
  place = join(tmpdir(), `fuhan-guard-${process.pid}-${performance.now()}`);
  mkdirSync(join(place, 'archive', 'backups'), { recursive: true });
  writeFileSync(join(place, 'archive', 'archive.sqlite'), '');
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

test('another spelling on a disk that takes it for the same place makes no difference', () => {
  const disk = realDisk();
  const insensitive = {
    stat: (path: string) => disk.stat(path.toLowerCase()),
    isLink: (path: string) => disk.isLink(path.toLowerCase()),
    realPath: (path: string) => disk.realPath(path.toLowerCase()),
  };
  for (const path of ['ARCHIVE/x.csv', 'Archive/New/x.csv', 'archive/BACKUPS/x.csv']) {
    expect(() => requireOutside(join(place, path), 'file', insensitive), path).toThrow(code('OUT_IN_ARCHIVE'));
  }
  requireOutside(join(place, 'Archive/BACKUPS/x.sqlite'), 'backup', insensitive);
  expect(() => requireOutside(join(place, 'Archive/INDEX/x.sqlite'), 'backup', insensitive)).toThrow(
    code('OUT_IN_ARCHIVE'),
  );
});

test('a folder whose name only begins like that of an archive, or that holds a folder of backups, is no archive’s', () => {
  mkdirSync(join(place, 'archive-2'));
  mkdirSync(join(place, 'documents', 'backups'), { recursive: true });
  mkdirSync(join(place, 'documents', 'index'));
  requireOutside(join(place, 'archive-2', 'x.csv'));
  requireOutside(join(place, 'documents', 'x.csv'));
  requireOutside(join(place, 'documents', 'backups', 'x.csv'));
  requireOutside(place);
});
