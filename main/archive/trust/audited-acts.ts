/**
 * What the audit log tells of, to be found in the archive: versions with their hashes, archive numbers, 定稿, what letters were
 * read from, texts of attached files, bulk edits, public versions, disposals, accounts, settings, the archive itself and heads of the log that were kept.
 */
import { readRecord } from '../../../shared/model/stored.ts';
import { LoggedAccounts } from './accounts/logged-accounts.ts';
import type { HashedAuditRow } from './audit.ts';
import { LoggedHeads, type LoggedRow } from './logged-heads.ts';
import { LoggedSettings } from './settings.ts';

/** The archive number that the log says a letter has. Its parts are undefined where an older program wrote the row. */
export interface LoggedNumber {
  refCode: string;
  archive_year: number | undefined;
  retention: string | undefined;
  item_no: number | undefined;
}

/** A letter as the log tells; what no row tells is undefined. */
export interface LoggedLetter {
  number?: number | undefined;
  archiveNumber?: LoggedNumber;
  /** The version that is final; null where none is. */
  final: number | null;
  fileSha256?: string | undefined;
  sourceSha256?: string | undefined;
  review?: boolean | undefined;
}

export interface LoggedVersion {
  sha256: string;
  /** The row that tells of it. */
  seq: number;
  /** The reason as it was given, where it holds half a character: the log's JSON can say it, the version's own column can not. */
  halfReason?: string;
}

export interface LoggedBatch {
  sha256?: string | undefined;
  undoneAt: string | null;
  /** The version that each letter got by it. */
  letters: Map<string, number>;
}

/** What the log says of the archive itself. */
export interface LoggedArchive {
  archive_id?: string | undefined;
  created?: string | undefined;
  sm3_from?: number | undefined;
}

type Told = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const told = (value: unknown): Told =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Told) : {};

/** Acts that say whether a letter waits for a review afterwards; older programs took the mark away by each of them and did not say so. */
const REVIEWING = new Set([
  'letter.review',
  'letter.edit',
  'letter.attach',
  'letter.detach',
  'letter.restore',
  'letter.complete',
  'letter.finalise',
  'letter.join',
]);

export class AuditedActs {
  readonly accounts = new LoggedAccounts();
  readonly settings = new LoggedSettings();
  readonly heads = new LoggedHeads();
  readonly archive: LoggedArchive = {};
  /** True where the log begins with the making of the archive. */
  beginsWithMaking = false;
  /** Hashes of texts read from attached files, by the hash of the file. */
  readonly texts = new Map<string, string>();
  readonly batches = new Map<string, LoggedBatch>();
  /** Acts on public versions by their numbers. */
  readonly publicActs = new Map<number, { letter: string; sha256: string }>();
  /** Acts of disposals, by `id seq`. */
  readonly disposalActs = new Map<string, string>();
  /** Letters that were disposed of: the hash of what stays of each, and the hashes of content that went with it. */
  readonly disposed = new Map<string, { sha256: string; gone: ReadonlySet<string> }>();
  readonly #letters = new Map<string, LoggedLetter>();
  readonly #versions = new Map<string, LoggedVersion>();

  /** Takes a row of the log, in its order. Acts on letters tell which version they made and its hash. */
  note(row: LoggedRow): void {
    this.accounts.add(row);
    this.settings.add(row);
    const detail = readRecord(row.detail);
    this.heads.add(row, detail);
    this.#noteArchive(row, detail);
    if (row.subject === null) return;
    this.#noteDisposal(row, row.subject, detail);
    if (row.action.startsWith('letter.')) this.#noteLetter(row, row.subject, detail);
    this.#noteBatch(row, row.subject, detail);
    const [seq, sha256] = [number(detail['public_seq']), text(detail['public_sha256'])];
    if (row.action.startsWith('public.') && seq !== undefined && sha256 !== undefined)
      this.publicActs.set(seq, { letter: row.subject, sha256 });
  }

