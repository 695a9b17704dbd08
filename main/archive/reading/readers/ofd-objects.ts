/** What is drawn on an OFD page (GB/T 33190-2016, chapters 8, 10, 11, 13): text, pictures, graphic units of both. */
import { attribute, walkXml, type Attributes } from './xml.ts';
import { localName } from './ofd-package.ts';
import type { TextPiece } from './text-piece.ts';
import type { ZipContainer } from './zip-container.ts';

/** a b c d e f: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];
export const UNTURNED: Matrix = [1, 0, 0, 1, 0, 0];

export type OfdObject =
  | { kind: 'text'; matrix: Matrix; size: number; code: Attributes; text: string; shown: boolean }
  | { kind: 'picture' | 'unit'; matrix: Matrix; resource: string };

export interface OfdContent {
  objects: OfdObject[];
  /** Ids of the template pages below or above this one. */
  templates: string[];
  /** Resources that this page alone has. */
  resources: string[];
}

/** What a page, a template or an annotation draws by itself. */
export function readObjects(zip: ZipContainer, part: string, fileName: string): OfdContent {
  return readContents(zip, part, fileName).get('') ?? { objects: [], templates: [], resources: [] };
}

/** What a part draws, by the id of the graphic unit that it belongs to; '' is what belongs to none. */
export function readContents(zip: ZipContainer, part: string, fileName: string): Map<string, OfdContent> {
  const contents = new Map<string, OfdContent>();
  let content: OfdContent = { objects: [], templates: [], resources: [] };
  const enter = (id: string): void => {
    content = contents.get(id) ?? { objects: [], templates: [], resources: [] };
    contents.set(id, content);
  };
  enter('');
  let object: { matrix: Matrix; size: number; shown: boolean } | null = null;
  let code: Attributes | null = null;
  let text: string | null = null;
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      switch (localName(name)) {
        case 'CompositeGraphicUnit':
          enter(attribute(attributes, 'ID') ?? '');
          break;
        case 'TextObject':
          object = {
            matrix: placeOf(attributes),
            size: Number(attribute(attributes, 'Size') ?? 4) || 4,
            shown: attribute(attributes, 'Visible') !== 'false',
          };
          break;
        case 'TextCode':
          // A code without a place goes on where the one before began.
          code = { ...(code ?? {}), DeltaX: '', DeltaY: '', ...attributes };
          text = '';
          break;
        case 'ImageObject':
        case 'CompositeObject': {
          const resource = attribute(attributes, 'ResourceID');
          const kind = localName(name) === 'ImageObject' ? 'picture' : 'unit';
          if (resource !== undefined) content.objects.push({ kind, matrix: placeOf(attributes), resource });
          break;
        }
        case 'Template':
          content.templates.push(attribute(attributes, 'TemplateID') ?? '');
          break;
        case 'PageRes':
          text = '';
          break;
        default:
      }
    },
    text(data) {
      if (text !== null) text += data;
    },
    close(name) {
      const local = localName(name);
      if (local === 'TextCode' && object !== null && code !== null && text !== null)
        content.objects.push({ kind: 'text', ...object, code, text });
      else if (local === 'PageRes' && text !== null) content.resources.push(text);
      else if (local === 'TextObject') [object, code] = [null, null];
      else if (local === 'CompositeGraphicUnit') enter('');
      if (local === 'TextCode' || local === 'PageRes') text = null;
    },
  });
  return contents;
}

/** The object's own space as its parent sees it: its matrix, then the corner of its boundary. */
function placeOf(attributes: Attributes): Matrix {
  const [x = 0, y = 0] = numbers(attribute(attributes, 'Boundary'));
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(attribute(attributes, 'CTM'));
  return [a, b, c, d, e + x, f + y];
}

/** First `inner`, then `outer`. */
export function combined(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

export function at([a, b, c, d, e, f]: Matrix, x: number, y: number): { x: number; y: number } {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

function numbers(text: string | undefined): number[] {
  return (text ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

/** Offsets between characters, as many as there are: plain numbers, or `g n v` for n times v (GB/T 33190, 11.3). */
function deltas(text: string | undefined, most: number): number[] {
  const words = (text ?? '').trim().split(/\s+/);
  const out: number[] = [];
  for (let word = 0; word < words.length && out.length < most; word++) {
    if (words[word] !== 'g') {
      const value = Number(words[word]);
      if (words[word] !== '' && Number.isFinite(value)) out.push(value);
      continue;
    }
    const [count, value] = [Number(words[word + 1]), Number(words[word + 2])];
    if (Number.isFinite(count) && Number.isFinite(value))
      out.push(...Array<number>(Math.min(Math.max(Math.floor(count), 0), most)).fill(value));
    word += 2;
  }
  return out;
}

/** A step that is so many characters wide parts cells of a table. */
const CELL_STEP = 2.5;

/** A run of characters as pieces: one, or several where it jumps from cell to cell. */
export function placeText(outer: Matrix, object: OfdObject & { kind: 'text' }): TextPiece[] {
  const matrix = combined(outer, object.matrix);
  const [a, b, c, d] = matrix;
  const { size } = object;
  const start = { x: Number(attribute(object.code, 'X') ?? 0) || 0, y: Number(attribute(object.code, 'Y') ?? 0) || 0 };
  const characters = [...object.text];
  const [across = [], down = []] = ['DeltaX', 'DeltaY'].map((side) =>
    deltas(attribute(object.code, side), characters.length),
  );
  const total = (steps: readonly number[]): number => steps.reduce((sum, step) => sum + Math.abs(step), 0);
  const upright = characters.length > 1 && total(down) > total(across);
  const steps = upright ? down : across;
  const scale = (upright ? Math.hypot(c, d) : Math.hypot(a, b)) || 1;
  const angle = (Math.atan2(b, a) * 180) / Math.PI + (upright ? 90 : 0);
  const pieces: TextPiece[] = [];
  let run = '';
  let from = 0;
  let place = 0;
  const finish = (end: number): void => {
    const corner = upright ? at(matrix, start.x, start.y + from) : at(matrix, start.x + from, start.y);
    if (run !== '')
      pieces.push({ text: run, ...corner, width: (end - from) * scale, height: size * (Math.hypot(c, d) || 1), angle });
    run = '';
  };
  characters.forEach((character, index) => {
    run += character;
    const step = steps[index] ?? (steps.length > 0 ? size : widthOf(character, size));
    if (index + 1 < characters.length && step > size * CELL_STEP) {
      finish(place + widthOf(character, size));
      from = place + step;
    }
    place += index + 1 < characters.length ? step : widthOf(character, size);
  });
  finish(place);
  return pieces;
}

/** Without stated offsets: Han characters are square, others about half as wide. */
function widthOf(character: string, size: number): number {
  return character > '\u2e7f' ? size : size * 0.5;
}
