/** Reads packages into the archive: checked whole first; nothing is doubled, nothing overwritten, what differs waits for a person. */
import { readdirSync, statSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { ArchiveError, reportError } from '../../../../shared/errors.ts';
import type { CallOutput, ImportItem, ImportResult, ParsedInput } from '../../../../shared/contract/index.ts';
import { diffLetters } from '../../letters/diff.ts';
import { showLetter } from '../../letters/catalogue.ts';
import { expiryDate } from '../../letters/ref-code.ts';
import { letterName } from '../../../../shared/model/letter-name.ts';
import { knownAttachment, knownElements, readAttachments, readElements } from '../../../../shared/model/stored.ts';
import type { Letter } from '../../../../shared/model/letter.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../../trust/audit.ts';
import { refuseDisposed } from '../../trust/disposed/records.ts';
import { isRightGone, type LongWork } from '../../work/long-work.ts';
import { TimeSlicer } from '../../work/time-slicer.ts';
import { collectIfLarge } from '../../work/memory.ts';
import { checkSource, refuseBad } from './check.ts';
import { readContents, refuseDisposedIn, refuseDisposedWords, refuseMarkedWords } from './packed-contents.ts';
import { foldersOf, letterOf, readLaid, standingOf, type LaidLetter } from './packed-letters.ts';
import { isPackage, openPackage, type OpenPackage } from './source.ts';
import {
  archiveIdIn,
  join,
  refuseBackdated,
  takeAhead,
  takeNew,
  takePublicActs,
  titleOf,
  type Taking,
} from './take-in.ts';

export interface PackageImport extends LongWork {
  actor: string;
  dryRun: boolean;
  ocr: boolean;
  onFiled?: (id: string) => Promise<void> | void;
}

/** How deep below a path packages are looked for: a stick has its folder, and perhaps one above it. */
const DEPTH = 3;

/** Packages at and below the paths. Whatever else lies there is left to the import of files. */
export function findPackages(paths: readonly string[]): string[] {
  const found: string[] = [];
  const look = (path: string, depth: number): void => {
    if (isPackage(path)) {
      found.push(path);
      return;
    }
    try {
      if (depth === 0 || !statSync(path).isDirectory()) return;
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const below = joinPath(path, entry.name);
        if (entry.isDirectory() || (entry.isFile() && /\.zip$/i.test(entry.name))) look(below, depth - 1);
      }
    } catch {
      return; // what cannot be looked into is told by the import of files
    }
  };
  for (const path of paths) look(path, DEPTH);
  return found;
}

type PackageResult = NonNullable<ImportResult['packages']>[number];

/**
 * @returns what became of each letter; a package that is not whole, or of a newer form, is one refused item
 * @throws ArchiveError CANCELLED (what was taken in stays), DISK_FULL, DISK_ERROR
 */
export async function importPackage(
  db: ArchiveDb,
  path: string,
  options: PackageImport,
): Promise<{ items: ImportItem[]; package?: PackageResult }> {
  let source: OpenPackage | undefined;
  try {
    source = openPackage(path);
    const check = await checkSource(source, options);
    refuseBad(source.name, check);
    const taking: Taking = { source, sha256: check.sha256, archiveId: archiveIdIn(source), actor: options.actor };
    const items = await takeAll(db, path, taking, check.letters, options);
    const counts = { letters: check.letters, differs: items.filter(({ status }) => status === 'differs').length };
    if (!options.dryRun) logImport(db, taking, items);
    return { items, package: { file: path, name: source.name, sha256: check.sha256, ...counts } };
  } catch (thrown) {
    return { items: [refusal(db, thrown, path, options)] };
  } finally {
    source?.close();
  }
}

function logImport(db: ArchiveDb, { sha256, source, archiveId, actor }: Taking, items: readonly ImportItem[]): void {
  const count = (status: ImportItem['status']): number => items.filter((item) => item.status === status).length;
  const detail = {
    ...{ package: sha256, name: source.name, archive_id: archiveId, letters: items.length },
    ...{ filed: count('filed'), duplicates: count('duplicate'), differs: count('differs'), refused: count('refused') },
  };
  db.transaction((tx) => appendAudit(tx, { actor, action: 'package.import', detail }), 'log');
}

