/** What is drawn on a page of an OFD (GB/T 33190-2016, chapters 8 to 13) with its colours and types: text, lines, pictures, units. */
import { combined, type Matrix } from '../readers/ofd-objects.ts';
import { localName } from '../readers/ofd-package.ts';
import { attribute, walkXml, type Attributes } from '../readers/xml.ts';
import type { ZipContainer } from '../readers/zip-container.ts';

interface Painted {
  stroke: string | null;
  fill: string | null;
}

export type OfdShape =
  | {
      kind: 'text';
      matrix: Matrix;
      font: string;
      size: number;
      bold: boolean;
      color: string;
      codes: { text: string; attributes: Attributes }[];
    }
  | ({ kind: 'path'; matrix: Matrix; data: string; width: number } & Painted)
  | { kind: 'picture' | 'unit'; matrix: Matrix; resource: string };

/** What a part draws, by the unit that it belongs to ('' for none), and what it names. */
export interface OfdDrawing {
  shapes: ReadonlyMap<string, OfdShape[]>;
  templates: string[];
  resources: string[];
  /** The page's own size, where it has one. */
  box: readonly number[] | null;
}

export function numbersOf(text: string | undefined): number[] {
  return (text ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

/** `r g b` of 0 to 255, one number for grey, or four of printing inks. */
export function ofdColor(text: string | undefined): string | null {
  const values = numbersOf(text).map((value) => Math.min(255, Math.max(0, Math.round(value))));
  const hex = (some: readonly number[]): string =>
    `#${some.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  const [a, b, c, k] = values;
  if (a === undefined) return null;
  if (b === undefined || c === undefined) return hex([a, a, a]);
  if (k === undefined) return hex([a, b, c]);
  return hex([a, b, c].map((ink) => Math.round(((255 - ink) * (255 - k)) / 255)));
}

/** @throws ArchiveError BAD_FILE, FILE_TOO_LARGE */
export function readDrawing(zip: ZipContainer, part: string, fileName: string): OfdDrawing {
  const shapes = new Map<string, OfdShape[]>();
  const drawing: OfdDrawing & { box: readonly number[] | null } = { shapes, templates: [], resources: [], box: null };
  let now: OfdShape[] = [];
  const enter = (id: string): void => {
    now = shapes.get(id) ?? [];
    shapes.set(id, now);
  };
  enter('');
  let object: OfdShape | null = null;
  let hidden = false;
  let words: string | null = null;
  let code: Attributes = {};
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      const of = (key: string): string | undefined => attribute(attributes, key);
      switch (localName(name)) {
        case 'CompositeGraphicUnit':
          enter(of('ID') ?? '');
          break;
        case 'Template':
          drawing.templates.push(of('TemplateID') ?? '');
          break;
        case 'TextObject':
          object = {
            kind: 'text',
            matrix: placeOf(attributes),
            font: of('Font') ?? '',
            size: Math.min(1000, Number(of('Size') ?? 4) || 4),
            bold: Number(of('Weight') ?? 400) >= 600,
            color: '#000000',
            codes: [],
          };
          hidden = of('Visible') === 'false';
          code = {};
          break;
        case 'PathObject':
          object = {
            kind: 'path',
            matrix: placeOf(attributes),
            data: '',
            width: Math.min(100, Math.max(0, Number(of('LineWidth') ?? 0.353) || 0.353)),
            stroke: of('Stroke') === 'false' ? null : '#000000',
            fill: of('Fill') === 'true' ? '#000000' : null,
          };
          hidden = of('Visible') === 'false';
          break;
        case 'ImageObject':
        case 'CompositeObject':
          if (of('Visible') !== 'false')
            now.push({
              kind: localName(name) === 'ImageObject' ? 'picture' : 'unit',
              matrix: placeOf(attributes),
              resource: of('ResourceID') ?? '',
            });
          break;
        case 'FillColor':
          paint(object, 'fill', ofdColor(of('Value')));
          break;
        case 'StrokeColor':
          paint(object, 'stroke', ofdColor(of('Value')));
          break;
        case 'TextCode':
          // A code without a place goes on where the one before began.
          code = { ...code, DeltaX: '', DeltaY: '', ...attributes };
          words = '';
          break;
        case 'AbbreviatedData':
        case 'PageRes':
        case 'PhysicalBox':
          words = '';
          break;
        default:
      }
    },
    text(data) {
      if (words !== null) words += data;
    },
    close(name) {
      const local = localName(name);
      const said = words;
      if (said !== null && local === 'TextCode' && object?.kind === 'text')
        object.codes.push({ text: said, attributes: code });
      else if (said !== null && local === 'AbbreviatedData' && object?.kind === 'path') object.data = said;
      else if (said !== null && local === 'PageRes') drawing.resources.push(said);
      else if (said !== null && local === 'PhysicalBox') drawing.box ??= numbersOf(said);
      else if ((local === 'TextObject' || local === 'PathObject') && object !== null) {
        if (!hidden) now.push(object);
        object = null;
      } else if (local === 'CompositeGraphicUnit') enter('');
      if (['TextCode', 'AbbreviatedData', 'PageRes', 'PhysicalBox'].includes(local)) words = null;
    },
  });
  return drawing;
}

function paint(object: OfdShape | null, side: keyof Painted, color: string | null): void {
  if (color === null || object === null) return;
  if (object.kind === 'text' && side === 'fill') object.color = color;
  else if (object.kind === 'path' && object[side] !== null) object[side] = color;
}

/** The object's own space as its parent sees it: its matrix, then the corner of its boundary. */
function placeOf(attributes: Attributes): Matrix {
  const [x = 0, y = 0] = numbersOf(attribute(attributes, 'Boundary'));
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(attribute(attributes, 'CTM'));
  return combined([1, 0, 0, 1, x, y], [a, b, c, d, e, f]);
}

/** How many numbers follow each letter of a path's data. */
const OPERANDS: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };
/** A path of more letters draws nothing that a letter needs. */
const MOST_STEPS = 20_000;

/** The data of a path in the letters of SVG: numbers and letters of our own, nothing of the file's text. */
export function svgPath(data: string): string {
  const tokens = data.trim().split(/[\s,]+/);
  const steps: string[] = [];
  for (let at = 0; at < tokens.length && steps.length < MOST_STEPS;) {
    const letter = tokens[at] ?? '';
    const count = OPERANDS[letter];
    if (count === undefined) break;
    const numbers = tokens.slice(at + 1, at + 1 + count).map(Number);
    if (numbers.length < count || numbers.some((value) => !Number.isFinite(value))) break;
    at += 1 + count;
    if (letter === 'A') {
      // In OFD the turn is the third number, the two flags follow it as in SVG.
      const [rx = 0, ry = 0, turn = 0, large = 0, sweep = 0, x = 0, y = 0] = numbers;
      steps.push(`A${[rx, ry, turn, large === 0 ? 0 : 1, sweep === 0 ? 0 : 1, x, y].join(' ')}`);
    } else
      steps.push(`${letter === 'S' ? 'M' : letter === 'B' ? 'C' : letter === 'C' ? 'Z' : letter}${numbers.join(' ')}`);
  }
  // OFD may close a path before it has begun.
  return steps.join(' ').replace(/^(?:Z ?)+/, '');
}
