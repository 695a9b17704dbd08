/** What is packed in the bytes of a file, so that it can be looked through: rows of a database among it, also such as were deleted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

type Unpack = (from: Buffer) => Buffer;
/** What of a stream is there before it breaks off. */
const CUT_OFF = { finishFlush: constants.Z_SYNC_FLUSH };
const zlib: Unpack = (from) => inflateSync(from, CUT_OFF);
const PACKINGS: readonly (readonly [Buffer, Unpack])[] = [
  [Buffer.from([0x1f, 0x8b]), (from) => gunzipSync(from, CUT_OFF)],
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => [Buffer.from([0x78, level]), zlib] as const),
  [
    Buffer.from('PK\x03\x04', 'latin1'),
    (from) => inflateRawSync(from.subarray(30 + from.readUInt16LE(26) + from.readUInt16LE(28)), CUT_OFF),
  ],
];
/** A row that goes on in another page is unpacked as far as its own page has it. */
const PAGE = 4096;

function attempt(unpack: Unpack, from: Buffer): Buffer | undefined {
  try {
    return unpack(from);
  } catch {
    return undefined;
  }
}

/** As much as can be unpacked; undefined where nothing packed begins. */
function asFarAsPossible(unpack: Unpack, from: Buffer): Buffer | undefined {
  const whole = attempt(unpack, from);
  if (whole !== undefined) return whole;
  let best: Buffer | undefined;
  let [good, bad] = [0, Math.min(from.length, PAGE)];
  while (good < bad) {
    const middle = (good + bad + 1) >>> 1;
    const found = attempt(unpack, from.subarray(0, middle));
    if (found === undefined) bad = middle - 1;
    else [good, best] = [middle, found];
  }
  return best;
}

/** Bytes unpacked wherever something packed begins: gzip, zlib and entries of a zip, and what is packed in these. */
export function* unpackedIn(bytes: Buffer, depth = 2): Iterable<Buffer> {
  for (const [mark, unpack] of PACKINGS)
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
      const found = asFarAsPossible(unpack, bytes.subarray(at));
      if (found === undefined || found.length === 0) continue;
      yield found;
      if (depth > 1) yield* unpackedIn(found, depth - 1);
    }
}

const isDatabase = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 16) === 'SQLite format 3\0' && bytes.readUInt32BE(28) * PAGE <= bytes.length;

/** Every row that a database keeps packed, unpacked by another SQLite and zlib, whatever it begins with. */
export function packedRows(bytes: Buffer): Buffer[] {
  if (!isDatabase(bytes)) return [];
  const folder = mkdtempSync(join(tmpdir(), 'fuhan-rows-'));
  const path = join(folder, 'copy.sqlite');
  writeFileSync(path, bytes);
  const db = new DatabaseSync(path);
  try {
    const columns = db
      .prepare(
        "SELECT m.name AS tbl, c.name AS col FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND (m.name, c.name) IN (VALUES ('packed_content', 'data'), ('letter_source', 'packed'))",
      )
      .all();
    return columns.flatMap(({ tbl, col }) =>
      db
        .prepare(`SELECT ${String(col)} AS packed FROM ${String(tbl)} WHERE ${String(col)} IS NOT NULL`)
        .all()
        .map(({ packed }) => inflateSync(packed as Uint8Array)),
    );
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
