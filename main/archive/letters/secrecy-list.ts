/**
 * Letters of the archive that would be refused today: filed before the rule was as wide as it is, or before a page was read
 * as it is now. Only looks; what to do with them is the 保密员's to say.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import type { MarkedLetters } from '../../../shared/contract/index.ts';
import { readSpans } from '../../../shared/model/stored.ts';
import { readRaw } from '../reading/read-raw.ts';
import { LIMITS } from '../reading/readers/reader.ts';
import { findCertainMark, findSecrecyMark, findSecrecyMarkInName, mentionsSecrecy } from '../reading/secrecy.ts';
import { stringsIn } from '../reading/secrecy-input.ts';
import { readSource } from '../trust/letter-source.ts';
import type { LongWork } from '../work/long-work.ts';
import { readBytes, readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';

/**
 * Asks all letters: the text as their file had it, elements, lists of files and reasons of all versions and acts, what was said of the
 * file, names, and the files themselves, read again without OCR (so that pictures are not asked). `unread` counts files that could not be read for it.
 * @throws ArchiveError CANCELLED
 */
export async function lettersTheWiderRuleRefuses(db: ReadableDb, work: LongWork = {}): Promise<MarkedLetters> {
  const ids = db.all<{ id: string; text_sha256: string }>('SELECT id, text_sha256 FROM letter ORDER BY number');
  const result: MarkedLetters = { checked: 0, unread: 0, unread_files: [], letters: [] };
  const told = markedInLog(db);
  for (const { id, text_sha256: text } of ids) {
    if (work.signal?.aborted === true) throw new ArchiveError('CANCELLED');
    work.onProgress?.({ done: result.checked, total: ids.length, message: '正在核查涉密标志' });
    const where =
      readable(result, id, () => markInText(db, id, text)) ??
      readable(result, id, () => markInSource(db, id)) ??
      readable(result, id, () => markInVersions(db, id)) ??
      (told.has(id) ? 'reason' : await markInFiles(db, id, result));
    if (where !== null) result.letters.push({ id, where });
    result.checked += 1;
    await turn();
  }
  return result;
}

/** What cannot be read of one letter is told, and keeps no other from being asked. */
function readable<T>(result: MarkedLetters, id: string, look: () => T | null): T | null {
  try {
    return look();
  } catch {
    unread(result, id, '（库中记录）');
    return null;
  }
}

function markInText(db: ReadableDb, id: string, text: string): 'text' | 'name' | null {
  if (findSecrecyMark(readText(db, text)) !== null) return 'text';
  const source = readSource(db, id);
  if (source === undefined) return null;
  if (findSecrecyMark(readText(db, source.raw_text_sha256), readSpans(source.pages)) !== null) return 'text';
  return findSecrecyMarkInName(source.file_name) === null ? null : 'name';
}

/** What a package may have said of the file beside its text. */
function markInSource(db: ReadableDb, id: string): 'elements' | null {
  const source = readSource(db, id);
  if (source === undefined) return null;
  const { format, evidence, warnings } = source;
  return holdsMark(JSON.stringify(format)) || holdsMark(evidence) || holdsMark(warnings) ? 'elements' : null;
}

/** Of all versions, those of joined histories as well. */
function markInVersions(db: ReadableDb, id: string): 'elements' | 'reason' | null {
  const columns = 'elements, attachments, reason';
  const rows = db.all<{ elements: string; attachments: string; reason: string }>(
    `SELECT ${columns} FROM version WHERE letter_id = ?1 UNION ALL SELECT ${columns} FROM foreign_version WHERE of_letter = ?1`,
    [id],
  );
  if (rows.some(({ elements, attachments }) => holdsMark(elements) || holdsMark(attachments))) return 'elements';
  return rows.some(({ reason }) => findCertainMark(reason) !== null) ? 'reason' : null;
}

/** What acts of the log were done to and say a mark in their reasons or notes. */
function markedInLog(db: ReadableDb): Set<string> {
  const rows = db.all<{ subject: string; detail: string }>(
    "SELECT subject, detail FROM archive.audit WHERE subject IS NOT NULL AND detail LIKE '%密%'",
  );
  return new Set(rows.filter(({ detail }) => holdsMark(detail)).map(({ subject }) => subject));
}

function holdsMark(json: string): boolean {
  if (!mentionsSecrecy(json)) return false;
  return [...stringsIn(JSON.parse(json))].some(({ text }) => findCertainMark(text) !== null);
}

async function markInFiles(db: ReadableDb, id: string, result: MarkedLetters): Promise<'name' | 'file' | null> {
  const files = db.all<{ name: string; size: number; sha256: string }>(
    'SELECT name, size, sha256 FROM attachment WHERE letter_id = ?',
    [id],
  );
  for (const { name, size, sha256 } of files) {
    if (findSecrecyMarkInName(name) !== null) return 'name';
    if (size > LIMITS.heldBytes) {
      unread(result, id, name);
      continue;
    }
    try {
      await readRaw({ name, bytes: Uint8Array.from(readBytes(db, sha256)) }, { ocr: false, apart: true });
    } catch (thrown) {
      const { code } = reportError(thrown);
      if (code === 'SECRET_REFUSED') return 'file';
      if (code === 'CANCELLED') throw thrown;
      unread(result, id, name);
    }
  }
  return null;
}

function unread(result: MarkedLetters, id: string, name: string): void {
  result.unread += 1;
  result.unread_files.push({ id, name });
}
