/** The acts that change a filed letter: edit, attach, detach, restore, declare final and unlock. */
import { basename } from 'node:path';
import { ArchiveError, ERROR_TEXT, type ErrorCode } from '../../../shared/errors.ts';
import { ELEMENT_LABELS, type Elements, type Warning } from '../../../shared/model/elements.ts';
import { isOriginal, type Attachment } from '../../../shared/model/letter.ts';
import { elementFaults, knownAttachment } from '../../../shared/model/stored.ts';
import { readText } from '../storage/content.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { addAttachment, loggedTexts, type NewAttachment } from './attachments.ts';
import { changeLetter, refuseConflict, refuseFinal, setElements, type Change, type ChangeRequest } from './change.ts';
import { leftBehind, type Left } from './left-behind.ts';
import { readVersion, type Snapshot } from './versions.ts';

/** A change of a letter, as it is answered. */
export interface Made {
  id: string;
  version: number;
  review: boolean;
  warnings: Warning[];
}

const made = ({ letterId, version, review, warnings }: Change): Made => ({ id: letterId, version, review, warnings });

export function editLetter(
  db: ArchiveDb,
  request: ChangeRequest & { set: { [K in keyof Elements]?: Elements[K] | undefined }; text?: string | undefined },
): Made {
  return made(
    changeLetter(db, request, 'letter.edit', (draft) => {
      setElements(draft, request.set);
      if (request.text !== undefined) draft.text = request.text.replaceAll('\r\n', '\n');
      return undefined;
    }),
  );
}

export function attachFiles(
  db: ArchiveDb,
  request: ChangeRequest & { attachments: NewAttachment[] },
): Made & { attachments: Attachment[] } {
  const again: Warning[] = [];
  const change = changeLetter(db, request, 'letter.attach', (draft, tx, at) => {
    const added = request.attachments.map((coming) => {
      const attachment = addAttachment(tx, request.id, coming, at);
      again.push(...attachedAlready(attachment, draft.attachments));
      draft.attachments.push(attachment);
      return attachment;
    });
    const files = added.map((a) => ({ id: a.id, name: a.name, sha256: a.sha256 }));
    return { attachments: files, ...loggedTexts(tx, added) };
  });
  return {
    ...made(change),
    warnings: [...again, ...request.attachments.flatMap(textUnread), ...change.warnings],
    attachments: change.attachments.map(knownAttachment),
  };
}

/** The same bytes once more may be meant so, and may be a slip: it is told, and attached all the same. */
function attachedAlready({ name, sha256 }: Attachment, present: readonly Attachment[]): Warning[] {
  const same = present.find((other) => other.sha256 === sha256);
  if (same === undefined) return [];
  const message = `附件“${name}”与函中已有的“${same.name}”是同一文件，仍已附上；多余的可以移除。`;
  return [{ code: 'ALREADY_ATTACHED', message }];
}

/** The first clause of an error's words: what is the matter, without what to do. */
const whyOf = (code: string): string =>
  (code in ERROR_TEXT ? ERROR_TEXT[code as ErrorCode] : '没有读出文字').split(/[，。]/, 1)[0] ?? '';

/** A file that gave no text is kept as it is, but nothing of it can be searched. */
function textUnread({ source, text }: NewAttachment): Warning[] {
  if (text === undefined || text.code === null) return [];
  const name = basename('path' in source ? source.path : source.name);
  const why = /\.zip$/i.test(name) && text.code === 'NO_TEXT' ? '压缩包中的文件不逐个读出' : whyOf(text.code);
  return [{ code: 'ATTACHMENT_UNREAD', message: `附件“${name}”已附上，但检索不到其中的内容：${why}。` }];
}

/** Takes an attachment out of the newest version; its content stays in the history. The original cannot be taken out. */
export function detachFile(db: ArchiveDb, request: ChangeRequest & { attachment: string }): Made {
  return made(
    changeLetter(db, request, 'letter.detach', (draft) => {
      const gone = draft.attachments.find((a) => a.id === request.attachment);
      if (gone === undefined) throw new ArchiveError('NOT_FOUND', `附件 ${request.attachment}`);
      if (isOriginal(gone)) throw new ArchiveError('BAD_VALUE', '原件不能移除');
      draft.attachments = draft.attachments.filter((a) => a !== gone);
      return { attachments: [{ id: gone.id, name: gone.name, sha256: gone.sha256 }] };
    }),
  );
}

/** What could not be filed today does not become the newest version by going back to it. @throws ArchiveError BAD_VALUE */
function refuseUnfit(old: Snapshot, newest: Snapshot): void {
  const unfit = new Set(elementFaults(newest.stored).map(({ name }) => name));
  const fault = elementFaults(old.stored).find(({ name }) => !unfit.has(name));
  if (fault === undefined) return;
  const what = `第 ${old.version} 版的${ELEMENT_LABELS[fault.name]}不合现在的要求，不能整版恢复，请用“修改”录入需要的内容`;
  throw new ArchiveError('BAD_VALUE', what);
}

/** Makes a new version on top that equals an old one. @throws ArchiveError BAD_VALUE where it could not be filed today */
export function restoreVersion(db: ArchiveDb, request: ChangeRequest & { version: number }): Made & { left: Left } {
  let left: Left = { attachments: [], elements: [] };
  const change = made(
    changeLetter(db, { ...request, goesBack: true }, 'letter.restore', (draft, tx) => {
      const old = readVersion(tx, request.id, request.version);
      const newest = readVersion(tx, request.id);
      refuseUnfit(old, newest);
      left = leftBehind(newest, old);
      draft.elements = old.stored;
      draft.text = readText(tx, old.textSha256);
      draft.attachments = old.attachments;
      return { restored: old.version };
    }),
  );
  return { ...change, left };
}

/**
 * Declares a letter's newest version final (定稿): from then on it takes no new version until it is unlocked.
 * @throws ArchiveError REASON_REQUIRED, NOT_FOUND, LETTER_LOCKED (it is final already), VERSION_CONFLICT
 */
export function finaliseLetter(db: ArchiveDb, request: ChangeRequest): { id: string; version: number } {
  const reason = request.reason.trim();
  if (reason === '') throw new ArchiveError('REASON_REQUIRED');
  return db.transaction((tx) => {
    const newest = readVersion(tx, request.id);
    refuseFinal(tx, request.id);
    refuseConflict(newest.version, request.baseVersion);
    tx.run('UPDATE letter SET final_version = ?, review = 0 WHERE id = ?', [newest.version, request.id]);
    const detail = { version: newest.version, sha256: newest.sha256, reason };
    appendAudit(tx, { actor: request.actor, action: 'letter.finalise', subject: request.id, detail });
    return { id: request.id, version: newest.version };
  });
}

/** Takes the lock off a final letter; an act with a reason, in the audit log. */
export function unlockLetter(db: ArchiveDb, request: ChangeRequest): { id: string; version: number } {
  const reason = request.reason.trim();
  if (reason === '') throw new ArchiveError('REASON_REQUIRED');
  return db.transaction((tx) => {
    const newest = readVersion(tx, request.id);
    const unlocked = tx.run('UPDATE letter SET final_version = NULL WHERE id = ? AND final_version IS NOT NULL', [
      request.id,
    ]);
    if (unlocked === 0) throw new ArchiveError('NOTHING_CHANGED', '此函件未定稿');
    const detail = { version: newest.version, sha256: newest.sha256, reason };
    appendAudit(tx, { actor: request.actor, action: 'letter.unlock', subject: request.id, detail });
    return { id: request.id, version: newest.version };
  });
}
