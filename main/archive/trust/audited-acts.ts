/**
 * What the audit log tells of, to be found in the archive: versions with their hashes, archive numbers, 定稿, accounts, settings.
 */
import { readRecord } from '../../../shared/model/stored.ts';
import { LoggedAccounts } from './accounts/check.ts';
import type { HashedAuditRow } from './audit.ts';
import { LoggedSettings } from './settings.ts';

/** The archive number that the log says a letter has. Its parts are undefined where an older program wrote the row. */
export interface LoggedNumber {
  refCode: string;
  archive_year: number | undefined;
  retention: string | undefined;
  item_no: number | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export class AuditedActs {
  readonly accounts = new LoggedAccounts();
  readonly settings = new LoggedSettings();
  readonly #numbers = new Map<string, LoggedNumber>();
  readonly #hashes = new Map<string, string>();
  /** Reasons that hold half a character: the log's JSON can say it, the version's own column can not. */
  readonly #halfReasons = new Map<string, string>();
  readonly #final = new Map<string, number>();

  /** Takes a row of the log, in its order. Acts on letters tell which version they made and its hash. */
  note(row: HashedAuditRow): void {
    this.accounts.add(row);
    this.settings.add(row);
    if (row.subject === null) return;
    // A row that does not parse was reported as changed.
    const told = readRecord(row.detail);
    this.#noteNumber(row.subject, row.action, told);
    const [version, sha256] = [number(told['version']), text(told['sha256'])];
    if (version === undefined || sha256 === undefined) return;
    this.#hashes.set(`${row.subject} ${version}`, sha256);
    const reason = text(told['reason']);
    if (reason?.isWellFormed() === false) this.#halfReasons.set(`${row.subject} ${version}`, reason);
    if (row.action === 'letter.finalise') this.#final.set(row.subject, version);
    else if (row.action === 'letter.unlock') this.#final.delete(row.subject);
  }

  /** Archive numbers are given at filing and changed with the retention. */
  #noteNumber(letterId: string, action: string, told: Readonly<Record<string, unknown>>): void {
    const refCode = text(told['ref_code']);
    if (refCode === undefined) return;
    const changed = action === 'letter.retention';
    this.#numbers.set(letterId, {
      refCode,
      archive_year: changed ? this.#numbers.get(letterId)?.archive_year : number(told['archive_year']),
      retention: text(told[changed ? 'to' : 'retention']),
      item_no: number(told['item_no']),
    });
  }

  number(letterId: string): LoggedNumber | undefined {
    return this.#numbers.get(letterId);
  }

  /** The version that the log says is final; null where none is. */
  finalVersion(letterId: string): number | null {
    return this.#final.get(letterId) ?? null;
  }

  /** The reason as it was given, where it holds half a character. */
  halfReason(letterId: string, version: number): string | undefined {
    return this.#halfReasons.get(`${letterId} ${version}`);
  }

  /** Answers the hash that the log has, and forgets it. */
  take(letterId: string, version: number): string | undefined {
    const key = `${letterId} ${version}`;
    const hash = this.#hashes.get(key);
    this.#hashes.delete(key);
    return hash;
  }

  /** The versions that nobody took. */
  *left(): Iterable<{ letterId: string; version: string }> {
    for (const key of this.#hashes.keys()) {
      const [letterId = '', version = ''] = key.split(' ');
      yield { letterId, version };
    }
  }
}
