/**
 * Pictures for OCR. Decoded by libvips (sharp), which answers a damaged file with an error: the canvas's own decoder was
 * seen to take the whole process down. Drawn and turned by Skia, which gets nothing but finished points.
 */
import { ImageData, createCanvas, type Canvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS } from './reader.ts';

export type Picture = Canvas;

/** A picture that says it is larger than this (in points) is not decoded: some kilobytes can claim gigabytes. */
const MAX_POINTS = 150_000_000;
/** Enough for type of 8 points on A3; larger pictures are scaled down. */
const LONGEST_SIDE = 5000;

/**
 * The pages of a picture file: one, or as many as a tiff has (up to LIMITS.ocrPages).
 * @throws ArchiveError BAD_FILE, FILE_TOO_LARGE, UNSUPPORTED_FORMAT (a kind that is not decoded: bmp)
 */
export async function* decodePictures(bytes: Uint8Array, name: string): AsyncGenerator<Picture> {
  const failed = (thrown: unknown): ArchiveError => {
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    return new ArchiveError(/unsupported image format/i.test(words) ? 'UNSUPPORTED_FORMAT' : 'BAD_FILE', name, words);
  };
  sharp.cache(false);
  sharp.concurrency(1);
  const facts = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((thrown: unknown) => {
      throw failed(thrown);
    });
  if (facts.width * facts.height > MAX_POINTS) {
    throw new ArchiveError('FILE_TOO_LARGE', name, `${facts.width} × ${facts.height}`);
  }
  const count = facts.format === 'tiff' ? Math.min(facts.pages ?? 1, LIMITS.ocrPages) : 1;
  for (let page = 0; page < count; page++) {
    const { data, info } = await sharp(bytes, { page, failOn: 'error', limitInputPixels: MAX_POINTS })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((thrown: unknown) => {
        throw failed(thrown);
      });
    const picture = createCanvas(info.width, info.height);
    picture
      .getContext('2d')
      .putImageData(
        new ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), info.width, info.height),
        0,
        0,
      );
    yield picture;
  }
}

/** A white sheet: pictures with transparent ground are dark type on nothing. */
export function blank(width: number, height: number): Picture {
  const canvas = createCanvas(Math.max(width, 1), Math.max(height, 1));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture turned by so many degrees clockwise, its sheet growing as needed. */
export function turn(picture: Picture, degrees: number): Picture {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const out = blank(
    Math.round(picture.width * cos + picture.height * sin),
    Math.round(picture.width * sin + picture.height * cos),
  );
  const context = out.getContext('2d');
  context.translate(out.width / 2, out.height / 2);
  context.rotate(angle);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
  return out;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * A part of the picture, scaled, as planes of blue, green, red floats (PP-OCR was trained on that order), each
 * `value * scale + shift`.
 * @param sheetWidth width of the planes, at least `width`; what is beyond stays 0
 */
export function planes(
  picture: Picture,
  part: Box,
  size: { width: number; height: number; sheetWidth: number },
  normal: { scale: readonly [number, number, number]; shift: readonly [number, number, number] },
): Float32Array {
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, size.width, size.height);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const area = size.sheetWidth * size.height;
  const out = new Float32Array(area * 3);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const from = (y * size.width + x) * 4;
      const to = y * size.sheetWidth + x;
      for (let plane = 0; plane < 3; plane++) {
        out[plane * area + to] =
          (data[from + 2 - plane] ?? 0) * (normal.scale[plane] ?? 1) + (normal.shift[plane] ?? 0);
      }
    }
  }
  return out;
}
