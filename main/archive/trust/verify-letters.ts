/** Letters and their versions against themselves, against each other, and against what the log tells of them. */
import { ELEMENT_LABELS } from '../../../shared/model/elements.ts';
import type { Attachment } from '../../../shared/model/letter.ts';
import {
  VALUE_PROBLEM,
  attachmentsFit,
  elementFaults,
  knownElements,
  readAttachments,
  readElements,
  readTexts,
} from '../../../shared/model/stored.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { AuditedActs, LoggedLetter } from './audited-acts.ts';
import { canonicalJson } from './canonical.ts';
import { sourceDigest } from './evidence.ts';
import { asGiven, halfCharacterNote, sameStored } from './half-characters.ts';
import { unpackSource, type SourceRow } from './letter-source.ts';
import { needsSeal } from './seal.ts';
import { reportUnreadable, type Check } from './verify-check.ts';
import { ambiguitiesOf, changedParts, hashOfRecord, type VersionRecord } from './version-record.ts';

interface AttachmentRecord {
  id: string;
  letter_id: string;
  name: string;
  mime: string;
  size: number;
  sha256: string;
  added_at: string;
}
type LetterRecord = Record<string, string | number | null> & { id: string; version: number };
/** With the number of the row, which is that of the change. */
type NumberedVersion = VersionRecord & { change: number };

/** So many letters are read at one state of the archive. */
const LETTER_BATCH = 40;

/** All rows of one letter. */
interface LetterRows {
  row: LetterRecord;
  versions: NumberedVersion[];
  attachments: AttachmentRecord[];
  source: SourceRow | undefined;
}

export async function checkLetters(check: Check, named: AuditedActs): Promise<void> {
  const { db, report, slicer, checked } = check;
  const total = db.get<{ n: number }>('SELECT count(*) AS n FROM archive.letter')?.n ?? 0;
  slicer.stage('核对函件和版本', total);
  const order = new ChangeOrder();
  const untold = { letters: 0, sealed: !needsSeal(db) };
  for (let last = ''; ;) {
    const ids = db
      .all<{ id: string }>('SELECT id FROM archive.letter WHERE id > ? ORDER BY id LIMIT ?', [last, LETTER_BATCH])
      .map(({ id }) => id);
    const upTo = ids.at(-1);
    if (upTo === undefined) break;
    const all = readSome(db, last, upTo);
    for (const id of ids) {
      try {
        const rows = all === undefined ? readLetters(db, { only: id }).get(id) : all.get(id);
        if (rows !== undefined) checkLetter(check, rows, named, order, untold);
      } catch (thrown) {
        reportUnreadable(report, { kind: 'letter', id, what: `函件 ${id} 无法读全` }, thrown);
      }
      checked.letters++;
      last = id;
      await slicer.step();
    }
  }
  for (const { letterId, version } of named.left()) {
    report('version', letterId, `审计日志中记有函件 ${letterId} 第 ${version} 版，库中没有`);
  }
  for (const id of order.misplaced()) report('version', id, `函件 ${id} 的改动次序与审计日志不符`);
  if (untold.letters > 0) {
    check.note(
      'letter',
      undefined,
      `${untold.letters} 件旧函件的来源记录、序号和待核对标记尚未记入审计日志，在可写的位置打开档案库时补记`,
    );
  }
}

/** One letter beside what rows of the log tell of it, given to `named` before. @throws where it cannot be read */
export function checkOneLetter(check: Check, id: string, named: AuditedActs): void {
  const rows = readLetters(check.db, { only: id }).get(id);
  if (rows === undefined) return;
  checkLetter(check, rows, named, new ChangeOrder(), { letters: 0, sealed: true });
  for (const { letterId, version } of named.left())
    check.report('version', letterId, `审计日志中记有函件 ${letterId} 第 ${version} 版，库中没有`);
}

/** undefined where some of them cannot be read: then each is read by itself, so that only that one is named. */
function readSome(db: ReadableDb, after: string, upTo: string): Map<string, LetterRows> | undefined {
  try {
    return readLetters(db, { after, upTo });
  } catch {
    return undefined;
  }
}

