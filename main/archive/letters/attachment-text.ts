/** Reads an attached file's text so that it can be searched. A file that gives none is attached all the same. */
import path from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import type { AttachmentRole } from '../../../shared/model/letter.ts';
import { cleanText } from '../reading/dewrap.ts';
import { toClean } from '../reading/offsets.ts';
import { HEAD_BYTES, detectFormat } from '../reading/detect-format.ts';
import { refuseOwnFile } from '../reading/own-files.ts';
import { nameOf, sha256OfBytes, type NamedSource } from '../reading/load-file.ts';
import { readRaw } from '../reading/read-raw.ts';
import { refuseSecretName } from '../reading/secrecy.ts';
import { hasUnfinishedName } from '../reading/unfinished.ts';
import type { CleanText, EmbeddedFile, RawText } from '../reading/types.ts';
import type { LongWork } from '../work/long-work.ts';
import type { AttachmentText, NewAttachment } from './attachments.ts';

/** Codes that mean that the file itself cannot be taken, as against a file whose text cannot be read. */
const REFUSING = new Set([
  'BAD_PATH',
  'NOT_A_FILE',
  'FILE_CHANGED',
  'FILE_UNFINISHED',
  'FILE_IN_USE',
  'SECRET_REFUSED',
  'ARCHIVE_OWN_FILE',
  'NO_PERMISSION',
  'CANCELLED',
]);

/** What is kept of a file's text where the file is not a letter's first original. */
export function textOfFile({ pages }: Pick<RawText, 'pages'>, { text, map }: CleanText): AttachmentText {
  const spans = pages.map((page) => ({ start: toClean(map, page.start), end: toClean(map, page.end) }));
  return { text, pages: spans, code: text === '' ? 'NO_TEXT' : null };
}

interface AttachOptions {
  ocr?: boolean;
  signal?: AbortSignal | undefined;
  /** What it is known to be. */
  sha256?: string;
}

/**
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, FILE_CHANGED, FILE_UNFINISHED, FILE_IN_USE, SECRET_REFUSED,
 *   ARCHIVE_OWN_FILE, NO_PERMISSION, CANCELLED
 */
export async function readAttachment(
  source: NamedSource,
  role: AttachmentRole,
  { ocr = true, signal, sha256 }: AttachOptions = {},
): Promise<NewAttachment> {
  const name = nameOf(source);
  refuseSecretName(name);
  if (hasUnfinishedName(name)) throw new ArchiveError('FILE_UNFINISHED', name);
  try {
    const read = await readRaw(source, { ocr, apart: true, ...(signal === undefined ? {} : { signal }) });
    if (sha256 !== undefined && read.sha256 !== sha256) throw new ArchiveError('FILE_CHANGED', name);
    const { raw } = read;
    const inside = await hashesInside(raw.embedded, DEEPEST);
    return { source, role, text: textOfFile(raw, cleanText(raw)), inside };
  } catch (thrown) {
    const { code } = reportError(thrown);
    if (REFUSING.has(code)) throw thrown;
    return { source, role, text: { text: '', pages: [], code } };
  }
}

/** Mails in packages in mails: deeper ones are not opened. */
const DEEPEST = 3;
const OPENED: ReadonlySet<string> = new Set(['zip', 'eml', 'ole']);

/** Of the files in one that is attached, and of those in these: what was disposed of does not come back inside another file. */
async function hashesInside(embedded: readonly EmbeddedFile[], deeper: number): Promise<string[]> {
  const found: string[] = [];
  for (const { name, bytes } of embedded) {
    refuseOwnFile(bytes, name);
    found.push(sha256OfBytes(bytes));
    if (deeper === 0 || !OPENED.has(detectFormat(bytes.subarray(0, HEAD_BYTES), name))) continue;
    try {
      const { raw } = await readRaw({ name: path.basename(name), bytes }, { ocr: false, apart: true });
      found.push(...(await hashesInside(raw.embedded, deeper - 1)));
    } catch (thrown) {
      // It is kept as it is; only what is refused outright refuses what holds it.
      if (['SECRET_REFUSED', 'ARCHIVE_OWN_FILE'].includes(reportError(thrown).code)) throw thrown;
    }
  }
  return found;
}

/** Several of them, or none: of more than one it is told which cannot be taken. @throws ArchiveError as readAttachment() */
export function readAttachments(
  added: readonly { source: FileSource; role: AttachmentRole }[],
  { signal, onProgress }: LongWork = {},
): Promise<NewAttachment[]> {
  let done = 0;
  const total = added.length;
  onProgress?.({ done, total, message: '' });
  return Promise.all(
    added.map(async ({ source, role }) => {
      const name = nameOf(source);
      try {
        const read = await readAttachment(source, role, { signal });
        done += 1;
        onProgress?.({ done, total, message: name });
        return read;
      } catch (thrown) {
        if (total === 1 || !(thrown instanceof ArchiveError) || thrown.code === 'CANCELLED') throw thrown;
        throw new ArchiveError(thrown.code, `所列 ${total} 个文件一个也没有附上，因为“${name}”`, thrown.details);
      }
    }),
  );
}
