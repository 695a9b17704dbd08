/** Takes letters of a package into the archive: each whole in one transaction, with the versions' own hashes. */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { PackageChoice, PackedLetter, PackedVersion } from '../../../../shared/model/package.ts';
import { readElements, readAttachments } from '../../../../shared/model/stored.ts';
import { loggedTexts } from '../../letters/attachments.ts';
import { refuseConflict, refuseFinal } from '../../letters/change.ts';
import { putForeignVersions } from '../../letters/foreign-versions.ts';
import { putNearKey } from '../../letters/near-keys.ts';
import { waitsAsRead } from '../../letters/open-doubts.ts';
import { noteForeignActs } from '../../letters/public/foreign-acts.ts';
import { nextNumber, nextRefCode, numberFits, wasGiven } from '../../letters/ref-code.ts';
import { adoptVersions, readVersion, writeVersion, type Snapshot } from '../../letters/versions.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { readText } from '../../storage/content.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { appendAudit, auditTip } from '../../trust/audit.ts';
import { putSource } from '../../trust/letter-source.ts';
import { branchesDigest } from '../../trust/package-evidence.ts';
import { problemsOfLetter } from '../../trust/verify-letter.ts';
import { allVersions, filesOf, putContents, type ReadContents } from './packed-contents.ts';
import type { LaidLetter } from './packed-letters.ts';
import type { OpenPackage } from './source.ts';

/** A package that was checked, and who takes it in. */
export interface Taking {
  source: OpenPackage;
  /** Stands for all of it. */
  sha256: string;
  archiveId: string;
  actor: string;
}

/** Packages are known by what versions say of them: its row comes with the first. */
function notePackage(tx: WritableDb, { source, sha256, archiveId, actor }: Taking): void {
  tx.run('INSERT OR IGNORE INTO package (sha256, name, archive_id, at, actor) VALUES (?,?,?,?,?)', [
    ...[sha256, source.name, archiveId, new Date().toISOString(), actor],
  ]);
}

function noteOrigins(tx: WritableDb, taking: Taking, letterId: string, rows: readonly PackedVersion[]): void {
  for (const { version } of rows)
    tx.run('INSERT INTO version_origin (letter_id, version, package_sha256) VALUES (?,?,?)', [
      ...[letterId, version, taking.sha256],
    ]);
}

/**
 * Takes what comes in one transaction, and back again where `verify` would find something wrong with it afterwards that it did not before.
 * @throws ArchiveError PACKAGE_BAD, naming what
 */
function taken<T>(db: ArchiveDb, id: string, { folder }: LaidLetter, act: (tx: WritableDb) => T): T {
  return db.transaction((tx) => {
    const { seq } = auditTip(tx);
    const before = new Set(problemsOfLetter(tx, id, seq));
    const made = act(tx);
    const [problem] = problemsOfLetter(tx, id, seq).filter((one) => !before.has(one));
    if (problem !== undefined) throw new ArchiveError('PACKAGE_BAD', `${folder}（${problem}）`);
    return made;
  });
}

/**
 * What the package had joined to the letter stays joined.
 * @param joined the version that joins all of them here; each the version that joined it there where left out
 */
function takeBranches(tx: WritableDb, taking: Taking, { packed }: LaidLetter, letterId: string, joined?: number): void {
  for (const branch of packed.branches) {
    const { name, sha256 } = branch.package;
    tx.run('INSERT OR IGNORE INTO package (sha256, name, archive_id, at, actor) VALUES (?,?,?,?,?)', [
      ...[sha256, name, '', new Date().toISOString(), taking.actor],
    ]);
    putForeignVersions(tx, letterId, joined === undefined ? branch : { ...branch, joined });
  }
}

/** What the other archive did with the letter's public version is told beside it. */
export function takePublicActs(
  tx: WritableDb,
  { source, sha256, actor }: Taking,
  { packed }: LaidLetter,
  id: string,
): void {
  noteForeignActs(tx, actor, { name: source.name, sha256 }, id, packed.public_acts);
}

/** The archive number that the letter had, where it is one and is free here; otherwise the next one of its series. */
function numberFor(
  tx: WritableDb,
  { ref_code: code, archive_year: year, retention, item_no: item }: PackedLetter['letter'],
) {
  const isTaken = ['letter', 'stub'].some(
    (table) =>
      tx.get(`SELECT 1 AS n FROM ${table} WHERE archive_year = ? AND retention = ? AND item_no = ? LIMIT 1`, [
        ...[year, retention, item],
      ]) !== undefined,
  );
  if (!isTaken && code !== null && !wasGiven(tx, code) && numberFits(tx, code, { year, retention, item }))
    return { code, year, retention, item };
  return nextRefCode(tx, year, retention);
}

