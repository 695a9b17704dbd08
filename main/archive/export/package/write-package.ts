/**
 * Makes a package (交接数据包) of letters: a bag with their originals, pages, metadata and histories, a page to look at it and a
 * program to check it. It is made beside its place under another name, read back whole, and named only then.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { VERSION } from '../../../../shared/version.ts';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { AuditTip } from '../../../../shared/model/audit.ts';
import type { Inspection } from '../../../../shared/model/inspection.ts';
import { PACKAGE_FORM, type PackageCheck } from '../../../../shared/model/package.ts';
import type { ViewedLetter } from '../../../../shared/model/viewer.ts';
import { inOneLine } from '../../../../shared/text/unseen.ts';
import { checkSource } from '../../intake/package/check.ts';
import { verifier, verifierPath } from '../../intake/package/verifier.ts';
import { makeOutputFolder } from '../../print/new-file.ts';
import { resourcePath } from '../../work/resources.ts';
import type { Typesetting } from '../../print/typesetting.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { targetError } from '../../storage/failures.ts';
import { whileHeld } from '../../storage/held-files.ts';
import { archiveIdOf } from '../../storage/meta.ts';
import { newPlace } from '../../storage/windows-paths.ts';
import { inspectArchive } from '../../trust/inspection.ts';
import { inspectionReport } from '../../trust/inspection-report.ts';
import { isRightGone, type LongWork } from '../../work/long-work.ts';
import { compactNow } from '../../work/memory.ts';
import { TimeSlicer } from '../../work/time-slicer.ts';
import { BagWriter, list } from './bag.ts';
import { catalogueXml, readMe, type PackageFacts } from './catalogue.ts';
import { readLetterRecord } from './letter-record.ts';
import { logExtract } from './log-extract.ts';
import { putLetters, type Run } from './pack-letters.ts';
import { withPackage } from './package-report.ts';
import { transferDocument, transferReport, type TransferFacts } from './transfer-form.ts';
import { viewedLetter, viewerPage } from './viewer-page.ts';
import { zipFolder } from './zip-folder.ts';

export interface PackageRequest {
  /** In the order in which the catalogue lists them. */
  ids: readonly string[];
  /** A new folder (with `zip`, a new file), or a folder that is there: then the package goes into it under its own name. */
  out: string;
  zip: boolean;
  /** Also each letter as an EEP. */
  eep: boolean;
  organization: string;
  actor: string;
  tip: AuditTip;
}

export interface WrittenPackage {
  /** The package's folder or zip. */
  dir: string;
  name: string;
  letters: number;
  files: number;
  bytes: number;
  sha256: string;
  inspection: Inspection;
  /** Letters whose page could not be set; they are in the package all the same. */
  unset: { id: string; name: string; code: string; message: string }[];
}

const stamp = (at: string): string => at.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

/** The place of the package, and the name that it bears. @throws ArchiveError TARGET_EXISTS, BAD_PATH, NO_PERMISSION */
function placeOf({ out, zip }: PackageRequest, name: string): { place: string; name: string } {
  const extension = zip ? '.zip' : '';
  const wanted = newPlace(zip && !/\.zip$/i.test(out) && !existsSync(out) ? `${out}.zip` : out);
  if (!existsSync(wanted)) return { place: wanted, name: basename(wanted).replace(/\.zip$/i, '') };
  if (!statSync(wanted).isDirectory()) throw new ArchiveError('TARGET_EXISTS', out);
  const place = join(wanted, `${name}${extension}`);
  if (existsSync(place)) throw new ArchiveError('TARGET_EXISTS', place);
  return { place, name };
}

/**
 * @throws ArchiveError CANCELLED, NOT_FOUND, TARGET_EXISTS, OUT_IN_ARCHIVE, BAD_PATH, NO_PERMISSION, DISK_FULL, FILE_TOO_LARGE,
 *   EXPORT_MISMATCH where what was written does not read back; nothing stays then
 */
export async function writePackage(
  db: ArchiveDb,
  request: PackageRequest,
  typesetting: Typesetting,
  work: LongWork = {},
): Promise<WrittenPackage> {
  if (request.ids.length === 0) throw new ArchiveError('NOT_FOUND', '没有要打包的函件');
  const at = new Date().toISOString();
  let place = request.out;
  let half: string | undefined;
  let bag: BagWriter | undefined;
  try {
    const placed = placeOf(request, `交接数据包 ${stamp(at)}`);
    place = placed.place;
    makeOutputFolder(dirname(place));
    half = join(dirname(place), `.fuhan-${randomBytes(6).toString('hex')}.part`);
    mkdirSync(half);
    const facts: PackageFacts = {
      name: placed.name,
      archiveId: archiveIdOf(db.read),
      organization: request.organization,
      actor: request.actor,
      at,
      tip: request.tip,
    };
    bag = new BagWriter(half);
    const run: Run = {
      ...{ db, bag, typesetting, facts, entries: [], unset: [], eep: request.eep },
      slicer: new TimeSlicer(work),
    };
    const made = await fill(run, request.ids, work);
    if (request.zip) await zipFolder(half, placed.name, place, new TimeSlicer(work));
    else whileHeld(() => renameSync(half ?? '', place));
    return { ...made, dir: place, name: placed.name, unset: run.unset };
  } catch (thrown) {
    if (isRightGone(work.signal)) throw new ArchiveError('CANCELLED');
    throw thrown instanceof ArchiveError ? thrown : targetError(thrown, place);
  } finally {
    await bag?.drop();
    if (half !== undefined) rmSync(half, { recursive: true, force: true });
  }
}

