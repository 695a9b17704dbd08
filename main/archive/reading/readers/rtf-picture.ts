/** A picture of rich text as it comes: its bytes as two digits each, or as they are. */
import type { EmbeddedFile } from '../types.ts';

export class RtfPicture {
  /** null where it is of a kind that cannot be looked at. */
  extension: string | null = null;
  readonly hex: string[] = [];
  binary = '';

  /** Adds it to the pictures of the letter. @returns the next one, of which nothing has come */
  endIn(pictures: EmbeddedFile[]): RtfPicture {
    if (this.extension !== null) {
      const bytes =
        this.binary === ''
          ? Buffer.from(this.hex.join('').replaceAll(/\s/g, ''), 'hex')
          : Buffer.from(this.binary, 'latin1');
      pictures.push({ name: `${pictures.length + 1}.${this.extension}`, bytes: Uint8Array.from(bytes) });
    }
    return new RtfPicture();
  }
}
