/** What the parts of the check of a whole archive share: where problems go, and how what cannot be read becomes one. */
import type { z } from 'zod';
import type { VerifyResult, problemSchema } from '../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import { errnoCode } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';

export type Problem = z.infer<typeof problemSchema>;

export type Report = (kind: string, id: string | undefined, message: string, details?: string) => void;

/** What one check works with: the database, where to put problems and notes, and when to let others have a turn. */
export interface Check {
  db: ReadableDb;
  report: Report;
  /** For what is to be told and is no damage. */
  note: Report;
  slicer: TimeSlicer;
  checked: VerifyResult['checked'];
}

/** Puts what is reported at the end of a list. */
export function reportInto(list: Problem[]): Report {
  return (kind, id, message, details) => {
    // Where an id stands in the database bytes may stand as well.
    const named = id === undefined ? {} : { id: String(id) };
    list.push({ kind, ...named, message, ...(details !== undefined && { details }) });
  };
}

/** What cannot even be read is a problem, not the end of the check. */
export async function guarded(check: Check, kind: string, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
    reportUnreadable(check.report, { kind, what: `${what}无法读全` }, thrown);
  }
}

/** The kind of a problem that lies in the disk and may be gone at the next attempt. */
export const DISK_PROBLEM = 'disk';

export function unreadableKind(kind: string, thrown: unknown): string {
  const ofDisk = errnoCode(thrown) !== '' || (thrown instanceof ArchiveError && thrown.code === 'DISK_ERROR');
  return ofDisk ? DISK_PROBLEM : kind;
}

/** Why something could not be read: in words, and what the system or SQLite said. */
export function unreadable(thrown: unknown): { why: string; details?: string } {
  const { code, message, details } = reportError(errnoCode(thrown) === '' ? thrown : diskError(thrown, ''));
  // Not by a fault of the program: something stands there that it never writes.
  const why = code === 'INTERNAL' ? '其中有本程序不会写入的内容，读不出' : message;
  return details === undefined ? { why } : { why, details: details.split('\n')[0] ?? '' };
}

/** @param about its kind, where it is known; whom it is about; what could not be read */
export function reportUnreadable(
  report: Report,
  about: { kind: string; id?: string; what: string },
  thrown: unknown,
): void {
  if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
  const { why, details } = unreadable(thrown);
  report(unreadableKind(about.kind, thrown), about.id, `${about.what}：${why}`, details);
}
