/**
 * The log for who may not see letters: who did what when, to which letter by its id and archive number. What people wrote, searched for and
 * called their files tells content, and so does the hash of a file that somebody has: of rows about letters only what is named here stays. Of settings
 * and backups what people called things goes (layouts and titles of registers, words that they had forgotten, names of days, folders, files).
 */
import type { AuditRow } from '../../../shared/contract/index.ts';
import { readRecord } from '../../../shared/model/stored.ts';
import { isProgramsName } from './backup-name.ts';

/** Acts on letters begin so, with those that tell of several. What is not among them, as accounts and heads, stays whole. */
const ABOUT_LETTERS =
  /^(?:letter|attachment|batch|public|disposal|package|search|index|secrecy|secret)\.|^export\.(?!audit$)|^report\.(?:inspection|revisions)$|^archive\.seal$/u;

/** Numbers, days, ids, people and words of fixed lists. */
const TELLS_NO_CONTENT: ReadonlySet<string> = new Set([
  ...[
    'version',
    'number',
    'ref_code',
    'old_ref_code',
    'package_ref_code',
    'archive_year',
    'retention',
    'item_no',
    'review',
  ],
  ...[
    'from',
    'to',
    'shortened',
    'approved_by',
    'changes',
    'restored',
    'batch',
    'undone',
    'undone_at',
    'undoes',
    'left',
  ],
  ...[
    'public_seq',
    'decided',
    'hidden',
    'grounds',
    'on',
    'disposal_seq',
    'disposal',
    'destroy',
    'carried',
    'remaining',
  ],
  ...[
    'letters',
    'ids',
    'other',
    'ok',
    'failed',
    'kind',
    'filed',
    'duplicates',
    'differs',
    'refused',
    'take',
    'rows',
    'upto',
  ],
]);

/** Ids of letters, batches and appraisals. */
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/u;

/** `files` of ids alone: their names tell content. */
const isShown = (key: string, value: unknown): boolean =>
  key === 'files'
    ? Array.isArray(value) && value.every((one) => ID.test(String(one)))
    : TELLS_NO_CONTENT.has(key) && isPlain(value);

const isPlain = (value: unknown): boolean =>
  value === null ||
  ['number', 'boolean', 'string'].includes(typeof value) ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number'));

/** The ids of letters in a list of things that each have one; undefined where it is no such list. */
function idsIn(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ids = value.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'id' in one ? one.id : undefined,
  );
  return ids.every((id): id is string => typeof id === 'string' && ID.test(id)) ? ids : undefined;
}

const leftOut = (row: AuditRow, kept: object, names: readonly string[]): AuditRow =>
  names.length === 0 ? row : { ...row, detail: JSON.stringify({ ...kept, left_out: names }) };

/** Groups of settings that are numbers, days and codes, but for the folder of backups. */
const SHOWN_SETTINGS: ReadonlySet<string | null> = new Set(['ref_code', 'backup']);

function withoutNamesInSettings(row: AuditRow): AuditRow {
  const { from, to, ...others } = readRecord(row.detail);
  if (!SHOWN_SETTINGS.has(row.subject)) return leftOut(row, others, ['from', 'to']);
  if (row.subject !== 'backup') return row;
  const withoutFolder = (group: unknown): unknown =>
    typeof group === 'object' && group !== null
      ? Object.fromEntries(Object.entries(group).filter(([key]) => key !== 'to'))
      : null;
  return leftOut(row, { ...others, from: withoutFolder(from), to: withoutFolder(to) }, ['place']);
}

/** Only names that the program gives stay: what a person called a file or a folder can say anything. */
function withoutPlaces(row: AuditRow): AuditRow {
  const nameIn = (path: unknown): string | undefined => {
    const name = typeof path === 'string' ? /[^/\\]*$/u.exec(path)?.[0] : undefined;
    return name !== undefined && isProgramsName(name) ? name : undefined;
  };
  const { place, file, ...others } = readRecord(row.detail);
  const subject = row.subject === null ? undefined : nameIn(row.subject);
  const name = nameIn(file);
  const names = [
    ...(place === undefined && (file === undefined || file === name) ? [] : ['place']),
    ...((file !== undefined && name === undefined) || (row.subject !== null && subject === undefined) ? ['file'] : []),
  ];
  return leftOut({ ...row, subject: subject ?? null }, { ...(name !== undefined && { file: name }), ...others }, names);
}

/** @returns the row with `left_out`, the names of what is not shown, where anything is; its hashes are those of the whole row */
export function withoutContent(row: AuditRow): AuditRow {
  if (row.action === 'settings.change') return withoutNamesInSettings(row);
  if (row.action.startsWith('backup.')) return withoutPlaces(row);
  if (!ABOUT_LETTERS.test(row.action)) return row;
  // Of files that were made of letters it stays which letters.
  const entries = Object.entries(readRecord(row.detail)).map(([key, value]) => [key, idsIn(value) ?? value] as const);
  const shown = entries.filter(([key, value]) => isShown(key, value));
  const names = entries.map(([key]) => key).filter((key) => !shown.some(([one]) => one === key));
  return {
    ...row,
    subject: row.subject !== null && ID.test(row.subject) ? row.subject : null,
    detail: JSON.stringify({ ...Object.fromEntries(shown), ...(names.length > 0 && { left_out: names }) }),
  };
}
