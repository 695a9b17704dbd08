/** The letters that a dry run has read: it files none, so they are held against each other here and not in the archive. */
import type { Elements, Warning } from '../../../shared/model/elements.ts';
import { NEAR_DUPLICATE, similarity } from '../reading/text-key.ts';
import { nearReason, sameOffice } from './near-duplicates.ts';

interface Tried {
  /** Of its file. */
  name: string;
  /** `nearKey` of its text. */
  key: Uint8Array;
  elements: Pick<Elements, 'doc_number' | 'issuer'>;
}

export class TriedLetters {
  private readonly letters: Tried[] = [];

  /** Takes a letter to the others. @returns the likest of those before it, as a warning; null where none is near */
  beside(letter: Tried): Warning | null {
    let likest: Tried | undefined;
    let most = NEAR_DUPLICATE;
    for (const other of this.letters) {
      const alike = similarity(letter.key, other.key);
      if (alike < most || (alike === most && likest !== undefined)) continue;
      [likest, most] = [other, alike];
    }
    const { doc_number: number, issuer } = letter.elements;
    const numbered = this.letters.find(
      ({ elements }) => number !== null && elements.doc_number === number && sameOffice(elements.issuer, issuer),
    );
    this.letters.push(letter);
    const reason =
      likest === undefined
        ? `发文字号同为${number ?? ''}，正文不同。`
        : nearReason(most, letter.elements, likest.elements);
    const other = likest ?? numbered;
    if (other === undefined) return null;
    return { code: 'NEAR_DUPLICATE', message: `可能与同批的“${other.name}”是同一函件：${reason}` };
  }
}
