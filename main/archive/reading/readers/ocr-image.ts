/**
 * Pictures for OCR. Scaled and turned by Skia, which gets nothing but finished points (picture-file.ts decodes files), and
 * of those only the part that it shall draw: it copies what it draws from, and a page is 16 MB.
 */
import { ImageData, createCanvas, type Canvas } from '@napi-rs/canvas';

/** Finished points, four bytes each (red, green, blue, and 255: all are opaque), row by row. */
export interface Picture {
  width: number;
  height: number;
  points: Uint8ClampedArray;
}

/** A white sheet: pictures with transparent ground are dark type on nothing. */
export function blank(width: number, height: number): Canvas {
  const canvas = createCanvas(Math.max(width, 1), Math.max(height, 1));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** What is drawn on a sheet. */
export function pictureOf(sheet: Canvas): Picture {
  const { width, height } = sheet;
  return { width, height, points: sheet.getContext('2d').getImageData(0, 0, width, height).data };
}

/** A sheet with a picture on it. */
export function sheetOf({ width, height, points }: Picture): Canvas {
  const sheet = createCanvas(width, height);
  sheet.getContext('2d').putImageData(new ImageData(points, width, height), 0, 0);
  return sheet;
}

/** Rows of the turned picture that are drawn at a time. */
const TURNED_ROWS = 256;

/** Gives a sheet's memory back at once: left to the collector, which sees only a small object, hundreds of them gather. */
export function release(...sheets: readonly Canvas[]): void {
  for (const sheet of sheets) {
    sheet.width = 1;
    sheet.height = 1;
  }
}

/** The picture turned by so many degrees clockwise, its sheet growing as needed; white where nothing was. */
export function turn(picture: Picture, degrees: number): Picture {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const width = Math.max(1, Math.round(picture.width * Math.abs(cos) + picture.height * Math.abs(sin)));
  const height = Math.max(1, Math.round(picture.width * Math.abs(sin) + picture.height * Math.abs(cos)));
  const points = new Uint8ClampedArray(width * height * 4);
  for (let top = 0; top < height; top += TURNED_ROWS) {
    const rows = Math.min(TURNED_ROWS, height - top);
    const strip = blank(width, rows);
    const context = strip.getContext('2d');
    context.translate(width / 2, height / 2 - top);
    context.rotate(angle);
    context.translate(-picture.width / 2, -picture.height / 2);
    // Where the strip lay before the turn: only that part is drawn, with a point more on every side.
    const corners = [0, width].flatMap((x) =>
      [top, top + rows].map((y) => ({ dx: x - width / 2, dy: y - height / 2 })),
    );
    const xs = corners.map(({ dx, dy }) => picture.width / 2 + dx * cos + dy * sin);
    const ys = corners.map(({ dx, dy }) => picture.height / 2 - dx * sin + dy * cos);
    const [left, right] = [Math.max(0, Math.min(...xs) - 2), Math.min(picture.width, Math.max(...xs) + 2)];
    const [upper, lower] = [Math.max(0, Math.min(...ys) - 2), Math.min(picture.height, Math.max(...ys) + 2)];
    if (right > left && lower > upper) {
      const part = cut(picture, { x: left, y: upper, width: right - left, height: lower - upper });
      const source = sheetOf(part);
      context.drawImage(source, part.x, part.y);
      points.set(context.getImageData(0, 0, width, rows).data, top * width * 4);
      release(source, strip);
    } else {
      points.fill(255, top * width * 4, (top + rows) * width * 4);
      release(strip);
    }
  }
  return { width, height, points };
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of a picture that holds a box, to whole points. */
export function cut(picture: Picture, box: Box): Picture & { x: number; y: number } {
  const [x, y] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const width = Math.max(1, Math.min(picture.width, Math.ceil(box.x + box.width)) - x);
  const height = Math.max(1, Math.min(picture.height, Math.ceil(box.y + box.height)) - y);
  if (width === picture.width && height === picture.height) return { ...picture, x, y };
  const points = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4;
    points.set(picture.points.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, points, x, y };
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
  const near = cut(picture, part);
  const { x: left, y: top } = near;
  const source = sheetOf(near);
  context.drawImage(source, part.x - left, part.y - top, part.width, part.height, 0, 0, size.width, size.height);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  release(source, canvas);
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
