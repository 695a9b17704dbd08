/**
 * 收件夹: looks into a folder again and again and files what has come. By looking, not by the system's notices, so that
 * network shares work. A file is taken once it has stayed the same between two looks and since some seconds: a copy that
 * still runs grows, or keeps its place without its time. The folder's files are never changed, moved or deleted.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ArchiveError } from '../../../shared/errors.ts';
import type { ImportItem, ImportResult } from '../../../shared/contract/index.ts';
import { walkFiles } from '../reading/walk.ts';
import { pathError } from '../reading/load-file.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { emptyResult, importFile, record, type ImportOptions } from './import.ts';

export interface WatchOptions extends Omit<ImportOptions, 'paths' | 'dryRun'> {
  folder: string;
  /** Between two looks, ms. */
  intervalMs: number;
  /** How long a file must have stayed as it is before it is taken, ms. */
  settleMs: number;
  /** So many looks, then the watch ends by itself; without it it goes on until cancelled. */
  rounds?: number | undefined;
  clock?: () => number;
}

interface State {
  size: number;
  /** Time of the last change, in nanoseconds. */
  changed: string;
}

/** What is not a file's fault and passes. */
const WAITED_FOR: ReadonlySet<string> = new Set(['FILE_CHANGED', 'FILE_UNFINISHED', 'FILE_IN_USE']);

/** One folder under watch. `look` does one round, so that time can be a test's. */
export class FolderWatch {
  private readonly before = new Map<string, State>();
  /**
   * Refused for secrecy, or left to a person: remembered only while the program runs; of the former no name is ever written down,
   * the latter wait for a decision.
   */
  private readonly unnoted = new Set<string>();
  private readonly db: ArchiveDb;
  private readonly options: WatchOptions;

  constructor(db: ArchiveDb, options: WatchOptions) {
    this.db = db;
    this.options = options;
  }

  /** Files what has settled since the last look. @throws ArchiveError CANCELLED, BAD_PATH (the folder itself is gone) */
  async look(): Promise<ImportItem[]> {
    const now = (this.options.clock ?? Date.now)();
    const items: ImportItem[] = [];
    for (const file of walkFiles([this.options.folder], this.db.folder)) {
      if (this.options.signal?.aborted) throw new ArchiveError('CANCELLED');
      if (file.error !== undefined) {
        if (file.path === this.options.folder) throw file.error;
        continue;
      }
      if (!this.settled(file.path, now)) continue;
      items.push(...(await this.take(file.path)));
    }
    return items;
  }

  private settled(file: string, now: number): boolean {
    let state: State;
    let changedMs: number;
    try {
      const facts = statSync(file, { bigint: true });
      state = { size: Number(facts.size), changed: String(facts.mtimeNs) };
      changedMs = Number(facts.mtimeMs);
    } catch {
      return false;
    }
    const before = this.before.get(file);
    this.before.set(file, state);
    if (before === undefined || before.size !== state.size || before.changed !== state.changed) return false;
    // An empty file is a copy that has not begun.
    if (state.size === 0 || now - changedMs < this.options.settleMs) return false;
    return !this.unnoted.has(keyOf(file, state)) && !this.known(file, state);
  }

  private known(file: string, state: State): boolean {
    return (
      this.db.read.get('SELECT 1 AS known FROM watched WHERE path = ? AND size = ? AND changed = ? AND status <> ?', [
        file,
        state.size,
        state.changed,
        LEFT_OUT_BEFORE,
      ]) !== undefined
    );
  }

  private async take(file: string): Promise<ImportItem[]> {
    const items = await importFile(this.db, file, { ...this.options, dryRun: false });
    const state = this.before.get(file);
    // A file that is just being written to or held is looked at again; everything else is told once.
    if (state === undefined || items.some(({ code }) => WAITED_FOR.has(code ?? ''))) return [];
    // What a person has to decide is told anew each time that the watch begins, until it is decided.
    if (items.some((item) => item.code === 'SECRET_REFUSED' || item.code === 'LONGER_COPY'))
      this.unnoted.add(keyOf(file, state));
    else {
      this.db.transaction((tx) =>
        tx.run('INSERT OR REPLACE INTO watched (path, size, changed, status, at) VALUES (?,?,?,?,?)', [
          file,
          state.size,
          state.changed,
          statusOf(items[0]),
          new Date().toISOString(),
        ]),
      );
    }
    return items;
  }
}

/**
 * What an older program noted of a file that it left out, perhaps for nothing but like words: such a file is handed in once
 * more. Today only identical bytes are left out, which is noted otherwise.
 */
const LEFT_OUT_BEFORE = 'duplicate';

function statusOf(item: ImportItem | undefined): string {
  return item?.status === 'duplicate' ? 'same-file' : (item?.status ?? 'refused');
}

function keyOf(file: string, state: State): string {
  return `${file}\0${state.size}\0${state.changed}`;
}

/**
 * Watches until cancelled, then tells what was taken. Progress: `done` letters filed so far, the last file as message.
 * @throws ArchiveError BAD_PATH where the folder cannot be read at the start
 */
export async function watchFolder(db: ArchiveDb, options: WatchOptions): Promise<ImportResult> {
  const folder = path.resolve(options.folder);
  try {
    if (!statSync(folder).isDirectory()) throw new ArchiveError('BAD_PATH', folder);
  } catch (thrown) {
    throw pathError(thrown, folder);
  }
  const result = emptyResult();
  const watch = new FolderWatch(db, { ...options, folder });
  const tell = (message: string): void => options.onProgress?.({ done: result.filed, total: 0, message });
  for (let round = 1; ; round += 1) {
    try {
      for (const item of await watch.look()) {
        record(result, item);
        tell(path.basename(item.file));
      }
      tell('');
    } catch (thrown) {
      if (options.signal?.aborted) return result;
      // A share that is away for a while comes back; anything that concerns the archive itself ends the watch.
      if (!(thrown instanceof ArchiveError) || thrown.code !== 'BAD_PATH') throw thrown;
      tell(thrown.message);
    }
    if (round === options.rounds) return result;
    try {
      await pause(options.intervalMs, undefined, options.signal ? { signal: options.signal } : {});
    } catch {
      return result;
    }
  }
}
