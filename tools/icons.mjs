// The program's icon in the forms that systems ask for, drawn from resources/icons: PNG files by size, and one .ico for Windows. Plain
// JavaScript, because the build runs it.
import fs from 'node:fs';
import path from 'node:path';

/** Sizes that Linux desktops look for (freedesktop's "Icon Theme Specification"). */
export const PNG_SIZES = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512];
/** Sizes that Windows shows, at all its scales. */
export const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
/** Up to this size the drawing with fewer parts is taken. */
const SMALL = 24;
/** From this size on, a picture in an .ico is a PNG; below it a bitmap, which every program reads. */
const ICO_PNG_FROM = 256;

/**
 * Writes `<size>x<size>.png` and `icon.ico`.
 * @param {string} from folder with icon.svg and icon-small.svg
 * @param {string} to folder that is made
 */
export async function makeIcons(from, to) {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const draw = async (size) => {
    const svg = fs.readFileSync(path.join(from, size <= SMALL ? 'icon-small.svg' : 'icon.svg'), 'utf8');
    // The size is put into the drawing itself, so that its lines are drawn at this size and no picture is made smaller.
    const image = await loadImage(
      Buffer.from(svg.replace(/ width="\d+" height="\d+"/, ` width="${size}" height="${size}"`)),
    );
    const canvas = createCanvas(size, size);
    canvas.getContext('2d').drawImage(image, 0, 0, size, size);
    return canvas;
  };
  fs.mkdirSync(to, { recursive: true });
  for (const size of PNG_SIZES) {
    fs.writeFileSync(path.join(to, `${size}x${size}.png`), (await draw(size)).toBuffer('image/png'));
  }
  const pictures = [];
  for (const size of ICO_SIZES) {
    const canvas = await draw(size);
    const pixels = canvas.getContext('2d').getImageData(0, 0, size, size).data;
    pictures.push({ size, bytes: size >= ICO_PNG_FROM ? canvas.toBuffer('image/png') : bitmap(size, pixels) });
  }
  fs.writeFileSync(path.join(to, 'icon.ico'), icoFile(pictures));
}

/** A bitmap as it lies in an .ico: a head that tells twice the height, rows from below in BGRA, then a mask that hides nothing. */
function bitmap(size, rgba) {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(size, 4);
  head.writeInt32LE(size * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const rows = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [from, to] = [(y * size + x) * 4, ((size - 1 - y) * size + x) * 4];
      rows.set([rgba[from + 2], rgba[from + 1], rgba[from], rgba[from + 3]], to);
    }
  }
  return Buffer.concat([head, rows, Buffer.alloc(Math.ceil(size / 32) * 4 * size)]);
}

/** The directory of an .ico and its pictures; a size of 256 is written as 0. */
function icoFile(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  pictures.forEach(({ size, bytes }, index) => {
    const entry = 6 + 16 * index;
    head[entry] = size % 256;
    head[entry + 1] = size % 256;
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(bytes.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += bytes.length;
  });
  return Buffer.concat([head, ...pictures.map(({ bytes }) => bytes)]);
}
