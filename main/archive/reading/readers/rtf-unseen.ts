/** Groups of rich text that no page shows, for the question of secrecy: those that are not known, and those that hold files. */
import { mayBeCertain } from '../secrecy.ts';
import { textsOfBytes } from './bytes-unseen.ts';
import type { Ending, Group } from './rtf-words.ts';

/** Whether everything in a group, groups too, is taken as it stands. */
export const isUnseen = ({ sink }: Group): boolean => sink === 'silent' || sink === 'packed' || sink === 'unseen';

/** What one such group holds. */
export class RtfUnseen {
  readonly #words: string[] = [];
  readonly #hex: string[] = [];
  readonly #binary: string[] = [];

  words(text: string): void {
    this.#words.push(text);
  }

  /** Bytes as two digits each. */
  hex(digits: string): void {
    this.#hex.push(digits);
  }

  /** Bytes as a character each. */
  binary(bytes: string): void {
    this.#binary.push(bytes);
  }

  /** @param ending `unseen` where every word counts, else only a mark that is sure */
  texts(ending: Ending): string[] {
    const words = this.#words.join('');
    const written = ending === 'unseen' || mayBeCertain(words) ? [words] : [];
    const bytes = Buffer.from(this.#hex.join('').replaceAll(/\s/g, ''), 'hex');
    return [...written, ...textsOfBytes(bytes), ...textsOfBytes(Buffer.from(this.#binary.join(''), 'latin1'))];
  }
}
