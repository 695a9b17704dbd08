/** What a packed letter brings with it: its contents read, asked for marks of secrecy as every file is, and stored. */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { Attachment, AttachmentRole } from '../../../../shared/model/letter.ts';
import type { PackedVersion } from '../../../../shared/model/package.ts';
import { readAttachments } from '../../../../shared/model/stored.ts';
import type { AttachmentText, NewAttachment } from '../../letters/attachments.ts';
import { readAttachment } from '../../letters/attachment-text.ts';
import { refuseOwnFile } from '../../reading/own-files.ts';
import { LIMITS } from '../../reading/readers/reader.ts';
import { findSecrecyMark, refuseSecretName } from '../../reading/secrecy.ts';
import { hasContent, putPieces, putText } from '../../storage/content.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import type { LaidLetter } from './packed-letters.ts';
import { refuseComingElements, refuseComingFile, refuseComingText, textsIn } from '../../trust/disposed/coming.ts';
import { hasDisposed } from '../../trust/disposed/records.ts';
import type { OpenPackage } from './source.ts';

/** What is read of a letter before anything of it is stored. */
export interface ReadContents {
  /** Text of attached files, by their content. */
  texts: Map<string, AttachmentText>;
  /** SHA-256 of the files in each, by its content. */
  inside: Map<string, readonly string[]>;
}

/** All versions of a packed letter, its own and those that were joined to it. */
export const allVersions = ({ packed }: LaidLetter): PackedVersion[] => [
  ...packed.versions,
  ...packed.branches.flatMap(({ versions }) => versions),
];

function placeOf({ folder, packed }: LaidLetter, sha256: string): string {
  const path = packed.contents[sha256];
  if (path === undefined) throw new ArchiveError('PACKAGE_BAD', `${folder}（缺少内容 ${sha256}）`);
  return `${folder}/${path}`;
}

function wholeOf(source: OpenPackage, path: string): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(source.sizeOf(path));
  let at = 0;
  for (const piece of source.read(path)) {
    if (at + piece.length > whole.length) throw new ArchiveError('FILE_CHANGED', path);
    whole.set(piece, at);
    at += piece.length;
  }
  if (at !== whole.length) throw new ArchiveError('FILE_CHANGED', path);
  return whole;
}

/** Strictly: a text that is no UTF-8 has another hash than it says. @throws ArchiveError PACKAGE_BAD */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ArchiveError('PACKAGE_BAD', '其中有不是 UTF-8 的文字');
  }
}

/**
 * Reads every file and text of a letter, as a file that is imported is read.
 * @throws ArchiveError SECRET_REFUSED; PACKAGE_BAD
 */
export async function readContents(source: OpenPackage, laid: LaidLetter, ocr: boolean): Promise<ReadContents> {
  const texts: ReadContents['texts'] = new Map();
  const inside: ReadContents['inside'] = new Map();
  const { packed } = laid;
  refuseMarkedWords(source, laid);
  refuseSecretName(packed.source.file_name);
  refuseMarked(textOf(wholeOf(source, placeOf(laid, packed.source.raw_text_sha256))));
  const seen = new Set<string>();
  for (const row of allVersions(laid)) {
    if (!seen.has(row.text_sha256)) refuseMarked(textOf(wholeOf(source, placeOf(laid, row.text_sha256))));
    seen.add(row.text_sha256);
    for (const file of readAttachments(row.attachments, `函件 ${row.letter_id} `)) {
      // The same bytes may come under several names.
      refuseSecretName(file.name);
      if (texts.has(file.sha256)) continue;
      const read = await readOne(source, laid, file, ocr);
      texts.set(file.sha256, read.text ?? { text: '', pages: [], code: 'NO_TEXT' });
      inside.set(file.sha256, read.inside ?? []);
    }
  }
  return { texts, inside };
}

/** All that is written in a packed letter beside its texts and files: values, reasons, names, warnings, acts on its public version. */
export function wordsIn({ packed }: LaidLetter): string[] {
  const open = (row: PackedVersion): unknown => ({
    ...row,
    elements: JSON.parse(row.elements) as unknown,
    attachments: JSON.parse(row.attachments) as unknown,
  });
  const { source, versions, branches, ...others } = packed;
  return textsIn({
    ...others,
    source: [source.file_name, source.format, JSON.parse(source.evidence), JSON.parse(source.warnings)],
    versions: versions.map(open),
    branches: branches.map((branch) => ({ ...branch, versions: branch.versions.map(open) })),
  });
}

/**
 * Asks of these words, and of the package's own name, what is asked of words that somebody types here.
 * @throws ArchiveError SECRET_REFUSED
 */
export function refuseMarkedWords(source: OpenPackage, laid: LaidLetter): void {
  refuseSecretName(source.name);
  for (const text of wordsIn(laid)) refuseMarked(text);
}

/** @throws ArchiveError LETTER_DISPOSED where one of these words is all that a letter said that was disposed of */
export function refuseDisposedWords(db: ReadableDb, laid: LaidLetter): void {
  if (hasDisposed(db)) refuseComingElements(db, wordsIn(laid));
}

