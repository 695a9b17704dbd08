/** What several commands need of their words: required options, reasons, selections, progress on stderr. */
import { ArchiveError } from '../../shared/errors.ts';
import type { CallInput, Progress } from '../../shared/contract/index.ts';
import { RETENTIONS, RETENTION_LABELS, type Retention } from '../../shared/model/settings.ts';
import type { Arguments } from './arguments.ts';
import type { CommandContext } from './command.ts';

/** How far it is: a share as percent, else things done of all. */
function stand({ done, total }: Progress): string {
  if (Number.isInteger(done)) return `${done}/${total === 0 ? '?' : total}`;
  return `${Math.floor((100 * done) / total)}%`;
}

/** Progress as at most one line a second. */
function progressNotes(note: (line: string) => void): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = Date.now();
    if (now - last < 1000) return;
    last = now;
    note(`${stand(progress)} ${progress.message}`);
  };
}

export const longCall = (context: CommandContext) => ({
  signal: context.signal,
  onProgress: progressNotes(context.note),
});

export function required(args: Arguments, name: string, message: string): string {
  const value = args.text(name);
  if (value === undefined || value.trim() === '') throw new ArchiveError('USAGE', message);
  return value;
}

export function reasonOf(args: Arguments): string {
  const reason = args.text('reason');
  if (reason === undefined || reason.trim() === '') throw new ArchiveError('REASON_REQUIRED', '请用 --reason 写明');
  return reason;
}

export function selectionOf(args: Arguments): CallInput<'export.pdf'>['selection'] {
  const query = args.text('query');
  if (query !== undefined && args.positionals.length > 0) throw new ArchiveError('USAGE', '编号与 --query 只能用一种');
  if (query !== undefined) return { query };
  if (args.positionals.length === 0) throw new ArchiveError('USAGE', '请给出函件编号，或用 --query');
  return { ids: args.positionals };
}

export function sortOf(args: Arguments): 'relevance' | 'date' {
  const sort = args.text('sort') ?? 'relevance';
  if (sort !== 'relevance' && sort !== 'date') throw new ArchiveError('USAGE', '--sort 须为 relevance 或 date');
  return sort;
}

/** A 保管期限 by its code or its Chinese name. @param option where it was written */
export function retentionNamed(named: string | undefined, option: string): Retention | undefined {
  if (named === undefined) return undefined;
  const found = RETENTIONS.find((one) => one === named.toUpperCase() || RETENTION_LABELS[one] === named);
  if (found === undefined)
    throw new ArchiveError('USAGE', `--${option} 须为 ${Object.values(RETENTION_LABELS).join('、')}`);
  return found;
}