async function takeAll(
  db: ArchiveDb,
  path: string,
  taking: Taking,
  letters: number,
  options: PackageImport,
): Promise<ImportItem[]> {
  const slicer = new TimeSlicer(options);
  slicer.stage('读入数据包', letters);
  const items: ImportItem[] = [];
  for (const folder of foldersOf(taking.source)) {
    if (isRightGone(options.signal)) throw new ArchiveError('CANCELLED');
    const label = `${path}/${folder}`;
    try {
      items.push(await takeOne(db, label, taking, readLaid(taking.source, folder), options));
    } catch (thrown) {
      items.push(refusal(db, thrown, label, options));
    }
    await slicer.step();
    collectIfLarge();
  }
  return items;
}

async function takeOne(
  db: ArchiveDb,
  file: string,
  taking: Taking,
  laid: LaidLetter,
  { dryRun, ocr, onFiled }: PackageImport,
): Promise<ImportItem> {
  const { packed } = laid;
  refuseDisposed(db.read, { id: packed.letter.id, fileSha256: packed.letter.file_sha256 });
  const standing = standingOf(db.read, packed);
  const about = { file, packed_id: packed.letter.id, title: titleOf(laid) };
  switch (standing.kind) {
    case 'known': {
      const message = '库中已有，未重复收入';
      // What others did with its public version may be news.
      refuseMarkedWords(taking.source, laid);
      refuseDisposedWords(db.read, laid);
      if (!dryRun) db.transaction((tx) => takePublicActs(tx, taking, laid, standing.id));
      return { ...about, status: 'duplicate', id: standing.id, code: 'DUPLICATE', message };
    }
    case 'differs': {
      const { message } = new ArchiveError('PACKAGE_DIFFERS');
      return { ...about, status: 'differs', id: standing.id, code: 'PACKAGE_DIFFERS', message };
    }
    case 'new': {
      const read = await readContents(taking.source, laid, ocr);
      refuseDisposedIn(db.read, taking.source, laid, read);
      const versions = packed.versions.length;
      if (dryRun) return { ...about, status: 'filed', versions };
      const { id, review } = takeNew(db, taking, laid, read);
      await onFiled?.(id);
      return { ...about, status: 'filed', id, versions, review };
    }
    case 'ahead': {
      const read = await readContents(taking.source, laid, ocr);
      const { id, versions } = standing;
      refuseBackdated(db.read, laid, versions);
      refuseDisposedIn(db.read, taking.source, laid, read);
      if (!dryRun) {
        takeAhead(db, taking, laid, versions, read);
        await onFiled?.(id);
      }
      const said = packed.letter.final_version === null ? '' : '；数据包记为定稿，本库没有定稿';
      const why = `数据包在本库第 ${(versions[0]?.version ?? 1) - 1} 版之上带来新版本，请核对${said}`;
      return { ...about, status: 'filed', id, versions: versions.length, review: true, why };
    }
  }
}

/** @throws what ends the whole import */
function refusal(db: ArchiveDb, thrown: unknown, label: string, { actor, dryRun }: PackageImport): ImportItem {
  const { code, message } = reportError(thrown);
  if (['CANCELLED', 'DISK_FULL', 'DISK_ERROR', 'ARCHIVE_DAMAGED', 'INTERNAL'].includes(code)) throw thrown;
  // Only the fact is kept, as of every file that must not be here.
  if (code === 'SECRET_REFUSED' && !dryRun)
    db.transaction((tx) => appendAudit(tx, { actor, action: 'secret.refused', detail: {} }), 'log');
  return { file: label, status: 'refused', code, message };
}