/** Letters whole, at one state of the archive: no other work comes between these reads. */
function readLetters(
  db: ReadableDb,
  wanted: { only: string } | { after: string; upTo: string },
): Map<string, LetterRows> {
  const [where, params] =
    'only' in wanted
      ? [(column: string) => `${column} = ?`, [wanted.only]]
      : [(column: string) => `${column} > ? AND ${column} <= ?`, [wanted.after, wanted.upTo]];
  return db.together(() => {
    const letters = new Map(
      db
        .all<LetterRecord>(`SELECT * FROM archive.letter WHERE ${where('id')}`, params)
        .map((row): [string, LetterRows] => [row.id, { row, versions: [], attachments: [], source: undefined }]),
    );
    const ofLetter = where('letter_id');
    for (const version of db.all<NumberedVersion>(
      `SELECT rowid AS change, * FROM archive.version WHERE ${ofLetter} ORDER BY letter_id, version`,
      params,
    ))
      letters.get(version.letter_id)?.versions.push(version);
    for (const attachment of db.all<AttachmentRecord>(
      `SELECT id, letter_id, name, mime, size, sha256, added_at FROM archive.attachment WHERE ${ofLetter}`,
      params,
    ))
      letters.get(attachment.letter_id)?.attachments.push(attachment);
    for (const source of db.all<SourceRow & { letter_id: string }>(
      `SELECT * FROM archive.letter_source WHERE ${ofLetter}`,
      params,
    )) {
      const letter = letters.get(source.letter_id);
      if (letter !== undefined) letter.source = source;
    }
    return letters;
  });
}

/** Changes are numbered in the order in which the log tells of them; searches for what is new go by these numbers. */
class ChangeOrder {
  readonly #changes: { change: number; seq: number; id: string }[] = [];

  add(id: string, change: number, seq: number): void {
    this.#changes.push({ change, seq, id });
  }

  /** Letters with a change that stands at another place than the log says. */
  misplaced(): Set<string> {
    const found = new Set<string>();
    let last = 0;
    for (const { seq, id } of this.#changes.sort((a, b) => a.change - b.change)) {
      if (seq < last) found.add(id);
      else last = seq;
    }
    return found;
  }
}

function checkLetter(
  { report, note, checked }: Check,
  { row, versions, attachments: registered, source }: LetterRows,
  named: AuditedActs,
  order: ChangeOrder,
  untold: { letters: number; sealed: boolean },
): void {
  const { id } = row;
  const attachments = new Map(registered.map((attachment) => [attachment.id, attachment]));
  const listed = new Map<string, string>();
  let previous: NumberedVersion | undefined;
  for (const version of versions) {
    const wrong = (message: string): void => {
      report('version', id, `函件 ${id} 第 ${version.version} 版${message}`);
    };
    const expected = (previous?.version ?? 0) + 1;
    if (version.version !== expected) wrong(`之前缺少第 ${expected} 版`);
    else if (version.previous_sha256 !== (previous?.sha256 ?? '')) wrong('与前一版接不上');
    const told = named.take(id, version.version);
    const whole = asGiven(version, told?.halfReason);
    checkVersion(whole, previous, wrong);
    const half = halfCharacterNote(whole);
    if (half !== undefined) note('half_character', id, half);
    if (told === undefined) wrong('没有对应的审计记录');
    else {
      order.add(id, version.change, told.seq);
      if (told.sha256 !== version.sha256) wrong('与审计日志中记录的摘要不同');
    }
    checkVersionAttachments(version, attachments, listed, wrong);
    previous = version;
    checked.versions++;
  }
  const wrong = (message: string): void => {
    report('letter', id, `函件 ${id} ${message}`);
  };
  checkAttachments(attachments, listed, wrong);
  const told = named.letter(id);
  checkSource(source, told.sourceSha256, wrong);
  if (told.sourceSha256 === undefined && !untold.sealed) untold.letters++;
  else if (told.sourceSha256 === undefined) wrong('的来源记录在审计日志中没有校验值');
  checkLetterRow(row, { first: versions[0], newest: previous, told }, wrong, report);
}

function checkVersion(
  version: VersionRecord,
  previous: VersionRecord | undefined,
  wrong: (message: string) => void,
): void {
  let hash: string;
  try {
    hash = hashOfRecord(version);
  } catch {
    wrong('的要素或附件清单无法读出');
    return;
  }
  if (hash !== version.sha256) wrong('被改动');
  for (const fault of ambiguitiesOf(version)) wrong(fault);
  const changes = previous === undefined ? [] : changedParts(previous, version);
  // Another program may know other elements, or name them in another order.
  const told = readTexts(version.changes);
  if (canonicalJson(told) !== version.changes || canonicalJson(changes.sort()) !== canonicalJson(told.sort()))
    wrong('的变更说明与内容不符');
}

/** @param listed gets each attachment with the time of the version that lists it first */
function checkVersionAttachments(
  version: VersionRecord,
  known: ReadonlyMap<string, AttachmentRecord>,
  listed: Map<string, string>,
  wrong: (message: string) => void,
): void {
  let attachments: Attachment[];
  try {
    attachments = readAttachments(version.attachments, '');
  } catch {
    return; // reported with the version
  }
  for (const attachment of attachments) {
    if (!listed.has(attachment.id)) listed.set(attachment.id, version.at);
    const record = known.get(attachment.id);
    if (record === undefined) wrong(`的附件 ${attachment.id} 没有登记`);
    else if (
      record.sha256 !== attachment.sha256 ||
      record.size !== attachment.size ||
      !sameStored(record.name, attachment.name) ||
      record.mime !== attachment.mime
    ) {
      wrong(`的附件 ${attachment.id} 的登记被改动`);
    }
  }
}

