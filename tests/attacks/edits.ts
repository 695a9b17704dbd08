/**
 * Changes of the database made with another SQLite, triggers and checksums of pages made right again: at least one of each column
 * of each table. Where nothing is said otherwise `verify` finds it.
 */
import { DISPOSAL_EDITS } from './disposal-edits.ts';
import { EditList, HEX, TIME } from './edit-list.ts';
import type { Edit } from './edit-list.ts';
import { LETTER_EDITS } from './letter-edits.ts';
import { SHAPE_EDITS } from './shape-edits.ts';
import type { Finder } from './examine.ts';

export type { Edit } from './edit-list.ts';

const list = new EditList();

// What the archive says of itself.
list.edit(
  'meta',
  'value',
  'the id of the archive',
  () => `UPDATE meta SET value = '00000000-0000-4000-8000-000000000000' WHERE key = 'archive_id'`,
  'opening',
);
list.edit('meta', 'value', 'when it was made', () => `UPDATE meta SET value = '${TIME}' WHERE key = 'created'`);
list.edit(
  'meta',
  'value',
  'where the chain of SM3 begins, the chain emptied',
  () => `UPDATE meta SET value = '100000' WHERE key = 'sm3_from'; UPDATE audit SET sm3 = ''`,
  'opening',
);
list.edit(
  'meta',
  'value',
  'a setting',
  () => `UPDATE meta SET value = replace(value, 'Z007', 'Z999') WHERE key = 'setting:ref_code'`,
);
list.edit('meta', 'key value', 'a setting added', () => `INSERT INTO meta VALUES ('setting:backup', '{}')`);
list.edit('meta', 'key', 'a key that nobody writes', () => `INSERT INTO meta VALUES ('note', 'x')`);
list.all.push({
  table: 'meta',
  columns: ['value'],
  what: 'when the clock last made a backup',
  sql: () => `INSERT INTO meta VALUES ('scheduled_backup', '{"at":"${TIME}","code":""}')`,
  by: 'nothing',
  why: 'only tells when the clock last made a backup; the log has the backup or its failure',
});

// The log.
const row = (column: string, value: string, what: string): void =>
  list.edit('audit', column, what, () => `UPDATE audit SET ${column} = ${value} WHERE seq = 4`);
row('actor', "'另一人'", 'who acted');
row('at', `'${TIME}'`, 'when');
row('action', "'letter.view'", 'what was done');
row('subject', "'x'", 'to what');
row('detail', "'{}'", 'the detail');
row('previous_hash', `'${HEX}'`, 'what a row stands on');
row('hash', `'${HEX}'`, 'the hash of a row');
row('sm3', `'${HEX}'`, 'the SM3 of a row');
row('sm3', "''", 'the SM3 of a row taken away');
list.edit('audit', 'seq', 'the number of a row', () => `UPDATE audit SET seq = 1000 WHERE seq = 4`);
list.edit('audit', '*', 'a row taken out', () => `DELETE FROM audit WHERE seq = 4`);
list.edit(
  'audit',
  '*',
  'the last row taken off',
  () => `DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)`,
  'opening',
);
list.edit('audit', '*', 'all rows taken out', () => `DELETE FROM audit`, 'opening');

// Accounts.
const account = (column: string, value: string, what: string, name = '李查阅', by: Finder = 'verify'): void =>
  list.edit('account', column, what, () => `UPDATE account SET ${column} = ${value} WHERE name = '${name}'`, by);
account('display_name', "'另一人'", "a person's name");
account('roles', `'["archivist"]'`, 'the roles of an account');
account('disabled', '1', 'an account disabled');
account('must_change', '1', 'the mark that the password must be changed');
account('failures', '0', 'failed sign-ins forgotten');
account('failures', '4', 'failed sign-ins added', '李查阅', 'note');
account('failures', '0', 'a lock lifted', '孙查阅');
account('locked_until', `'2099-01-01T00:00:00.000Z'`, 'the end of a lock put off', '孙查阅');
account('locked_until', 'NULL', 'a lock lifted, the count left', '孙查阅');
account('last_sign_in', `'${TIME}'`, 'when somebody last signed in', '陈安全');
account('created', `'${TIME}'`, 'when an account was made');
account('changed', `'${TIME}'`, 'when it was last changed');
account('name', "'李四'", 'the name of an account');
list.edit(
  'account',
  'name_key',
  'the name by which an account is found',
  () =>
    `UPDATE account SET name_key = 'x' WHERE name = '李查阅'; UPDATE account_password SET name_key = 'x' WHERE name_key = '李查阅'`,
);
list.edit(
  'account',
  '*',
  'an account put in',
  () =>
    `INSERT INTO account (name_key, name, display_name, roles, created, changed) VALUES ('x', 'x', 'x', '["archivist"]', '', ''); INSERT INTO account_password VALUES ('x', 1, '', 'x')`,
);
list.edit(
  'account',
  '*',
  'an account taken out',
  () => `DELETE FROM account_password WHERE name_key = '李查阅'; DELETE FROM account WHERE name = '李查阅'`,
);
list.edit(
  'account',
  '*',
  'all accounts taken out',
  () => `DELETE FROM account_password; DELETE FROM account`,
  'opening',
);
const secret = (column: string, value: string, what: string, seq: number): void =>
  list.edit(
    'account_password',
    column,
    what,
    () => `UPDATE account_password SET ${column} = ${value} WHERE name_key = '李查阅' AND seq = ${seq}`,
  );
