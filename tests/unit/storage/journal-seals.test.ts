/** The journal's pages carry checksums, and the journal stays one that any SQLite reads. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../../../main/archive/storage/disk.ts';
import { FileDatabase } from '../../../main/archive/storage/file-database.ts';
import { inspectJournals } from '../../../main/archive/storage/journal-checks.ts';
import { sealedJournalDisk } from '../../../main/archive/storage/journal-seals.ts';
import { PAGE_BYTES, emptyDatabase, isPageSound } from '../../../main/archive/storage/page-checks.ts';
import {
  FRAME_HEADER_BYTES,
  WAL_HEADER_BYTES,
  frameSum,
  parseFrameHeader,
  parseWalHeader,
} from '../../../main/archive/storage/wal-format.ts';

let folder: string;
let path: string;
let db: FileDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuhan-seals-'));
  path = join(folder, 'a.sqlite');
  writeFileSync(path, emptyDatabase());
  db = await FileDatabase.open(path, { disk: realDisk(), schema: 'archive' });
  db.define(['CREATE TABLE archive.piece (id INTEGER PRIMARY KEY, data BLOB NOT NULL, note TEXT)']);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The frames of a journal as far as its checksums hold; whether each page carries ours. */
function framesOf(wal: Buffer): { count: number; unsound: number } {
  const header = parseWalHeader(wal);
  let sum = header?.sum ?? [0, 0];
  let unsound = 0;
  for (let count = 0; ; count++) {
    const at = WAL_HEADER_BYTES + count * (FRAME_HEADER_BYTES + PAGE_BYTES);
    const head = wal.subarray(at, at + FRAME_HEADER_BYTES);
    const page = wal.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + PAGE_BYTES);
    if (header === undefined || page.length < PAGE_BYTES) return { count, unsound };
    sum = frameSum(head, page, header.bigEndian, sum);
    const frame = parseFrameHeader(head);
    if (frame.sum[0] !== sum[0] || frame.sum[1] !== sum[1] || frame.salts[0] !== header.salts[0])
      return { count, unsound };
    if (!isPageSound(page, frame.page)) unsound++;
  }
}

/** What another SQLite finds in the file and its journal. */
function asAnotherReads(look: (other: DatabaseSync) => unknown): unknown {
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
  const other = new DatabaseSync(copy);
  try {
    expect(other.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return look(other);
  } finally {
    other.close();
  }
}

test('a frame’s checksum is the same however its bytes lie in memory, and goes on as the format says', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 512, maxLength: 512 }),
      fc.uint8Array({ minLength: 24, maxLength: 24 }),
      fc.boolean(),
      (page, head, bigEndian) => {
        const moved = new Uint8Array(page.length + 1);
        moved.set(page, 1);
        const before = [0x12345678, 0xfedcba98] as const;
        const sum = frameSum(head, page, bigEndian, before);
        expect(frameSum(head, moved.subarray(1), bigEndian, before)).toEqual(sum);
        // One after the other, word by word, as it is written down in the format.
        let [one, two] = [BigInt(before[0]), BigInt(before[1])];
        const whole = Buffer.concat([head.subarray(0, 8), page]);
        const word = (at: number): bigint => BigInt(bigEndian ? whole.readUInt32BE(at) : whole.readUInt32LE(at));
        for (let at = 0; at < whole.length; at += 8) {
          one = BigInt.asUintN(32, one + word(at) + two);
          two = BigInt.asUintN(32, two + word(at + 4) + one);
        }
        expect(sum).toEqual([Number(one), Number(two)]);
      },
    ),
    { numRuns: 100 },
  );
});

test('every page in the journal carries its checksum, and another SQLite takes all of them up', () => {
  for (let i = 1; i <= 50; i++) {
    db.transaction((tx) =>
      tx.run('INSERT INTO archive.piece (data, note) VALUES (?, ?)', [Buffer.alloc(3000, i), 'a']),
    );
    if (i % 7 === 0) db.transaction((tx) => tx.run("UPDATE archive.piece SET note = note || 'b'"));
  }
  const wal = readFileSync(`${path}-wal`);
  const frames = framesOf(wal);
  expect(frames.unsound).toBe(0);
  expect(frames.count).toBeGreaterThan(100);
  expect(
    asAnotherReads((other) => other.prepare('SELECT count(*) AS n, max(length(note)) AS l FROM piece').get()),
  ).toEqual({
    n: 50,
    l: 8,
  });
  expect(inspectJournals(realDisk(), path)).toMatchObject({ fault: '', hasCommits: true, rollback: false });
});

