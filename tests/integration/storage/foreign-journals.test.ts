/** Journals beside an archive that are not its own: never played back, put into quarantine, told; nothing is lost. */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { ArchiveDb } from '../../../main/archive/storage/archive-db.ts';
import { sealPage } from '../../../main/archive/storage/page-checks.ts';
import { auditTip } from '../../../main/archive/trust/audit.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { ARCHIVE_PATH, FOLDER, fileSample } from '../../faults/acts.ts';
import { CUTS, SimulatedDisk, randomNumbers } from '../../faults/simulated-disk.ts';
import { atEnd, emptyFolder } from '../../support/archive.ts';
import { closedArchive } from '../../support/closed-archive.ts';
import { openEngine } from '../../support/engine.ts';
import { hotJournal } from '../../support/hot-journal.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

const titles = (db: ArchiveDb): string[] =>
  db.read.all<{ title: string }>('SELECT title FROM letter ORDER BY number').map(({ title }) => title);
const sampleTitles = (...numbers: number[]): string[] => numbers.map((number) => `关于云溪市第${number}号提案的答复`);

/** A copy of an archive as a killed program leaves it: file and journal, taken while it is open. */
function crashCopy(source: string): string {
  const folder = join(emptyFolder(), 'crashed');
  mkdirSync(folder);
  for (const name of ['archive.sqlite', 'archive.sqlite-wal']) copyFileSync(join(source, name), join(folder, name));
  return folder;
}

/** What lies in quarantine, by name. */
function quarantined(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('quarantine-'))
    .flatMap((name) => readdirSync(join(folder, name)));
}

test('a rollback journal beside the archive is never played back: it goes into quarantine, and nothing is lost', async () => {
  const folder = await closedArchive(3);
  const path = join(folder, 'archive.sqlite');
  const before = readFileSync(path);
  const journal = hotJournal(2);
  expect(journal.length).toBe(528);
  // Another SQLite does play it back: the shape is right.
  const elsewhere = join(emptyFolder(), 'copy.sqlite');
  copyFileSync(path, elsewhere);
  writeFileSync(`${elsewhere}-journal`, journal);
  const other = new DatabaseSync(elsewhere);
  expect(() => other.prepare('SELECT count(*) FROM letter').get()).toThrow();
  other.close();
  expect(statSync(elsewhere).size).toBe(2 * 4096);

  writeFileSync(`${path}-journal`, journal);
  const db = await openArchiveDb(folder);
  expect(titles(db)).toEqual(sampleTitles(1, 2, 3));
  expect((await verifyArchive(db)).problems).toEqual([]);
  expect(db.foreignJournal?.quarantined).toContain('quarantine-');
  db.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(existsSync(`${path}-journal`)).toBe(false);
  expect(quarantined(folder)).toEqual(['archive.sqlite-journal']);
  expect(readFileSync(join(db.foreignJournal?.quarantined ?? '', 'archive.sqlite-journal'))).toEqual(
    Buffer.from(journal),
  );
});

