/** One letter as a package takes it: every version to the byte, and where each content comes to lie. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { isOriginal, type Attachment, type Letter } from '../../../../shared/model/letter.ts';
import { PACKAGE_FORM, type PackedLetter, type PackedVersion } from '../../../../shared/model/package.ts';
import { readAttachments } from '../../../../shared/model/stored.ts';
import { showLetter } from '../../letters/catalogue.ts';
import { readForeignBranches } from '../../letters/foreign-versions.ts';
import { packedActsOf } from '../../letters/public/foreign-acts.ts';
import type { ReadableDb } from '../../storage/types.ts';
import { readSource } from '../../trust/letter-source.ts';
import { packedName } from './names.ts';

/** A file of the letter's folder and the content that it holds. */
export interface PackedFile {
  /** Below the letter's folder. */
  path: string;
  sha256: string;
  /** Where it is one of the newest version's files. */
  attachment?: Attachment;
}

export interface LetterRecord {
  letter: Letter;
  packed: PackedLetter;
  files: PackedFile[];
}

const VERSION_COLUMNS =
  'letter_id, version, at, actor, reason, changes, elements, attachments, text_sha256, previous_sha256, sha256';

/** @throws ArchiveError NOT_FOUND, ARCHIVE_DAMAGED */
export function readLetterRecord(db: ReadableDb, id: string): LetterRecord {
  const letter = showLetter(db, id);
  const row = db.get<PackedLetter['letter']>(
    `SELECT id, ref_code, filed_at, archive_year, retention, item_no, final_version, file_sha256, review
     FROM letter WHERE id = ?`,
    [id],
  );
  const read = readSource(db, id);
  if (row === undefined || read === undefined) throw new ArchiveError('NOT_FOUND', id);
  const { file_name, format, raw_text_sha256, text_map, pages, evidence, warnings } = read;
  const source = { file_name, format, raw_text_sha256, text_map, pages, evidence, warnings };
  const versions = db.all<PackedVersion>(
    `SELECT ${VERSION_COLUMNS} FROM version WHERE letter_id = ? ORDER BY version`,
    [id],
  );
  const branches = readForeignBranches(db, id);
  const files = filesOf(
    letter,
    [...versions, ...branches.flatMap((branch) => branch.versions)],
    source.raw_text_sha256,
  );
  const publicActs = packedActsOf(db, id);
  const contents = Object.fromEntries(files.toReversed().map(({ sha256, path }) => [sha256, path]));
  return {
    letter,
    files,
    packed: { form: PACKAGE_FORM, letter: row, source, versions, branches, public_acts: publicActs, contents },
  };
}

/** The newest version's files by role; then what only the history has: texts of versions, files that were taken away. */
function filesOf(letter: Letter, versions: readonly PackedVersion[], rawText: string): PackedFile[] {
  const files: PackedFile[] = [];
  const here = new Set<string>();
  const add = (file: PackedFile): void => {
    files.push(file);
    here.add(file.sha256);
  };
  for (const [at, attachment] of letter.attachments.entries()) {
    const folder = isOriginal(attachment) ? '原件' : '附件';
    const name = packedName(attachment.name, '文件');
    add({ path: `${folder}/${String(at + 1).padStart(2, '0')} ${name}`, sha256: attachment.sha256, attachment });
  }
  for (const { text_sha256, version, letter_id } of versions) {
    if (here.has(text_sha256)) continue;
    const own = letter_id === letter.id ? '' : ` ${letter_id}`;
    // A version of another branch may bear the number of one of the letter's own.
    const wanted = `历史/正文/第${version}版${own}.txt`;
    const isTaken = files.some(({ path }) => path === wanted);
    add({ path: isTaken ? `历史/正文/第${version}版 ${text_sha256.slice(0, 8)}.txt` : wanted, sha256: text_sha256 });
  }
  if (!here.has(rawText)) add({ path: '历史/原件文字.txt', sha256: rawText });
  for (const { attachments, letter_id } of versions) {
    for (const { sha256, name } of readAttachments(attachments, `函件 ${letter_id} `)) {
      if (!here.has(sha256)) add({ path: `历史/附件/${sha256.slice(0, 16)} ${packedName(name, '文件')}`, sha256 });
    }
  }
  return files;
}
