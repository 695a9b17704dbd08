/**
 * Pictures out of files. Decoded by libvips inside WebAssembly: a damaged or hostile file meets memory of its own and is
 * answered with an error, whereas native decoders were seen to take the whole process down. bmp, which libvips does not know,
 * is decoded by NetSurf's libnsbmp, in WebAssembly as well.
 */
import fs from 'node:fs';
import loadVips from 'wasm-vips';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { Picture } from './ocr-image.ts';
import { LIMITS } from './reader.ts';

/** A picture that says it is larger than this (in points) is not decoded: some kilobytes can claim gigabytes. */
const MAX_POINTS = 150_000_000;
/** Enough for type of 8 points on A3; larger pictures are scaled down. */
const LONGEST_SIDE = 5000;
/** Rows that leave the decoder's memory at a time: a page is 35 MB and need not lie there whole as well. */
const ROWS = 256;

type Vips = Awaited<ReturnType<typeof loadVips>>;
let library: Promise<Vips> | undefined;

function canBeLookedAt(fd: number, look: typeof fs.fstatSync = fs.fstatSync): boolean {
  try {
    look(fd);
    return true;
  } catch {
    return false;
  }
}

/**
 * The library looks at the three standard streams when it starts and fails where one cannot be looked at: a program with a
 * window has none on Windows. It writes to none of them; there it is shown a file in their place.
 */
async function withStandardStreams<Result>(work: () => Promise<Result>): Promise<Result> {
  if ([0, 1, 2].every((fd) => canBeLookedAt(fd))) return work();
  const real = fs.fstatSync;
  const anyFile = fs.statSync(process.execPath);
  const forgiving = (fd: number, options?: fs.StatOptions): unknown =>
    fd <= 2 && !canBeLookedAt(fd, real) ? anyFile : real(fd, options);
  Object.assign(fs, { fstatSync: forgiving });
  try {
    return await work();
  } finally {
    Object.assign(fs, { fstatSync: real });
  }
}

async function startLibrary(): Promise<Vips> {
  const vips = await withStandardStreams(() =>
    loadVips({
      // Only what letters come in: no further formats.
      dynamicLibraries: [],
      // A damaged file is told by its error; libvips' own remarks would go to the command line's stderr.
      preRun: (module: { ENV: Record<string, string> }) => {
        module.ENV['VIPS_WARNING'] = '0';
      },
    }),
  );
  vips.concurrency(1);
  vips.Cache.max(0);
  return vips;
}

/** libvips' own errors are pairs of words; anything else (a trap, an abort) leaves its memory in disorder. */
function decodeError(thrown: unknown, name: string): ArchiveError {
  const said: unknown = (thrown as { message?: unknown } | null)?.message;
  const words = Array.isArray(said) ? said.map(String).join(': ') : String(said ?? thrown);
  if (!Array.isArray(said)) library = undefined;
  return new ArchiveError('BAD_FILE', name, words);
}

async function withVips<Result>(name: string, work: (vips: Vips) => Result): Promise<Result> {
  const vips = await (library ??= startLibrary());
  try {
    return work(vips);
  } catch (thrown) {
    throw thrown instanceof ArchiveError ? thrown : decodeError(thrown, name);
  }
}

function refuseEnormous(width: number, height: number, name: string): void {
  if (width * height > MAX_POINTS) throw new ArchiveError('FILE_TOO_LARGE', name, `${width} × ${height}`);
}

const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/**
 * How many pictures a file has: one, or as many as a tiff has (up to LIMITS.ocrPages).
 * @throws ArchiveError BAD_FILE, FILE_TOO_LARGE
 */
export async function countPictures(bytes: Uint8Array, name: string): Promise<number> {
  if (isBmp(bytes)) return 1;
  return withVips(name, (vips) => {
    using header = vips.Image.newFromBuffer(bytes);
    refuseEnormous(header.width, header.height, name);
    const pages = header.getTypeof('n-pages') === 0 ? 1 : header.getInt('n-pages');
    return header.getString('vips-loader').startsWith('tiff') ? Math.min(pages, LIMITS.ocrPages) : 1;
  });
}

/**
 * The pages of a picture file: one, or as many as a tiff has (up to LIMITS.ocrPages). Upright as its camera says, on white,
 * in sRGB, no side longer than 5000 points.
 * @param first counted from 1; earlier pages are passed over
 * @throws ArchiveError BAD_FILE, FILE_TOO_LARGE
 */
export async function* decodePictures(bytes: Uint8Array, name: string, first = 1): AsyncGenerator<Picture> {
  if (isBmp(bytes)) {
    const { width, height, points } = await bmpPicture(bytes, name);
    const bytesOfPoints = new Uint8Array(points.buffer, points.byteOffset, points.byteLength);
    yield await withVips(name, (vips) => {
      using image = vips.Image.newFromMemory(bytesOfPoints, width, height, 4, vips.BandFormat.uchar);
      using coloured = image.copy({ interpretation: 'srgb' });
      using small = coloured.thumbnailImage(LONGEST_SIDE, { height: LONGEST_SIDE, size: 'down' });
      return pointsOf(small);
    });
    return;
  }
  const count = await countPictures(bytes, name);
  for (let page = first - 1; page < count; page++) {
    yield await withVips(name, (vips) => {
      using header = vips.Image.newFromBuffer(bytes);
      // What lies turned is read out of order; everything else need not be in memory whole.
      const turned = header.getTypeof('orientation') !== 0 && header.getInt('orientation') > 1;
      using image = vips.Image.newFromBuffer(bytes, count > 1 ? `page=${page}` : '', {
        fail_on: 'error',
        access: turned ? 'random' : 'sequential',
      });
      refuseEnormous(image.width, image.height, name);
      using small = image.thumbnailImage(LONGEST_SIDE, { height: LONGEST_SIDE, size: 'down' });
      return pointsOf(small);
    });
  }
}

type VipsImage = ReturnType<Vips['Image']['newFromBuffer']>;

function pointsOf(image: VipsImage): Picture {
  using coloured = image.colourspace('srgb');
  using opaque = coloured.hasAlpha() ? coloured.flatten({ background: [255, 255, 255] }) : coloured.copy();
  using flat = opaque.cast('uchar');
  using whole = flat.addalpha();
  const { width, height } = whole;
  const points = new Uint8ClampedArray(width * height * 4);
  for (let top = 0; top < height; top += ROWS) {
    using strip = whole.crop(0, top, width, Math.min(ROWS, height - top));
    points.set(strip.writeToMemory(), top * width * 4);
  }
  return { width, height, points };
}

/** A bmp's points, opaque: what stands in the fourth byte is seldom meant. */
async function bmpPicture(bytes: Uint8Array, name: string): Promise<Picture> {
  if (bytes.length < 26) throw new ArchiveError('BAD_FILE', name, 'too short for a bmp');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The oldest head (12 bytes) has sizes of 16 bits.
  const oldest = view.getUint32(14, true) === 12;
  const said = oldest
    ? [view.getUint16(18, true), view.getUint16(20, true)]
    : [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
  refuseEnormous(said[0] ?? 0, said[1] ?? 0, name);
  const { decode } = await import('@cwasm/nsbmp');
  try {
    const { width, height, data } = decode(bytes);
    for (let at = 3; at < data.length; at += 4) data[at] = 255;
    return { width, height, points: data };
  } catch (thrown) {
    throw new ArchiveError('BAD_FILE', name, String(thrown));
  }
}
