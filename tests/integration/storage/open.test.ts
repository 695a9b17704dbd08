/** Opening: what is found is told apart before anything is written, and damage never looks like an empty archive. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { LOCK_NAME } from '../../../main/archive/storage/lock.ts';
import { putBytes, readBytes } from '../../../main/archive/storage/content.ts';
import { appendAudit, auditTip } from '../../../main/archive/trust/audit.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { diskFault } from '../../../main/archive/storage/disk.ts';
import { SimulatedDisk } from '../../faults/simulated-disk.ts';
import { LATER, fileSample } from '../../faults/acts.ts';
import { archiveIn, atEnd, emptyFolder } from '../../support/archive.ts';
import { closedArchive } from '../../support/closed-archive.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

test('a folder without an archive is told so and left as it is', async () => {
  const folder = emptyFolder();
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_NOT_FOUND'));
  await expect(openArchiveDb(join(folder, 'none'))).rejects.toThrow(code('ARCHIVE_NOT_FOUND'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a new archive has an id, a date and nothing beside it once closed but the head of its log', async () => {
  const folder = join(emptyFolder(), 'new');
  const db = await openArchiveDb(folder, { create: true });
  const meta = Object.fromEntries(
    db.read.all<{ key: string; value: string }>('SELECT * FROM meta').map(({ key, value }) => [key, value]),
  );
  expect(meta['archive_id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(meta['created']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(db.uncleanShutdown).toBe(false);
  db.close();
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
});

test('a missing archive beside its leftovers is missing, not new', async () => {
  for (const leave of ['archive.sqlite-wal', 'backups/x.sqlite', 'index/segment', 'before-restore-1/archive.sqlite']) {
    const folder = await closedArchive(1);
    rmSync(join(folder, 'archive.sqlite'));
    mkdirSync(join(folder, leave, '..'), { recursive: true });
    writeFileSync(join(folder, leave), 'left');
    await expect(openArchiveDb(folder, { create: true })).rejects.toThrow(code('ARCHIVE_MISSING'));
    expect(existsSync(join(folder, 'archive.sqlite'))).toBe(false);
  }
});

test('an empty, a cut, a foreign and a garbled file are damage, and none of them is changed', async () => {
  const spoil: Record<string, (path: string) => void> = {
    empty: (path) => {
      truncateSync(path, 0);
    },
    cut: (path) => {
      truncateSync(path, statSync(path).size - 4096);
    },
    'cut inside the header': (path) => {
      truncateSync(path, 50);
    },
    garbled: (path) => {
      writeFileSync(path, Buffer.alloc(statSync(path).size, 'x'));
    },
    'another program’s': (path) => {
      rmSync(path);
      const other = new DatabaseSync(path);
      other.exec('CREATE TABLE t (a)');
      other.close();
    },
  };
  for (const [what, act] of Object.entries(spoil)) {
    const folder = await closedArchive(1);
    const path = join(folder, 'archive.sqlite');
    act(path);
    const before = readFileSync(path);
    await expect(openArchiveDb(folder, { create: true }), what).rejects.toThrow(code('ARCHIVE_DAMAGED'));
    expect(readFileSync(path).equals(before), what).toBe(true);
    expect(existsSync(join(folder, LOCK_NAME)), what).toBe(false);
  }
});

test('an archive from the future is refused unchanged', async () => {
  const folder = await closedArchive(1);
  const path = join(folder, 'archive.sqlite');
  (await openArchiveDb(folder, { migrations: LATER })).close();
  const before = readFileSync(path);
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_NEWER'));
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('an older archive is backed up, checked and brought up to date in one step', async () => {
  const folder = await closedArchive(3);
  const db = await archiveIn(folder, { migrations: LATER });
  expect(db.read.get('SELECT count(*) AS n FROM later')).toEqual({ n: 3 });
  expect((await verifyArchive(db)).problems).toEqual([]);
  const [backup = ''] = readdirSync(join(folder, 'backups'));
  const old = join(emptyFolder(), 'old');
  mkdirSync(old);
  copyFileSync(join(folder, 'backups', backup), join(old, 'archive.sqlite'));
  const copy = await archiveIn(old, {});
  expect(copy.read.get('PRAGMA archive.user_version')).toEqual({ user_version: MIGRATIONS.length });
  expect((await verifyArchive(copy)).problems).toEqual([]);
});

test('a migration that fails leaves the archive in its old form', async () => {
  const folder = await closedArchive(2);
  const broken = {
    number: MIGRATIONS.length + 1,
    name: 'broken',
    up: 'CREATE TABLE archive.half (a); INSERT INTO archive.none VALUES (1);',
  };
  await expect(openArchiveDb(folder, { migrations: [...MIGRATIONS, broken] })).rejects.toThrow(/no such table/);
  const db = await archiveIn(folder, {});
  expect(db.read.get("SELECT count(*) AS n FROM archive.sqlite_schema WHERE name = 'half'")).toEqual({ n: 0 });
  expect((await verifyArchive(db)).ok).toBe(true);
});

test('a second opening is refused while the first lasts', async () => {
  const folder = await closedArchive(1);
  const db = await openArchiveDb(folder);
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_IN_USE'));
  await expect(openArchiveDb(folder, { readOnly: true })).rejects.toThrow(code('ARCHIVE_IN_USE'));
  db.close();
  (await openArchiveDb(folder)).close();
});

test('opened for reading it is read, and nothing is written', async () => {
  const folder = await closedArchive(2);
  const path = join(folder, 'archive.sqlite');
  const before = readFileSync(path);
  const db = await openArchiveDb(folder, { readOnly: true });
  expect(db.readOnly).toBe(true);
  expect((await verifyArchive(db)).problems).toEqual([]);
  expect(() => db.transaction(() => 1)).toThrow(code('ARCHIVE_READ_ONLY'));
  db.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
});

test('a transaction is all or nothing, is never nested, and its writer ends with it', async () => {
  const db = await archiveIn(emptyFolder());
  const entry = { actor: '王档案', action: 'letter.view' } as const;
  expect(() =>
    db.transaction((tx) => {
      appendAudit(tx, entry);
      throw new Error('on second thought');
    }),
  ).toThrow('on second thought');
  expect(auditTip(db.read).seq).toBe(0);
  expect(() => db.transaction(() => db.transaction(() => 1))).toThrow('a transaction inside a transaction');
  const leaked = db.transaction((tx) => tx);
  expect(() => leaked.run('DELETE FROM meta')).toThrow('the transaction has ended');
  expect(() => db.transaction(() => Promise.resolve())).toThrow('a transaction must not wait');
  db.transaction((tx) => appendAudit(tx, entry));
  expect(auditTip(db.read).seq).toBe(1);
});

test('the engine’s other half, another SQLite, reads the file as it is', async () => {
  const folder = await closedArchive(3);
  const other = new DatabaseSync(join(folder, 'archive.sqlite'), { readOnly: true });
  atEnd(() => {
    other.close();
  });
  expect(other.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(other.prepare('SELECT count(*) AS n FROM version').get()).toEqual({ n: 3 });
  expect(
    other
      .prepare('SELECT title FROM letter ORDER BY number')
      .all()
      .map((row) => row['title']),
  ).toEqual(['关于云溪市第1号提案的答复', '关于云溪市第2号提案的答复', '关于云溪市第3号提案的答复']);
});

/** Mounts a file system for a test; false where this machine does not allow it (then the test says so and ends). */
function mounted(...args: string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    const target = args.at(-1) ?? '';
    atEnd(() => {
      execFileSync('umount', [target]);
    });
    return true;
  } catch {
    process.stdout.write('skipped: mounting is not allowed here\n');
    return false;
  }
}

