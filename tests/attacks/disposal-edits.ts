/** Changes of what appraisals and disposals leave: acts, stubs, the list of what went; and of letters made to look disposed of. */
import { EditList, HEX, TIME } from './edit-list.ts';
import type { Edit } from './edit-list.ts';

const list = new EditList();

const act = (column: string, value: string, what: string, where = "act = 'execute'"): void =>
  list.edit('disposal_act', column, what, () => `UPDATE disposal_act SET ${column} = ${value} WHERE ${where}`);
act('disposal_id', "'x'", 'the disposal that an act is of');
act('seq', '99', 'the number of an act of a disposal');
act('act', "'sign'", 'an opinion made a signature', "act = 'opine' AND seq = 2");
act('at', `'${TIME}'`, 'when letters were disposed of');
act('actor', "'另一人'", 'who signed', "act = 'sign'");
act('detail', `replace(detail, 'destroy', 'keep')`, 'an opinion turned', "act = 'opine'");
list.edit('disposal_act', '*', 'a signature taken out', () => `DELETE FROM disposal_act WHERE act = 'sign'`);
list.edit(
  'disposal_act',
  '*',
  'an approval put in',
  () => `INSERT INTO disposal_act VALUES ('x', 1, 'approve', '${TIME}', '另一人', '{}')`,
);

const stub = (column: string, value: string, what: string): void =>
  list.edit('stub', column, what, () => `UPDATE stub SET ${column} = ${value}`);
list.edit(
  'stub',
  'letter_id',
  'the letter that a stub is of',
  () => `UPDATE stub SET letter_id = 'x'; UPDATE disposed_content SET letter_id = 'x'`,
);
stub('disposal_id', "'x'", 'the disposal that a stub names');
stub('number', '77', 'the number of filing in a stub');
stub('ref_code', "'X'", 'the archive number in a stub');
stub('archive_year', '1999', 'the year in a stub');
stub('retention', "'Y'", 'the retention in a stub');
stub('item_no', '77', 'the item number in a stub');
stub('filed_at', `'${TIME}'`, 'when a letter was filed that is gone');
stub('title', "'别的题名'", 'the title in a stub');
stub('doc_number', "'X'", 'the document number in a stub');
stub('issuer', "'另一局'", 'the office in a stub');
stub('issued_on', "'1999-01-01'", 'the date in a stub');
stub('reply_kind', "'X'", 'the kind in a stub');
stub('file_sha256', `'${HEX}'`, 'the hash by which a letter that is gone is known again');
stub('disposed_at', `'${TIME}'`, 'when a letter was disposed of');
stub('record', `replace(record, '"version":1', '"version":2')`, 'the versions in a stub');
list.edit('stub', '*', 'a stub taken out', () => `DELETE FROM disposed_content; DELETE FROM stub`);
list.edit(
  'stub',
  '*',
  'a letter taken out and a stub put in its place, without its row of the log',
  ({ doubtful: id }) =>
    `INSERT INTO stub SELECT id, 'x', number, ref_code, archive_year, retention, item_no, filed_at, title, doc_number, issuer, issued_on, reply_kind, file_sha256, '${TIME}', '{"files":[],"gone":[],"kept":[],"notes":[],"versions":[]}' FROM letter WHERE id = '${id}';
     DELETE FROM near_piece WHERE number = (SELECT number FROM letter WHERE id = '${id}');
     DELETE FROM near_key WHERE number = (SELECT number FROM letter WHERE id = '${id}');
     DELETE FROM attachment WHERE letter_id = '${id}'; DELETE FROM letter_source WHERE letter_id = '${id}';
     DELETE FROM version WHERE letter_id = '${id}'; DELETE FROM letter WHERE id = '${id}'`,
);

list.edit(
  'disposed_content',
  'sha256',
  'a hash in the list of what went',
  () => `UPDATE disposed_content SET sha256 = '${HEX}' WHERE sha256 = (SELECT min(sha256) FROM disposed_content)`,
);
list.edit(
  'disposed_content',
  'letter_id sha256',
  'more in the list of what went than the log says',
  () => `INSERT INTO disposed_content SELECT (SELECT min(sha256) FROM content), letter_id FROM stub`,
);
list.edit('disposed_content', '*', 'the list of what went taken out', () => `DELETE FROM disposed_content`);

export const DISPOSAL_EDITS: readonly Edit[] = list.all;