/** Files a letter that is not here. @throws ArchiveError PACKAGE_BAD, FILE_CHANGED, DISK_FULL */
export function takeNew(
  db: ArchiveDb,
  taking: Taking,
  laid: LaidLetter,
  read: ReadContents,
): { id: string; ref_code: string; review: boolean } {
  return taken(db, laid.packed.letter.id, laid, (tx) => {
    const { letter, source, versions } = laid.packed;
    const ref = numberFor(tx, letter);
    const number = nextNumber(tx);
    tx.run(
      `INSERT INTO letter (id, number, ref_code, filed_at, version, text_sha256, text_key, file_sha256, review,
         archive_year, retention, item_no) VALUES (?,?,?,?,0,'','',?,?,?,?,?)`,
      [
        ...[letter.id, number, ref.code, letter.filed_at, letter.file_sha256, letter.review],
        ...[ref.year, ref.retention, ref.item],
      ],
    );
    putContents(tx, taking.source, laid, letter.id, read, filesOf(versions));
    const sourceSha256 = putSource(tx, letter.id, source);
    const newest = adoptVersions(tx, letter.id, versions);
    notePackage(tx, taking);
    noteOrigins(tx, taking, letter.id, versions);
    takeBranches(tx, taking, laid, letter.id);
    putNearKey(tx, number, newest.textSha256, readText(tx, newest.textSha256));
    // No hash covers the mark, and nobody here has looked: what the reading doubted waits, whatever the package says.
    const review = letter.review === 1 || waitsAsRead(tx, letter.id, newest.elements);
    tx.run('UPDATE letter SET review = ? WHERE id = ?', [review ? 1 : 0, letter.id]);
    const [first, ...later] = versions;
    const moved = ref.code === letter.ref_code ? {} : { package_ref_code: letter.ref_code };
    appendAudit(tx, {
      actor: taking.actor,
      action: 'letter.file',
      subject: letter.id,
      detail: {
        ...{
          version: 1,
          sha256: first?.sha256,
          number,
          ref_code: ref.code,
          archive_year: ref.year,
          retention: ref.retention,
        },
        ...{ item_no: ref.item, file: source.file_name, file_sha256: letter.file_sha256, package: taking.sha256 },
        ...{ source_sha256: sourceSha256, review },
        ...texts(tx, laid),
        ...branches(tx, letter.id),
        ...moved,
      },
    });
    logVersions(tx, taking, letter.id, later, {});
    takePublicActs(tx, taking, laid, letter.id);
    takeFinal(tx, taking, letter, newest);
    return { id: letter.id, ref_code: ref.code, review };
  });
}

/** What the log keeps of texts read from attached files. */
const texts = (tx: WritableDb, laid: LaidLetter) =>
  loggedTexts(
    tx,
    allVersions(laid).flatMap(({ attachments }) => readAttachments(attachments, laid.folder)),
  );

/** And of histories that ran beside the letter's own. */
function branches(tx: WritableDb, id: string): { branches_sha256?: string } {
  const digest = branchesDigest(tx, id);
  return digest === undefined ? {} : { branches_sha256: digest };
}

function logVersions(
  tx: WritableDb,
  { actor, sha256 }: Taking,
  subject: string,
  rows: readonly PackedVersion[],
  last: object,
): void {
  for (const row of rows)
    appendAudit(tx, {
      ...{ actor, action: 'letter.take_version', subject },
      detail: {
        ...{ version: row.version, sha256: row.sha256, package: sha256 },
        ...(row === rows.at(-1) ? last : {}),
      },
    });
}

const waits = (tx: WritableDb, id: string): boolean =>
  tx.get<{ review: number }>('SELECT review FROM letter WHERE id = ?', [id])?.review === 1;

/** A letter that comes whole and was final there is final here, at its newest version. Whether it waits for a person stays as it is: nobody here has looked. */
function takeFinal(
  tx: WritableDb,
  taking: Taking,
  { id, final_version: final }: PackedLetter['letter'],
  newest: Snapshot,
): void {
  if (final !== newest.version) return;
  tx.run('UPDATE letter SET final_version = ? WHERE id = ?', [final, id]);
  appendAudit(tx, {
    ...{ actor: taking.actor, action: 'letter.finalise', subject: id },
    detail: { version: final, sha256: newest.sha256, package: taking.sha256, review: waits(tx, id) },
  });
}

/** What was put on top of a letter by others waits for a person of this archive. */
function awaitPerson(tx: WritableDb, { actor, sha256 }: Taking, id: string, version: number): void {
  if (waits(tx, id)) return;
  tx.run('UPDATE letter SET review = 1 WHERE id = ?', [id]);
  appendAudit(tx, { ...{ actor, action: 'letter.reopen', subject: id }, detail: { version, package: sha256 } });
}

/** Versions that go on top of a letter here are not older than what they stand on. @throws ArchiveError PACKAGE_BAD */
export function refuseBackdated(db: ReadableDb, { packed, folder }: LaidLetter, rows: readonly PackedVersion[]): void {
  let { at } = readVersion(db, packed.letter.id);
  for (const row of rows) {
    if (row.at < at) throw new ArchiveError('PACKAGE_BAD', `${folder}（第 ${row.version} 版的时间早于前一版）`);
    at = row.at;
  }
}

