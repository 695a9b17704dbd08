/**
 * What characters look like: the shapes of 6,763 Han characters (GB/T 2312-1980, both levels) in the shipped fonts, to hold a
 * picture of one against. The line reader knows 6,000 of them, each only as well as it met it; characters of place names (岬, 岫, 雹) it
 * takes for others or leaves out.
 */
import { readFileSync } from 'node:fs';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { fontFile, fontSources } from '../../work/resources.ts';
import { cut, release, sheetOf, type Box, type Picture } from './ocr-image.ts';

/** A shape is a square of so many points, with one free on every side. */
const SIDE = 24;
const POINTS = SIDE * SIDE;
/** Shapes are of length 1, kept as whole numbers. */
const UNIT = 512;
/** Shipped: Song and Hei. */
const FACES = ['NotoSerifSC-Regular.ttf', 'NotoSansSC-Medium.ttf'] as const;
/** The office's own 仿宋 and 楷体, of each the first that the machine has: most letters are printed in them, and they may not be shipped. */
const OFFICE_FAMILIES = [
  ['FangSong_GB2312', '仿宋_GB2312', 'FangSong', '仿宋', 'STFangsong', '华文仿宋', '方正仿宋_GBK', 'FandolFang R'],
  [
    'KaiTi_GB2312',
    '楷体_GB2312',
    'KaiTi',
    '楷体',
    'STKaiti',
    '华文楷体',
    '方正楷体_GBK',
    'AR PL UKai CN',
    'AR PL KaitiM GB',
  ],
] as const;
/** Parts of characters that the standard lists among them, which stand in no letter. */
const PARTS = new Set('冂冖冫凵勹匚卩厶亠刂廴攵亻彳彐彡忄扌氵犭疋疒癶礻纟罒艹虍衤讠辶钅阝饣丨丶丿亅乚宀囗夂爿灬');
/** Glyphs that are drawn at a time. */
const AT_ONCE = 256;

interface Shapes {
  signs: readonly string[];
  points: Int8Array;
  /** The same in squares of BLOCK points, of length 1: to tell soon which are worth holding against. */
  coarse: Float32Array;
}

export interface Likeness {
  sign: string;
  /** -1..1; 1 is the same shape. */
  likeness: number;
}

let shapes: Shapes | undefined;

/**
 * The characters that the ink in a box looks most like, each once, likest first.
 * @param page dark ink on light paper
 * @param box tight round the ink of one character
 */
export function likest(page: Picture, box: Box, count: number): Likeness[] {
  shapes ??= drawShapes();
  const { signs, points, coarse } = shapes;
  const shape = shapeOf(page, grown(box, 1, 1));
  const near = nearest(coarseOf(shape), coarse, signs.length);
  const first = near
    .map((at) => ({ at, likeness: product(shape, points, at) }))
    .filter(({ likeness }) => likeness > LEAST)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, AT_FIRST);
  // Where ink ends is not known to a point: those that come first are held against it at several sizes.
  const sizes = STEPS.flatMap((across) => STEPS.map((down) => shapeOf(page, grown(box, across, down))));
  const found = new Map<string, number>();
  for (const { at } of first) {
    const sign = signs[at] ?? '';
    const likeness = Math.max(...sizes.map((size) => product(size, points, at)));
    if (likeness > (found.get(sign) ?? 0)) found.set(sign, likeness);
  }
  return [...found]
    .map(([sign, likeness]) => ({ sign, likeness }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count);
}

const BLOCK = 3;
const BLOCKS = SIDE / BLOCK;
const COARSE_POINTS = BLOCKS * BLOCKS;
/** So many of the coarse shapes are held against in full. */
const WORTH_IT = 500;

function coarseOf(shape: Int8Array): Float32Array {
  const coarse = new Float32Array(COARSE_POINTS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const block = ((y / BLOCK) | 0) * BLOCKS + ((x / BLOCK) | 0);
      coarse[block] = (coarse[block] ?? 0) + (shape[y * SIDE + x] ?? 0);
    }
  }
  const length = Math.hypot(...coarse) || 1;
  return coarse.map((value) => value / length);
}

/** The numbers of the shapes whose coarse form is nearest. */
function nearest(shape: Float32Array, coarse: Float32Array, count: number): number[] {
  const likeness = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    let sum = 0;
    for (let point = 0, from = at * COARSE_POINTS; point < COARSE_POINTS; point++)
      sum += (shape[point] ?? 0) * (coarse[from + point] ?? 0);
    likeness[at] = sum;
  }
  const least = Float32Array.from(likeness).sort()[Math.max(0, count - WORTH_IT)] ?? -1;
  const found: number[] = [];
  for (let at = 0; at < count; at++) if ((likeness[at] ?? 0) >= least) found.push(at);
  return found;
}

/** So many come first; by so many steps of a fortieth of its size a character is looked at larger. */
const AT_FIRST = 80;
const STEPS = [0, 1, 2] as const;
const STEP = 1 / 40;

function grown({ x, y, width, height }: Box, across: number, down: number): Box {
  const step = Math.max(width, height) * STEP;
  const [left, top] = [across * step, down * step];
  return { x: x - left, y: y - top, width: width + 2 * left, height: height + 2 * top };
}

function product(shape: Int8Array, points: Int8Array, at: number): number {
  let sum = 0;
  for (let point = 0, from = at * POINTS; point < POINTS; point++)
    sum += (shape[point] ?? 0) * (points[from + point] ?? 0);
  return sum / UNIT / UNIT;
}

/** What is less like is not told. */
const LEAST = 0.4;

