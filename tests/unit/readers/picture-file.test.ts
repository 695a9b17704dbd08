/** Picture files of every form that scanners, telefaxes and telephones write become the same points. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { ArchiveError } from '../../../shared/errors.ts';
import { countPictures, decodePictures } from '../../../main/archive/reading/readers/picture-file.ts';
import type { Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { bmpOf, pictureAs, plainSheet, tiffOf } from '../../support/pictures.ts';
import { bytesOf, ownFolder } from './make.ts';

/** Red above, black below on the left, white below on the right; 40 wide, 60 high. */
function drawn(): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(40, 60);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ff0000';
  context.fillRect(0, 0, 40, 30);
  context.fillStyle = '#000000';
  context.fillRect(0, 30, 20, 30);
  return bytesOf(canvas.toBuffer('image/png'));
}

async function decode(bytes: Uint8Array, first?: number): Promise<Picture[]> {
  const found: Picture[] = [];
  for await (const picture of decodePictures(bytes, 'a', first)) found.push(picture);
  return found;
}

const at = (picture: Picture | undefined, x: number, y: number): number[] => [
  ...(picture?.points.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4) ?? []),
];

/** What each form may differ by: pictures that lose nothing, that lose little, and colours of print. */
const FORMS: readonly (readonly [string, () => Uint8Array, number])[] = [
  ['png', drawn, 0],
  ['png of 16 bits', () => pictureAs(drawn(), 'png16'), 1],
  ['jpeg', () => pictureAs(drawn(), 'jpeg'), 12],
  ['progressive jpeg', () => pictureAs(drawn(), 'progressive'), 12],
  ['jpeg of print (CMYK)', () => pictureAs(drawn(), 'cmyk'), 60],
  ['gif', () => pictureAs(drawn(), 'gif'), 4],
  ['webp', () => pictureAs(drawn(), 'webp'), 0],
  ['bmp of 24 bits', () => bmpOf(drawn(), 24), 0],
  ['tiff', () => tiffOf([drawn()]), 0],
  ['tiff, LZW', () => tiffOf([drawn()], 'lzw'), 0],
  ['tiff, deflate', () => tiffOf([drawn()], 'deflate'), 0],
  ['tiff, jpeg', () => tiffOf([drawn()], 'jpeg'), 12],
];

describe('a picture file becomes points on white', () => {
  test.each(FORMS)('%s', async (_name, make, tolerance) => {
    const [picture] = await decode(make());
    expect(picture).toMatchObject({ width: 40, height: 60 });
    for (const [x, y, colour] of [
      [8, 8, [255, 0, 0, 255]],
      [8, 52, [0, 0, 0, 255]],
      [32, 52, [255, 255, 255, 255]],
    ] as const) {
      const found = at(picture, x, y);
      expect(Math.max(...found.map((value, part) => Math.abs(value - (colour[part] ?? 0))))).toBeLessThanOrEqual(
        tolerance,
      );
    }
  });

  test.each([
    ['telefax (tiff, CCITT group 4)', () => tiffOf([drawn()], 'fax')],
    ['bmp of 1 bit', () => bmpOf(drawn(), 1)],
  ])('black and white: %s', async (_name, make) => {
    const [picture] = await decode(make());
    expect(picture).toMatchObject({ width: 40, height: 60 });
    expect([at(picture, 8, 52), at(picture, 32, 52)]).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  test('a photo that says which side is up stands upright', async () => {
    const [picture] = await decode(pictureAs(drawn(), 'jpeg', 6));
    expect(picture).toMatchObject({ width: 60, height: 40 });
    // Turned by 90 degrees clockwise, what was above is at the right.
    expect(at(picture, 50, 20)[0]).toBeGreaterThan(240);
    expect(at(picture, 50, 20)[1]).toBeLessThan(16);
  });

  test('a tiff has its pages, and reading may begin at a later one', async () => {
    const tiff = tiffOf([0, 128, 255].map((grey) => plainSheet(30, 20, grey)));
    expect(await countPictures(tiff, 'a')).toBe(3);
    expect((await decode(tiff)).map((page) => at(page, 5, 5)[0])).toEqual([0, 128, 255]);
    expect((await decode(tiff, 3)).map((page) => at(page, 5, 5)[0])).toEqual([255]);
  });

  test('what is larger than a page needs is scaled down', async () => {
    const [picture] = await decode(plainSheet(6000, 300, 200));
    expect(picture).toMatchObject({ width: 5000, height: 250 });
  });
});

/** A number from 0 to 1, the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

describe('a damaged picture file', () => {
  test.each(FORMS)('%s: is answered with a code or with points, and the next file is read', async (_name, make) => {
    const whole = make();
    const random = randomNumbers(7);
    for (let turn = 0; turn < 12; turn++) {
      const bytes = Uint8Array.from(turn % 3 === 0 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole);
      for (let change = 0; turn % 3 !== 0 && change < 1 + turn; change++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      try {
        for (const { width, height, points } of await decode(bytes)) expect(points.length).toBe(width * height * 4);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ArchiveError);
        expect(['BAD_FILE', 'FILE_TOO_LARGE', 'UNSUPPORTED_FORMAT']).toContain((thrown as ArchiveError).code);
      }
    }
    expect(at((await decode(drawn()))[0], 8, 8)).toEqual([255, 0, 0, 255]);
  });

  test.each([
    ['png', drawn],
    ['jpeg', () => pictureAs(drawn(), 'jpeg')],
    ['bmp', () => bmpOf(drawn(), 24)],
    ['tiff', () => tiffOf([drawn()])],
  ])('%s: cut off in the middle it is no picture', async (_name, make) => {
    const whole = make();
    await expect(decode(whole.subarray(0, Math.floor(whole.length * 0.4)))).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test('a bmp that claims to be enormous is not decoded', async () => {
    const bytes = bmpOf(drawn(), 24);
    new DataView(bytes.buffer).setInt32(18, 60_000, true);
    new DataView(bytes.buffer).setInt32(22, -60_000, true);
    await expect(decode(bytes)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });
});

test('pictures are decoded where the process has no standard streams (a window’s on Windows)', () => {
  const script = `
    import fs from 'node:fs';
    const real = fs.fstatSync;
    fs.fstatSync = (fd, ...rest) => {
      if (fd <= 2) throw Object.assign(new Error('EBADF'), { code: 'EBADF' });
      return real(fd, ...rest);
    };
    const { decodePictures } = await import(process.argv[2]);
    for await (const { width, height } of decodePictures(fs.readFileSync(process.argv[3]), 'a')) {
      fs.writeFileSync(process.argv[4], width + ' ' + height);
    }
    process.exit(0);`;
  const folder = ownFolder();
  const [picture, out] = [path.join(folder, 'a.png'), path.join(folder, 'out')];
  fs.writeFileSync(picture, drawn());
  const module = path.resolve(import.meta.dirname, '../../../main/archive/reading/readers/picture-file.ts');
  const main = path.join(folder, 'main.mjs');
  fs.writeFileSync(main, script);
  execFileSync(process.execPath, [main, pathToFileURL(module).href, picture, out], { timeout: 60_000 });
  expect(fs.readFileSync(out, 'utf8')).toBe('40 60');
});
