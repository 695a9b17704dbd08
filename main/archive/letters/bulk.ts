/** Bulk edit of elements: a preview, one reason, one transaction, one undo. */
import { ArchiveError } from '../../../shared/errors.ts';
import type { ElementName, Elements, Warning } from '../../../shared/model/elements.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb, WritableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from '../trust/audit.ts';
import { batchDigest, type BatchRecord } from '../trust/evidence.ts';
import { changeIn, setElements, toldOf, withValues } from './change.ts';
import { newId } from './ids.ts';
import { readVersion } from './versions.ts';

export type ElementChange = { [K in ElementName]?: Elements[K] | undefined };

export interface BulkPreviewRow {
  id: string;
  title: string | null;
  version: number;
  /** What would change; empty where the letter has these values already. */
  changes: { field: string; from: unknown; to: unknown }[];
  /** What is to be known of the new values. */
  warnings: Warning[];
  /** Why the letter would be left out, if it would. */
  refused: 'LETTER_LOCKED' | null;
}

/** What a bulk edit would do to each letter. Changes nothing. */
export function previewBulk(db: ReadableDb, ids: readonly string[], set: ElementChange): BulkPreviewRow[] {
  return ids.map((id) => {
    const { elements, version } = readVersion(db, id);
    const row = db.get<{ final_version: number | null }>('SELECT final_version FROM letter WHERE id = ?', [id]);
    const changes = (Object.keys(set) as ElementName[])
      .filter((field) => set[field] !== undefined && JSON.stringify(set[field]) !== JSON.stringify(elements[field]))
      .map((field) => ({ field, from: elements[field], to: set[field] }));
    return {
      id,
      title: elements.title,
      version,
      changes,
      warnings: changes.length === 0 ? [] : toldOf(db, id, elements, withValues(elements, set)),
      refused: row?.final_version == null ? null : 'LETTER_LOCKED',
    };
  });
}

/**
 * Gives every letter the same values, all of them or none. Letters that have them already get no new version.
 * @param letters ids with the version that the preview showed
 * @returns the batch, by which the whole can be undone, the letters that got a new version, and what is to be known of each
 * @throws ArchiveError VERSION_CONFLICT, LETTER_LOCKED, NOTHING_CHANGED; then nothing is changed
 */
export function editBulk(
  db: ArchiveDb,
  request: { letters: readonly { id: string; version: number }[]; set: ElementChange; reason: string; actor: string },
): { batch: string; changed: string[]; warnings: (Warning & { letter: string })[] } {
  const batch = newId();
  return db.transaction((tx) => {
    const wanted = previewBulk(
      tx,
      request.letters.map((l) => l.id),
      request.set,
    );
    const changing = wanted.filter((row) => row.changes.length > 0);
    if (changing.length === 0) throw new ArchiveError('NOTHING_CHANGED');
    const base = new Map(request.letters.map((l) => [l.id, l.version]));
    putBatch(tx, {
      id: batch,
      at: new Date().toISOString(),
      actor: request.actor,
      reason: request.reason.trim(),
      fields: JSON.stringify(request.set),
    });
    const warnings: (Warning & { letter: string })[] = [];
    for (const { id } of changing) {
      const change = { id, actor: request.actor, reason: request.reason, baseVersion: base.get(id) };
      const made = changeIn(tx, change, 'letter.edit', (draft) => {
        setElements(draft, request.set);
        return { batch };
      });
      tx.run('INSERT INTO batch_letter (batch_id, letter_id, version) VALUES (?,?,?)', [batch, id, made.version]);
      warnings.push(...made.warnings.map((told) => ({ letter: id, ...told })));
    }
    return { batch, changed: changing.map((row) => row.id), warnings };
  });
}

/** Puts a batch down, with its row in the log. */
function putBatch(tx: WritableDb, record: BatchRecord): void {
  const { id, at, actor, reason, fields } = record;
  tx.run('INSERT INTO batch (id, at, actor, reason, fields) VALUES (?,?,?,?,?)', [id, at, actor, reason, fields]);
  appendAudit(tx, { actor, action: 'batch.edit', subject: id, detail: { reason, batch_sha256: batchDigest(record) } });
}

/**
 * Undoes a bulk edit: every letter gets a new version that equals the one before the batch. A letter that was changed
 * after the batch is left as it is and named.
 * @throws ArchiveError NOT_FOUND, NOTHING_CHANGED (undone already)
 */
export function undoBulk(
  db: ArchiveDb,
  request: { batch: string; reason: string; actor: string },
): { undone: string[]; left: string[] } {
  return db.transaction((tx) => {
    const batch = tx.get<{ undone_at: string | null }>('SELECT undone_at FROM batch WHERE id = ?', [request.batch]);
    if (batch === undefined) throw new ArchiveError('NOT_FOUND', `批量修改 ${request.batch}`);
    if (batch.undone_at !== null) throw new ArchiveError('NOTHING_CHANGED', '这次批量修改已经撤销过');
    const letters = tx.all<{ id: string; version: number; newest: number; final_version: number | null }>(
      `SELECT b.letter_id AS id, b.version, l.version AS newest, l.final_version
       FROM batch_letter b JOIN letter l ON l.id = b.letter_id WHERE b.batch_id = ?`,
      [request.batch],
    );
    const undone: string[] = [];
    const left: string[] = [];
    for (const letter of letters) {
      if (letter.newest !== letter.version || letter.final_version !== null) {
        left.push(letter.id);
        continue;
      }
      const before = readVersion(tx, letter.id, letter.version - 1);
      const change = { id: letter.id, actor: request.actor, reason: request.reason, goesBack: true as const };
      changeIn(tx, change, 'letter.restore', (draft) => {
        draft.elements = before.stored;
        draft.text = readText(tx, before.textSha256);
        draft.attachments = before.attachments;
        return { restored: before.version, undoes: request.batch };
      });
      undone.push(letter.id);
    }
    const undoneAt = new Date().toISOString();
    tx.run('UPDATE batch SET undone_at = ? WHERE id = ?', [undoneAt, request.batch]);
    appendAudit(tx, {
      actor: request.actor,
      action: 'batch.undo',
      subject: request.batch,
      detail: { reason: request.reason.trim(), undone: undone.length, left, undone_at: undoneAt },
    });
    return { undone, left };
  });
}
