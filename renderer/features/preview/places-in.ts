/** Where marks stand among the words that the window shows, in pixels of a frame around them. */
import { plain } from '../../components/page-boxes.ts';

/** A pixel place within the frame. */
export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Pieces of a line that touch are one. */
const TOUCHING = 2;

/** What is compared of all words, and for each of its characters the word it comes from and where it stands in that. */
export interface ShownLetters {
  text: string;
  nodes: readonly Text[];
  offsets: readonly number[];
}

export function shownLetters(root: Element): ShownLetters {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let text = '';
  const nodes: Text[] = [];
  const offsets: number[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const shown = node as Text;
    let at = 0;
    for (const sign of shown.data) {
      for (const unit of plain(sign)) {
        text += unit;
        for (let i = 0; i < unit.length; i++) {
          nodes.push(shown);
          offsets.push(at);
        }
      }
      at += sign.length;
    }
  }
  return { text, nodes, offsets };
}

/** The character that begins at an offset of a word, whole. */
const endOf = (node: Text, offset: number): number =>
  offset + String.fromCodePoint(node.data.codePointAt(offset) ?? 0).length;

/** The rectangles of some words, those of one line that touch as one. */
function rectangles(range: Range, frame: DOMRect): Place[] {
  const places: Place[] = [];
  for (const rect of range.getClientRects()) {
    if (rect.width === 0 || rect.height === 0) continue;
    const place = { left: rect.left - frame.left, top: rect.top - frame.top, width: rect.width, height: rect.height };
    const last = places.at(-1);
    const follows =
      last !== undefined &&
      Math.abs(last.top + last.height / 2 - place.top - place.height / 2) < last.height / 2 &&
      Math.abs(last.left + last.width - place.left) < TOUCHING;
    if (last !== undefined && follows) last.width = place.left + place.width - last.left;
    else places.push(place);
  }
  return places;
}

/** The places of a stretch of what is shown, a place for each line that it takes. */
export function placesAt(
  { nodes, offsets }: ShownLetters,
  [from, to]: readonly [number, number],
  around: DOMRect,
): Place[] {
  const [first, end] = [nodes[from], nodes[to - 1]];
  if (first === undefined || end === undefined) return [];
  const range = document.createRange();
  range.setStart(first, offsets[from] ?? 0);
  range.setEnd(end, endOf(end, offsets[to - 1] ?? 0));
  return rectangles(range, around);
}