secret(
  'hash',
  `(SELECT hash FROM account_password WHERE name_key = '孙查阅' AND seq = 2)`,
  'a password exchanged for another',
  2,
);
secret('set_at', `'2099-01-01T00:00:00.000Z'`, 'the age of a password', 2);
secret('hash', "'x'", 'a remembered password', 1);
secret('seq', '9', 'the order of passwords', 1);
secret('name_key', "'孙查阅', seq = 7", 'a password given to another account', 1);
list.edit(
  'account_password',
  '*',
  'a remembered password forgotten',
  () => `DELETE FROM account_password WHERE name_key = '李查阅' AND seq = 1`,
);

list.edit('recovery_sheet', 'hash', 'the code of the recovery sheet', () => `UPDATE recovery_sheet SET hash = 'x'`);
list.edit(
  'recovery_sheet',
  'number made',
  'which sheet is valid',
  () => `UPDATE recovery_sheet SET number = 9, made = '${TIME}'`,
);
list.edit(
  'recovery_sheet',
  'id',
  'its place',
  () => `PRAGMA ignore_check_constraints = ON; UPDATE recovery_sheet SET id = 2`,
  'opening',
);
list.edit('recovery_sheet', '*', 'the recovery sheet taken out', () => `DELETE FROM recovery_sheet`);
list.unseen(
  'unknown_sign_in',
  'bucket failures locked_until',
  'tries under names that are not there',
  () => `UPDATE unknown_sign_in SET bucket = 1, failures = 0, locked_until = NULL`,
);

// Bulk edits.
const batch = (column: string, value: string, what: string): void =>
  list.edit('batch', column, what, (s) => `UPDATE batch SET ${column} = ${value} WHERE id = '${s.batch}'`);
batch('reason', "'无'", 'the reason of a bulk edit');
batch('actor', "'另一人'", 'who made it');
batch('at', `'${TIME}'`, 'when');
batch('fields', "'{}'", 'what it changed');
batch('undone_at', `'${TIME}'`, 'a bulk edit said to be undone');
batch('id', "'x'", 'its id');
list.edit(
  'batch',
  'undone_at',
  'the undoing of a bulk edit',
  (s) => `UPDATE batch SET undone_at = NULL WHERE id = '${s.undone}'`,
);
list.edit(
  'batch',
  '*',
  'a bulk edit taken out',
  (s) => `DELETE FROM batch_letter WHERE batch_id = '${s.batch}'; DELETE FROM batch WHERE id = '${s.batch}'`,
);
list.edit(
  'batch_letter',
  'version',
  'the version that a letter got by it',
  (s) => `UPDATE batch_letter SET version = 1 WHERE batch_id = '${s.batch}'`,
);
list.edit(
  'batch_letter',
  'letter_id',
  'a letter of a bulk edit',
  (s) => `UPDATE batch_letter SET letter_id = '${s.final}' WHERE batch_id = '${s.batch}' AND letter_id = '${s.edited}'`,
);
list.edit(
  'batch_letter',
  'batch_id',
  'the bulk edit that changed a letter',
  (s) =>
    `DELETE FROM batch_letter WHERE batch_id = '${s.undone}'; UPDATE batch_letter SET batch_id = '${s.undone}' WHERE batch_id = '${s.batch}'`,
);

// Near keys.
const numberOf = ({ edited }: { edited: string }): string => `(SELECT number FROM letter WHERE id = '${edited}')`;
list.edit(
  'near_key',
  'key',
  'a near key: no letter is known to be like this one',
  () => `UPDATE near_key SET key = CAST(x'00' || substr(key, 2) AS BLOB)`,
);
list.edit(
  'near_key',
  'text_sha256',
  'the text that a near key is of',
  () =>
    `UPDATE near_key SET text_sha256 = (SELECT text_sha256 FROM letter_source JOIN letter ON letter.id = letter_id ORDER BY number DESC LIMIT 1)`,
);
list.edit('near_key', 'number', 'a near key taken out', (s) => `DELETE FROM near_key WHERE number = ${numberOf(s)}`);
list.edit(
  'near_piece',
  'piece',
  'the pieces by which letters that are alike are looked up',
  () => `UPDATE near_piece SET piece = piece + 1`,
);
list.edit(
  'near_piece',
  'number',
  'the pieces of a letter taken out',
  (s) => `DELETE FROM near_piece WHERE number = ${numberOf(s)}`,
);

