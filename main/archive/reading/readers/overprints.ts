/** Bold type made by printing the same twice: in the text it stands once. */
import type { TextPiece } from './text-piece.ts';

/** Characters nearer to their own kind than this share of their height are the same one, printed twice to look bold. */
const HAIR = 0.3;
/** The same for their base lines: rows that stand close are no second printing. */
const HAIR_DOWN = 0.12;

/**
 * Bold type made by printing twice, a hair apart: the second printing goes, as a whole or where it begins or ends with what
 * stands there. Nothing is taken out of the middle: where type only overlaps, single letters may coincide by chance.
 */
export function withoutOverprints(pieces: readonly TextPiece[]): TextPiece[] {
  const cell = Math.max(...pieces.slice(0, 1000).map(({ height }) => height)) * HAIR;
  const bold = printsHanTwice(pieces, new PlacedCharacters(cell));
  const placed = new PlacedCharacters(cell);
  return pieces.flatMap((piece) => {
    const characters = [...piece.text];
    const step = piece.width / Math.max(characters.length, 1);
    const again = placed.known(characters, piece);
    const first = again.indexOf(false);
    if (first < 0) return [];
    const [from, to] = bold ? [first, again.lastIndexOf(false) + 1] : [0, characters.length];
    const kept = characters.slice(from, to);
    const rest = { ...piece, text: kept.join(''), x: piece.x + from * step, width: kept.length * step };
    placed.add(kept, rest);
    return [kept.length === characters.length ? piece : rest];
  });
}

/** A Han character at the place of its like is no chance; letters and digits may be. */
function printsHanTwice(pieces: readonly TextPiece[], placed: PlacedCharacters): boolean {
  return pieces.some((piece) => {
    const characters = [...piece.text];
    const again = placed.known(characters, piece);
    placed.add(characters, piece);
    return characters.some((character, at) => again[at] === true && /\p{sc=Han}/u.test(character));
  });
}

/** Characters by their place, so that the like of one are found near it and not among all. */
class PlacedCharacters {
  readonly #cell: number;
  readonly #cells = new Map<string, { x: number; y: number }[]>();

  /** @param cell no nearness that is asked for is larger */
  constructor(cell: number) {
    this.#cell = Math.max(cell, 1e-6);
  }

  /** Puts the characters of a piece at their places, as wide as one another. */
  add(characters: readonly string[], { x, y, width }: TextPiece): void {
    characters.forEach((character, at) => {
      const place = { x: x + (at * width) / characters.length, y };
      const key = `${character}${Math.floor(place.x / this.#cell)}`;
      const known = this.#cells.get(key);
      if (known === undefined) this.#cells.set(key, [place]);
      else known.push(place);
    });
  }

  /** Of each character of a piece, whether its like stands there. */
  known(characters: readonly string[], { x, y, width, height }: TextPiece): boolean[] {
    const step = width / Math.max(characters.length, 1);
    const near = { x: Math.min(height * HAIR, step / 2), y: height * HAIR_DOWN };
    return characters.map((character, at) => {
      const own = x + at * step;
      const cell = Math.floor(own / this.#cell);
      return [cell - 1, cell, cell + 1].some((beside) =>
        this.#cells
          .get(`${character}${beside}`)
          ?.some((other) => Math.abs(other.x - own) <= near.x && Math.abs(other.y - y) <= near.y),
      );
    });
  }
}