  #noteDisposal({ action }: HashedAuditRow, subject: string, detail: Told): void {
    const [seq, act] = [number(detail['disposal_seq']), text(detail['disposal_sha256'])];
    if (action.startsWith('disposal.') && seq !== undefined && act !== undefined)
      this.disposalActs.set(`${subject} ${seq}`, act);
    const sha256 = text(detail['stub_sha256']);
    if (action !== 'letter.dispose' || sha256 === undefined) return;
    const gone = new Set((Array.isArray(detail['gone']) ? detail['gone'] : []).map(String));
    this.disposed.set(subject, { sha256, gone });
    this.#forget(subject, gone);
  }

  /** What the log told of a letter before is no more to be found. */
  #forget(id: string, gone: ReadonlySet<string>): void {
    this.#letters.delete(id);
    // Versions are numbered from 1 without gaps.
    for (let version = 1; this.#versions.delete(`${id} ${version}`);) version++;
    for (const sha256 of gone) this.texts.delete(sha256);
    for (const { letters } of this.batches.values()) letters.delete(id);
    for (const [seq, { letter }] of this.publicActs) if (letter === id) this.publicActs.delete(seq);
  }

  #letter(id: string): LoggedLetter {
    let letter = this.#letters.get(id);
    if (letter === undefined) this.#letters.set(id, (letter = { final: null }));
    return letter;
  }

  #noteArchive({ seq, action }: HashedAuditRow, detail: Told): void {
    this.#noteTexts(detail);
    if (action !== 'archive.create' && action !== 'archive.seal') return;
    if (action === 'archive.create' && seq === 1) this.beginsWithMaking = true;
    this.archive.archive_id ??= text(detail['archive_id']);
    this.archive.created ??= text(detail['created']);
    this.archive.sm3_from ??= number(detail['sm3_from']);
    for (const [id, value] of Object.entries(told(detail['letters']))) {
      const [letter, sealed] = [this.#letter(id), told(value)];
      letter.number ??= number(sealed['number']);
      letter.sourceSha256 ??= text(sealed['source_sha256']);
      letter.review = sealed['review'] === true;
    }
    for (const [id, value] of Object.entries(told(detail['batches']))) {
      const [batch, sealed] = [this.#batch(id), told(value)];
      batch.sha256 ??= text(sealed['sha256']);
      batch.undoneAt = text(sealed['undone_at']) ?? null;
    }
  }

  #noteTexts(detail: Told): void {
    for (const [sha256, digest] of Object.entries(told(detail['texts_sha256']))) {
      if (typeof digest === 'string') this.texts.set(sha256, digest);
    }
  }

  #noteLetter({ seq, action }: HashedAuditRow, id: string, detail: Told): void {
    this.#noteArchiveNumber(id, action, detail);
    if (action === 'letter.file') {
      const letter = this.#letter(id);
      letter.number = number(detail['number']);
      letter.fileSha256 = text(detail['file_sha256']);
      letter.sourceSha256 = text(detail['source_sha256']);
      if (typeof detail['review'] === 'boolean') letter.review = detail['review'];
    } else if (REVIEWING.has(action)) this.#letter(id).review = detail['review'] === true;
    else if (action === 'letter.reopen') this.#letter(id).review = true;
    const [version, sha256] = [number(detail['version']), text(detail['sha256'])];
    if (version === undefined || sha256 === undefined) return;
    if (action === 'letter.finalise') this.#letter(id).final = version;
    else if (action === 'letter.unlock') this.#letter(id).final = null;
    else {
      const reason = text(detail['reason']);
      const half = reason?.isWellFormed() === false ? { halfReason: reason } : {};
      this.#versions.set(`${id} ${version}`, { sha256, seq, ...half });
    }
  }

  /** Archive numbers are given at filing and changed with the retention. */
  #noteArchiveNumber(id: string, action: string, detail: Told): void {
    const refCode = text(detail['ref_code']);
    if (refCode === undefined) return;
    const letter = this.#letter(id);
    const changed = action === 'letter.retention';
    letter.archiveNumber = {
      refCode,
      archive_year: changed ? letter.archiveNumber?.archive_year : number(detail['archive_year']),
      retention: text(detail[changed ? 'to' : 'retention']),
      item_no: number(detail['item_no']),
    };
  }

  #batch(id: string): LoggedBatch {
    let batch = this.batches.get(id);
    if (batch === undefined) this.batches.set(id, (batch = { undoneAt: null, letters: new Map() }));
    return batch;
  }

  #noteBatch({ action }: HashedAuditRow, subject: string, detail: Told): void {
    if (action === 'batch.edit') this.#batch(subject).sha256 = text(detail['batch_sha256']);
    // An older program's row has no time of its own.
    else if (action === 'batch.undo') this.#batch(subject).undoneAt = text(detail['undone_at']) ?? '';
    const [batch, version] = [text(detail['batch']), number(detail['version'])];
    if (batch !== undefined && version !== undefined) this.#batch(batch).letters.set(subject, version);
  }

  letter(id: string): LoggedLetter {
    return this.#letters.get(id) ?? { final: null };
  }

  /** Answers what the log has of a version, and forgets it. */
  take(letterId: string, version: number): LoggedVersion | undefined {
    const key = `${letterId} ${version}`;
    const found = this.#versions.get(key);
    this.#versions.delete(key);
    return found;
  }

  /** The versions that nobody took. */
  *left(): Iterable<{ letterId: string; version: string }> {
    for (const key of this.#versions.keys()) {
      const [letterId = '', version = ''] = key.split(' ');
      yield { letterId, version };
    }
  }
}
