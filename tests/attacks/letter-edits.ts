/** Changes of letters: contents, the list, what they were read from, attachments, versions. */
import { EditList, HEX, TIME } from './edit-list.ts';
import type { Edit } from './edit-list.ts';

const list = new EditList();

// Content.
const placeOf = ({ edited }: { edited: string }): string =>
  `(SELECT place FROM content WHERE sha256 = (SELECT text_sha256 FROM letter WHERE id = '${edited}'))`;
const drawing = (n: number): string => `(SELECT sha256 FROM attachment WHERE name = '图纸${n}.bin')`;
list.edit(
  'byte_chunk',
  'data',
  'a byte of an attached file',
  () => `UPDATE byte_chunk SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE sha256 = ${drawing(1)} AND seq = 0`,
);
list.edit(
  'byte_chunk',
  '*',
  'a part of a file taken out',
  () => `DELETE FROM byte_chunk WHERE sha256 = ${drawing(1)} AND seq = 1`,
);
list.edit(
  'byte_chunk',
  'seq',
  'the number of a part',
  () => `UPDATE byte_chunk SET seq = 7 WHERE sha256 = ${drawing(1)} AND seq = 1`,
);
list.edit('byte_chunk', 'sha256', 'the contents of two files exchanged', () => {
  const [one, other] = [drawing(2), drawing(3)];
  return `UPDATE byte_chunk SET sha256 = 'x' WHERE sha256 = ${one}; UPDATE byte_chunk SET sha256 = ${one} WHERE sha256 = ${other}; UPDATE byte_chunk SET sha256 = ${other} WHERE sha256 = 'x'`;
});
list.edit(
  'byte_chunk',
  '*',
  'bytes beside a text',
  (s) => `INSERT INTO byte_chunk SELECT text_sha256, 0, x'00' FROM letter WHERE id = '${s.edited}'`,
);
list.edit(
  'packed_content',
  'data',
  'a word of a text, packed again',
  () => `UPDATE packed_content SET data = packed(replace(unpacked(data), '14条', '15条'))`,
);
list.edit(
  'packed_content',
  'data',
  'bytes that no hash covers, behind what is packed',
  (s) => `UPDATE packed_content SET data = CAST(data || x'00' AS BLOB) WHERE place = ${placeOf(s)}`,
);
list.edit(
  'packed_content',
  'data',
  'what is packed cut short',
  (s) => `UPDATE packed_content SET data = substr(data, 1, length(data) - 5) WHERE place = ${placeOf(s)}`,
);
list.edit(
  'packed_content',
  'data',
  'ten million bytes packed into a few',
  (s) => `UPDATE packed_content SET data = packed(printf('%.*c', 10000000, 'x')) WHERE place = ${placeOf(s)}`,
);
list.edit(
  'packed_content',
  '*',
  'a packed text taken out',
  (s) => `DELETE FROM packed_content WHERE place = ${placeOf(s)}`,
);
list.edit(
  'packed_content',
  'place',
  'the packed texts of two letters exchanged',
  () =>
    `UPDATE packed_content SET place = -1 WHERE place = 1; UPDATE packed_content SET place = 1 WHERE place = 2; UPDATE packed_content SET place = 2 WHERE place = -1`,
);
list.edit(
  'packed_content',
  '*',
  'something packed that no content names',
  () => `INSERT INTO packed_content SELECT max(place) + 1, packed('别的内容') FROM packed_content`,
);
list.edit(
  'content',
  'place',
  'the places of two texts exchanged',
  (s) =>
    `UPDATE content SET place = -place WHERE place IN (${placeOf(s)}, (SELECT max(place) FROM packed_content WHERE place <> ${placeOf(s)}));
     UPDATE content SET place = place - (SELECT sum(place) FROM content WHERE place < 0) WHERE place < 0`,
);
list.edit(
  'content',
  'place',
  'a text that is said not to be packed',
  (s) => `UPDATE content SET place = NULL WHERE place = ${placeOf(s)}`,
);
list.edit(
  'text_chunk',
  '*',
  'pieces beside a packed text',
  (s) => `INSERT INTO text_chunk SELECT text_sha256, 0, '别的内容' FROM letter WHERE id = '${s.edited}'`,
);
list.edit('text_chunk', 'data', 'a character of a short text', () => `UPDATE text_chunk SET data = data || '。'`);
list.edit(
  'text_chunk',
  '*',
  'a text taken out',
  () => `DELETE FROM text_chunk WHERE sha256 = (SELECT min(sha256) FROM text_chunk)`,
);
list.edit(
  'text_chunk',
  'sha256 seq',
  'a part of another text added',
  () => `INSERT INTO text_chunk SELECT sha256, 1, '另加' FROM text_chunk LIMIT 1`,
);
list.edit(
  'text_chunk',
  '*',
  'a text beside the bytes of a file',
  () => `INSERT INTO text_chunk SELECT ${drawing(2)}, 0, '别的内容'`,
);
list.edit(
  'content',
  'sha256',
  'the name of a content',
  (s) =>
    `UPDATE content SET sha256 = '${HEX}' WHERE sha256 = (SELECT text_sha256 FROM letter WHERE id = '${s.edited}')`,
);
list.edit('content', 'size', 'the size of a content', () => `UPDATE content SET size = size + 1 WHERE kind = 'text'`);
list.edit('content', 'kind', 'the kind of a content', () => `UPDATE content SET kind = 'bytes' WHERE kind = 'text'`);
const TEXTS = `SELECT text_sha256 FROM version UNION SELECT raw_text_sha256 FROM letter_source UNION SELECT text_sha256 FROM attachment_text WHERE text_sha256 IS NOT NULL`;
list.edit(
  'content',
  'kind',
  'a packed text that is said to be a file',
  () => `UPDATE content SET kind = 'bytes' WHERE sha256 = (SELECT min(sha256) FROM content WHERE place IS NOT NULL
     AND kind = 'text' AND sha256 IN (${TEXTS}) AND sha256 NOT IN (SELECT sha256 FROM attachment))`,
);
list.edit(
  'content',
  'kind',
  'a packed text, the file of its letter too, that is said to be a file',
  () => `UPDATE content SET kind = 'bytes' WHERE sha256 = (SELECT min(sha256) FROM content WHERE place IS NOT NULL
     AND kind = 'text' AND sha256 IN (${TEXTS}) AND sha256 IN (SELECT sha256 FROM attachment))`,
);