test('on a read-only medium it opens for reading and says so, also with the journal that a crash left', async () => {
  const source = await closedArchive(2);
  const place = emptyFolder();
  if (!mounted('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', place)) return;
  const folder = join(place, 'archive');
  mkdirSync(folder);
  copyFileSync(join(source, 'archive.sqlite'), join(folder, 'archive.sqlite'));
  // A journal with one more letter, as a crash leaves it: copied while the archive is open.
  const db = await openArchiveDb(source);
  fileSample(db, 3);
  const tip = auditTip(db.read);
  copyFileSync(join(source, 'archive.sqlite'), join(folder, 'archive.sqlite'));
  copyFileSync(join(source, 'archive.sqlite-wal'), join(folder, 'archive.sqlite-wal'));
  db.close();
  execFileSync('mount', ['-o', 'remount,ro', place]);
  const readOnly = await openArchiveDb(folder);
  expect(readOnly.readOnly).toBe(true);
  expect(auditTip(readOnly.read)).toEqual(tip);
  expect((await verifyArchive(readOnly)).problems).toEqual([]);
  expect(() => fileSample(readOnly, 4)).toThrow(code('ARCHIVE_READ_ONLY'));
  readOnly.close();
  await expect(openArchiveDb(join(place, 'none'), { create: true })).rejects.toThrow(code('ARCHIVE_READ_ONLY'));
});

