/** 打开查看.html: the built viewer (viewer/) with the letters put into it, written piece by piece. */
import { existsSync, readFileSync } from 'node:fs';
import { ArchiveError } from '../../../../shared/errors.ts';
import { elementLabel } from '../../../../shared/model/elements.ts';
import { isOriginal, roleLabel } from '../../../../shared/model/letter.ts';
import { knownElements, readElements, readTexts } from '../../../../shared/model/stored.ts';
import type { ViewedLetter, ViewedPackage, ViewedVersion } from '../../../../shared/model/viewer.ts';
import { readAttachmentText } from '../../letters/attachments.ts';
import { originsOf } from '../../letters/foreign-versions.ts';
import { verifierPath } from '../../intake/package/verifier.ts';
import { resourcePath } from '../../work/resources.ts';
import { readText } from '../../storage/content.ts';
import type { ReadableDb } from '../../storage/types.ts';
import type { LetterRecord } from './letter-record.ts';

/** Where the page's own parts go, and the letters. */
const VERIFIER_MARK = '/*VERIFIER*/';
const DATA_MARK = '<!--DATA-->';
/** Characters of a piece: small enough that a browser reads each without a pause. */
const PIECE = 1_000_000;

/** Built beside the resources in a built program, in dist/ in a checkout. */
function template(): string {
  const places = [
    resourcePath('viewer', 'viewer.html'),
    resourcePath('..', 'dist', 'resources', 'viewer', 'viewer.html'),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new ArchiveError('EXPORT_FAILED', '程序不完整', 'viewer.html is missing');
  return readFileSync(found, 'utf8');
}

/** JSON that can stand in a page: no tag can begin in it. */
const inPage = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const CHANGES: Readonly<Record<string, string>> = { text: '正文', attachments: '附件' };

function versionsOf(db: ReadableDb, { letter, packed }: LetterRecord): ViewedVersion[] {
  const origins = originsOf(db, letter.id);
  return packed.versions.map((row) => {
    const isNewest = row.version === letter.version;
    const origin = origins.get(row.version)?.name;
    return {
      number: row.version,
      at: row.at,
      actor: row.actor,
      reason: row.reason,
      changes: readTexts(row.changes).map((part) => CHANGES[part] ?? elementLabel(part)),
      sha256: row.sha256,
      ...(isNewest
        ? {}
        : { elements: knownElements(readElements(row.elements, letter.id)), text: readText(db, row.text_sha256) }),
      ...(origin === undefined ? {} : { origin }),
    };
  });
}

/** @param folder below the page's folder @param hasPage whether the letter's page was set */
export function viewedLetter(db: ReadableDb, record: LetterRecord, folder: string, hasPage: boolean): ViewedLetter {
  const { letter, files } = record;
  return {
    id: letter.id,
    refCode: letter.ref_code,
    filedAt: letter.filed_at,
    folder,
    page: hasPage ? `${folder}/正文.pdf` : null,
    elements: letter.elements,
    text: letter.text,
    files: files.flatMap(({ path, attachment }) => {
      if (attachment === undefined) return [];
      const { name, role, size, sha256 } = attachment;
      const original = isOriginal(attachment);
      const text = original ? '' : readAttachmentText(db, sha256).text;
      return [{ name, role: roleLabel(role), original, path: `${folder}/${path}`, size, text }];
    }),
    versions: versionsOf(db, record),
  };
}

export function* viewerPage(about: ViewedPackage, letters: Iterable<ViewedLetter>): Iterable<Buffer> {
  const [head = '', tail = ''] = template().split(DATA_MARK);
  const [before = '', after = ''] = head.split(VERIFIER_MARK);
  // A closing tag in a script ends it, wherever it stands.
  const verifier = readFileSync(verifierPath(), 'utf8').replaceAll(/<\/(?=script)/gi, '<\\/');
  yield Buffer.from(before + verifier + after);
  yield Buffer.from(`<script type="application/json" class="package">${inPage(about)}</script>\n`);
  let piece: string[] = [];
  let size = 0;
  const flush = (): Buffer => {
    const bytes = Buffer.from(`<script type="application/json" class="letters">[${piece.join(',')}]</script>\n`);
    piece = [];
    size = 0;
    return bytes;
  };
  for (const letter of letters) {
    const text = inPage(letter);
    piece.push(text);
    size += text.length;
    if (size >= PIECE) yield flush();
  }
  if (piece.length > 0) yield flush();
  yield Buffer.from(tail);
}
