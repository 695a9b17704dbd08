/** What came with packages: histories that were joined to a letter's own, and what says where versions are from. */
import type { ReadableDb } from '../storage/types.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import { branchesDigest } from './package-evidence.ts';
import { ambiguitiesOf, hashOfRecord, type VersionRecord } from './version-record.ts';

type ForeignRecord = VersionRecord & { of_letter: string; joined: number };
type Report = (kind: string, id: string | undefined, message: string) => void;

const BATCH = 200;

/** @param disposed letters that the log says were disposed of. @throws ArchiveError CANCELLED */
export async function checkPackages(
  db: ReadableDb,
  disposed: Pick<ReadonlyMap<string, unknown>, 'has'>,
  report: Report,
  slicer: TimeSlicer,
): Promise<void> {
  // A copy of an older schema version has no such tables; where they are missing otherwise, the check of the schema tells.
  if (db.get("SELECT 1 AS n FROM archive.sqlite_schema WHERE name = 'foreign_version'") === undefined) return;
  const count = (table: string): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM archive.${table}`)?.n ?? 0;
  slicer.stage('核对数据包中的历史', count('foreign_version'));
  for (let last = { of: '', sha256: '' }; ;) {
    const rows = db.all<ForeignRecord>(
      `SELECT * FROM archive.foreign_version WHERE (of_letter, sha256) > (?, ?) ORDER BY of_letter, sha256 LIMIT ?`,
      [last.of, last.sha256, BATCH],
    );
    for (const row of rows) {
      for (const fault of faultsOf(db, row))
        report('version', row.of_letter, `函件 ${row.of_letter} 并入的第 ${row.version} 版（${row.sha256}）${fault}`);
      await slicer.step();
    }
    const end = rows.at(-1);
    if (end === undefined) break;
    last = { of: end.of_letter, sha256: end.sha256 };
  }
  checkLog(db, disposed, report);
}

/** What came with packages to one letter: the versions that were joined to it, what the rows of the log after `seq` say of them, and nothing else. */
export function checkPackagesOf(db: ReadableDb, id: string, seq: number, report: Report): void {
  for (const row of db.all<ForeignRecord>('SELECT * FROM archive.foreign_version WHERE of_letter = ?', [id]))
    for (const fault of faultsOf(db, row)) report('version', id, `并入的第 ${row.version} 版（${row.sha256}）${fault}`);
  const told = db.all<{ version: number; package: string | null; branches: string | null }>(
    `SELECT json_extract(detail, '$.version') AS version, json_extract(detail, '$.package') AS package,
       json_extract(detail, '$.branches_sha256') AS branches FROM archive.audit WHERE seq > ? AND subject = ?
       AND action IN ('letter.file', 'letter.take_version', 'letter.join') ORDER BY seq`,
    [seq, id],
  );
  const logged = new Set(told.map((row) => `${row.version} ${row.package}`));
  const origins = db.all<{ version: number; package_sha256: string }>(
    'SELECT version, package_sha256 FROM archive.version_origin WHERE letter_id = ? AND version >= ?',
    [id, Math.min(...told.map(({ version }) => version))],
  );
  for (const { version, package_sha256: from } of origins)
    if (!logged.has(`${version} ${from}`)) report('version', id, `第 ${version} 版的来源与审计日志不符`);
  const branches = told.findLast((row) => row.branches !== null)?.branches;
  if ((branchesDigest(db, id) ?? null) !== (branches ?? null)) report('version', id, '并入的历史与审计日志不符');
}

function faultsOf(db: ReadableDb, row: ForeignRecord): string[] {
  const faults: string[] = [];
  try {
    if (hashOfRecord(row) !== row.sha256) faults.push('被改动');
    faults.push(...ambiguitiesOf(row));
  } catch {
    faults.push('的要素或附件清单无法读出');
  }
  const joined = db.get<{ reason: string }>('SELECT reason FROM archive.version WHERE letter_id = ? AND version = ?', [
    row.of_letter,
    row.joined,
  ]);
  if (joined === undefined) faults.push('没有并入它的版本');
  return faults;
}

/** The log tells of each version that came with a package. */
function checkLog(db: ReadableDb, disposed: Pick<ReadonlyMap<string, unknown>, 'has'>, report: Report): void {
  const told = db.all<{ subject: string; version: number; package: string }>(
    `SELECT subject, json_extract(detail, '$.version') AS version, json_extract(detail, '$.package') AS package
     FROM archive.audit WHERE action IN ('letter.file', 'letter.take_version') AND json_extract(detail, '$.package') IS NOT NULL`,
  );
  const logged = new Set(told.map((row) => `${row.subject} ${row.version} ${row.package}`));
  for (const row of db.all<{ letter_id: string; version: number; package_sha256: string }>(
    'SELECT letter_id, version, package_sha256 FROM archive.version_origin',
  )) {
    const key = `${row.letter_id} ${row.version} ${row.package_sha256}`;
    if (!logged.delete(key))
      report('version', row.letter_id, `函件 ${row.letter_id} 第 ${row.version} 版的来源与审计日志不符`);
  }
  for (const key of logged) {
    const [letter = '', version = ''] = key.split(' ');
    if (disposed.has(letter)) continue;
    report('version', letter, `审计日志中记有函件 ${letter} 第 ${version} 版来自数据包，库中没有`);
  }
  checkTakers(db, report);
  checkBranches(db, disposed, report);
}

/** Who took a package in must not review the public version of what came with it: the log tells who it was. */
function checkTakers(db: ReadableDb, report: Report): void {
  const takers = new Map<string, string>();
  for (const { package: of, actor } of db.all<{ package: string; actor: string }>(
    `SELECT json_extract(detail, '$.package') AS package, actor FROM archive.audit
     WHERE action IN ('letter.file', 'letter.take_version', 'letter.join') AND json_extract(detail, '$.package') IS NOT NULL ORDER BY seq`,
  ))
    if (!takers.has(of)) takers.set(of, actor);
  for (const { sha256, name, actor } of db.all<{ sha256: string; name: string; actor: string }>(
    'SELECT sha256, name, actor FROM archive.package',
  ))
    // Of what only a joined history names, nobody here took anything in.
    if ((takers.get(sha256) ?? actor) !== actor) report('version', undefined, `数据包“${name}”的收入人与审计日志不符`);
}

/** The last row about a letter's joined histories says what they are. */
function checkBranches(db: ReadableDb, disposed: Pick<ReadonlyMap<string, unknown>, 'has'>, report: Report): void {
  const told = new Map(
    db
      .all<{ subject: string; digest: string }>(
        `SELECT subject, json_extract(detail, '$.branches_sha256') AS digest FROM archive.audit
         WHERE subject IS NOT NULL AND json_extract(detail, '$.branches_sha256') IS NOT NULL ORDER BY seq`,
      )
      .map(({ subject, digest }) => [subject, digest]),
  );
  for (const { of_letter: id } of db.all<{ of_letter: string }>(
    'SELECT DISTINCT of_letter FROM archive.foreign_version',
  ))
    if (!told.has(id)) told.set(id, '');
  for (const [id, digest] of told) {
    if (!disposed.has(id) && (branchesDigest(db, id) ?? '') !== digest)
      report('version', id, `函件 ${id} 并入的历史与审计日志不符`);
  }
}
