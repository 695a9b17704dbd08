/** Values of a kind that no program stores, JSON of two meanings, and definitions that lie. */
import { EditList } from './edit-list.ts';
import type { Edit } from './edit-list.ts';

const list = new EditList();

/** `{"title":…}` with a name twice: this program reads the last, others the first; the hash is over what this one reads. */
const twice = (column: string): string => `'{"title":"别的题名",' || substr(${column}, 2)`;

list.edit(
  'version',
  'elements',
  'an element twice, so that another program reads another value',
  (s) => `UPDATE version SET elements = ${twice('elements')} WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'version',
  'attachments',
  'the name of a file twice in the list of attachments',
  (s) =>
    `UPDATE version SET attachments = replace(attachments, '{"id"', '{"name":"别的.txt","id"') WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'version',
  'elements',
  'a number that is read otherwise than it is written',
  (s) =>
    `UPDATE version SET elements = substr(elements, 1, length(elements) - 1) || ',"more":12345678901234567890}' WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'version',
  'elements',
  'elements that are no JSON: NaN',
  (s) =>
    `UPDATE version SET elements = substr(elements, 1, length(elements) - 1) || ',"more":NaN}' WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'version',
  'elements',
  'elements nested 20,000 deep',
  (s) =>
    `UPDATE version SET elements = '{"title":' || replace(printf('%020000d', 0), '0', '[') || replace(printf('%020000d', 0), '0', ']') || '}' WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'foreign_version',
  'elements',
  'an element twice in a joined history',
  (s) => `UPDATE foreign_version SET elements = ${twice('elements')} WHERE of_letter = '${s.joined}'`,
);
list.edit(
  'account',
  'roles',
  'a role that is no text among the roles',
  () => `UPDATE account SET roles = '["reader",5]' WHERE name = '李查阅'`,
);
list.edit(
  'meta',
  'value',
  'a setting written otherwise',
  () => `UPDATE meta SET value = replace(value, ',', ', ') WHERE key = 'setting:ref_code'`,
);

// Wrong kinds.
const asBytes = (table: string, column: string, where: (s: { edited: string }) => string): void =>
  list.edit(
    table,
    column,
    'bytes in the place of a text',
    (s) => `UPDATE ${table} SET ${column} = CAST(${column} AS BLOB) WHERE ${where(s)}`,
  );
asBytes('letter', 'title', (s) => `id = '${s.edited}'`);
asBytes('letter', 'id', (s) => `id = '${s.edited}'`);
asBytes('version', 'elements', (s) => `letter_id = '${s.edited}' AND version = 2`);
asBytes('version', 'reason', (s) => `letter_id = '${s.edited}' AND version = 2`);
asBytes('version', 'sha256', (s) => `letter_id = '${s.edited}' AND version = 2`);
asBytes('letter_source', 'format', (s) => `letter_id = '${s.edited}'`);
asBytes('attachment', 'name', () => `name = '会办意见.txt'`);
asBytes('content', 'sha256', () => `kind = 'bytes'`);
asBytes('account', 'roles', () => `name = '李查阅'`);
asBytes('account', 'display_name', () => `name = '李查阅'`);
asBytes('account_password', 'hash', () => `name_key = '李查阅'`);
asBytes('batch', 'fields', () => `1`);
asBytes('foreign_version', 'reason', () => `1`);
asBytes('near_key', 'text_sha256', () => `1`);
asBytes('audit', 'detail', () => `seq = 4`);
asBytes('audit', 'subject', () => `seq = 4`);
asBytes('saved_search', 'request', () => `1`);
asBytes('search_history', 'query', () => `1`);
asBytes('watched', 'changed', () => `1`);
asBytes('package', 'name', () => `1`);
list.edit(
  'audit',
  'hash',
  'bytes in the place of the last hash',
  () => `UPDATE audit SET hash = CAST(hash AS BLOB) WHERE seq = (SELECT max(seq) FROM audit)`,
  'opening',
);
list.edit(
  'meta',
  'value',
  'bytes in the place of the id',
  () => `UPDATE meta SET value = CAST(value AS BLOB) WHERE key = 'archive_id'`,
  'opening',
);
list.edit('text_chunk', 'data', 'a text stored as bytes', () => `UPDATE text_chunk SET data = CAST(data AS BLOB)`);
list.edit(
  'packed_content',
  'data',
  'something packed stored as a text',
  () => `UPDATE packed_content SET data = CAST(data AS TEXT)`,
);
list.edit('near_key', 'key', 'a near key stored as a text', () => `UPDATE near_key SET key = lower(hex(key))`);
list.edit(
  'letter_source',
  'packed',
  'what is packed stored as a text',
  () => `UPDATE letter_source SET packed = hex(packed)`,
);
list.edit('byte_chunk', 'data', 'bytes stored as a text', () => `UPDATE byte_chunk SET data = CAST(data AS TEXT)`);
list.edit(
  'letter',
  'number',
  'a text in the place of a number',
  (s) => `UPDATE letter SET number = 'x' WHERE id = '${s.edited}'`,
);
list.edit(
  'attachment',
  'size',
  'a number with a point in the place of a size',
  () => `UPDATE attachment SET size = size + 0.5 WHERE name = '会办意见.txt'`,
);

// Rows that checks which go by keys would pass over.
list.edit(
  'audit',
  'seq',
  'a row before the first',
  () =>
    `INSERT INTO audit SELECT -1, at, actor, action, subject, detail, previous_hash, hash, sm3 FROM audit WHERE seq = 2`,
);
list.edit(
  'audit',
  'seq',
  'a row numbered 0',
  () =>
    `INSERT INTO audit SELECT 0, at, actor, action, subject, detail, previous_hash, hash, sm3 FROM audit WHERE seq = 2`,
);
list.edit(
  'letter',
  'id',
  'a letter with an empty id',
  () =>
    `INSERT INTO letter SELECT '', 90, NULL, filed_at, version, title, doc_number, issuer, issued_on, reply_kind, result_code, openness, addressees, text_sha256, text_key, file_sha256, review, archive_year, retention, 90, final_version FROM letter LIMIT 1`,
);
list.edit(
  'letter',
  'id',
  'a letter without an id',
  () =>
    `INSERT INTO letter SELECT NULL, 90, NULL, filed_at, version, title, doc_number, issuer, issued_on, reply_kind, result_code, openness, addressees, text_sha256, text_key, file_sha256, review, archive_year, retention, 90, final_version FROM letter LIMIT 1`,
);
list.edit('letter', 'number', 'a number below zero', (s) => `UPDATE letter SET number = -5 WHERE id = '${s.edited}'`);
list.edit(
  'version',
  'version',
  'a version numbered 0',
  (s) =>
    `INSERT INTO version SELECT letter_id, 0, at, actor, reason, changes, elements, text_sha256, attachments, previous_sha256, sha256 FROM version WHERE letter_id = '${s.edited}' AND version = 1`,
);
list.edit(
  'attachment',
  'id',
  'an attachment without an id',
  () => `INSERT INTO attachment SELECT NULL, letter_id, name, mime, size, sha256, added_at FROM attachment LIMIT 1`,
);
list.edit(
  'content',
  'sha256',
  'a content with an empty name',
  () => `INSERT INTO content (sha256, kind, size) VALUES ('', 'text', 0)`,
);
list.edit('batch', 'id', 'a bulk edit with an empty id', () => `INSERT INTO batch VALUES ('', '', '', '', '{}', NULL)`);

// Very much where little belongs.
list.edit(
  'letter',
  'title',
  'a title of 30 million letters',
  (s) => `UPDATE letter SET title = printf('%.30000000c', 'x') WHERE id = '${s.edited}'`,
);
list.edit(
  'search_history',
  'query',
  'a query of three million letters',
  () => `UPDATE search_history SET query = printf('%.3000000c', 'x')`,
);

// What must not be empty, put there past SQLite's own refusal.
const loosened = (table: string, column: string): string =>
  `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '${column} TEXT NOT NULL', '${column} TEXT') WHERE name = '${table}'; PRAGMA writable_schema = RESET`;
const tightened = (table: string, column: string): string =>
  `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '${column} TEXT', '${column} TEXT NOT NULL') WHERE name = '${table}'; PRAGMA writable_schema = RESET`;
list.edit(
  'version',
  'reason',
  'no reason where one must be',
  (s) =>
    `${loosened('version', 'reason')}; UPDATE version SET reason = NULL WHERE letter_id = '${s.edited}' AND version = 2; ${tightened('version', 'reason')}`,
  'opening',
);
list.edit(
  'saved_search',
  'name',
  'no name where one must be',
  () =>
    `${loosened('saved_search', 'name')}; UPDATE saved_search SET name = NULL; ${tightened('saved_search', 'name')}`,
  'opening',
);

/** Changes of what the database is made of: none of them is worked with. */
const defined = (what: string, sql: string): void => list.edit('sqlite_schema', '*', what, () => sql, 'opening');
const rewritten = (name: string, from: string, to: string): string =>
  `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}') WHERE name = '${name}'; PRAGMA writable_schema = RESET`;
