/** Writes public versions: set from the text without what is hidden, opened again and searched, each with its 脱敏清单 apart. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOutput, ParsedInput } from '../../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../../shared/errors.ts';
import { titleOrName } from '../../../../shared/model/letter-name.ts';
import type { Host } from '../../host/host.ts';
import { requireReviewed } from '../../letters/public/deciding.ts';
import { hiddenPlaces, publicFile, type PublicFile } from '../../letters/public/status.ts';
import { makeOutputFolder, writeNewFile } from '../../print/new-file.ts';
import { printReport } from '../../print/print-report.ts';
import { targetError } from '../../storage/failures.ts';
import { actorName } from '../../trust/accounts/actor-names.ts';
import { auditTip } from '../../trust/audit.ts';
import type { LongWork } from '../../work/long-work.ts';
import { hiddenList } from './hidden-list.ts';
import { publicLetterOf, type PublicLetter } from './public-letter.ts';

/** Lists do not lie among what may be handed on. */
export const LISTS_FOLDER = '内部 脱敏清单';

type Made = CallOutput<'export.public'>['files'][number];
type Failed = CallOutput<'export.public'>['failed'];

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * @returns what was written, and of which version
 * @throws ArchiveError CANCELLED; as makeOutputFolder
 */
export async function exportPublic(
  host: Host,
  ids: readonly string[],
  { out }: ParsedInput<'export.public'>,
  { signal, onProgress }: LongWork,
): Promise<{ files: (Made & { version: number })[]; failed: Failed }> {
  makeOutputFolder(out);
  const files: (Made & { version: number })[] = [];
  const failed: Failed = [];
  for (const [at, id] of ids.entries()) {
    await nextTurn();
    if (signal?.aborted === true) throw new ArchiveError('CANCELLED');
    onProgress?.({ done: at, total: ids.length, message: `正在制作第 ${at + 1} 件公开版` });
    try {
      files.push(await exportOne(host, id, out));
    } catch (thrown) {
      const { code, message } = reportError(thrown);
      failed.push({ id, code, message });
    }
  }
  return { files, failed };
}

async function exportOne(host: Host, id: string, out: string): Promise<Made & { version: number }> {
  const file = publicFile(host.db.read, id);
  requireReviewed(file);
  const hidden = hiddenPlaces(file.taken);
  const made = publicLetterOf(file);
  const { pdf, pages, warnings } = await host.typesetting.letter(made.letter, {
    publicVersion: { at: file.status.review?.at ?? '', name: made.name, hidden: made.keys },
  });
  const { name, created } = write(out, made.name, pdf);
  try {
    const list = await writeList(host, file, made, { name, sha256: hash(pdf) }, join(out, LISTS_FOLDER));
    return {
      id,
      version: file.letter.version,
      file: join(out, name),
      pages,
      sha256: hash(pdf),
      hidden: hidden.length,
      list,
      warnings,
    };
  } catch (thrown) {
    if (created) rmSync(join(out, name), { force: true });
    throw thrown;
  }
}

function write(folder: string, name: string, bytes: Uint8Array): { name: string; created: boolean } {
  try {
    return writeNewFile(folder, name, bytes);
  } catch (thrown) {
    throw targetError(thrown, join(folder, name));
  }
}

async function writeList(
  host: Host,
  { letter, status }: PublicFile,
  made: PublicLetter,
  file: { name: string; sha256: string },
  folder: string,
): Promise<string> {
  const db = host.db.read;
  const { review } = status;
  const report = hiddenList({
    title: titleOrName(made.letter.elements, () => made.letter.text),
    docNumber: made.letter.elements.doc_number,
    refCode: letter.ref_code,
    version: letter.version,
    items: status.items,
    text: letter.text,
    nameOf: (actor) => actorName(db, actor),
    reviewed: { by: review?.by ?? '', at: review?.at ?? '' },
    file,
    tip: auditTip(db),
    date: new Date(),
  });
  const printed = await printReport(report, folder, `脱敏清单 ${file.name.replace(/\.pdf$/, '')}`, host.typesetting);
  return printed.file;
}