test('frames are written some at a time, those of a commit whole; where that fails the change is refused and the next one holds', async () => {
  db.close();
  let writes = 0;
  let broken = false;
  const real = realDisk();
  const journals = new Set<number>();
  const counted: typeof real = {
    ...real,
    open: (file, flags) => {
      const fd = real.open(file, flags);
      if (file.endsWith('-wal')) journals.add(fd);
      return fd;
    },
    write: (fd, from, position) => {
      if (!journals.has(fd)) return real.write(fd, from, position);
      writes++;
      if (broken) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      return real.write(fd, from, position);
    },
  };
  db = await FileDatabase.open(path, { disk: counted, schema: 'archive' });
  const file = (id: number): void => {
    db.transaction((tx) =>
      tx.run('INSERT INTO archive.piece (id, data, note) VALUES (?, ?, ?)', [id, Buffer.alloc(200_000, id), 'a']),
    );
  };
  file(1);
  const { count } = framesOf(readFileSync(`${path}-wal`));
  expect(count).toBeGreaterThan(48);
  expect(writes).toBeLessThan(count / 8);
  broken = true;
  expect(() => file(2)).toThrow();
  broken = false;
  file(3);
  const ids = (other: DatabaseSync): unknown => other.prepare('SELECT id, length(data) AS size FROM piece').all();
  expect(asAnotherReads(ids)).toEqual([1, 3].map((id) => ({ id, size: 200_000 })));
});

test('also where one transaction is larger than SQLite’s memory and writes a page into the journal more than once', () => {
  // 40 MiB go through a cache of 16: pages leave it in the middle, come back, are changed again and go out again.
  db.transaction((tx) => {
    for (let i = 1; i <= 640; i++)
      tx.run('INSERT INTO archive.piece (id, data, note) VALUES (?, ?, ?)', [i, Buffer.alloc(65_000, i), 'a']);
    for (let i = 1; i <= 640; i++) tx.run("UPDATE archive.piece SET note = 'b' WHERE id = ?", [i]);
    for (let i = 640; i >= 1; i--) tx.run("UPDATE archive.piece SET note = 'c' WHERE id = ?", [i]);
  });
  const count = `SELECT count(*) AS n, sum(length(data)) AS l, min(note) AS a, max(note) AS z FROM piece`;
  const expected = { n: 640, l: 640 * 65_000, a: 'c', z: 'c' };
  expect(db.read.get(count.replace('FROM ', 'FROM archive.'))).toEqual(expected);
  const wal = readFileSync(`${path}-wal`);
  const frames = framesOf(wal);
  expect(frames.unsound).toBe(0);
  expect(frames.count).toBeGreaterThan(10_000);
  expect(asAnotherReads((other) => other.prepare(count).get())).toEqual(expected);
  // And on, in the same journal.
  db.transaction((tx) => tx.run("INSERT INTO archive.piece (id, data) VALUES (1000, x'00')"));
  expect(asAnotherReads((other) => other.prepare('SELECT count(*) AS n FROM piece').get())).toEqual({ n: 641 });
});

test('what was rolled back leaves a journal that goes on rightly', () => {
  const add = (note: string): void => {
    db.transaction((tx) =>
      tx.run('INSERT INTO archive.piece (data, note) VALUES (?, ?)', [Buffer.alloc(9000, 1), note]),
    );
  };
  add('first');
  expect(() =>
    db.transaction((tx) => {
      for (let i = 0; i < 400; i++) tx.run('INSERT INTO archive.piece (data) VALUES (?)', [Buffer.alloc(65_000, i)]);
      throw new Error('on second thought');
    }),
  ).toThrow('on second thought');
  add('second');
  expect(asAnotherReads((other) => other.prepare('SELECT note FROM piece').all())).toEqual([
    { note: 'first' },
    { note: 'second' },
  ]);
  expect(inspectJournals(realDisk(), path)).toMatchObject({ fault: '' });
});

test('a bit that flips in the journal is an error when the page is read from it', () => {
  db.transaction((tx) => tx.run('INSERT INTO archive.piece (data) VALUES (?)', [Buffer.alloc(3000, 7)]));
  const disk = sealedJournalDisk(realDisk());
  const fd = disk.open(`${path}-wal`, 0);
  try {
    const wal = readFileSync(`${path}-wal`);
    const { count } = framesOf(wal);
    const at = WAL_HEADER_BYTES + (count - 1) * (FRAME_HEADER_BYTES + PAGE_BYTES) + FRAME_HEADER_BYTES;
    const page = new Uint8Array(PAGE_BYTES);
    expect(disk.read(fd, page, at)).toBe(PAGE_BYTES);
    wal[at + 1000] = (wal[at + 1000] ?? 0) ^ 1;
    writeFileSync(`${path}-wal`, wal);
    expect(() => disk.read(fd, page, at)).toThrow(expect.objectContaining({ code: 'EBADPAGE' }));
  } finally {
    disk.close(fd);
  }
});
