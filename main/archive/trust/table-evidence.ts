/**
 * What shows a change of each column of the archive's database: a chain of hashes, something that it must agree with, or
 * nothing, and then why. A column or key that is not named here is an error (tests/unit/trust/table-evidence.test.ts), and
 * docs/spec/trust.md has the same table.
 */

export type Evidence =
  /** Covered by the hash of a version or of a row of the log. */
  | { by: 'chain' }
  /** Worked out again from something that is covered, or repeats it. */
  | { by: 'derived'; from: string }
  /** Nothing shows a change. */
  | { by: 'none'; why: string };

const chain: Evidence = { by: 'chain' };
const derived = (from: string): Evidence => ({ by: 'derived', from });
const none = (why: string): Evidence => ({ by: 'none', why });

const NEWEST = derived('the newest version');
const LOG = derived('the log');
const CONTENT = derived('the SHA-256 that names the content');
const VERSIONS = derived('the versions that list it');
const PERSONAL = none(
  "a person's own help, no part of the record; a change shows him another list and nobody else anything",
);
const SEEN = none(
  'only keeps a watched folder from handing a file in twice; by a forged row a file is passed over, which an import of the folder still files',
);

const UNKNOWN = none(
  'counts tries under names that are not there; a change lets somebody try such names oftener, and opens nothing',
);

const NAMED = none('only names a package; what counts is its SHA-256, which the log has');

/** By table and column. */
export const TABLE_EVIDENCE: Readonly<Record<string, Readonly<Record<string, Evidence>>>> = {
  meta: { key: derived('the list of keys'), value: derived('what is said of each key below') },
  content: {
    sha256: CONTENT,
    kind: derived('the table of its pieces, and where it is packed what uses it'),
    size: CONTENT,
    place: CONTENT,
  },
  packed_content: { place: derived('the content that names it'), data: CONTENT },
  byte_chunk: { sha256: CONTENT, seq: CONTENT, data: CONTENT },
  text_chunk: { sha256: CONTENT, seq: CONTENT, data: CONTENT },
  letter: {
    id: LOG,
    number: LOG,
    ref_code: LOG,
    filed_at: derived('version 1'),
    version: NEWEST,
    title: NEWEST,
    doc_number: NEWEST,
    issuer: NEWEST,
    issued_on: NEWEST,
    reply_kind: NEWEST,
    result_code: NEWEST,
    openness: NEWEST,
    addressees: NEWEST,
    text_sha256: NEWEST,
    text_key: derived('the text'),
    file_sha256: LOG,
    review: LOG,
    archive_year: LOG,
    retention: LOG,
    item_no: LOG,
    final_version: LOG,
  },
  letter_source: {
    letter_id: chain,
    file_name: chain,
    format: chain,
    raw_text_sha256: chain,
    text_map: chain,
    pages: chain,
    evidence: chain,
    warnings: chain,
    packed: chain,
  },
  attachment: {
    id: VERSIONS,
    letter_id: VERSIONS,
    name: VERSIONS,
    mime: VERSIONS,
    size: VERSIONS,
    sha256: VERSIONS,
    added_at: VERSIONS,
  },
  attachment_text: { sha256: chain, text_sha256: chain, pages: chain, code: chain },
  version: {
    letter_id: chain,
    version: chain,
    at: chain,
    actor: chain,
    reason: chain,
    changes: derived('the version before'),
    elements: chain,
    text_sha256: chain,
    attachments: chain,
    previous_sha256: chain,
    sha256: chain,
  },
  audit: {
    seq: chain,
    at: chain,
    actor: chain,
    action: chain,
    subject: chain,
    detail: chain,
    previous_hash: chain,
    hash: chain,
    sm3: chain,
  },
  account: {
    name_key: derived('the name'),
    name: LOG,
    display_name: LOG,
    roles: LOG,
    disabled: LOG,
    must_change: LOG,
    failures: derived('the log; more than it tells is a note'),
    locked_until: derived('the log; with more failures than it tells a note'),
    last_sign_in: LOG,
    created: LOG,
    changed: LOG,
  },
  recovery_sheet: { id: derived('its place: there is one at most'), number: LOG, made: LOG, hash: LOG },
  unknown_sign_in: { bucket: UNKNOWN, failures: UNKNOWN, locked_until: UNKNOWN },
  account_password: { name_key: LOG, seq: LOG, set_at: LOG, hash: LOG },
  batch: { id: chain, at: chain, actor: chain, reason: chain, fields: chain, undone_at: LOG },
  batch_letter: { batch_id: LOG, letter_id: LOG, version: LOG },
  saved_search: { id: PERSONAL, owner: PERSONAL, name: PERSONAL, request: PERSONAL, created: PERSONAL, seen: PERSONAL },
  search_history: { seq: PERSONAL, owner: PERSONAL, query: PERSONAL, at: PERSONAL },
  near_key: { number: derived('the text'), text_sha256: derived('the text'), key: derived('the text') },
  near_piece: { piece: derived('the near key'), number: derived('the near key') },
  package: { sha256: derived('the versions that name it'), name: NAMED, archive_id: NAMED, at: NAMED, actor: LOG },
  version_origin: { letter_id: LOG, version: LOG, package_sha256: LOG },
  foreign_version: {
    package_sha256: LOG,
    of_letter: LOG,
    joined: LOG,
    letter_id: chain,
    version: chain,
    at: chain,
    actor: chain,
    reason: chain,
    changes: none('tells what a version changed; both versions are covered, and show it'),
    elements: chain,
    text_sha256: chain,
    attachments: chain,
    previous_sha256: chain,
    sha256: chain,
  },
  public_act: { seq: chain, letter_id: chain, version: chain, act: chain, at: chain, actor: chain, detail: chain },
  disposal_act: { disposal_id: chain, seq: chain, act: chain, at: chain, actor: chain, detail: chain },
  stub: {
    letter_id: chain,
    disposal_id: chain,
    number: chain,
    ref_code: chain,
    archive_year: chain,
    retention: chain,
    item_no: chain,
    filed_at: chain,
    title: chain,
    doc_number: chain,
    issuer: chain,
    issued_on: chain,
    reply_kind: chain,
    file_sha256: chain,
    disposed_at: chain,
    record: chain,
  },
  disposed_content: { sha256: LOG, letter_id: LOG },
  watched: { path: SEEN, size: SEEN, changed: SEEN, status: SEEN, at: SEEN },
};

/** By key of the table `meta`; `setting:` stands for all settings. */
export const META_KEYS: Readonly<Record<string, Evidence>> = {
  archive_id: LOG,
  created: LOG,
  sm3_from: LOG,
  'setting:': LOG,
  scheduled_backup: none('only tells when the clock last made a backup; the log has the backup or its failure'),
  sign_in_secret: none(
    'spreads names that are not there over the rows that count them; a change begins their counts anew',
  ),
  unknown_sign_ins: none('a counter of earlier programs that nobody reads'),
};
