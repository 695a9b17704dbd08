/** What came with packages: where versions are from, and histories that ran beside a letter's own. */
import type { Origin } from '../../../shared/model/letter.ts';
import type { PackedBranch, PackedVersion } from '../../../shared/model/package.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';

/** Packages by the number of the version of a letter that came with each. */
export function originsOf(db: ReadableDb, letterId: string): Map<number, Origin> {
  const rows = db.all<Origin & { version: number }>(
    `SELECT o.version, p.name, p.sha256 FROM version_origin o JOIN package p ON p.sha256 = o.package_sha256
     WHERE o.letter_id = ?`,
    [letterId],
  );
  return new Map(rows.map(({ version, ...origin }) => [version, origin]));
}

type ForeignRow = PackedVersion & { joined: number; package_sha256: string; name: string };

/** The histories that were joined to a letter's own, each whole, in the order in which they were. */
export function readForeignBranches(db: ReadableDb, letterId: string): PackedBranch[] {
  const rows = db.all<ForeignRow>(
    `SELECT f.*, p.name FROM foreign_version f JOIN package p ON p.sha256 = f.package_sha256
     WHERE f.of_letter = ? ORDER BY f.joined, f.package_sha256, f.letter_id, f.version`,
    [letterId],
  );
  const branches: PackedBranch[] = [];
  for (const row of rows) {
    const last = branches.at(-1);
    const version = packedVersion(row);
    if (last?.package.sha256 === row.package_sha256 && last.joined === row.joined) last.versions.push(version);
    else
      branches.push({
        package: { name: row.name, sha256: row.package_sha256 },
        joined: row.joined,
        versions: [version],
      });
  }
  return branches;
}

function packedVersion(row: PackedVersion): PackedVersion {
  const { letter_id, version, at, actor, reason, changes, elements, attachments } = row;
  const { text_sha256, previous_sha256, sha256 } = row;
  return {
    letter_id,
    version,
    at,
    actor,
    reason,
    changes,
    elements,
    attachments,
    text_sha256,
    previous_sha256,
    sha256,
  };
}

/** Whether a letter's own history, or one that was joined to it, has this version. */
export function hasVersion(db: ReadableDb, letterId: string, sha256: string): boolean {
  const own = 'SELECT 1 AS n FROM version WHERE letter_id = ? AND sha256 = ?';
  const joined = 'SELECT 1 AS n FROM foreign_version WHERE of_letter = ? AND sha256 = ?';
  return [own, joined].some((sql) => db.get(sql, [letterId, sha256]) !== undefined);
}

/** Keeps versions of another history as they are. Those that are here already stay where they are. */
export function putForeignVersions(
  tx: WritableDb,
  letterId: string,
  { package: { sha256 }, joined, versions }: PackedBranch,
): void {
  for (const row of versions) {
    if (hasVersion(tx, letterId, row.sha256)) continue;
    tx.run(
      `INSERT INTO foreign_version (package_sha256, of_letter, joined, letter_id, version, at, actor, reason, changes,
         elements, text_sha256, attachments, previous_sha256, sha256) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
      [
        ...[sha256, letterId, joined, row.letter_id, row.version, row.at, row.actor, row.reason, row.changes],
        ...[row.elements, row.text_sha256, row.attachments, row.previous_sha256, row.sha256],
      ],
    );
  }
}
