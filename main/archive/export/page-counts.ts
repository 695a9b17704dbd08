/**
 * 页数 of letters. A file whose format has pages tells its own; a text has as many as its PDF. Setting a letter takes some 15 ms, so
 * what was counted is kept beside the index, as derived as that: it may be deleted at any time. Each line bears a code that hangs on the
 * archive's own log: a number that somebody wrote there is counted anew.
 */
import { createHmac } from 'node:crypto';
import { appendFileSync, closeSync, constants, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Letter } from '../../../shared/model/letter.ts';
import { VERSION } from '../../../shared/version.ts';
import type { ReadableDb } from '../storage/types.ts';
import { readOrdinaryFile } from '../storage/ordinary-file.ts';
import { archiveIdOf } from '../storage/meta.ts';
import { readSource } from '../trust/letter-source.ts';

const NAME = 'pages.txt';
/** Some 150 bytes a letter; a longer file is none of ours. */
const MOST_BYTES = 256 * 1024 * 1024;
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
/** Never through a link, and no pipe is waited for. */
const CAREFULLY = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

/** Pages of the file as it came, where its format has pages; 0 where it has none. */
export function sourcePages(db: ReadableDb, id: string): number {
  const pages: unknown = JSON.parse(readSource(db, id)?.pages ?? '[]');
  return Array.isArray(pages) ? pages.length : 0;
}

export class PageCounts {
  readonly #path: string;
  readonly #known = new Map<string, number>();
  readonly #fresh: string[] = [];

  readonly #key: string;

  /** @param indexFolder the archive's folder of derived files */
  constructor(indexFolder: string, db: ReadableDb) {
    this.#path = join(indexFolder, NAME);
    this.#key = keyOf(db);
    for (const line of linesOf(this.#path)) {
      const [program, hash = '', pages, code] = line.split(' ');
      // Another version of the program may break lines otherwise.
      if (program === VERSION && Number(pages) > 0 && code === this.#codeOf(hash, Number(pages)))
        this.#known.set(hash, Number(pages));
    }
  }

  #codeOf(versionHash: string, pages: number): string {
    return createHmac('sha256', this.#key).update(`${VERSION} ${versionHash} ${pages}`).digest('hex').slice(0, 32);
  }

  find(versionHash: string): number | undefined {
    return this.#known.get(versionHash);
  }

  add(versionHash: string, pages: number): void {
    if (this.#known.get(versionHash) === pages) return;
    this.#known.set(versionHash, pages);
    this.#fresh.push(`${VERSION} ${versionHash} ${pages} ${this.#codeOf(versionHash, pages)}\n`);
  }

  /** Keeps what was counted; where that cannot be written it is counted again next time. */
  save(): void {
    try {
      const fd = openSync(this.#path, CAREFULLY, 0o600);
      try {
        if (!fstatSync(fd).isFile()) return;
        appendFileSync(fd, this.#fresh.join(''));
      } finally {
        closeSync(fd);
      }
      this.#fresh.length = 0;
    } catch {
      return;
    }
  }
}

/** What no file but the archive's own has. */
function keyOf(db: ReadableDb): string {
  const first = db.get<{ hash: string }>('SELECT hash FROM archive.audit ORDER BY seq LIMIT 1')?.hash ?? '';
  return `${archiveIdOf(db)} ${first}`;
}

/** What cannot be read, or is no ordinary file, tells nothing. */
function linesOf(path: string): string[] {
  try {
    return readOrdinaryFile(path, MOST_BYTES).toString('utf8').split('\n');
  } catch {
    return [];
  }
}

/** Hash of a letter's newest version. */
export function newestHash(db: ReadableDb, letter: Pick<Letter, 'id' | 'version'>): string {
  return (
    db.get<{ sha256: string }>('SELECT sha256 FROM version WHERE letter_id = ? AND version = ?', [
      letter.id,
      letter.version,
    ])?.sha256 ?? ''
  );
}