/** A packed letter as it would be shown here. */
function asLetter(source: OpenPackage, { folder, packed }: LaidLetter): Letter {
  const { letter, versions } = packed;
  const newest = versions.at(-1);
  if (newest === undefined) throw new ArchiveError('PACKAGE_BAD', folder);
  const text = [...source.read(`${folder}/${packed.contents[newest.text_sha256] ?? ''}`)].map((piece) =>
    Buffer.from(piece),
  );
  const elements = knownElements(readElements(newest.elements, folder));
  const words = Buffer.concat(text).toString('utf8');
  return {
    id: letter.id,
    name: letterName(elements, () => words),
    version: newest.version,
    versions: versions.length,
    ref_code: letter.ref_code,
    retention: letter.retention,
    expires: expiryDate(letter.archive_year, letter.retention),
    filed_at: letter.filed_at,
    final: letter.final_version !== null,
    elements,
    text: words,
    attachments: readAttachments(newest.attachments, folder).map(knownAttachment),
  };
}

/** The package that is meant: the one named, or of those in a folder the first that has the letter. @throws ArchiveError NOT_FOUND */
function openHolding(path: string, id: string): { source: OpenPackage; laid: LaidLetter } {
  const found = findPackages([path]);
  for (const one of found.length === 0 ? [path] : found) {
    const source = openPackage(one);
    try {
      return { source, laid: letterOf(source, id) };
    } catch (thrown) {
      source.close();
      if (reportError(thrown).code !== 'NOT_FOUND') throw thrown;
    }
  }
  throw new ArchiveError('NOT_FOUND', `数据包中的函件 ${id}`);
}

/** @throws ArchiveError NOT_FOUND; NOTHING_CHANGED where there is nothing to decide */
export function comparePacked(
  db: ArchiveDb,
  { path, id }: ParsedInput<'package.compare'>,
): CallOutput<'package.compare'> {
  const { source, laid } = openHolding(path, id);
  try {
    const standing = standingOf(db.read, laid.packed);
    if (standing.kind !== 'differs') throw new ArchiveError('NOTHING_CHANGED', '此件没有需要决定的改动');
    const [local, packed] = [showLetter(db.read, standing.id), asLetter(source, laid)];
    return { local, packed, diff: diffLetters(local, packed), common: standing.common };
  } finally {
    source.close();
  }
}

/**
 * Decides on a letter of a package. The package is checked again, whole: what was seen is what is taken.
 * @throws ArchiveError PACKAGE_BAD, PACKAGE_NEWER, SECRET_REFUSED, NOTHING_CHANGED, BAD_VALUE, LETTER_LOCKED, VERSION_CONFLICT
 */
export async function decidePacked(
  db: ArchiveDb,
  input: ParsedInput<'package.decide'>,
  actor: string,
  work: LongWork,
): Promise<{ id: string; version: number }> {
  const { source, laid } = openHolding(input.path, input.id);
  try {
    const check = await checkSource(source, work);
    refuseBad(source.name, check);
    const taking: Taking = { source, sha256: check.sha256, archiveId: archiveIdIn(source), actor };
    refuseDisposed(db.read, { id: laid.packed.letter.id, fileSha256: laid.packed.letter.file_sha256 });
    const standing = standingOf(db.read, laid.packed);
    if (standing.kind !== 'differs') throw new ArchiveError('NOTHING_CHANGED', '此件没有需要决定的改动');
    const isOther = standing.id !== laid.packed.letter.id;
    if (input.take === 'apart' && !isOther)
      throw new ArchiveError('BAD_VALUE', '同一件函件不能另立，请选择以哪一方为准');
    const read = await readContents(source, laid, input.ocr);
    if (isRightGone(work.signal)) throw new ArchiveError('CANCELLED');
    if (input.take === 'apart') {
      const { id } = takeNew(db, taking, laid, read);
      return { id, version: laid.packed.versions.length };
    }
    const { take, reason, base_version: baseVersion } = input;
    const made = join(db, taking, laid, read, { id: standing.id, take, reason, baseVersion });
    return { id: made.letterId, version: made.version };
  } finally {
    source.close();
  }
}
