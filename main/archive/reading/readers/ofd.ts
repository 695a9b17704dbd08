/** OFD (GB/T 33190-2016), the national fixed-layout format: a zip of pages in xml. Lines are rebuilt from their places. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, stopIfCancelled, warning, type FileBytes, type ReadOptions, type Reader } from './reader.ts';
import { pageList } from './page-list.ts';
import { linesOfPage, type TextPiece } from './page-lines.ts';
import { attribute, walkXml, type Attributes } from './xml.ts';
import { ZipContainer } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { PageSpan, RawText } from '../types.ts';

export const OFD_MIME = 'application/ofd';

export const readOfd: Reader = async (file, options) =>
  readOfdFrom(new ZipContainer(file.bytes, file.name), file, options);

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, CANCELLED */
export function readOfdFrom(zip: ZipContainer, file: FileBytes, options: ReadOptions): RawText {
  if (zip.has('Encryptions.xml')) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  const parts: string[] = [];
  const pages: PageSpan[] = [];
  const empty: number[] = [];
  const damaged: number[] = [];
  let length = 0;
  const places = readRoots(zip, file.name).flatMap((root) => readPagePlaces(zip, root, file.name));
  if (places.length > LIMITS.pdfPages) throw new ArchiveError('FILE_TOO_LARGE', file.name, `${places.length} pages`);
  places.forEach((place, index) => {
    stopIfCancelled(options.signal);
    const lines = tryReadPage(zip, place, file.name);
    if (lines === null) damaged.push(index + 1);
    else if (lines.length === 0) empty.push(index + 1);
    const text = (lines ?? []).map((line) => `${line}\n`).join('');
    parts.push(text);
    pages.push({ start: length, end: length + text.length });
    length += text.length;
    options.onProgress?.({
      done: index + 1,
      total: places.length,
      message: `正在读取第 ${index + 1}/${places.length} 页`,
    });
  });
  if (places.length === 0 || damaged.length === places.length)
    throw new ArchiveError('BAD_FILE', file.name, 'no page can be read');
  const warnings: Warning[] = [];
  if (damaged.length > 0) warnings.push(warning('PAGES_DAMAGED', `第 ${pageList(damaged)} 页已损坏，未能读出。`));
  if (empty.length > 0 && empty.length + damaged.length < places.length) {
    warnings.push(warning('PAGES_WITHOUT_TEXT', `第 ${pageList(empty)} 页没有文字（可能是扫描页或空白页）。`));
  }
  return { format: 'ofd', mime: OFD_MIME, text: parts.join(''), layout: 'wrapped', pages, warnings, embedded: [] };
}

/** The text of one element of a part, for each time that it stands there. */
function textsOf(zip: ZipContainer, part: string, element: string, fileName: string): string[] {
  const found: string[] = [];
  let current: string | null = null;
  walkXml(zip.read(part), fileName, {
    open(name) {
      if (name === element) current = '';
    },
    text(data) {
      if (current !== null) current += data;
    },
    close(name) {
      if (name !== element || current === null) return;
      found.push(current.trim());
      current = null;
    },
  });
  return found;
}

function readRoots(zip: ZipContainer, fileName: string): string[] {
  return textsOf(zip, 'OFD.xml', 'ofd:DocRoot', fileName).map((place) => join('', place));
}

/** A path inside the package: absolute from its root, else from the part that names it. Never leaves the zip. */
function join(folder: string, place: string): string {
  const out: string[] = [];
  for (const segment of (place.startsWith('/') ? place : `${folder}/${place}`).split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}

interface PagePlace {
  part: string;
  /** Parts of the template pages by their id. */
  templates: ReadonlyMap<string, string>;
}

function readPagePlaces(zip: ZipContainer, root: string, fileName: string): PagePlace[] {
  const folder = root.split('/').slice(0, -1).join('/');
  const templates = new Map<string, string>();
  const pages: PagePlace[] = [];
  walkXml(zip.read(root), fileName, {
    open(name, attributes) {
      const place = attribute(attributes, 'BaseLoc');
      if (place === undefined) return;
      if (name === 'ofd:TemplatePage') templates.set(attribute(attributes, 'ID') ?? '', join(folder, place));
      if (name === 'ofd:Page') pages.push({ part: join(folder, place), templates });
    },
  });
  return pages;
}

function tryReadPage(zip: ZipContainer, place: PagePlace, fileName: string): string[] | null {
  try {
    const { pieces, template } = readPieces(zip, place.part, fileName);
    const below = template === null ? undefined : place.templates.get(template);
    if (below !== undefined && zip.has(below)) pieces.push(...readPieces(zip, below, fileName).pieces);
    return linesOfPage(pieces);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code !== 'BAD_FILE') throw thrown;
    return null;
  }
}