// The list of letters.
const letter = (column: string, value: string, what: string): void =>
  list.edit('letter', column, what, (s) => `UPDATE letter SET ${column} = ${value} WHERE id = '${s.edited}'`);
letter('title', "'别的'", 'the title in the list');
letter('doc_number', 'NULL', 'the number of the document');
letter('issuer', "'另一机关'", 'the office');
letter('issued_on', "'2020-01-01'", 'the date');
letter('reply_kind', "'信访'", 'the kind of letter');
letter('result_code', "'C'", 'the result');
letter('openness', "'不予公开'", 'the openness');
letter('addressees', "'[]'", 'the addressees');
letter('version', '1', 'the newest version');
letter('filed_at', `'${TIME}'`, 'when it was filed');
letter(
  'text_sha256',
  `(SELECT text_sha256 FROM letter WHERE id <> 'x' ORDER BY number DESC LIMIT 1)`,
  'the text of the newest version',
);
letter('text_key', `'${HEX}'`, 'the key of its text: an equal letter is no longer known');
letter('file_sha256', 'NULL', 'the file it came from');
letter('number', '99', 'its number');
letter('ref_code', "'Z999-WS·2024-D30-0001'", 'the archive number');
letter('archive_year', '2000', 'the year it belongs to');
letter('retention', "'D10'", 'how long it is kept');
letter('item_no', '77', 'the item number');
list.edit(
  'letter',
  'review',
  'the mark that a letter waits for a review, taken away',
  (s) => `UPDATE letter SET review = 0 WHERE id = '${s.doubtful}'`,
);
list.edit(
  'letter',
  'review',
  'the mark that a letter waits for a review, put there',
  (s) => `UPDATE letter SET review = 1 WHERE id = '${s.edited}'`,
);
list.edit(
  'letter',
  'final_version',
  'the lock of a final letter',
  (s) => `UPDATE letter SET final_version = NULL WHERE id = '${s.final}'`,
);
list.edit('letter', 'id', 'a letter taken out with all that belongs to it', (s) =>
  [
    ...['near_key', 'near_piece'].map(
      (table) => `DELETE FROM ${table} WHERE number = (SELECT number FROM letter WHERE id = '${s.final}')`,
    ),
    ...['version', 'attachment', 'letter_source', 'batch_letter'].map(
      (table) => `DELETE FROM ${table} WHERE letter_id = '${s.final}'`,
    ),
    `DELETE FROM letter WHERE id = '${s.final}'`,
  ].join(';'),
);
list.edit(
  'letter',
  '*',
  'a letter put in beside the log',
  (s) =>
    `INSERT INTO letter SELECT '0', 500, 'x', filed_at, version, title, doc_number, issuer, issued_on, reply_kind, result_code, openness, addressees, text_sha256, text_key, file_sha256, review, archive_year, retention, 900, final_version FROM letter WHERE id = '${s.final}'`,
);

// What letters were read from.
const source = (column: string, value: string, what: string): void =>
  list.edit(
    'letter_source',
    column,
    what,
    (s) => `UPDATE letter_source SET ${column} = ${value} WHERE letter_id = '${s.edited}'`,
  );
