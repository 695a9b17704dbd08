/** What the four-property inspection asks of a letter's files: that they are there, whole, and can really be opened. */
import type { Attachment } from '../../../shared/model/letter.ts';
import type { Opening } from '../reading/readers/open-check.ts';
import { openApart } from '../reading/readers/page-picture.ts';
import { LIMITS } from '../reading/readers/reader.ts';
import { readBytes } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';
import * as checks from './inspection-checks.ts';
import type { Ledger } from './inspection-ledger.ts';

export async function inspectFiles(
  db: ReadableDb,
  id: string,
  files: readonly Attachment[],
  ledger: Ledger,
  slicer: TimeSlicer,
): Promise<void> {
  const missing: string[] = files.some(({ role }) => role === 'ORIGINAL') ? [] : ['没有原件'];
  for (const file of files) {
    const content = db.get<{ size: number }>('SELECT size FROM content WHERE sha256 = ?', [file.sha256]);
    if (content === undefined) {
      missing.push(`附件“${file.name}”没有内容`);
      continue;
    }
    ledger.look(
      '1-10',
      id,
      content.size === file.size ? [] : [`“${file.name}”登记 ${file.size} 字节，实有 ${content.size} 字节`],
    );
    if (checks.isLasting(file)) ledger.look('3-3', id, []);
    else ledger.leave('3-3', id, `“${file.name}”不是长期保存格式，移交前须转换`);
    await inspectOpening(db, id, file, ledger);
    await slicer.step(0);
  }
  ledger.look('2-7', id, missing);
}

/** Each file is opened by the reader of its format; one that no reader here knows, or that is too large to hold, is left to a person. */
async function inspectOpening(db: ReadableDb, id: string, file: Attachment, ledger: Ledger): Promise<void> {
  const opening: Opening =
    file.size > LIMITS.heldBytes
      ? { opens: null, how: '', what: '文件过大，没有打开', locked: [] }
      : await openApart({ name: file.name, bytes: Uint8Array.from(readBytes(db, file.sha256)) });
  if (opening.opens === null) ledger.leave('3-4', id, `“${file.name}”须由人打开查看：${opening.what}`);
  else ledger.look('3-4', id, opening.opens ? [] : [`“${file.name}”${opening.what}`]);
  if (opening.opens === true) ledger.tell('3-4', opening.how);
  if (opening.opens === null && opening.locked.length === 0)
    ledger.leave('3-8', id, `“${file.name}”是否加密、是否为非公开压缩，须由人确认`);
  else
    ledger.look(
      '3-8',
      id,
      opening.locked.map((name) => `“${name}”有密码或为非公开压缩格式`),
    );
}
