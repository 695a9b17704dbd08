/** Before a window closes its page is asked to hand over what is still being typed. A page that does not answer is not waited for long. */

/** How long closing waits for the page. */
const PATIENCE_MS = 3_000;

/** What of a window is needed here. */
export interface ClosingWindow {
  on: (event: 'close', listener: (event: { preventDefault: () => void }) => void) => unknown;
  close: () => void;
  isDestroyed: () => boolean;
}

export class LastWords {
  readonly #window: ClosingWindow;
  readonly #ask: () => void;
  readonly #patienceMs: number;
  #asked: { answer: Promise<void>; settle: () => void } | undefined;
  /** The close that comes next was asked for here, or nobody is there any more to take what is typed. */
  #passes = false;

  /**
   * @param window whose closing is held until the page has answered
   * @param ask sends the question to its page
   * @param patienceMs how long the answer is waited for
   */
  constructor(window: ClosingWindow, ask: () => void, patienceMs = PATIENCE_MS) {
    this.#window = window;
    this.#ask = ask;
    this.#patienceMs = patienceMs;
    window.on('close', (event) => {
      if (this.#passes) {
        // A page may object to being closed: the next time it is asked again.
        this.#passes = false;
        return;
      }
      event.preventDefault();
      void this.heard().then(() => {
        this.#passes = true;
        if (!window.isDestroyed()) window.close();
      });
    });
  }

  /** Asks the page, and resolves when it has answered or does not answer in time. */
  heard(): Promise<void> {
    if (this.#window.isDestroyed()) return Promise.resolve();
    if (this.#asked !== undefined) return this.#asked.answer;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => this.answered(), this.#patienceMs);
    const settle = (): void => {
      clearTimeout(timer);
      this.#asked = undefined;
      resolve(undefined);
    };
    this.#asked = { answer: promise, settle };
    this.#ask();
    return promise;
  }

  /** The page has handed over everything. */
  answered(): void {
    this.#asked?.settle();
  }

  /** The engine has ended: the next close passes without a question. */
  letPass(): void {
    this.#passes = true;
  }
}