async function fill(
  run: Run,
  ids: readonly string[],
  work: LongWork,
): Promise<Pick<WrittenPackage, 'letters' | 'files' | 'bytes' | 'sha256' | 'inspection'>> {
  const { db, bag, facts, entries, slicer } = run;
  await putLetters(run, ids);
  bag.put('文件目录.XML', catalogueXml(entries));
  bag.put('说明文件.TXT', readMe(facts, entries));
  for (const file of ['metadata.xsd', 'catalogue.xsd', '元数据说明.txt', ...(run.eep ? ['eep.xsd'] : [])])
    bag.put(`其他/${file}`, readFileSync(resourcePath('package', file)));
  await bag.putPieces('其他/审计日志摘录.json', logExtract(db.read, facts.archiveId, facts.tip, ids), slicer);
  const sm3List = list(bag.payload, 'sm3');
  const listed = bag.put('其他/SM3校验清单.txt', sm3List);
  const viewed = lettersToView(run);
  await bag.putTagPieces('打开查看.html', viewerPage(aboutPackage(run), viewed), slicer);
  bag.putTag('校验.cjs', readFileSync(verifierPath()));

  // All that is handed over is on the disk: it is read back and checked, and the report of that goes with it.
  seal(bag, run);
  const first = await readBack(bag.root, work);
  // What follows starts processes that read and that set pages.
  compactNow();
  const inspection = withPackage(await inspectArchive(db, { ...work, ids }), first.check);
  compactNow();
  const transfer: TransferFacts = {
    ...facts,
    letters: entries.length,
    files: bag.payload.size,
    bytes: bag.bytes,
    first: entries[0]?.letter.ref_code ?? '',
    last: entries.at(-1)?.letter.ref_code ?? '',
    listSha256: listed.sha256,
    listSm3: listed.sm3,
  };
  bag.put('其他/四性检测报告.pdf', (await run.typesetting.report(inspectionReport(inspection))).pdf);
  bag.put('其他/四性检测报告.json', `${JSON.stringify(inspection, null, 2)}\n`);
  bag.put('其他/电子档案移交与接收登记表.pdf', (await run.typesetting.report(transferReport(transfer))).pdf);
  bag.put('其他/电子档案移交与接收登记表.docx', transferDocument(transfer));
  seal(bag, run);
  await bag.sync(new TimeSlicer(work));
  const { check } = await readBack(bag.root, work, first.sums(bag));
  if (!check.ok) {
    const [problem] = check.problems;
    throw new ArchiveError('EXPORT_MISMATCH', problem?.path, problem?.message);
  }
  return { letters: entries.length, files: check.files, bytes: check.bytes, sha256: check.sha256, inspection };
}

/** Reads what was written, from the disk. @param known what need not be read again */
async function readBack(
  root: string,
  work: LongWork,
  known?: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<{ check: PackageCheck; sums: (bag: BagWriter) => Map<string, Readonly<Record<string, string>>> }> {
  const check = await checkSource(verifier().folderSource(root), work, known);
  if (!check.ok) {
    const [problem] = check.problems;
    throw new ArchiveError('EXPORT_MISMATCH', problem?.path, problem?.message);
  }
  const before = new Set(readdirSync(join(root, 'data', '其他')).map((name) => `data/其他/${name}`));
  const isBefore = (path: string): boolean => before.has(path.split('/').slice(0, 3).join('/'));
  // What was read back once, and found to be what was written, is not read a second time.
  const sums = (bag: BagWriter): Map<string, Readonly<Record<string, string>>> =>
    new Map(
      [...bag.payload]
        .filter(([path]) => !path.startsWith('data/其他/') || isBefore(path))
        .map(([path, { sha256, sha512, sm3 }]) => [path, { sha256, sha512, sm3 }]),
    );
  return { check, sums };
}

/** The declaration, what the bag says of itself, and its lists. */
function seal(bag: BagWriter, { facts, entries }: Run): void {
  const codes = entries.map(({ letter }) => letter.ref_code ?? letter.name);
  const [first = '', last = ''] = [codes[0], codes.at(-1)];
  const line = (label: string, value: string): string => `${label}: ${inOneLine(value).replaceAll(/\s+/gu, ' ')}\n`;
  bag.putTag('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  bag.putTag(
    'bag-info.txt',
    line('Source-Organization', facts.organization) +
      line('Contact-Name', facts.actor) +
      line('External-Description', `复函档案交接数据包，${entries.length} 件`) +
      line('External-Identifier', first === last ? first : `${first}–${last}`) +
      line('Bagging-Date', facts.at.slice(0, 10)) +
      line('Bag-Software-Agent', `fuhan-archive ${VERSION}`) +
      line('Payload-Oxum', `${bag.bytes}.${bag.payload.size}`) +
      line('Fuhan-Package-Form', String(PACKAGE_FORM)) +
      line('Fuhan-Archive-Id', facts.archiveId) +
      line('Fuhan-Audit-Head', `${facts.tip.seq}:${facts.tip.hash}`) +
      line('Fuhan-Audit-Head-SM3', facts.tip.sm3),
  );
  bag.putManifests();
  bag.putTagManifests();
}

const aboutPackage = ({ facts, entries }: Run) => ({
  name: facts.name,
  organization: facts.organization,
  made: facts.at,
  letters: entries.length,
  form: PACKAGE_FORM,
});

function* lettersToView({ db, entries, unset }: Run): Iterable<ViewedLetter> {
  const without = new Set(unset.map(({ id }) => id));
  for (const { letter, folder } of entries)
    yield viewedLetter(db.read, readLetterRecord(db.read, letter.id), `data/${folder}`, !without.has(letter.id));
}
