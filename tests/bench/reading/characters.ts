/** How well characters were read: what must be put in, taken out or changed to make the one text of the other. Width of signs and blanks do not count. */
import { diffArrays } from 'diff';

/** A page's number is no part of the letter. */
const PAGE_NUMBER = /^\s*[—–\-－一]{0,2}\s*\d{1,2}\s*[—–\-－一]{0,2}\s*$/gmu;

/** The text as it is compared: signs of one width, brackets of numbers of one shape, no blanks, no page numbers. */
export function folded(text: string): string {
  return text
    .replaceAll(PAGE_NUMBER, '')
    .normalize('NFKC')
    .replaceAll(/[〔【]/gu, '[')
    .replaceAll(/[〕】]/gu, ']')
    .replaceAll(/["“”]/gu, '"')
    .replaceAll(/['‘’]/gu, "'")
    .replaceAll(/[—–―─-]+/gu, '-')
    .replaceAll(/[○〇]/gu, '〇')
    .replaceAll(/[·•・]/gu, '·')
    .replaceAll(/\s/gu, '');
}

export interface CharacterErrors {
  characters: number;
  errors: number;
  /** `wanted → read`, with what stands before. */
  pieces: string[];
}

export function characterErrors(read: string, truth: string): CharacterErrors {
  const [from, to] = [[...folded(truth)], [...folded(read)]];
  const out: CharacterErrors = { characters: from.length, errors: 0, pieces: [] };
  let [before, gone] = ['', ''];
  const close = (come: string): void => {
    if (gone === '' && come === '') return;
    out.errors += Math.max([...gone].length, [...come].length);
    out.pieces.push(`${before.slice(-4)}[${gone} → ${come}]`);
    gone = '';
  };
  for (const { value, added, removed } of diffArrays(from, to)) {
    if (removed) gone = value.join('');
    else if (added) close(value.join(''));
    else {
      close('');
      before = value.join('');
    }
  }
  close('');
  return out;
}