function refuseMarked(text: string): void {
  const found = findSecrecyMark(text);
  if (found !== null) throw new ArchiveError('SECRET_REFUSED', undefined, found.rule);
}

/**
 * Asks of all that a letter brings, in every version of every history, what is asked of a file that is attached and of a text that is edited.
 * @throws ArchiveError LETTER_DISPOSED where any of it went with a letter that was disposed of
 */
export function refuseDisposedIn(db: ReadableDb, source: OpenPackage, laid: LaidLetter, read: ReadContents): void {
  if (!hasDisposed(db)) return;
  const rows = allVersions(laid);
  const texts = new Set([laid.packed.source.raw_text_sha256, ...rows.map((row) => row.text_sha256)]);
  for (const sha256 of texts)
    if (!hasContent(db, sha256)) refuseComingText(db, textOf(wholeOf(source, placeOf(laid, sha256))));
  refuseDisposedWords(db, laid);
  for (const [sha256, { text }] of read.texts)
    // What is stored already is another letter's, or this one's own.
    if (!hasContent(db, sha256)) refuseComingFile(db, { sha256, text, inside: read.inside.get(sha256) });
}

/** Files that no reader would take are kept without their text, as when they are attached. */
async function readOne(source: OpenPackage, laid: LaidLetter, file: Attachment, ocr: boolean): Promise<NewAttachment> {
  const path = placeOf(laid, file.sha256);
  const named = { name: file.name, bytes: new Uint8Array() };
  const role = file.role as AttachmentRole;
  const size = source.sizeOf(path);
  if (size > LIMITS.fileBytes) {
    for (const piece of source.read(path)) {
      refuseOwnFile(piece, file.name);
      break;
    }
    return { source: named, role, text: { text: '', pages: [], code: 'FILE_TOO_LARGE' } };
  }
  const lies = size > LIMITS.heldBytes ? source.liesAt(path) : undefined;
  if (lies === undefined) return readAttachment({ ...named, bytes: wholeOf(source, path) }, role, { ocr });
  return readAttachment({ path: lies, name: file.name }, role, { ocr, sha256: file.sha256 });
}

/** A file that comes to a letter, with the time of the first of its own versions that lists it. */
export interface ListedFile {
  file: Attachment;
  at: string;
}

/** The files that versions list. */
export const filesOf = (rows: readonly PackedVersion[]): ListedFile[] =>
  rows.flatMap(({ attachments, at }) => readAttachments(attachments, '').map((file) => ({ file, at })));

/**
 * Stores what all versions need, under its hash, and the text that was read from attached files.
 * @param coming the files that are the letter's own; what only a joined history lists is kept as content alone
 */
export function putContents(
  tx: WritableDb,
  source: OpenPackage,
  laid: LaidLetter,
  ofLetter: string,
  read: ReadContents,
  coming: readonly ListedFile[],
): void {
  const { texts } = read;
  const rows = allVersions(laid);
  refuseDisposedIn(tx, source, laid, read);
  const putTextOf = (sha256: string): void => {
    if (hasContent(tx, sha256)) return;
    if (putText(tx, textOf(wholeOf(source, placeOf(laid, sha256)))) !== sha256)
      throw new ArchiveError('FILE_CHANGED', placeOf(laid, sha256));
  };
  for (const row of rows) {
    for (const file of readAttachments(row.attachments, '')) putFileOf(tx, source, laid, file, texts);
    putTextOf(row.text_sha256);
  }
  putTextOf(laid.packed.source.raw_text_sha256);
  for (const { file, at } of coming) noteFile(tx, ofLetter, file, at);
}

function putFileOf(
  tx: WritableDb,
  source: OpenPackage,
  laid: LaidLetter,
  file: Attachment,
  texts: ReadContents['texts'],
): void {
  const path = placeOf(laid, file.sha256);
  putPieces(tx, file.sha256, source.sizeOf(path), source.read(path));
  const read = texts.get(file.sha256);
  if (read === undefined || file.role === 'ORIGINAL') return;
  tx.run('INSERT OR IGNORE INTO attachment_text (sha256, text_sha256, pages, code) VALUES (?,?,?,?)', [
    file.sha256,
    read.text === '' ? null : putText(tx, read.text),
    JSON.stringify(read.pages.map((page) => [page.start, page.end])),
    read.code,
  ]);
}

function noteFile(tx: WritableDb, ofLetter: string, file: Attachment, at: string): void {
  const known = tx.get<Record<string, unknown>>(
    'SELECT letter_id, name, mime, size, sha256 FROM attachment WHERE id = ?',
    [file.id],
  );
  if (known !== undefined) {
    const same = { letter_id: ofLetter, name: file.name, mime: file.mime, size: file.size, sha256: file.sha256 };
    if (Object.entries(same).some(([column, value]) => known[column] !== value))
      throw new ArchiveError('PACKAGE_BAD', `附件 ${file.id} 在本库中是另一个附件`);
    return;
  }
  tx.run('INSERT INTO attachment (id, letter_id, name, mime, size, sha256, added_at) VALUES (?,?,?,?,?,?,?)', [
    ...[file.id, ofLetter, file.name, file.mime, file.size, file.sha256, at],
  ]);
}
