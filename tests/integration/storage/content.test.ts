/** Content: what comes out is what went in, byte by byte, and never more than a piece of it in memory. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BYTE_CHUNK,
  TEXT_CHUNK_UNITS,
  hashFile,
  iterateBytes,
  putBytes,
  putFile,
  putText,
  readBytes,
  readText,
  writeContentTo,
} from '../../../main/archive/storage/content.ts';
import type { WritableDb } from '../../../main/archive/storage/types.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const code = (name: string): unknown => expect.objectContaining({ code: name });

test('any text comes back as it was, addressed by the hash of its UTF-8', async () => {
  const db = await archiveIn(emptyFolder());
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const put = db.transaction((tx) => putText(tx, text));
      expect(put).toBe(sha256(text));
      expect(readText(db.read, put)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test('a byte order mark at the start of any row of a text is kept', async () => {
  const db = await archiveIn(emptyFolder());
  const text = `\uFEFF${'函'.repeat(TEXT_CHUNK_UNITS - 1)}\uFEFF${'复函正文'.repeat(TEXT_CHUNK_UNITS / 4)}`;
  const put = db.transaction((tx) => putText(tx, text));
  expect(readText(db.read, put) === text).toBe(true);
});

test('rows of a text are never cut inside a character', async () => {
  const db = await archiveIn(emptyFolder());
  const text = `一${'𠀀'.repeat(TEXT_CHUNK_UNITS)}`;
  const put = db.transaction((tx) => putText(tx, text));
  const rows = db.read.all<{ data: string }>('SELECT data FROM text_chunk ORDER BY seq');
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(({ data }) => data.isWellFormed() && data.length <= TEXT_CHUNK_UNITS)).toBe(true);
  expect(readText(db.read, put) === text).toBe(true);
});

test('short content is kept packed where that pays, and pieces are kept of the rest', async () => {
  const db = await archiveIn(emptyFolder());
  const letter = '关于云溪市第3号提案的答复，现将办理情况函告如下。'.repeat(40);
  const kept = (content: { sha256: string }) => {
    const record = db.read.get<{ kind: string; size: number; place: number | null }>(
      'SELECT kind, size, place FROM content WHERE sha256 = ?',
      [content.sha256],
    );
    const pieces = ['byte_chunk', 'text_chunk'].map(
      (table) =>
        db.read.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE sha256 = ?`, [content.sha256])?.n ?? 0,
    );
    return { kind: record?.kind, packed: record?.place != null, pieces };
  };
  const put = (bytes: Uint8Array) => kept(db.transaction((tx) => putBytes(tx, bytes)));
  const text = db.transaction((tx) => putText(tx, letter));
  expect(kept({ sha256: text })).toEqual({ kind: 'text', packed: true, pieces: [0, 0] });
  const { n } = db.read.get<{ n: number }>('SELECT length(data) AS n FROM packed_content') ?? { n: 0 };
  expect(n).toBeLessThan(Buffer.byteLength(letter) / 4);
  expect(kept({ sha256: db.transaction((tx) => putText(tx, '同意。')) })).toMatchObject({
    packed: false,
    pieces: [0, 1],
  });
  expect(put(new Uint8Array(BYTE_CHUNK))).toEqual({ kind: 'bytes', packed: true, pieces: [0, 0] });
  expect(put(new Uint8Array(BYTE_CHUNK + 1))).toMatchObject({ packed: false, pieces: [2, 0] });
  expect(put(randomBytes(60_000))).toMatchObject({ packed: false, pieces: [1, 0] });
  const folder = emptyFolder();
  writeFileSync(join(folder, '名单.txt'), '姓名,单位\n'.repeat(500));
  const file = db.transaction((tx) => putFile(tx, join(folder, '名单.txt')));
  expect(kept(file)).toMatchObject({ packed: true });
  expect(Buffer.from(readBytes(db.read, file.sha256)).toString()).toBe('姓名,单位\n'.repeat(500));
});

test('half a character is refused, not changed into another', async () => {
  const db = await archiveIn(emptyFolder());
  expect(() => db.transaction((tx) => putText(tx, 'a\ud800b'))).toThrow(code('BAD_VALUE'));
});

test('bytes of any size come back as they were', async () => {
  const db = await archiveIn(emptyFolder());
  for (const size of [0, 1, BYTE_CHUNK - 1, BYTE_CHUNK, BYTE_CHUNK + 1, 3 * BYTE_CHUNK]) {
    const bytes = randomBytes(size);
    const put = db.transaction((tx) => putBytes(tx, bytes));
    expect(put).toEqual({ sha256: sha256(bytes), size });
    expect(sha256(readBytes(db.read, put.sha256))).toBe(put.sha256);
  }
});

test('the same content is stored once, as a file or as its text', async () => {
  const db = await archiveIn(emptyFolder());
  const text = '关于云溪市第3号提案的答复';
  const count = (): unknown => db.read.get('SELECT count(*) AS n FROM content');
  const asText = db.transaction((tx) => putText(tx, text));
  const asBytes = db.transaction((tx) => putBytes(tx, new TextEncoder().encode(text)));
  expect(asBytes.sha256).toBe(asText);
  expect(count()).toEqual({ n: 1 });
  expect(Buffer.from(readBytes(db.read, asText)).toString()).toBe(text);
  const other = '\uFEFF先作为文件，再作为文字';
  db.transaction((tx) => putBytes(tx, new TextEncoder().encode(other)));
  expect(
    readText(
      db.read,
      db.transaction((tx) => putText(tx, other)),
    ),
  ).toBe(other);
  expect(count()).toEqual({ n: 2 });
});

test('a file is stored in pieces of 1 MiB', async () => {
  const folder = emptyFolder();
  const db = await archiveIn(join(folder, 'archive'));
  const path = join(folder, '扫描件.pdf');
  const bytes = randomBytes(2 * BYTE_CHUNK + 17);
  writeFileSync(path, bytes);
  expect(hashFile(path)).toEqual({ sha256: sha256(bytes), size: bytes.length });
  const put = db.transaction((tx) => putFile(tx, path));
  expect(db.read.all('SELECT seq, length(data) AS n FROM byte_chunk ORDER BY seq')).toEqual([
    { seq: 0, n: BYTE_CHUNK },
    { seq: 1, n: BYTE_CHUNK },
    { seq: 2, n: 17 },
  ]);
  expect([...iterateBytes(db.read, put.sha256)].map((piece) => piece.length)).toEqual([BYTE_CHUNK, BYTE_CHUNK, 17]);
});

test('a file that changes while it is read leaves nothing behind', async () => {
  const folder = emptyFolder();
  const db = await archiveIn(join(folder, 'archive'));
  const path = join(folder, '正在写.bin');
  writeFileSync(path, randomBytes(2 * BYTE_CHUNK));
  let touched = false;
  // Another program appends to the file between the first reading and the second.
  const meddling = (tx: WritableDb): WritableDb => ({
    ...tx,
    run: (sql, params) => {
      if (!touched) appendFileSync(path, 'more');
      touched = true;
      return tx.run(sql, params);
    },
  });
  expect(() => db.transaction((tx) => putFile(meddling(tx), path))).toThrow(code('FILE_CHANGED'));
  expect(db.read.get('SELECT count(*) AS n FROM byte_chunk')).toEqual({ n: 0 });
});

test('folders and missing files are refused by name', async () => {
  const folder = emptyFolder();
  expect(() => hashFile(folder)).toThrow(code('NOT_A_FILE'));
  expect(() => hashFile(join(folder, 'none'))).toThrow(code('BAD_PATH'));
});

test('content is written out whole, and never over another file', async () => {
  const folder = emptyFolder();
  const db = await archiveIn(join(folder, 'archive'));
  const bytes = randomBytes(BYTE_CHUNK + 5);
  const { sha256: hash } = db.transaction((tx) => putBytes(tx, bytes));
  const out = join(folder, '附件.bin');
  writeContentTo(db.read, hash, out);
  expect(sha256(readFileSync(out))).toBe(hash);
  writeFileSync(out, 'mine');
  expect(() => {
    writeContentTo(db.read, hash, out);
  }).toThrow(code('TARGET_EXISTS'));
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect(() => {
    writeContentTo(db.read, hash, join(folder, 'no', 'folder'));
  }).toThrow(code('BAD_PATH'));
  expect(() => {
    writeContentTo(db.read, 'unknown', join(folder, 'x'));
  }).toThrow(code('NOT_FOUND'));
  mkdirSync(join(folder, 'out'));
  expect(readdirSync(folder).sort()).toEqual(['archive', 'out', '附件.bin'].sort());
  expect(existsSync(join(folder, 'x'))).toBe(false);
});
