/** Copies without colour: a grey seal is found and what it says is no line, specks go, points of type stay. */
import { describe, expect, test } from 'vitest';
import { greySeals, isOfSeal } from '../../../main/archive/reading/readers/ocr-grey-seals.ts';
import { blank, pictureOf, type Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { takeOffSpecks } from '../../../main/archive/reading/readers/ocr-specks.ts';

type Context = ReturnType<ReturnType<typeof blank>['getContext']>;
const GREY = '#404040';
const BLACK = '#030303';

/** A page of A4 at 200 dots an inch: lines of black type, and what is drawn on it. */
function page(draw: (context: Context) => void): Picture {
  const sheet = blank(1654, 2339);
  const context = sheet.getContext('2d');
  context.fillStyle = '#fcfcfc';
  context.fillRect(0, 0, 1654, 2339);
  context.fillStyle = BLACK;
  for (let y = 300; y < 2000; y += 80) for (let x = 250; x < 1400; x += 44) context.fillRect(x, y, 30, 34);
  draw(context);
  return pictureOf(sheet);
}

function ring(context: Context, ink: string, radius = 165): void {
  context.strokeStyle = ink;
  context.lineWidth = 10;
  context.beginPath();
  context.arc(1100, 1700, radius, 0, Math.PI * 2);
  context.stroke();
}

describe('grey seals', () => {
  test('a grey ring of a seal’s size is found among type', () => {
    const [seal, ...others] = greySeals(page((context) => ring(context, GREY)));
    expect(others).toEqual([]);
    expect(seal?.x).toBeGreaterThan(900);
    expect(seal?.y).toBeGreaterThan(1500);
    expect(seal?.width).toBeLessThan(380);
  });

  test('a black ring is not told from type, a large or a red one is no grey seal', () => {
    expect(greySeals(page((context) => ring(context, BLACK)))).toEqual([]);
    expect(greySeals(page((context) => ring(context, GREY, 420)))).toEqual([]);
    expect(greySeals(page((context) => ring(context, '#d02026')))).toEqual([]);
    expect(greySeals(page(() => undefined))).toEqual([]);
  });

  test('what stands along the upper ring is the seal’s, lines through it and under its star are the letter’s', () => {
    const seal = { x: 1000, y: 1000, width: 330, height: 330 };
    expect(isOfSeal({ x: 1080, y: 1030, width: 180, height: 80 }, seal)).toBe(true);
    expect(isOfSeal({ x: 1015, y: 1140, width: 40, height: 36 }, seal)).toBe(true);
    expect(isOfSeal({ x: 700, y: 1040, width: 900, height: 50 }, seal)).toBe(false);
    expect(isOfSeal({ x: 1040, y: 1170, width: 250, height: 50 }, seal)).toBe(false);
    expect(isOfSeal({ x: 1060, y: 1250, width: 220, height: 45 }, seal)).toBe(false);
    expect(isOfSeal({ x: 1080, y: 700, width: 180, height: 50 }, seal)).toBe(false);
  });
});

describe('specks', () => {
  const darkness = ({ width, points }: Picture, x: number, y: number): number =>
    255 - (points[(y * width + x) * 4] ?? 0);
  const specks = (context: Context, count: number): void => {
    for (let at = 0; at < count; at += 1) context.fillRect(260 + at * 40, 2100, 2, 2);
  };

  test('many of them go; a point of type, one beside a character and a stroke stay', () => {
    const picture = page((context) => {
      specks(context, 25);
      context.fillRect(300, 2200, 6, 6);
      context.fillRect(500, 2200, 2, 2);
      context.fillRect(504, 2190, 30, 20);
      context.fillRect(700, 2200, 40, 2);
    });
    takeOffSpecks(picture);
    for (const x of [260, 300, 1220]) expect(darkness(picture, x, 2100)).toBeLessThan(30);
    for (const [x, y] of [
      [302, 2202],
      [500, 2200],
      [510, 2200],
      [720, 2201],
      [255, 305],
    ] as const)
      expect(darkness(picture, x, y)).toBeGreaterThan(200);
  });

  test('of a page that has a few they are taken for points', () => {
    const picture = page((context) => specks(context, 12));
    takeOffSpecks(picture);
    expect(darkness(picture, 260, 2100)).toBeGreaterThan(200);
  });
});
