/** How much of a file is shown as it looks. Beyond it the preview is cut, and says so: the file itself is whole in the archive. */

const MOST = { text: 400_000, paragraphs: 6000, cells: 40_000, pictures: 60, items: 20_000 } as const;
/** Letters of all data URLs together: a call's answer is carried to the window whole. */
const PICTURE_CHARACTERS = 24 * 1024 * 1024;

export class PreviewBudget {
  /** Something was left out. */
  cut = false;
  readonly #left: Record<keyof typeof MOST, number> = { ...MOST };
  #characters = PICTURE_CHARACTERS;

  takeText(characters: number): boolean {
    return this.#take('text', characters);
  }
  takeParagraph(): boolean {
    return this.#take('paragraphs', 1);
  }
  takeCell(): boolean {
    return this.#take('cells', 1);
  }
  /** A thing that is drawn on a page. */
  takeItem(): boolean {
    return this.#take('items', 1);
  }
  takePicture(): boolean {
    return this.#take('pictures', 1);
  }
  takeImage(url: string): boolean {
    this.#characters -= url.length;
    if (this.#characters < 0) this.cut = true;
    return this.#characters >= 0;
  }

  #take(what: keyof typeof MOST, count: number): boolean {
    this.#left[what] -= count;
    if (this.#left[what] >= 0) return true;
    this.cut = true;
    return false;
  }
}
