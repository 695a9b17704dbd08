/** Picture files in the forms that scanners, copiers and telefax machines write, made of a png. */
import loadVips from 'wasm-vips';

type Vips = Awaited<ReturnType<typeof loadVips>>;
type Image = ReturnType<Vips['Image']['newFromBuffer']>;
const vips = await loadVips({
  dynamicLibraries: [],
  preRun: (module: { ENV: Record<string, string> }) => {
    module.ENV['VIPS_WARNING'] = '0';
  },
});
vips.concurrency(1);

const bytesOf = (buffer: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

/** In colour, dark type on white where the ground is transparent. */
function onWhite(bytes: Uint8Array): Image {
  const image = vips.Image.newFromBuffer(bytes).colourspace('srgb');
  return image.hasAlpha() ? image.flatten({ background: [255, 255, 255] }) : image;
}

/** One tiff of all these pages. `fax` is black and white with CCITT group 4, as offices' copiers and servers keep it. */
export function tiffOf(
  pngs: readonly Uint8Array[],
  compression: 'none' | 'lzw' | 'deflate' | 'jpeg' | 'fax' = 'none',
): Uint8Array<ArrayBuffer> {
  const pages = pngs.map((png) => {
    const page = onWhite(png);
    return compression === 'fax' ? page.colourspace('b-w') : page;
  });
  const height = pages[0]?.height ?? 0;
  const joined = vips.Image.arrayjoin(pages, { across: 1 });
  return bytesOf(
    joined.tiffsaveBuffer({
      page_height: height,
      ...(compression === 'fax' ? { compression: 'ccittfax4', bitdepth: 1 } : { compression }),
    }),
  );
}

/** A bmp of 24 bits, or of 1 bit as black-and-white scans have it. */
export function bmpOf(png: Uint8Array, bits: 1 | 24): Uint8Array<ArrayBuffer> {
  const { width, height, points } = pointsOf(png);
  const row = Math.ceil((width * bits) / 32) * 4;
  const palette = bits === 1 ? 8 : 0;
  const out = new Uint8Array(54 + palette + row * height);
  const view = new DataView(out.buffer);
  out.set([0x42, 0x4d]);
  view.setUint32(2, out.length, true);
  view.setUint32(10, 54 + palette, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  if (bits === 1) view.setUint32(58, 0xffffff, true);
  for (let y = 0; y < height; y++) {
    const line = 54 + palette + (height - 1 - y) * row;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (bits === 24) out.set([points[at + 2] ?? 0, points[at + 1] ?? 0, points[at] ?? 0], line + x * 3);
      else if ((points[at] ?? 0) > 127) out[line + (x >> 3)] = (out[line + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return out;
}

/** The picture in another form; `orientation` is what a camera writes: 6 means that its right side is up. */
export function pictureAs(
  png: Uint8Array,
  form: 'jpeg' | 'progressive' | 'gif' | 'webp' | 'cmyk' | 'png16',
  orientation?: number,
): Uint8Array<ArrayBuffer> {
  let image: Image = onWhite(png);
  if (orientation !== undefined) {
    image = image.copy();
    image.setInt('orientation', orientation);
  }
  switch (form) {
    case 'jpeg':
      return bytesOf(image.jpegsaveBuffer({ Q: 85 }));
    case 'progressive':
      return bytesOf(image.jpegsaveBuffer({ Q: 85, interlace: true }));
    case 'gif':
      return bytesOf(image.gifsaveBuffer());
    case 'webp':
      return bytesOf(image.webpsaveBuffer({ lossless: true }));
    case 'cmyk':
      return bytesOf(image.iccTransform('cmyk', { embedded: true, input_profile: 'srgb' }).jpegsaveBuffer({ Q: 90 }));
    case 'png16':
      return bytesOf(image.colourspace('rgb16').pngsaveBuffer());
  }
}

/** A sheet of one colour, as png. */
export function plainSheet(width: number, height: number, grey: number): Uint8Array<ArrayBuffer> {
  return bytesOf(vips.Image.black(width, height).linear([1], [grey]).cast('uchar').colourspace('srgb').pngsaveBuffer());
}

/** Width, height and form of a picture file. */
export function factsOf(bytes: Uint8Array): { format: string; width: number; height: number } {
  const image = vips.Image.newFromBuffer(bytes);
  return { format: image.getString('vips-loader').replace(/load.*$/, ''), width: image.width, height: image.height };
}

/** Points of a picture file, three bytes each. */
export function pointsOf(bytes: Uint8Array): { width: number; height: number; points: Uint8Array } {
  const image = onWhite(bytes);
  return { width: image.width, height: image.height, points: Uint8Array.from(image.writeToMemory()) };
}

/** Share of dark points. */
export function ink(bytes: Uint8Array): number {
  const { width, height, points } = pointsOf(bytes);
  let dark = 0;
  for (let at = 0; at < points.length; at += 3) if ((points[at] ?? 255) < 128) dark += 1;
  return dark / (width * height);
}
