import { describe, expect, test } from 'vitest';
import { blank, pictureOf } from '../../../main/archive/reading/readers/ocr-image.ts';
import { levelled, levelling, unlevelled, type Spine } from '../../../main/archive/reading/readers/ocr-warp.ts';
import { placesOf } from '../../../main/archive/reading/readers/page-places.ts';

const SIZE = { width: 800, height: 1000 };

/** Lines of type across the page whose middles follow `bend`. */
function lines(bend: (x: number, y: number) => number, count = 12): Spine[] {
  return Array.from({ length: count }, (_, line) => ({
    height: 24,
    points: Array.from({ length: 16 }, (__, at) => {
      const x = 60 + at * 44;
      const y = 100 + line * 70;
      return { x, y: y + bend(x, y) };
    }),
  }));
}

const curl = (x: number, y: number): number => 30 * ((x - 400) / 400) ** 2 * (0.5 + y / 1000) + (x - 400) * 0.02;

describe('lines that bend are levelled', () => {
  test('the field brings every point of a line to one height', () => {
    const field = levelling(lines(curl), SIZE);
    for (const { points } of lines(curl)) {
      const heights = points.map(({ x, y }) => y + (field?.(x, y) ?? 0));
      expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(3);
    }
  });

  test.each<[string, Spine[]]>([
    ['level lines', lines(() => 0)],
    ['lines that all lean alike, which a turn puts right', lines((x) => x * 0.03)],
    ['too few lines', lines(curl, 3)],
    ['lines that do not agree', lines((x, y) => 20 * Math.sin(x / 40 + y))],
  ])('%s leave the page as it is', (_, spines) => {
    expect(levelling(spines, SIZE)).toBeNull();
  });

  test('a bent stroke on the picture comes out straight', () => {
    const sheet = blank(SIZE.width, SIZE.height);
    const context = sheet.getContext('2d');
    context.fillStyle = '#000000';
    for (let x = 60; x < 740; x += 1) context.fillRect(x, 450 + curl(x, 450) - 4, 1, 8);
    const field = levelling(lines(curl), SIZE);
    if (field === null) throw new Error('no field');
    const { points } = levelled(pictureOf(sheet), field);
    const tops = [80, 250, 400, 550, 720].map((x) => {
      for (let y = 0; y < SIZE.height; y += 1) if ((points[(y * SIZE.width + x) * 4] ?? 255) < 128) return y;
      return -1;
    });
    expect(Math.min(...tops)).toBeGreaterThan(400);
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(4);
  });

  test('where words stand is told on the picture as it was', () => {
    const field = (x: number): number => x / 10;
    const piece = { text: '函', x: 400, y: 300, width: 20, height: 20, angle: 0 };
    const [place] = placesOf([piece], SIZE, [{ back: (point) => unlevelled(field, point) }]);
    const [plain] = placesOf([piece], SIZE);
    expect((plain?.y ?? 0) - (place?.y ?? 0)).toBeCloseTo(0.042, 2);
    expect(place?.x).toBe(plain?.x);
  });
});
