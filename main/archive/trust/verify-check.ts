/** What the parts of the check of a whole archive share: where problems go, and how what cannot be read becomes one. */
import type { z } from 'zod';
import type { VerifyResult, problemSchema } from '../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../shared/errors.ts';
import { errnoCode } from '../storage/disk.ts';
import { diskError } from '../storage/failures.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { TimeSlicer } from '../work/time-slicer.ts';

export type Problem = z.infer<typeof problemSchema>;

type Report = (kind: string, id: string | undefined, message: string) => void;

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
  return (kind, id, message) => {
    list.push(id === undefined ? { kind, message } : { kind, id, message });
  };
}

/** What cannot even be read is a problem, not the end of the check. */
export async function guarded(check: Check, kind: string, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'CANCELLED') throw thrown;
    check.report(unreadableKind(kind, thrown), undefined, `${what}无法读全：${unreadable(thrown)}`);
  }
}

/** The kind of a problem that lies in the disk and may be gone at the next attempt. */
export const DISK_PROBLEM = 'disk';

export function unreadableKind(kind: string, thrown: unknown): string {
  const ofDisk = errnoCode(thrown) !== '' || (thrown instanceof ArchiveError && thrown.code === 'DISK_ERROR');
  return ofDisk ? DISK_PROBLEM : kind;
}

export function unreadable(thrown: unknown): string {
  const { message, details } = reportError(errnoCode(thrown) === '' ? thrown : diskError(thrown, ''));
  return details === undefined ? message : `${message}（${details.split('\n')[0] ?? ''}）`;
}
