/**
 * 页数 of letters. A file whose format has pages tells its own; a text has as many as its PDF. Setting a letter takes some 15 ms, so
 * what was counted is kept beside the index, as derived as that: it may be deleted at any time.
 */
import { appendFileSync, closeSync, constants, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Letter } from '../../../shared/model/letter.ts';
import { VERSION } from '../../../shared/version.ts';
import type { ReadableDb } from '../storage/types.ts';
import { readSource } from '../trust/letter-source.ts';

const NAME = 'pages.txt';
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
const NEVER_THROUGH_A_LINK = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW;

/** Pages of the file as it came, where its format has pages; 0 where it has none. */
export function sourcePages(db: ReadableDb, id: string): number {
  const pages: unknown = JSON.parse(readSource(db, id)?.pages ?? '[]');
  return Array.isArray(pages) ? pages.length : 0;
}

export class PageCounts {
  readonly #path: string;
  readonly #known = new Map<string, number>();
  readonly #fresh: string[] = [];

  /** @param indexFolder the archive's folder of derived files */
  constructor(indexFolder: string) {
    this.#path = join(indexFolder, NAME);
    const lines = existsSync(this.#path) ? readFileSync(this.#path, 'utf8').split('\n') : [];
    for (const line of lines) {
      const [program, hash = '', pages] = line.split(' ');
      // Another version of the program may break lines otherwise.
      if (program === VERSION && Number(pages) > 0) this.#known.set(hash, Number(pages));
    }
  }

  find(versionHash: string): number | undefined {
    return this.#known.get(versionHash);
  }

  add(versionHash: string, pages: number): void {
    if (this.#known.get(versionHash) === pages) return;
    this.#known.set(versionHash, pages);
    this.#fresh.push(`${VERSION} ${versionHash} ${pages}\n`);
  }

  /** Keeps what was counted; where that cannot be written it is counted again next time. */
  save(): void {
    try {
      const fd = openSync(this.#path, NEVER_THROUGH_A_LINK, 0o600);
      try {
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

/** Hash of a letter's newest version. */
export function newestHash(db: ReadableDb, letter: Pick<Letter, 'id' | 'version'>): string {
  return (
    db.get<{ sha256: string }>('SELECT sha256 FROM version WHERE letter_id = ? AND version = ?', [
      letter.id,
      letter.version,
    ])?.sha256 ?? ''
  );
}