// Help for persons.
list.unseen(
  'saved_search',
  'request',
  'what a kept search asks',
  () => `UPDATE saved_search SET request = replace(request, '公交', '水利')`,
);
list.unseen(
  'saved_search',
  'id owner name created seen',
  'the name, owner and marks of a kept search',
  () => `UPDATE saved_search SET id = 'x', owner = 'x', name = 'x', created = 'x', seen = 0`,
);
list.unseen(
  'search_history',
  'seq owner query at',
  'the latest queries',
  () => `UPDATE search_history SET seq = 9, owner = 'x', query = 'x', at = 'x'`,
);
list.unseen(
  'watched',
  'path size changed status at',
  'a file said to have come from a watched folder',
  () => `INSERT INTO watched VALUES ('/x', 1, '1', 'filed', '${TIME}')`,
);

// What came with packages.
list.edit('package', 'actor', 'who took a package in', () => `UPDATE package SET actor = 'x'`);
list.edit('package', 'sha256', 'the package that versions came with', () => `UPDATE package SET sha256 = '${HEX}'`);
list.unseen(
  'package',
  'name archive_id at',
  'how a package is called, and when it was taken in',
  () => `UPDATE package SET name = 'x', archive_id = 'x', at = '${TIME}'`,
);
const origin = (column: string, value: (s: { edited: string }) => string, what: string): void =>
  list.edit(
    'version_origin',
    column,
    what,
    (s) => `UPDATE version_origin SET ${column} = ${value(s)} WHERE letter_id = '${s.foreign}'`,
  );
origin('letter_id', (s) => `'${s.edited}'`, 'the letter whose version came with a package');
origin('version', () => '9', 'the version that came with one');
origin('package_sha256', () => `'${HEX}'`, 'the package that it came with');
list.edit('version_origin', '*', 'where a version is from taken out', () => `DELETE FROM version_origin`);
const foreign = (column: string, value: string, what: string): void =>
  list.edit(
    'foreign_version',
    column,
    what,
    (s) => `UPDATE foreign_version SET ${column} = ${value} WHERE of_letter = '${s.joined}'`,
  );
foreign('package_sha256', `'${HEX}'`, 'the package of a joined history');
foreign('of_letter', `(SELECT min(id) FROM letter)`, 'the letter that a history was joined to');
foreign('joined', '1', 'the version that joined a history');
foreign('letter_id', "'x'", 'the letter of a joined version');
foreign('version', '9', 'the number of a joined version');
foreign('at', `'${TIME}'`, 'the time of a joined version');
foreign('actor', "'另一人'", 'the author of a joined version');
foreign('reason', "'另有理由'", 'the reason of a joined version');
foreign('elements', `'{}'`, 'the elements of a joined version');
foreign('text_sha256', '(SELECT min(sha256) FROM content)', 'the text of a joined version');
foreign('attachments', `'[]'`, 'the files of a joined version');
foreign('previous_sha256', `'${HEX}'`, 'what a joined version stands on');
foreign('sha256', `'${HEX}'`, 'the hash of a joined version');
list.edit('foreign_version', '*', 'a joined history taken out', () => `DELETE FROM foreign_version`);
list.unseen(
  'foreign_version',
  'changes',
  'what a joined version says it changed',
  () => `UPDATE foreign_version SET changes = '["title"]'`,
);

// Public versions.
const publicAct = (column: string, value: (s: { final: string }) => string, what: string): void =>
  list.edit('public_act', column, what, (s) => `UPDATE public_act SET ${column} = ${value(s)}`);
publicAct('seq', () => '9', 'the number of a decision');
publicAct('letter_id', (s) => `'${s.final}'`, 'the letter that a decision is about');
publicAct('version', () => '1', 'the version that a decision is about');
publicAct('act', () => "'review'", 'a decision made a review');
publicAct('at', () => `'${TIME}'`, 'the time of a decision');
publicAct('actor', () => "'另一人'", 'who decided');
publicAct('detail', () => `replace(detail, 'hide', 'keep')`, 'what was hidden, kept');
list.edit('public_act', '*', 'a decision taken out', () => `DELETE FROM public_act`);
list.edit(
  'public_act',
  '*',
  'a review put in',
  (s) => `INSERT INTO public_act VALUES (9, '${s.edited}', 1, 'review', '${TIME}', '另一人', '{}')`,
);

/** All of them, in the order of the tables; last those of other kinds than their columns take. */
export const EDITS: readonly Edit[] = [...LETTER_EDITS, ...list.all, ...DISPOSAL_EDITS, ...SHAPE_EDITS];
