/** What becomes of a printed page on its way into the archive: scanned, photocopied, photographed. The same seed gives the same picture. */
import type { Picture } from '../../../main/archive/reading/readers/ocr-image.ts';
import { Random } from '../random.ts';

export const COPIES = ['scan', 'photocopy', 'photograph'] as const;
export type Copy = (typeof COPIES)[number];

/** The picture that one way of copying gives of a page of 300 dots an inch. */
export function copied(page: Picture, kind: Copy, seed: number): Picture {
  const random = new Random(seed ^ 0x51ed270b);
  switch (kind) {
    case 'scan':
      return scanned(page, random);
    case 'photocopy':
      return photocopied(page, random);
    case 'photograph':
      return photographed(page, random);
  }
}

/** A number between -1 and 1. */
const either = (random: Random): number => random.next() * 2 - 1;

/** Numbers about 0 with a deviation of 1, near enough to a bell. */
function noiseFrom(random: Random): () => number {
  // A table is drawn from, for a page has millions of points.
  const table = Float32Array.from({ length: 65_536 }, () => {
    let sum = 0;
    for (let at = 0; at < 12; at += 1) sum += random.next();
    return sum - 6;
  });
  let state = random.int(1, 2 ** 31 - 1);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return table[state & 0xffff] ?? 0;
  };
}

interface Size {
  width: number;
  height: number;
}
type Colour = readonly [number, number, number];

/**
 * A new picture whose point (x, y) shows what `from` says lies there: bilinear, so that edges soften as by a lens; `ground`
 * where the page ends.
 */
function drawnFrom(
  page: Picture,
  size: Size,
  from: (x: number, y: number) => readonly [number, number],
  ground: Colour,
): Picture {
  const points = new Uint8ClampedArray(size.width * size.height * 4).fill(255);
  const row = page.width * 4;
  for (let y = 0, to = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1, to += 4) {
      const [px, py] = from(x, y);
      const [left, top] = [Math.floor(px), Math.floor(py)];
      if (left < 0 || top < 0 || left >= page.width - 1 || top >= page.height - 1) {
        points[to] = ground[0];
        points[to + 1] = ground[1];
        points[to + 2] = ground[2];
        continue;
      }
      const [dx, dy] = [px - left, py - top];
      const at = top * row + left * 4;
      for (let plane = 0; plane < 3; plane += 1) {
        const here = at + plane;
        const upper = (page.points[here] ?? 0) * (1 - dx) + (page.points[here + 4] ?? 0) * dx;
        const lower = (page.points[here + row] ?? 0) * (1 - dx) + (page.points[here + row + 4] ?? 0) * dx;
        points[to + plane] = upper * (1 - dy) + lower * dy;
      }
    }
  }
  return { ...size, points };
}

/** Turned about its middle by so many degrees, on a sheet of the same size. */
function askew(page: Picture, degrees: number, ground: Colour): Picture {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const [mx, my] = [page.width / 2, page.height / 2];
  return drawnFrom(
    page,
    page,
    (x, y) => [mx + (x - mx) * cos + (y - my) * sin, my - (x - mx) * sin + (y - my) * cos],
    ground,
  );
}

/** Each point the mean of itself and its neighbours, `weight` being their share: the softness of a lens. */
function softened({ width, height, points }: Picture, weight: number): Picture {
  const along = (source: Uint8ClampedArray, step: number): Uint8ClampedArray<ArrayBuffer> => {
    const out = Uint8ClampedArray.from(source);
    for (let at = step; at < source.length - step; at += 1) {
      const sides = (source[at - step] ?? 0) + (source[at + step] ?? 0);
      out[at] = (source[at] ?? 0) * (1 - weight) + (sides * weight) / 2;
    }
    return out;
  };
  return { width, height, points: along(along(points, 4), width * 4) };
}

/** The same for every point, in place: `change` gets and gives a brightness of 0..255. */
function eachPoint(picture: Picture, change: (value: number, x: number, y: number, plane: number) => number): Picture {
  for (let y = 0, at = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1, at += 4) {
      for (let plane = 0; plane < 3; plane += 1) {
        picture.points[at + plane] = change(picture.points[at + plane] ?? 0, x, y, plane);
      }
    }
  }
  return picture;
}

function scanned(page: Picture, random: Random): Picture {
  const noise = noiseFrom(random);
  const paper = 240 + random.next() * 12;
  const turned = softened(askew(page, either(random) * 1.5, [235, 235, 232]), 0.35);
  return eachPoint(turned, (value) => 18 + (value * (paper - 18)) / 255 + noise() * 6);
}

/** A smooth landscape between -1 and 1 whose hills are `reach` points wide. */
function landscape(random: Random, { width, height }: Size, reach: number): (x: number, y: number) => number {
  const across = Math.ceil(width / reach) + 2;
  const heights = Float32Array.from({ length: across * (Math.ceil(height / reach) + 2) }, () => either(random));
  return (x, y) => {
    const [left, top] = [Math.floor(x / reach), Math.floor(y / reach)];
    const [dx, dy] = [x / reach - left, y / reach - top];
    const at = top * across + left;
    const upper = (heights[at] ?? 0) * (1 - dx) + (heights[at + 1] ?? 0) * dx;
    const lower = (heights[at + across] ?? 0) * (1 - dx) + (heights[at + across + 1] ?? 0) * dx;
    return upper * (1 - dy) + lower * dy;
  };
}

