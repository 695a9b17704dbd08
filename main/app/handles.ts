/**
 * What the window's page may name on this machine's disk: only what a person chose in a dialog, dropped or pasted, by a random handle
 * that stands for the path. A handle is of one use (read, write …), of one window as it is loaded now, and of the person who signed in.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { withPlaces, type CallName, type Chosen, type ParsedInput } from '../../shared/contract/index.ts';
import type { PlaceUse } from '../../shared/model/place.ts';
import { ArchiveError } from '../../shared/errors.ts';

interface Given {
  window: number;
  path: string;
  use: PlaceUse;
}

/** How many a window keeps; the oldest go first. More than a person drops in a day's sitting. */
const MOST = 100_000;

const keyOf = ({ window, path: file, use }: Given): string => JSON.stringify([window, use, file]);

export class Handles {
  readonly #given = new Map<string, Given>();
  /** The handles by what they stand for: the same thing chosen again has the same one. */
  readonly #handles = new Map<string, string>();
  #person: string | undefined;

  /** @param window webContents id of the window in which it was chosen */
  give(window: number, file: string, use: PlaceUse): Chosen {
    const given = { window, path: file, use };
    const handle = this.#handles.get(keyOf(given)) ?? `place-${randomUUID()}`;
    // At the end again: it was used just now.
    this.#take(handle);
    this.#given.set(handle, given);
    this.#handles.set(keyOf(given), handle);
    for (const oldest of this.#given.keys()) {
      if (this.#given.size <= MOST) break;
      this.#take(oldest);
    }
    return { handle, name: path.basename(file), shown: file };
  }

  /**
   * A call's input with the paths in the place of the handles.
   * @param input as parseInput() answered it
   * @throws ArchiveError PLACE_NOT_CHOSEN where one is a path, or a handle of another use or window, or has gone
   */
  resolve<N extends CallName>(window: number, name: N, input: ParsedInput<N>): ParsedInput<N> {
    return withPlaces(name, input, (handle, use) => {
      const found = this.pathOf(window, handle, use);
      if (found === undefined)
        throw new ArchiveError('PLACE_NOT_CHOSEN', undefined, `${name}: no handle of this window for ${use}`);
      return found;
    });
  }

  /** What a handle stands for; undefined where it is of another use or window, or has gone. */
  pathOf(window: number, handle: string, use: PlaceUse): string | undefined {
    const given = this.#given.get(handle);
    return given?.window === window && given.use === use ? given.path : undefined;
  }

  /** What a call answered, with handles for what the page may name next: the backups of which one can be restored. */
  answered(window: number, name: CallName, value: unknown): unknown {
    if (name === 'session.signIn') this.#signedIn(value);
    if (name !== 'trust.backups' || !Array.isArray(value)) return value;
    return value.map((backup: { file: string }) => ({
      ...backup,
      handle: this.give(window, backup.file, 'backup').handle,
    }));
  }

  /** The window's page has gone or another one was loaded: nothing that was chosen in it counts any more. */
  forget(window: number): void {
    for (const [handle, given] of this.#given) if (given.window === window) this.#take(handle);
  }

  /** What one person chose is not the next one's. */
  #signedIn(session: unknown): void {
    const name = (session as { name: string }).name;
    if (this.#person !== undefined && this.#person !== name) {
      this.#given.clear();
      this.#handles.clear();
    }
    this.#person = name;
  }

  #take(handle: string): void {
    const given = this.#given.get(handle);
    if (given === undefined) return;
    this.#given.delete(handle);
    this.#handles.delete(keyOf(given));
  }
}
