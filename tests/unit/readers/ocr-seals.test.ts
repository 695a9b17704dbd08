import { describe, expect, test } from 'vitest';
import { blank, pictureOf, type Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { redSeals, takeOff } from '../../../main/archive/reading/readers/ocr-seals.ts';

type Context = ReturnType<ReturnType<typeof blank>['getContext']>;
const RED = '#d02026';

/** A page of A4 at 100 dots an inch with what is drawn on it. */
function page(draw: (context: Context) => void): Picture {
  const sheet = blank(827, 1169);
  draw(sheet.getContext('2d'));
  return pictureOf(sheet);
}

/** A ring of 42 mm with a star's worth of ink in its middle, then two strokes of black type that run through it. */
function seal(context: Context, { x = 500, y = 800, ink = RED, black = '#101010' } = {}): void {
  context.strokeStyle = ink;
  context.lineWidth = 5;
  context.beginPath();
  context.arc(x, y, 80, 0, Math.PI * 2);
  context.stroke();
  context.fillStyle = ink;
  context.fillRect(x - 20, y - 20, 40, 40);
  context.fillStyle = black;
  context.fillRect(x - 150, y - 4, 300, 8);
}

const brightness = ({ width, points }: Picture, x: number, y: number): number => points[(y * width + x) * 4 + 1] ?? 0;

/** On the ring, and on what is in it. */
const INKED = [
  [500, 720],
  [500, 880],
  [500, 785],
] as const;

describe('red seals are taken off the page before it is read', () => {
  test('the ink of the ring and of what is in it goes, the type below it stays', () => {
    const picture = page((context) => seal(context));
    const [box, ...others] = redSeals(picture);
    expect(others).toEqual([]);
    expect(box?.x).toBeGreaterThan(400);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(600);
    for (const [x, y] of INKED) expect(brightness(picture, x, y)).toBeLessThan(60);
    takeOff(picture, box === undefined ? [] : [box]);
    for (const [x, y] of INKED) expect(brightness(picture, x, y)).toBeGreaterThan(235);
    for (const x of [360, 420, 500, 580, 640]) expect(brightness(picture, x, 800)).toBeLessThan(40);
  });

  test('also where a shadow lies over it, and where a photograph shows it as an ellipse', () => {
    const picture = page((context) => {
      context.scale(1, 0.86);
      seal(context);
    });
    for (let at = 0; at < picture.points.length; at += 1)
      if (at % 4 !== 3) picture.points[at] = (picture.points[at] ?? 0) * 0.5;
    expect(redSeals(picture)).toHaveLength(1);
  });

  test.each<[string, (context: Context) => void]>([
    [
      'a red letterhead and its rule',
      (context) => {
        context.fillStyle = RED;
        for (let x = 200; x < 620; x += 60) context.fillRect(x, 150, 45, 45);
        context.fillRect(90, 230, 640, 5);
      },
    ],
    [
      'a mark in a red frame',
      (context) => {
        context.strokeStyle = RED;
        context.lineWidth = 4;
        context.strokeRect(80, 80, 160, 60);
        context.fillStyle = RED;
        context.fillRect(100, 95, 50, 30);
        context.fillRect(165, 95, 50, 30);
      },
    ],
    [
      'a square of red type',
      (context) => {
        context.fillStyle = RED;
        for (let x = 300; x < 460; x += 40) for (let y = 300; y < 460; y += 40) context.fillRect(x, y, 34, 34);
      },
    ],
    ['a black ring', (context) => seal(context, { ink: '#101010' })],
    [
      'a red ring as large as the page',
      (context) => {
        context.strokeStyle = RED;
        context.lineWidth = 6;
        context.beginPath();
        context.arc(410, 500, 350, 0, Math.PI * 2);
        context.stroke();
      },
    ],
  ])('%s is no red seal', (_, draw) => {
    expect(redSeals(page(draw))).toEqual([]);
  });
});
