/**
 * The archive's windows: the main one, and windows in which one letter is read. All are made alike (window.ts) and asked alike (ipc.ts); those of
 * letters end with the main one, and as soon as somebody signs out or in.
 */
import type { BrowserWindow } from 'electron';
import { ArchiveError } from '../../shared/errors.ts';
import { APP_PAGE } from './app-url.ts';

/** A letter, and which of its versions where it is not the newest. */
export interface LetterAddress {
  id: string;
  version?: number | undefined;
}

/** More windows help nobody, and each takes memory. */
const MOST_LETTERS = 12;

/** The address under which the page shows one letter and nothing else. */
export function letterPage({ id, version }: LetterAddress): string {
  const words = new URLSearchParams({ letter: id, ...(version === undefined ? {} : { version: String(version) }) });
  return `${APP_PAGE}?${words.toString()}`;
}

export class Windows {
  readonly main: BrowserWindow;
  readonly #letters = new Map<string, BrowserWindow>();
  readonly #open: (address: string) => BrowserWindow;
  readonly #onGone: (webContentsId: number) => void;

  /**
   * @param open opens a window at an address of the app
   * @param onGone told when a letter's window has gone
   */
  constructor(main: BrowserWindow, open: (address: string) => BrowserWindow, onGone: (webContentsId: number) => void) {
    this.main = main;
    this.#open = open;
    this.#onGone = onGone;
    main.on('closed', () => this.closeLetters());
  }

  /** The window with this webContents id, where it is one of the archive's and still there. */
  byId(webContentsId: number): BrowserWindow | undefined {
    return [this.main, ...this.#letters.values()].find(
      (window) => !window.isDestroyed() && window.webContents.id === webContentsId,
    );
  }

  /** Shows a letter in a window of its own; one that has a window already is brought to the front. @throws ArchiveError WINDOWS_FULL */
  openLetter(letter: LetterAddress): void {
    const address = letterPage(letter);
    const known = this.#letters.get(address);
    if (known !== undefined && !known.isDestroyed()) {
      if (known.isMinimized()) known.restore();
      known.focus();
      return;
    }
    if (this.#letters.size >= MOST_LETTERS) throw new ArchiveError('WINDOWS_FULL');
    const window = this.#open(address);
    const { id } = window.webContents;
    this.#letters.set(address, window);
    window.on('closed', () => {
      if (this.#letters.get(address) === window) this.#letters.delete(address);
      this.#onGone(id);
    });
  }

  closeLetters(): void {
    for (const window of this.#letters.values()) if (!window.isDestroyed()) window.close();
  }
}
