/**
 * The files that lie at the desk, kept beside the user's data so that the next start of the window finds them there: apart for each
 * archive and person, by their paths alone. The page names them by handles and is given new ones; it never sees this file.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Chosen } from '../../shared/contract/index.ts';
import { ArchiveError, errorFromReport } from '../../shared/errors.ts';
import { findSecrecyMarkInName } from '../archive/reading/secrecy.ts';
import type { EngineClient } from './engine-client.ts';
import type { Handles } from './handles.ts';

/** More than this is a folder to be imported. */
const MOST = 2000;

type Kept = Readonly<Record<string, readonly string[]>>;

export class DeskQueue {
  readonly #file: string;
  readonly #archive: string;
  readonly #handles: Handles;
  readonly #engine: Pick<EngineClient, 'call' | 'ready'>;
  /** The window that has the desk: another one shows no second desk of the same files. */
  #holder: number | undefined;

  /**
   * @param options.file in the user's data folder
   * @param options.archive its folder
   */
  constructor(options: {
    file: string;
    archive: string;
    handles: Handles;
    engine: Pick<EngineClient, 'call' | 'ready'>;
  }) {
    this.#file = options.file;
    this.#archive = path.resolve(options.archive);
    this.#handles = options.handles;
    this.#engine = options.engine;
  }

  /**
   * Puts down what lies at the desk now. What is no handle of this window is left out, and so is a file whose name bears a mark of
   * secrecy: no name of such a file is ever written down.
   * @throws ArchiveError SIGN_IN_REQUIRED
   */
  async keep(window: number, { handles }: { handles: readonly string[] }): Promise<object> {
    const { key: person } = await this.person();
    if (window !== (this.#holder ??= window)) return {};
    const files = handles
      .flatMap((handle) => this.#handles.pathOf(window, handle, 'read') ?? [])
      .filter((file) => findSecrecyMarkInName(path.basename(file)) === null)
      .slice(0, MOST);
    const { [person]: _, ...others } = this.#read();
    this.#write(files.length === 0 ? others : { ...others, [person]: files });
    return {};
  }

  /**
   * What lay at the desk of who is signed in, by new handles: for a desk that begins anew, so that readings of before are forgotten.
   * @throws ArchiveError SIGN_IN_REQUIRED
   */
  async kept(window: number): Promise<{ chosen: Chosen[] }> {
    const files = this.#read()[(await this.person()).key] ?? [];
    if (window !== (this.#holder ??= window)) return { chosen: [] };
    // Who may not read at the desk has no readings there.
    await this.#engine.call('desk.clear', {});
    return { chosen: files.map((file) => this.#handles.give(window, file, 'read')) };
  }

  /** A window has gone: another one may have the desk. */
  release(window: number): void {
    if (this.#holder === window) this.#holder = undefined;
  }

  /** Who is signed in, and the key under which his things are kept for this archive. @throws ArchiveError SIGN_IN_REQUIRED */
  async person(): Promise<{ key: string; name: string }> {
    await this.#engine.ready;
    const answer = await this.#engine.call('session.current', {});
    if (!answer.ok) throw errorFromReport(answer.error);
    const { accounts, session } = answer.value as { accounts: boolean; session: { name: string } | null };
    if (accounts && session === null) throw new ArchiveError('SIGN_IN_REQUIRED');
    const name = session?.name ?? '';
    return { key: JSON.stringify([this.#archive, name]), name };
  }

  #read(): Kept {
    try {
      return parseKept(readFileSync(this.#file, 'utf8'));
    } catch {
      return {};
    }
  }

  /** A queue that cannot be kept is no reason to hold up the work: its files lie where they were. */
  #write(kept: Kept): void {
    try {
      const beside = `${this.#file}.new`;
      writeFileSync(beside, JSON.stringify(kept), { mode: 0o600 });
      renameSync(beside, this.#file);
    } catch {
      return;
    }
  }
}

/** Anything odd in the file is left out. */
export function parseKept(json: string): Kept {
  const found: unknown = JSON.parse(json);
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, files]) =>
      Array.isArray(files)
        ? [[key, files.filter((file): file is string => typeof file === 'string' && path.isAbsolute(file))]]
        : [],
    ),
  );
}
