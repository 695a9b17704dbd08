/**
 * Hashes by which the log covers what stands in no version: what a letter was read from, the texts read from attached files,
 * bulk edits. Each over the canonical JSON of exactly the columns named, as they are stored.
 */
import { canonicalJson, sha256Hex } from './canonical.ts';

/** A row of `letter_source` without its key; all but the first three are JSON. */
export interface SourceRecord {
  file_name: string;
  format: string;
  raw_text_sha256: string;
  text_map: string;
  pages: string;
  evidence: string;
  warnings: string;
}

export function sourceDigest(record: SourceRecord): string {
  const { file_name, format, raw_text_sha256, text_map, pages, evidence, warnings } = record;
  return sha256Hex(canonicalJson({ file_name, format, raw_text_sha256, text_map, pages, evidence, warnings }));
}

/** A row of `attachment_text`. */
export interface AttachmentTextRecord {
  /** Of the file's bytes. */
  sha256: string;
  text_sha256: string | null;
  pages: string;
  code: string | null;
}

export function attachmentTextDigest(record: AttachmentTextRecord): string {
  const { sha256, text_sha256, pages, code } = record;
  return sha256Hex(canonicalJson({ sha256, text_sha256, pages, code }));
}

/** A row of `batch` without the time of its undoing. */
export interface BatchRecord {
  id: string;
  at: string;
  actor: string;
  reason: string;
  fields: string;
}

export function batchDigest(record: BatchRecord): string {
  const { id, at, actor, reason, fields } = record;
  return sha256Hex(canonicalJson({ id, at, actor, reason, fields }));
}