/**
 * Adds the versions that are to come. The letter waits for a person afterwards and is never final by them: that the package says so is only
 * kept in the log.
 * @throws ArchiveError LETTER_LOCKED where the letter is final here; PACKAGE_BAD
 */
export function takeAhead(
  db: ArchiveDb,
  taking: Taking,
  laid: LaidLetter,
  rows: readonly PackedVersion[],
  read: ReadContents,
): void {
  const { letter } = laid.packed;
  const final = letter.final_version === null ? {} : { package_final: letter.final_version };
  taken(db, letter.id, laid, (tx) => {
    refuseFinal(tx, letter.id);
    refuseBackdated(tx, laid, rows);
    putContents(tx, taking.source, laid, letter.id, read, filesOf(rows));
    const newest = adoptVersions(tx, letter.id, rows);
    notePackage(tx, taking);
    noteOrigins(tx, taking, letter.id, rows);
    takeBranches(tx, taking, laid, letter.id);
    logVersions(tx, taking, letter.id, rows, { ...texts(tx, laid), ...branches(tx, letter.id), ...final });
    awaitPerson(tx, taking, letter.id, newest.version);
    takePublicActs(tx, taking, laid, letter.id);
  });
}

export interface Decision {
  /** The letter here. */
  id: string;
  take: Exclude<PackageChoice, 'apart'>;
  reason: string;
  /** The version here that the person saw. */
  baseVersion: number | undefined;
}

/**
 * Joins a package's history to a letter's own: kept whole beside it, and a new version names both heads.
 * @throws ArchiveError LETTER_LOCKED, VERSION_CONFLICT, PACKAGE_BAD
 */
export function join(
  db: ArchiveDb,
  taking: Taking,
  laid: LaidLetter,
  read: ReadContents,
  { id, take, reason, baseVersion }: Decision,
): Snapshot {
  return taken(db, id, laid, (tx) => {
    const previous = readVersion(tx, id);
    refuseFinal(tx, id);
    refuseConflict(previous.version, baseVersion);
    const theirs = laid.packed.versions.at(-1);
    if (theirs === undefined) throw new ArchiveError('PACKAGE_BAD', laid.folder);
    const at = new Date().toISOString();
    const coming = take === 'package' ? filesOf([theirs]).map(({ file }) => ({ file, at })) : [];
    putContents(tx, taking.source, laid, id, read, coming);
    notePackage(tx, taking);
    takeBranches(tx, taking, laid, id, previous.version + 1);
    const from = { name: taking.source.name, sha256: taking.sha256 };
    putForeignVersions(tx, id, { package: from, joined: previous.version + 1, versions: laid.packed.versions });
    const content =
      take === 'local'
        ? { elements: previous.stored, text: readText(tx, previous.textSha256), attachments: previous.attachments }
        : {
            elements: readElements(theirs.elements, laid.folder),
            text: readText(tx, theirs.text_sha256),
            attachments: readAttachments(theirs.attachments, laid.folder),
          };
    const heads =
      `并入数据包“${from.name}”（SHA-256 ${from.sha256}）：本库第 ${previous.version} 版 ${previous.sha256}，` +
      `数据包第 ${theirs.version} 版 ${theirs.sha256}，${take === 'local' ? '以本库为准' : '以数据包为准'}。${reason}`;
    const made = writeVersion(
      tx,
      { letterId: id, actor: taking.actor, reason: heads, ...content, previous, evenIfEqual: true },
      at,
    );
    appendAudit(tx, {
      ...{ actor: taking.actor, action: 'letter.join', subject: id },
      detail: {
        ...{ version: made.version, sha256: made.sha256, reason: heads, changes: made.changes },
        ...{ package: taking.sha256, heads: [previous.sha256, theirs.sha256], take, review: waits(tx, id) },
        ...texts(tx, laid),
        ...branches(tx, id),
      },
    });
    takePublicActs(tx, taking, laid, id);
    return made;
  });
}

/** The title that a packed letter bears, for lists. */
export function titleOf({ packed, folder }: LaidLetter): string | null {
  const title = readElements(packed.versions.at(-1)?.elements ?? '{}', folder)['title'];
  return typeof title === 'string' ? title : null;
}

/** The archive that a package came from, as it says itself; '' where it does not, or where that is no name of one. */
export function archiveIdIn(source: OpenPackage): string {
  const pieces = [...source.read('bag-info.txt')].map((piece) => Buffer.from(piece));
  return /^Fuhan-Archive-Id:[ \t]*([\w-]{1,64})[ \t\r]*$/im.exec(Buffer.concat(pieces).toString('utf8'))?.[1] ?? '';
}