type Matrix = readonly [number, number, number, number, number, number];

interface TextObject {
  x: number;
  y: number;
  size: number;
  matrix: Matrix;
}

function readPieces(
  zip: ZipContainer,
  part: string,
  fileName: string,
): { pieces: TextPiece[]; template: string | null } {
  const pieces: TextPiece[] = [];
  let template: string | null = null;
  let object: TextObject | null = null;
  let code: Attributes | null = null;
  let text = '';
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      if (name === 'ofd:TextObject' && attribute(attributes, 'Visible') !== 'false') object = textObject(attributes);
      else if (name === 'ofd:TextCode' && object !== null) {
        code = attributes;
        text = '';
      } else if (name === 'ofd:Template') template = attribute(attributes, 'TemplateID') ?? null;
    },
    text(data) {
      if (code !== null) text += data;
    },
    close(name) {
      if (name === 'ofd:TextObject') object = null;
      else if (name === 'ofd:TextCode' && object !== null && code !== null) {
        pieces.push(placeText(object, code, text));
        code = null;
      }
    },
  });
  return { pieces, template };
}

function numbers(text: string | undefined): number[] {
  return (text ?? '')
    .trim()
    .split(/\s+/)
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

function textObject(attributes: Attributes): TextObject {
  const [x = 0, y = 0] = numbers(attribute(attributes, 'Boundary'));
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(attribute(attributes, 'CTM'));
  return { x, y, size: Number(attribute(attributes, 'Size') ?? 4), matrix: [a, b, c, d, e, f] };
}

/** Offsets between characters: plain numbers, or `g n v` for n times v (GB/T 33190, 11.3). */
function deltas(text: string | undefined): number[] {
  const words = (text ?? '').trim().split(/\s+/);
  const out: number[] = [];
  for (let at = 0; at < words.length && out.length < 10_000; at++) {
    if (words[at] !== 'g') {
      const value = Number(words[at]);
      if (words[at] !== '' && Number.isFinite(value)) out.push(value);
      continue;
    }
    const [count, value] = [Number(words[at + 1]), Number(words[at + 2])];
    if (Number.isFinite(count) && Number.isFinite(value))
      out.push(...Array<number>(Math.min(Math.max(count, 0), 10_000)).fill(value));
    at += 2;
  }
  return out;
}

/** A run of characters as one piece. */
function placeText(object: TextObject, code: Attributes, text: string): TextPiece {
  const [a, b, c, d, e, f] = object.matrix;
  const start = { x: Number(attribute(code, 'X') ?? 0), y: Number(attribute(code, 'Y') ?? 0) };
  const across = deltas(attribute(code, 'DeltaX'));
  const scale = Math.hypot(a, b) || 1;
  const characters = [...text];
  const width =
    across.length > 0 ? across.reduce((sum, step) => sum + step, 0) + object.size : widthOf(characters, object.size);
  return {
    text,
    x: object.x + a * start.x + c * start.y + e,
    y: object.y + b * start.x + d * start.y + f,
    width: width * scale,
    height: object.size * (Math.hypot(c, d) || 1),
    angle: (Math.atan2(b, a) * 180) / Math.PI,
  };
}

/** Without stated offsets: Han characters are square, others about half as wide. */
function widthOf(characters: readonly string[], size: number): number {
  return characters.reduce((sum, char) => sum + (char > '\u2e7f' ? size : size * 0.5), 0);
}