defined(
  'a trigger by which versions are dropped and said to be stored',
  `CREATE TRIGGER lies BEFORE INSERT ON version BEGIN SELECT RAISE(IGNORE); END`,
);
defined(
  'a trigger by which rows of the log are dropped',
  `CREATE TRIGGER lies BEFORE INSERT ON audit WHEN NEW.action = 'letter.edit' BEGIN SELECT RAISE(IGNORE); END`,
);
defined(
  'a trigger that changes what was just filed',
  `CREATE TRIGGER lies AFTER INSERT ON letter BEGIN UPDATE letter SET title = '别的' WHERE id = NEW.id; END`,
);
defined(
  'a trigger that is let through with other words',
  `CREATE TRIGGER version_stays BEFORE DELETE ON version BEGIN SELECT 1; END`,
);
defined('a trigger that lets everything through', `CREATE TRIGGER extra AFTER INSERT ON meta BEGIN SELECT 1; END`);
defined('a table more', `CREATE TABLE more (x)`);
defined('a view more', `CREATE VIEW more AS SELECT * FROM letter`);
defined('an index more', `CREATE INDEX more ON letter (title)`);
defined(
  'an index that has only some rows',
  `DROP INDEX letter_by_text; CREATE INDEX letter_by_text ON letter (text_key) WHERE number > 2`,
);
defined('an index taken out', `DROP INDEX letter_by_text`);
defined(
  'a view in the place of a table',
  `ALTER TABLE saved_search RENAME TO hidden; CREATE VIEW saved_search AS SELECT * FROM hidden WHERE 0`,
);
defined(
  'a view in the place of the letters',
  `PRAGMA legacy_alter_table = ON; ALTER TABLE letter RENAME TO hidden; CREATE VIEW letter AS SELECT * FROM hidden WHERE number > 1`,
);
defined('a column more', `ALTER TABLE letter ADD COLUMN more TEXT`);
defined('a column taken out', `ALTER TABLE watched DROP COLUMN at`);
defined(
  'a collation by which names are alike',
  rewritten('account', 'name TEXT NOT NULL UNIQUE', 'name TEXT COLLATE NOCASE NOT NULL UNIQUE'),
);
defined('a check taken out', rewritten('account', ' CHECK (disabled IN (0, 1))', ''));
defined('a reference taken out', rewritten('version', ' REFERENCES letter(id)', ''));
defined(
  'a table without row numbers',
  `CREATE TABLE other (seq INTEGER PRIMARY KEY, owner TEXT NOT NULL, query TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (owner, query)) WITHOUT ROWID; INSERT INTO other SELECT * FROM search_history; DROP TABLE search_history; ALTER TABLE other RENAME TO search_history`,
);
defined('a table of statistics', `ANALYZE`);
defined('the number of the form', `PRAGMA user_version = 7`);
defined('the number of the form, none', `PRAGMA user_version = 0`);
defined('the number of the form, a later one', `PRAGMA user_version = 99`);
defined('the number of the form, below zero', `PRAGMA user_version = -1`);
defined('whose file it is', `PRAGMA application_id = 7`);

export const SHAPE_EDITS: readonly Edit[] = list.all;