/** All Han characters of GB/T 2312, without the parts of such. */
export function knownCharacters(): string[] {
  const decoder = new TextDecoder('gb18030');
  const signs: string[] = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const sign = decoder.decode(Uint8Array.of(row, cell));
      if (/^\p{Script=Han}$/u.test(sign) && !PARTS.has(sign)) signs.push(sign);
    }
  }
  return signs;
}

/** A name for the shipped font of a file, under which it can be drawn. */
function shippedFamily(face: string): string {
  const family = `fuhan ${face}`;
  const source = fontSources().find(({ as }) => as === face);
  if (source === undefined) throw new Error(`font ${face} is not listed`);
  if (!GlobalFonts.has(family)) GlobalFonts.register(readFileSync(fontFile(source)), family);
  return family;
}

/** The office's own faces that this machine has. */
export function officeFamilies(has: (family: string) => boolean = (family) => GlobalFonts.has(family)): string[] {
  return OFFICE_FAMILIES.flatMap((names) => names.filter(has).slice(0, 1));
}

function drawShapes(): Shapes {
  const known = knownCharacters();
  const signs: string[] = [];
  const families = [...FACES.map(shippedFamily), ...officeFamilies()];
  const points = new Int8Array(known.length * families.length * POINTS);
  const coarse = new Float32Array(known.length * families.length * COARSE_POINTS);
  for (const family of families) {
    for (let from = 0; from < known.length; from += AT_ONCE) {
      const some = known.slice(from, from + AT_ONCE);
      const sheet = createCanvas(SIDE * some.length, SIDE);
      const context = sheet.getContext('2d');
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, sheet.width, SIDE);
      context.fillStyle = '#000000';
      context.font = `${SIDE * 4}px "${family}"`;
      some.forEach((sign, at) => drawGlyph(context, sign, at * SIDE));
      const { data } = context.getImageData(0, 0, sheet.width, SIDE);
      some.forEach((sign, at) => {
        const shape = unitShape(data, sheet.width, at * SIDE);
        points.set(shape, signs.length * POINTS);
        coarse.set(coarseOf(shape), signs.length * COARSE_POINTS);
        signs.push(sign);
      });
      release(sheet);
    }
  }
  return { signs, points, coarse };
}

/** In a square of SIDE points from `left` on, its ink as large as fits. */
function drawGlyph(context: SKRSContext2D, sign: string, left: number): void {
  const box = context.measureText(sign);
  const width = box.actualBoundingBoxLeft + box.actualBoundingBoxRight;
  const height = box.actualBoundingBoxAscent + box.actualBoundingBoxDescent;
  const scale = (SIDE - 2) / Math.max(width, height, 1);
  context.setTransform(scale, 0, 0, scale, left + SIDE / 2, SIDE / 2);
  context.fillText(sign, -width / 2 + box.actualBoundingBoxLeft, height / 2 - box.actualBoundingBoxDescent);
}

function shapeOf(page: Picture, box: Box): Int8Array {
  const near = cut(page, box);
  const source = sheetOf(near);
  const whole = Math.max(box.width, box.height, 1);
  const sheet = createCanvas(SIDE, SIDE);
  const context = sheet.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  const scale = (SIDE - 2) / whole;
  const [width, height] = [box.width * scale, box.height * scale];
  context.drawImage(
    source,
    (SIDE - width) / 2 + (near.x - box.x) * scale,
    (SIDE - height) / 2 + (near.y - box.y) * scale,
    near.width * scale,
    near.height * scale,
  );
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  release(source, sheet);
  // What was drawn, from its darkest point to its paper.
  const [left, top] = [Math.ceil((SIDE - width) / 2), Math.ceil((SIDE - height) / 2)];
  const values: number[] = [];
  for (let y = top; y < SIDE - top; y++)
    for (let x = left; x < SIDE - left; x++) values.push(data[(y * SIDE + x) * 4] ?? 255);
  values.sort((a, b) => a - b);
  const [dark, paper] = [
    values[Math.floor(values.length * 0.03)] ?? 0,
    values[Math.floor(values.length * 0.85)] ?? 255,
  ];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at = (y * SIDE + x) * 4;
      const inside = x >= left && x < SIDE - left && y >= top && y < SIDE - top;
      data[at] = inside ? (((data[at] ?? 255) - dark) / Math.max(1, paper - dark)) * 255 : 255;
    }
  }
  return unitShape(data, SIDE, 0);
}

/** With a free point on every side, so that each point of a shape has its neighbours. */
const WIDE = SIDE + 2;

/** A square's ink, softened, its mean taken off, of length 1. */
function unitShape(data: Uint8ClampedArray, width: number, left: number): Int8Array {
  const ink = new Float32Array(WIDE * WIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) ink[(y + 1) * WIDE + x + 1] = 255 - (data[(y * width + left + x) * 4] ?? 255);
  }
  // A bell over a point and its neighbours: along the rows, then down the columns.
  const rows = softened(ink, 1);
  const soft = softened(rows, WIDE);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y <= SIDE; y++) {
    for (let x = 1; x <= SIDE; x++) {
      const value = soft[y * WIDE + x] ?? 0;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / POINTS;
  const unit = UNIT / (Math.sqrt(squares - mean * sum) || 1);
  const shape = new Int8Array(POINTS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const value = Math.round(((soft[(y + 1) * WIDE + x + 1] ?? 0) - mean) * unit);
      shape[y * SIDE + x] = value > 127 ? 127 : value < -127 ? -127 : value;
    }
  }
  return shape;
}

function softened(ink: Float32Array, step: number): Float32Array {
  const soft = new Float32Array(ink.length);
  for (let at = step; at < ink.length - step; at++) {
    soft[at] = (ink[at - step] ?? 0) + (ink[at] ?? 0) * 2 + (ink[at + step] ?? 0);
  }
  return soft;
}