test('an archive that cannot be made leaves nothing behind, whichever write is the one without room', async () => {
  const attempt = async (room: number): Promise<{ left: string[]; failed: boolean }> => {
    const disk = new SimulatedDisk();
    disk.mkdir('/archive');
    let writes = 0;
    disk.hook = (call, path) => {
      if (call === 'write' && ++writes > room) throw diskFault('ENOSPC', call, path);
    };
    const made = await openArchiveDb('/archive', { create: true, disk }).then(
      (db) => {
        db.close();
        return true;
      },
      () => false,
    );
    return { left: disk.list('/archive'), failed: !made };
  };
  const failures: number[] = [];
  for (let room = 0; ; room++) {
    const { left, failed } = await attempt(room);
    if (!failed) break;
    failures.push(room);
    expect(left.filter((name) => name.startsWith('archive.sqlite'))).toEqual([]);
  }
  expect(failures.length).toBeGreaterThan(5);
});

test('on a disk that is really full nothing that was saved is lost, and work goes on once there is room', async () => {
  const place = emptyFolder();
  if (!mounted('-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', place)) return;
  const folder = join(place, 'archive');
  const db = await openArchiveDb(folder, { create: true });
  const stored: string[] = [];
  const fill = (): void => {
    for (let i = 0; i < 1000; i++) {
      const bytes = Buffer.alloc(50_000, `第${i}份`);
      stored.push(db.transaction((tx) => putBytes(tx, bytes)).sha256);
    }
  };
  writeFileSync(join(place, 'ballast'), Buffer.alloc(1_000_000));
  expect(fill).toThrow(code('DISK_FULL'));
  expect(stored.length).toBeGreaterThan(3);
  for (const hash of stored) expect(readBytes(db.read, hash).length).toBe(50_000);
  rmSync(join(place, 'ballast'));
  const later = db.transaction((tx) => putBytes(tx, Buffer.from('又有空间了')));
  expect(readBytes(db.read, later.sha256).length).toBe(15);
  db.close();
  const again = await openArchiveDb(folder);
  expect((await verifyArchive(again)).problems).toEqual([]);
  for (const hash of stored) expect(readBytes(again.read, hash).length).toBe(50_000);
  again.close();
});

test.skipIf(process.platform === 'win32')(
  'nothing is acknowledged once the file of an open archive is moved away or another is put in its place',
  async () => {
    for (const way of ['replaced', 'moved', 'removed'] as const) {
      const folder = await closedArchive();
      const path = join(folder, 'archive.sqlite');
      const db = await openArchiveDb(folder);
      fileSample(db, 10, 1000);
      if (way === 'replaced') copyFileSync(path, `${path}.copy`);
      if (way === 'moved') renameSync(path, `${path}.moved`);
      else if (way === 'replaced') renameSync(`${path}.copy`, path);
      else rmSync(path);
      expect(() => fileSample(db, 11, 1000)).toThrow(code('ARCHIVE_REPLACED'));
      expect(() =>
        db.transaction((tx) => appendAudit(tx, { actor: 'x', action: 'disk.full', detail: {} }), 'log'),
      ).toThrow(code('ARCHIVE_REPLACED'));
      // Once seen it stays so, wherever the file is now.
      if (way === 'moved') renameSync(`${path}.moved`, path);
      expect(() => fileSample(db, 12, 1000)).toThrow(code('ARCHIVE_REPLACED'));
      expect(db.read.get('SELECT count(*) AS count FROM letter')).toBeDefined();
      db.close();
    }
  },
);