/** Grey, hard, with specks, a dark edge, and strokes that toner reached only thinly. */
function photocopied(page: Picture, random: Random): Picture {
  const noise = noiseFrom(random);
  const toner = landscape(random, page, 90);
  const grain = landscape(random, page, 5);
  for (let at = 0; at < page.points.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = page.points.subarray(at, at + 3);
    page.points.fill(red * 0.3 + green * 0.59 + blue * 0.11, at, at + 3);
  }
  const turned = softened(askew(page, either(random) * 2, [250, 250, 250]), 0.6);
  const [edge, left] = [20 + random.next() * 50, random.chance(0.5)];
  for (let y = 0, at = 0; y < turned.height; y += 1) {
    for (let x = 0; x < turned.width; x += 1, at += 4) {
      // The drum takes less of a stroke where its charge is weak: the threshold moves with the landscape and its grain.
      const weak = toner(x, y) * 22 + grain(x, y) * 16 + noise() * 10;
      const hard = ((turned.points[at] ?? 0) - 118 + weak) * 2.6 + 128;
      const inner = left ? x : turned.width - x;
      const value = inner < edge + toner(0, y) * 12 ? 30 + noise() * 12 : Math.min(hard, 252) + noise() * 3;
      turned.points.fill(value, at, at + 3);
    }
  }
  for (let speck = 0; speck < 260; speck += 1) {
    const [mx, my, reach] = [
      random.int(4, turned.width - 5),
      random.int(4, turned.height - 5),
      0.6 + random.next() ** 3 * 3,
    ];
    for (let y = Math.ceil(my - reach); y <= my + reach; y += 1) {
      for (let x = Math.ceil(mx - reach); x <= mx + reach; x += 1) {
        if ((x - mx) ** 2 + (y - my) ** 2 <= reach ** 2) {
          const at = (y * turned.width + x) * 4;
          turned.points.fill(40, at, at + 3);
        }
      }
    }
  }
  return turned;
}

/** A camera of twelve million points, held upright. */
const CAMERA: Size = { width: 3024, height: 4032 };

/** From a table: seen at an angle, the sheet a little curled, light from one side, a shadow over part of it, not quite sharp. */
function photographed(page: Picture, random: Random): Picture {
  const noise = noiseFrom(random);
  const home = throughCorners(page, [
    [0.05 + random.next() * 0.06, 0.04 + random.next() * 0.04],
    [0.89 + random.next() * 0.06, 0.04 + random.next() * 0.04],
    [0.89 + random.next() * 0.08, 0.92 + random.next() * 0.05],
    [0.03 + random.next() * 0.08, 0.92 + random.next() * 0.05],
  ]);
  const curl = either(random) * 0.011 * page.height;
  const [bend, bulge] = [0.3 + random.next() * 0.4, random.next()];
  const seen = drawnFrom(
    page,
    CAMERA,
    (x, y) => {
      const [px, py] = home(x / CAMERA.width, y / CAMERA.height);
      const along = px / page.width - bend;
      // The sheet rises where it is not held down: more at the top or at the bottom.
      return [px, py + curl * (4 * along * along - 0.4) * (0.5 + bulge * (py / page.height))];
    },
    [92, 70, 52],
  );
  const light = random.next() * Math.PI * 2;
  const [lx, ly] = [Math.cos(light) / CAMERA.width, Math.sin(light) / CAMERA.height];
  const [sx, sy, depth] = [either(random), either(random), 0.5 + random.next() * 0.15];
  const warmth: Colour = [1, 0.97, 0.9];
  const soft = softened(softened(seen, 0.6), 0.6);
  return eachPoint(soft, (value, x, y, plane) => {
    const fall = 0.82 + 0.3 * ((x - CAMERA.width / 2) * lx + (y - CAMERA.height / 2) * ly);
    // A hand's or a head's shadow: its edge is as wide as a line of type.
    const inside = (sx * (x / CAMERA.width - 0.5) + sy * (y / CAMERA.height - 0.5) - 0.08) * 40;
    const shade = 1 - (1 - depth) / (1 + Math.exp(-inside));
    return (20 + value * 0.88) * fall * shade * (warmth[plane] ?? 1) + noise() * 4;
  });
}

/**
 * Where on the page a point of the picture lies (both as the camera sees them: shares of the picture in, points of the page out),
 * the page's corners being at these shares of the picture, clockwise from the upper left.
 */
function throughCorners(
  page: Size,
  corners: readonly (readonly [number, number])[],
): (u: number, v: number) => [number, number] {
  const onto: readonly (readonly [number, number])[] = [
    [0, 0],
    [page.width, 0],
    [page.width, page.height],
    [0, page.height],
  ];
  // Eight equations: x·(gu + hv + 1) = au + bv + c, y·(gu + hv + 1) = du + ev + f.
  const rows = corners.flatMap(([u, v], at) => {
    const [x, y] = onto[at] ?? [0, 0];
    return [
      [u, v, 1, 0, 0, 0, -u * x, -v * x, x],
      [0, 0, 0, u, v, 1, -u * y, -v * y, y],
    ];
  });
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solved(rows);
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
  };
}

/** Solves equations (a row each, what they equal last) by elimination. */
function solved(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const best = rows.slice(column).reduce((most, row, at) => {
      const larger = Math.abs(row[column] ?? 0) > Math.abs(rows[most]?.[column] ?? 0);
      return larger ? column + at : most;
    }, column);
    [rows[column], rows[best]] = [rows[best] ?? [], rows[column] ?? []];
    const pivot = rows[column] ?? [];
    rows.forEach((row, at) => {
      if (at === column) return;
      const share = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let cell = column; cell <= size; cell += 1) row[cell] = (row[cell] ?? 0) - share * (pivot[cell] ?? 0);
    });
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}
