/** Reads an attached file's text so that it can be searched. A file that gives none is attached all the same. */
import path from 'node:path';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { FileSource } from '../../../shared/contract/index.ts';
import type { AttachmentRole } from '../../../shared/model/letter.ts';
import { cleanText } from '../reading/dewrap.ts';
import { toClean } from '../reading/offsets.ts';
import { readRaw } from '../reading/read-raw.ts';
import { refuseSecretName } from '../reading/secrecy.ts';
import { hasUnfinishedName } from '../reading/unfinished.ts';
import type { CleanText, RawText } from '../reading/types.ts';
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
  'NO_PERMISSION',
  'CANCELLED',
]);

/** What is kept of a file's text where the file is not a letter's first original. */
export function textOfFile({ pages }: Pick<RawText, 'pages'>, { text, map }: CleanText): AttachmentText {
  const spans = pages.map((page) => ({ start: toClean(map, page.start), end: toClean(map, page.end) }));
  return { text, pages: spans, code: text === '' ? 'NO_TEXT' : null };
}

/**
 * @throws ArchiveError BAD_PATH, NOT_A_FILE, FILE_CHANGED, FILE_UNFINISHED, FILE_IN_USE, SECRET_REFUSED, NO_PERMISSION, CANCELLED
 */
export async function readAttachment(
  source: FileSource,
  role: AttachmentRole,
  { ocr = true, signal }: { ocr?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<NewAttachment> {
  const name = path.basename('path' in source ? source.path : source.name);
  refuseSecretName(name);
  if (hasUnfinishedName(name)) throw new ArchiveError('FILE_UNFINISHED', name);
  try {
    const { raw } = await readRaw(source, { ocr, apart: true, ...(signal === undefined ? {} : { signal }) });
    return { source, role, text: textOfFile(raw, cleanText(raw)) };
  } catch (thrown) {
    const { code } = reportError(thrown);
    if (REFUSING.has(code)) throw thrown;
    return { source, role, text: { text: '', pages: [], code } };
  }
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
      const name = path.basename('path' in source ? source.path : source.name);
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