/** An attachment comes with the version that lists it first, and none without one. */
function checkAttachments(
  attachments: ReadonlyMap<string, AttachmentRecord>,
  listed: ReadonlyMap<string, string>,
  wrong: (message: string) => void,
): void {
  for (const { id, added_at } of attachments.values()) {
    const at = listed.get(id);
    if (at === undefined) wrong(`登记有任何版本都没有列出的附件 ${id}`);
    else if (at !== added_at) wrong(`的附件 ${id} 登记的加入时间不是列出它的版本的时间`);
  }
}

/** What the letter was read from. @param told its hash in the log; undefined where an older program filed it */
function checkSource(source: SourceRow | undefined, told: string | undefined, wrong: (message: string) => void): void {
  if (source === undefined) wrong('缺少来源记录（原件文字、依据）');
  else if (told !== undefined && digestOf(source) !== told) wrong('的来源记录（原件文字、依据）被改动');
}

/** undefined where what is packed cannot be what was packed. */
function digestOf(source: SourceRow): string | undefined {
  try {
    return sourceDigest(unpackSource(source));
  } catch {
    return undefined;
  }
}

const LISTED_ELEMENTS = [
  'title',
  'doc_number',
  'issuer',
  'issued_on',
  'reply_kind',
  'result_code',
  'openness',
] as const;

/** What a letter's row has to agree with. */
interface LetterHistory {
  first: VersionRecord | undefined;
  newest: VersionRecord | undefined;
  told: LoggedLetter;
}

/** The row that lists and filters use repeats the newest version and what the log says. */
function checkLetterRow(
  row: LetterRecord,
  { first, newest, told }: LetterHistory,
  wrong: (message: string) => void,
  report: Check['report'],
): void {
  const { id } = row;
  if (newest === undefined || first === undefined) {
    wrong('没有任何版本');
    return;
  }
  if (row.version !== newest.version) wrong(`登记为第 ${row.version} 版，最新却是第 ${newest.version} 版`);
  if (row['text_sha256'] !== newest.text_sha256) wrong('登记的正文不是最新一版的正文');
  if (row['filed_at'] !== first.at) wrong('登记的入库时间不是第 1 版的时间');
  const original = readAttachments(first.attachments, '').find(({ role }) => role === 'ORIGINAL');
  if (row['file_sha256'] !== null && row['file_sha256'] !== original?.sha256) wrong('登记的原件不是第 1 版的原件');
  checkAgainstLog(row, told, wrong);
  const stored = readElements(newest.elements, `函件 ${id} `);
  const elements = knownElements(stored);
  for (const name of LISTED_ELEMENTS) {
    if (!sameStored(row[name], elements[name])) wrong(`登记的 ${name} 与最新一版不同`);
  }
  if (row['addressees'] !== JSON.stringify(elements.addressees)) wrong('登记的主送与最新一版不同');
  // Only of the newest version: a correction ends it, earlier versions stay as they were.
  for (const { name } of elementFaults(stored))
    report(VALUE_PROBLEM, id, `函件 ${id} 的${ELEMENT_LABELS[name]}不合要求，按原样显示`);
  if (!attachmentsFit(newest.attachments)) report(VALUE_PROBLEM, id, `函件 ${id} 的附件清单中有不合要求的内容`);
}

function checkAgainstLog(row: LetterRecord, told: LoggedLetter, wrong: (message: string) => void): void {
  const { archiveNumber, fileSha256, number, review } = told;
  // The column came with a later schema version of the archive; a copy of an older one does not have it.
  if ((row['final_version'] ?? null) !== told.final) wrong('登记的定稿状态与审计日志不符');
  if (row['ref_code'] !== (archiveNumber?.refCode ?? null)) wrong('登记的档号与审计日志不符');
  for (const [name, label, value] of [
    ['archive_year', '归档年度', archiveNumber?.archive_year],
    ['retention', '保管期限', archiveNumber?.retention],
    ['item_no', '件号', archiveNumber?.item_no],
    ['number', '入库序号', number],
    ['file_sha256', '原件', fileSha256],
    ['review', '待核对标记', review === undefined ? undefined : Number(review)],
  ] as const) {
    if (value !== undefined && row[name] !== value) wrong(`登记的${label}与审计日志不符`);
  }
}
