/** A grey seal over type: without its broad ink lines hang together, thinned what is blacker stays, and what it says goes. */
import { describe, expect, test } from 'vitest';
import { greySeals } from '../../../main/archive/reading/readers/ocr-grey-seals.ts';
import { blank, pictureOf, type Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { sealInkOff } from '../../../main/archive/reading/readers/ocr-seal-ink.ts';

const [GREY, BLACK] = ['#404040', '#030303'];
const MIDDLE = { x: 1100, y: 1700 };
const REACH = 165;

/** Lines of upright strokes as thin as type's, a ring with a disc for its star over them, and a thin grey stroke of what the seal says. */
function copy(): Picture {
  const sheet = blank(1654, 2339);
  const context = sheet.getContext('2d');
  context.fillStyle = '#fcfcfc';
  context.fillRect(0, 0, 1654, 2339);
  context.strokeStyle = context.fillStyle = GREY;
  context.lineWidth = 10;
  context.beginPath();
  context.arc(MIDDLE.x, MIDDLE.y, REACH, 0, Math.PI * 2);
  context.stroke();
  context.beginPath();
  context.arc(MIDDLE.x, MIDDLE.y, 60, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = '#707070';
  context.fillRect(MIDDLE.x - 2, MIDDLE.y - 130, 3, 30);
  context.fillStyle = BLACK;
  for (let y = 300; y < 2000; y += 80) for (let x = 250; x < 1400; x += 22) context.fillRect(x, y, 4, 34);
  return pictureOf(sheet);
}

const at = ({ width, points }: Picture, x: number, y: number): number => points[(y * width + x) * 4] ?? 255;

describe('the ink of a grey seal', () => {
  const page = copy();
  const seals = greySeals(page);
  const { page: silent, bare, thinned } = sealInkOff(page, seals);
  /** On the ring where no type is, on the star, on a stroke of type that the star lies over, on one that nothing lies over. */
  const ring = [MIDDLE.x, MIDDLE.y + REACH] as const;
  const star = [MIDDLE.x - 2, MIDDLE.y + 45] as const;
  const covered = [MIDDLE.x - 13, MIDDLE.y + 45] as const;
  const free = [MIDDLE.x + 75, MIDDLE.y + 45] as const;

  test('the drawing is as it is meant', () => {
    expect(seals).toHaveLength(1);
    expect([ring, star].map(([x, y]) => at(page, x, y))).toEqual([64, 64]);
    expect([covered, free].map(([x, y]) => at(page, x, y))).toEqual([3, 3]);
  });

  test('ring and star go where lines are looked for, strokes of type beside them stay', () => {
    for (const [x, y] of [ring, star, covered]) expect(at(bare, x, y)).toBeGreaterThan(200);
    expect(at(bare, ...free)).toBe(3);
  });

  test('where type is read they are as light as paper, and what is blacker than they are stays', () => {
    for (const [x, y] of [ring, star]) expect(at(thinned, x, y)).toBeGreaterThan(200);
    for (const [x, y] of [covered, free]) expect(at(thinned, x, y)).toBeLessThan(60);
  });

  test('thin grey strokes along the ring go everywhere, black ones stay', () => {
    expect(at(page, MIDDLE.x, MIDDLE.y - 110)).toBeLessThan(150);
    expect(at(silent, MIDDLE.x, MIDDLE.y - 110)).toBeGreaterThan(200);
    expect(at(silent, ...free)).toBe(3);
  });

  test('a page without a seal stays as it is', () => {
    expect(sealInkOff(page, []).bare).toBe(page);
  });
});