source('file_name', "'别的.txt'", 'the name of the file');
source('format', "'pdf'", 'its format');
source('raw_text_sha256', '(SELECT sha256 FROM content LIMIT 1)', 'the text as it was read');
source('text_map', "'[]'", 'the map from the clean text to it');
source('pages', "'[[0,5]]'", 'its pages');
source('evidence', "'{}'", 'where elements were found');
source('warnings', "'[]'||' '", 'the warnings');
source('packed', "packed(replace(unpacked(packed), 'start', 'begin'))", 'the same in what is packed');
source('packed', "CAST(packed || x'00' AS BLOB)", 'bytes that no hash covers, behind what is packed');
source('packed', 'NULL', 'what is packed taken out');
list.edit(
  'letter_source',
  'letter_id',
  'the sources of two letters exchanged',
  (s) =>
    `UPDATE letter_source SET letter_id = 'x' WHERE letter_id = '${s.edited}'; UPDATE letter_source SET letter_id = '${s.edited}' WHERE letter_id = '${s.final}'; UPDATE letter_source SET letter_id = '${s.final}' WHERE letter_id = 'x'`,
);
list.edit(
  'letter_source',
  '*',
  'a source taken out',
  (s) => `DELETE FROM letter_source WHERE letter_id = '${s.edited}'`,
);

// Attachments.
const attachment = (column: string, value: string, what: string): void =>
  list.edit(
    'attachment',
    column,
    what,
    (s) => `UPDATE attachment SET ${column} = ${value} WHERE letter_id = '${s.attached}' AND name = '会办意见.txt'`,
  );
attachment('name', "'x'", 'the name of an attachment');
attachment('mime', "'text/html'", 'its type');
attachment('size', '1', 'its size');
attachment('sha256', `(SELECT file_sha256 FROM letter ORDER BY number LIMIT 1)`, 'its content');
attachment('added_at', `'${TIME}'`, 'when it was added');
attachment('id', "'x'", 'its id');
list.edit(
  'attachment',
  'letter_id',
  'an attachment given to another letter',
  (s) => `UPDATE attachment SET letter_id = '${s.edited}' WHERE letter_id = '${s.attached}' AND name = '会办意见.txt'`,
);
list.edit(
  'attachment',
  '*',
  'an attachment that no version lists',
  (s) => `INSERT INTO attachment SELECT 'x', '${s.edited}', name, mime, size, sha256, added_at FROM attachment LIMIT 1`,
);
const text = (column: string, value: string, what: string): void =>
  list.edit(
    'attachment_text',
    column,
    what,
    (s) =>
      `UPDATE attachment_text SET ${column} = ${value} WHERE sha256 IN (SELECT sha256 FROM attachment WHERE letter_id = '${s.attached}')`,
  );
text('text_sha256', 'NULL', 'the text of an attachment taken out: no word of it is found');
text('pages', "'[[0,1]]'", 'the pages of its text');
text('code', "'NO_TEXT'", 'why it has no text');
list.edit(
  'attachment_text',
  'sha256',
  'the text of one file said to be that of another',
  (s) =>
    `UPDATE attachment_text SET sha256 = (SELECT file_sha256 FROM letter WHERE id = '${s.final}') WHERE sha256 IN (SELECT sha256 FROM attachment WHERE name = '会办意见.txt')`,
);
list.edit('attachment_text', '*', 'the row of a text taken out', () => `DELETE FROM attachment_text`);

// Versions.
const version = (column: string, value: string, what: string): void =>
  list.edit(
    'version',
    column,
    what,
    (s) => `UPDATE version SET ${column} = ${value} WHERE letter_id = '${s.edited}' AND version = 2`,
  );
version('elements', "replace(elements, '第1稿', '第9稿')", 'an element of an old version');
version('reason', "'无'", 'the reason of a version');
version('actor', "'另一人'", 'who made it');
version('at', `'${TIME}'`, 'when');
version('changes', `'["text"]'`, 'what it says it changed');
version('text_sha256', `(SELECT text_sha256 FROM letter ORDER BY number DESC LIMIT 1)`, 'its text');
version('attachments', "'[]'", 'its attachments');
version('previous_sha256', `'${HEX}'`, 'what it stands on');
version('sha256', `'${HEX}'`, 'its hash');
version('version', '200', 'its number');
version('letter_id', `(SELECT id FROM letter ORDER BY number DESC LIMIT 1)`, 'the letter it belongs to');
list.edit(
  'version',
  '*',
  'a version taken out',
  (s) => `DELETE FROM version WHERE letter_id = '${s.edited}' AND version = 2`,
);
list.edit(
  'version',
  '*',
  'the newest version taken out, the list made to fit',
  (s) =>
    `DELETE FROM version WHERE letter_id = '${s.attached}' AND version = (SELECT version FROM letter WHERE id = '${s.attached}'); UPDATE letter SET version = version - 1 WHERE id = '${s.attached}'`,
);
list.edit(
  'version',
  '*',
  'the order of changes, by which what is new is found',
  () => `UPDATE version SET rowid = 1000 WHERE rowid = 3`,
);

export const LETTER_EDITS: readonly Edit[] = list.all;
