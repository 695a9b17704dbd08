/** What pages are put together from. */

/** A piece of text on a page. x grows to the right, y grows downwards; one unit is arbitrary but the same for all. */
export interface TextPiece {
  text: string;
  /** Left end of the base line. */
  x: number;
  /** The base line. */
  y: number;
  /** Length along the base line. */
  width: number;
  /** Height of the characters. */
  height: number;
  /** Direction of the base line in degrees, clockwise as y grows downwards; 0 reads left to right. */
  angle: number;
}
