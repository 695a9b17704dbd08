/** Versions as another program would write them, with hashes that are right: elements and attachments that ours does not know. */
import type { ArchiveDb } from '../../main/archive/storage/archive-db.ts';
import { textKey } from '../../main/archive/reading/text-key.ts';
import { readText } from '../../main/archive/storage/content.ts';
import { appendAudit } from '../../main/archive/trust/audit.ts';
import { hashOfRecord, type VersionRecord } from '../../main/archive/trust/version-record.ts';

type Json = Record<string, unknown>;

export interface Written {
  elements: Json;
  attachments: Json[];
  /** What it says that it changed. */
  changes: string[];
}

const LISTED = ['title', 'doc_number', 'issuer', 'issued_on', 'reply_kind', 'result_code', 'openness'] as const;

/** Adds a version on top of a letter's newest. @param alter answers what is changed of it */
export function writeAsAnother(db: ArchiveDb, id: string, alter: (newest: Written) => Partial<Written>): void {
  db.transaction((tx) => {
    const newest = tx.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1', [
      id,
    ]);
    if (newest === undefined) throw new Error(`no letter ${id}`);
    const was: Written = {
      elements: JSON.parse(newest.elements) as Json,
      attachments: JSON.parse(newest.attachments) as Json[],
      changes: [],
    };
    const { elements, attachments, changes } = { ...was, ...alter(was) };
    const record = {
      letter_id: id,
      version: newest.version + 1,
      at: new Date().toISOString(),
      actor: '他处程序',
      reason: '另一程序所改',
      elements: JSON.stringify(elements),
      text_sha256: newest.text_sha256,
      attachments: JSON.stringify(attachments),
      previous_sha256: newest.sha256,
    };
    const sha256 = hashOfRecord(record);
    const row = { ...record, changes: JSON.stringify(changes), sha256 };
    const columns = Object.keys(row);
    tx.run(
      `INSERT INTO version (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      Object.values(row),
    );
    const column = (value: unknown): string | null =>
      value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
    const { addressees = [] } = elements;
    const attached = attachments.flatMap(({ role, sha256 }) => (role === 'ORIGINAL' ? [] : [String(sha256)]));
    tx.run(
      `UPDATE letter SET version = ?, text_key = ?, ${LISTED.map((name) => `${name} = ?`).join(', ')}, addressees = ?
       WHERE id = ?`,
      [
        record.version,
        textKey(readText(tx, newest.text_sha256), attached),
        ...LISTED.map((name) => column(elements[name])),
        JSON.stringify(Array.isArray(addressees) ? addressees : [addressees]),
        id,
      ],
    );
    const detail = { version: record.version, sha256 };
    appendAudit(tx, { actor: record.actor, action: 'letter.edit', subject: id, detail });
  });
}

/** The newest version's elements and attachments, as they are stored. */
export function storedOf(db: ArchiveDb, id: string): { elements: Json; attachments: Json[] } {
  const row = db.read.get<VersionRecord>('SELECT * FROM version WHERE letter_id = ? ORDER BY version DESC LIMIT 1', [
    id,
  ]);
  return {
    elements: JSON.parse(row?.elements ?? '') as Json,
    attachments: JSON.parse(row?.attachments ?? '') as Json[],
  };
}