test('what was put into quarantine stands in the log and in the state, as long as it lies there', async () => {
  const folder = await closedArchive(1);
  writeFileSync(join(folder, 'archive.sqlite-journal'), hotJournal(2));
  for (const opening of [1, 2]) {
    const engine = await openEngine(folder);
    const info = await engine.call('archive.info', {});
    expect(info.warnings, String(opening)).toEqual([expect.stringContaining('quarantine-')]);
    const rows = await engine.call('trust.audit', { action: 'archive.quarantine' });
    expect(rows.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([
      { fault: 'a rollback journal', kept: expect.stringContaining('quarantine-') as string },
    ]);
    expect((await engine.call('trust.verify', {})).ok).toBe(true);
    await engine.close();
  }
});

test('what another program wrote into the journal does not become the archive’s own', async () => {
  const source = await closedArchive(2);
  const other = new DatabaseSync(join(source, 'archive.sqlite'));
  atEnd(() => other.close());
  other.exec("PRAGMA wal_autocheckpoint=0; UPDATE letter SET issuer = '另一个机关'");
  const folder = crashCopy(source);
  const db = await openArchiveDb(folder);
  expect(db.read.get('SELECT DISTINCT issuer FROM letter')).toEqual({ issuer: '云溪市交通运输局' });
  expect((await verifyArchive(db)).problems).toEqual([]);
  db.close();
  expect(quarantined(folder)).toEqual(['archive.sqlite-wal']);
});

test('what the archive itself had acknowledged before another program wrote on in its journal stays', async () => {
  const source = await closedArchive(1);
  const db = await openArchiveDb(source);
  fileSample(db, 2);
  fileSample(db, 3, 20_000);
  const folder = crashCopy(source);
  db.close();
  const other = new DatabaseSync(join(folder, 'archive.sqlite'));
  atEnd(() => other.close());
  other.exec("PRAGMA wal_autocheckpoint=0; UPDATE letter SET issuer = '另一个机关'");
  const journal = readFileSync(join(folder, 'archive.sqlite-wal'));
  const mixed = crashCopy(folder);
  const opened = await openArchiveDb(mixed);
  expect(titles(opened)).toEqual(sampleTitles(1, 2, 3));
  expect(opened.read.get('SELECT DISTINCT issuer FROM letter')).toEqual({ issuer: '云溪市交通运输局' });
  expect((await verifyArchive(opened)).problems).toEqual([]);
  opened.close();
  expect(readFileSync(join(opened.foreignJournal?.quarantined ?? '', 'archive.sqlite-wal')).equals(journal)).toBe(true);
});

test('another program that only looks at a crashed archive does no harm: the journal that it writes out is sealed', async () => {
  const source = await closedArchive(1);
  const db = await openArchiveDb(source);
  fileSample(db, 2, 30_000);
  const folder = crashCopy(source);
  db.close();
  const other = new DatabaseSync(join(folder, 'archive.sqlite'));
  expect(other.prepare('SELECT count(*) AS n FROM letter').get()).toEqual({ n: 2 });
  other.close();
  expect(existsSync(join(folder, 'archive.sqlite-wal'))).toBe(false);
  const again = await openArchiveDb(folder);
  expect((await verifyArchive(again)).problems).toEqual([]);
  again.close();
  expect(quarantined(folder)).toEqual([]);
});

test('the journal of another archive is not taken for the archive’s own', async () => {
  for (const letters of [1, 3]) {
    const folder = await closedArchive(letters);
    const otherFolder = await closedArchive(0);
    const other = await openArchiveDb(otherFolder);
    for (let i = 11; i <= 16; i++) fileSample(other, i);
    copyFileSync(join(otherFolder, 'archive.sqlite-wal'), join(folder, 'archive.sqlite-wal'));
    other.close();
    const db = await openArchiveDb(folder);
    expect(titles(db)).toEqual(sampleTitles(...[1, 2, 3].slice(0, letters)));
    expect((await verifyArchive(db)).problems).toEqual([]);
    db.close();
    expect(quarantined(folder)).toEqual(['archive.sqlite-wal']);
  }
});

test('an older journal of the archive does not take it back', async () => {
  const folder = await closedArchive(1);
  const first = await openArchiveDb(folder);
  fileSample(first, 2);
  const old = readFileSync(join(folder, 'archive.sqlite-wal'));
  first.close();
  const second = await openArchiveDb(folder);
  fileSample(second, 3);
  const tip = auditTip(second.read);
  second.close();
  writeFileSync(join(folder, 'archive.sqlite-wal'), old);
  const db = await openArchiveDb(folder);
  expect(titles(db)).toEqual(sampleTitles(1, 2, 3));
  expect(auditTip(db.read)).toEqual(tip);
  expect((await verifyArchive(db)).problems).toEqual([]);
  db.close();
  expect(quarantined(folder)).toEqual(['archive.sqlite-wal']);
});

test('the archive’s own journal is taken up after a crash, and nothing goes into quarantine', async () => {
  const source = await closedArchive(1);
  const db = await openArchiveDb(source);
  fileSample(db, 2);
  const folder = crashCopy(source);
  db.close();
  const again = await openArchiveDb(folder);
  expect(titles(again)).toEqual(sampleTitles(1, 2));
  expect(again.foreignJournal).toBe(null);
  again.close();
  expect(readdirSync(folder)).toEqual(['archive.sqlite', 'archive.sqlite.head']);
});

test('opened for reading, a foreign journal is left where it is, and not read', async () => {
  const folder = await closedArchive(2);
  const otherFolder = await closedArchive(0);
  const other = await openArchiveDb(otherFolder);
  fileSample(other, 11);
  copyFileSync(join(otherFolder, 'archive.sqlite-wal'), join(folder, 'archive.sqlite-wal'));
  other.close();
  writeFileSync(join(folder, 'archive.sqlite-journal'), hotJournal(2));
  const names = readdirSync(folder);
  const db = await openArchiveDb(folder, { readOnly: true });
  expect(titles(db)).toEqual(sampleTitles(1, 2));
  expect(db.foreignJournal).toEqual({ fault: expect.any(String) as string, quarantined: null });
  db.close();
  expect(readdirSync(folder)).toEqual(names);
});

test('what another SQLite keeps in shared memory is harmless', async () => {
  const folder = await closedArchive(1);
  writeFileSync(join(folder, 'archive.sqlite-shm'), Buffer.alloc(32_768, 7));
  const db = await openArchiveDb(folder);
  fileSample(db, 2);
  expect((await verifyArchive(db)).problems).toEqual([]);
  db.close();
  const again = await openArchiveDb(folder);
  expect(titles(again)).toEqual(sampleTitles(1, 2));
  again.close();
});

test('a file that was changed to work with a rollback journal is damage, and stays as it is', async () => {
  const folder = await closedArchive(1);
  const path = join(folder, 'archive.sqlite');
  const file = readFileSync(path);
  file[18] = 1;
  file[19] = 1;
  sealPage(file.subarray(0, 4096), 1);
  writeFileSync(path, file);
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_DAMAGED'));
  expect(readFileSync(path).equals(file)).toBe(true);
});

test('a journal that is a link or has another name is refused, and stays as it is', async () => {
  const source = await closedArchive(1);
  const db = await openArchiveDb(source);
  fileSample(db, 2);
  const folder = crashCopy(source);
  db.close();
  const wal = join(folder, 'archive.sqlite-wal');
  linkSync(wal, join(emptyFolder(), 'second'));
  await expect(openArchiveDb(folder)).rejects.toThrow(code('ARCHIVE_LINKED'));
  const linked = await closedArchive(1);
  symlinkSync(wal, join(linked, 'archive.sqlite-wal'));
  await expect(openArchiveDb(linked)).rejects.toThrow(code('ARCHIVE_LINKED'));
});

test('beside a backup no journal counts: the file alone is verified and restored', async () => {
  const folder = await closedArchive(2);
  const db = await openArchiveDb(folder);
  const { file } = await backupArchive(db, join(emptyFolder(), 'b.sqlite'));
  const otherFolder = await closedArchive(0);
  const other = await openArchiveDb(otherFolder);
  fileSample(other, 11);
  copyFileSync(join(otherFolder, 'archive.sqlite-wal'), `${file}-wal`);
  other.close();
  db.close();
  writeFileSync(`${file}-journal`, hotJournal(2));
  expect((await restoreBackup(file, folder)).verified).toBe(true);
  const restored = await openArchiveDb(folder);
  expect(titles(restored)).toEqual(sampleTitles(1, 2));
  restored.close();
});

test('a power cut at any point of the quarantine loses nothing', async () => {
  const original = new SimulatedDisk();
  original.mkdir(FOLDER);
  const db = await openArchiveDb(FOLDER, { create: true, disk: original });
  fileSample(db, 1);
  db.close();
  const another = await openArchiveDb(FOLDER, { disk: original });
  fileSample(another, 2);
  const disk = new SimulatedDisk();
  for (const name of ['archive.sqlite', 'archive.sqlite-wal'])
    disk.put(join(FOLDER, name), original.content(join(FOLDER, name)));
  another.close();
  // A transaction of another program behind the archive's own: its pages carry no checksum of ours.
  const place = emptyFolder();
  for (const name of ['archive.sqlite', 'archive.sqlite-wal'])
    writeFileSync(join(place, name), disk.content(join(FOLDER, name)));
  const other = new DatabaseSync(join(place, 'archive.sqlite'));
  atEnd(() => other.close());
  other.exec("PRAGMA wal_autocheckpoint=0; UPDATE letter SET issuer = '另一个机关'");
  disk.put(`${ARCHIVE_PATH}-wal`, readFileSync(join(place, 'archive.sqlite-wal')));
  disk.put(`${ARCHIVE_PATH}-journal`, hotJournal(2));
  const began = disk.changes;
  const opened = await openArchiveDb(FOLDER, { disk });
  expect(titles(opened)).toEqual(sampleTitles(1, 2));
  const ended = disk.changes;
  opened.close();
  expect(ended - began).toBeGreaterThan(10);
  for (const cut of CUTS) {
    for (let point = began; point <= ended; point++) {
      const after = disk.afterCut(point, cut, randomNumbers(point));
      after.put(join(FOLDER, 'archive.lock'), new Uint8Array(0));
      const again = await openArchiveDb(FOLDER, { disk: after });
      expect(titles(again), `${cut} at ${point}`).toEqual(sampleTitles(1, 2));
      expect(again.read.get('SELECT DISTINCT issuer FROM letter')).toEqual({ issuer: '云溪市交通运输局' });
      again.close();
    }
  }
});
