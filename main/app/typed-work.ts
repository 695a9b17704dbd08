/**
 * What was typed and not saved, kept beside the user's data: Chromium writes what a page stores only seconds later, which is too late for a
 * window that is closed at once, or a machine that stops. Apart for each archive and person; this side does not look into it.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export class TypedWork {
  readonly #file: string;
  readonly #person: () => Promise<{ key: string; name: string }>;

  /**
   * @param options.file in the user's data folder
   * @param options.person who is signed in, and the key under which his work lies; throws SIGN_IN_REQUIRED
   */
  constructor(options: { file: string; person: () => Promise<{ key: string; name: string }> }) {
    this.#file = options.file;
    this.#person = options.person;
  }

  /**
   * Puts down what is typed now. Work of somebody who is not signed in any more is left out.
   * @throws ArchiveError SIGN_IN_REQUIRED
   */
  async keep({ person, typed }: { person: string; typed: string }): Promise<object> {
    const { key, name } = await this.#person();
    if (name === person) this.#write({ ...this.#read(), [key]: typed });
    return {};
  }

  /** What was typed by who is signed in; null where nothing was. @throws ArchiveError SIGN_IN_REQUIRED */
  async kept(): Promise<{ typed: string | null }> {
    const { key } = await this.#person();
    return { typed: this.#read()[key] ?? null };
  }

  #read(): Readonly<Record<string, string>> {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (typeof found !== 'object' || found === null) return {};
      return Object.fromEntries(
        Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    } catch {
      return {};
    }
  }

  /** What cannot be kept here is still in the page, and is no reason to hold up the work. */
  #write(kept: Readonly<Record<string, string>>): void {
    try {
      const beside = `${this.#file}.new`;
      writeFileSync(beside, JSON.stringify(kept), { mode: 0o600, flush: true });
      renameSync(beside, this.#file);
    } catch {
      return;
    }
  }
}
