/** A page of an OFD as it looks: its words where they stand, its lines and areas, its pictures, told in shapes of our own. */
import { ArchiveError } from '../../../../shared/errors.ts';
import type { PreviewItem, PreviewOf, Typeface } from '../../../../shared/model/preview.ts';
import { combined, UNTURNED, type Matrix } from '../readers/ofd-objects.ts';
import {
  localName,
  partNamed,
  readPages,
  readResources,
  type OfdPage,
  type OfdResources,
} from '../readers/ofd-package.ts';
import { LIMITS, type FileBytes } from '../readers/reader.ts';
import { attribute, walkXml, type Attributes } from '../readers/xml.ts';
import type { ZipContainer } from '../readers/zip-container.ts';
import { numbersOf, readDrawing, svgPath, type OfdDrawing, type OfdShape } from './ofd-drawing.ts';
import { pictureUrl } from './pictures.ts';
import { PreviewBudget } from './preview-budget.ts';
import { typefaceOf } from './typefaces.ts';

/** Millimetres of A4, where no box is told. */
const A4 = [0, 0, 210, 297] as const;

/**
 * @param number counted from 1; beyond the last the last is drawn
 * @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE
 */
export async function ofdPage(zip: ZipContainer, file: FileBytes, number: number): Promise<PreviewOf<'drawn'>> {
  if (zip.has('Encryptions.xml')) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  const pages = readPages(zip, file.name);
  if (pages.length > LIMITS.pdfPages) throw new ArchiveError('FILE_TOO_LARGE', file.name, `${pages.length} pages`);
  const at = Math.min(Math.max(number, 1), pages.length);
  const page = pages[at - 1];
  if (page === undefined) throw new ArchiveError('BAD_FILE', file.name, 'no page');
  const drawer = new PageDrawer(zip, file);
  const { box } = await drawer.draw(page);
  const [, , width = A4[2], height = A4[3]] = box ?? documentBox(zip, page, file.name) ?? A4;
  return {
    kind: 'drawn',
    name: file.name,
    number: at,
    pages: pages.length,
    width: within(width, 10, 2000),
    height: within(height, 10, 2000),
    items: drawer.items,
    cut: drawer.budget.cut,
  };
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The size that the document gives all its pages. */
function documentBox(zip: ZipContainer, page: OfdPage, fileName: string): readonly number[] | null {
  const root = /^(.*?Doc_\d+)\//.exec(page.part)?.[1];
  const part = `${root ?? ''}/Document.xml`;
  if (root === undefined || !zip.has(part)) return null;
  let box: readonly number[] | null = null;
  let words: string | null = null;
  walkXml(zip.read(part), fileName, {
    open: (name) => {
      if (localName(name) === 'PhysicalBox') words = '';
    },
    text: (data) => {
      if (words !== null) words += data;
    },
    close: (name) => {
      if (localName(name) === 'PhysicalBox' && words !== null) box ??= numbersOf(words);
      words = null;
    },
  });
  return box;
}

class PageDrawer {
  readonly items: PreviewItem[] = [];
  readonly budget = new PreviewBudget();
  readonly #zip: ZipContainer;
  readonly #name: string;
  readonly #drawings = new Map<string, OfdDrawing>();
  readonly #pictures = new Map<string, string | null>();
  #fonts = new Map<string, Typeface>();

  constructor(zip: ZipContainer, file: FileBytes) {
    this.#zip = zip;
    this.#name = file.name;
  }

  async draw(page: OfdPage): Promise<OfdDrawing> {
    const drawing = this.#drawing(page.part);
    const own = drawing.resources.flatMap((named) => partNamed(this.#zip, page.part, named) ?? []);
    const parts = [...page.document.resources, ...own];
    const resources = readResources(this.#zip, parts, this.#name);
    this.#fonts = readFonts(this.#zip, parts, this.#name);
    const templates = drawing.templates.flatMap((id) => page.document.templates.get(id) ?? []);
    for (const part of [...templates, page.part, ...page.annotations])
      await this.#shapes(this.#drawing(part).shapes.get('') ?? [], UNTURNED, resources, 0);
    return drawing;
  }

  #drawing(part: string): OfdDrawing {
    const known = this.#drawings.get(part) ?? readDrawing(this.#zip, part, this.#name);
    this.#drawings.set(part, known);
    return known;
  }

  async #shapes(shapes: readonly OfdShape[], outer: Matrix, resources: OfdResources, depth: number): Promise<void> {
    if (depth > LIMITS.nesting) throw new ArchiveError('BAD_FILE', this.#name, 'graphic units nested too deeply');
    for (const shape of shapes) {
      if (!this.budget.takeItem()) return;
      const matrix = rounded(combined(outer, shape.matrix));
      if (matrix === null) continue;
      if (shape.kind === 'text') this.#text(shape, matrix);
      else if (shape.kind === 'path') this.#path(shape, matrix);
      else {
        const picture = resources.pictures.get(shape.resource);
        const unit = resources.units.get(shape.resource);
        if (shape.kind === 'picture' && picture !== undefined)
          this.items.push({ kind: 'picture', image: await this.#picture(picture), matrix });
        else if (unit !== undefined)
          await this.#shapes(this.#drawing(unit).shapes.get(shape.resource) ?? [], matrix, resources, depth + 1);
      }
    }
  }

  #text({ codes, font, size, bold, color }: OfdShape & { kind: 'text' }, matrix: Matrix6): void {
    for (const { text, attributes } of codes) {
      const signs = [...text];
      if (text.trim() === '' || !this.budget.takeText(text.length)) continue;
      this.items.push({
        kind: 'text',
        text,
        ...placesOf(attributes, signs, size),
        size,
        face: this.#fonts.get(font) ?? 'song',
        bold,
        color,
        matrix,
      });
    }
  }

  #path({ data, stroke, fill, width }: OfdShape & { kind: 'path' }, matrix: Matrix6): void {
    const d = svgPath(data);
    if (d !== '') this.items.push({ kind: 'path', d, stroke, fill, width, matrix });
  }

  async #picture(part: string): Promise<string | null> {
    const known = this.#pictures.get(part);
    if (known !== undefined) return known !== null && this.budget.takeImage(known) ? known : null;
    const made = this.budget.takePicture() ? await pictureUrl(() => this.#zip.read(part), this.budget) : null;
    this.#pictures.set(part, made);
    return made;
  }
}

type Matrix6 = [number, number, number, number, number, number];

/** Six numbers that can be drawn; null where one cannot. */
function rounded(matrix: Matrix): Matrix6 | null {
  const plain = matrix.map((value) => Math.round(value * 10_000) / 10_000);
  return plain.every((value) => Number.isFinite(value) && Math.abs(value) < 1e6) ? (plain as Matrix6) : null;
}

/** Steps between characters, plain or `g n v` for n times v (GB/T 33190, 11.3); as many as there are characters. */
function stepsOf(text: string | undefined, most: number): number[] {
  const words = (text ?? '').trim().split(/\s+/);
  const steps: number[] = [];
  for (let at = 0; at < words.length && steps.length < most; at += 1) {
    if (words[at] !== 'g') {
      const step = Number(words[at]);
      if (words[at] !== '' && Number.isFinite(step)) steps.push(step);
      continue;
    }
    const [times, step] = [Number(words[at + 1]), Number(words[at + 2])];
    if (Number.isFinite(times) && Number.isFinite(step))
      steps.push(...Array<number>(Math.min(Math.max(Math.floor(times), 0), most)).fill(step));
    at += 2;
  }
  return steps;
}

/** Where each character stands. Where steps end, characters stand beside one another. */
function placesOf(attributes: Attributes, signs: readonly string[], size: number): { xs: number[]; ys: number[] } {
  const across = stepsOf(attribute(attributes, 'DeltaX'), signs.length);
  const down = stepsOf(attribute(attributes, 'DeltaY'), signs.length);
  const upright = across.length === 0 && down.length > 0;
  const [xs, ys]: [number[], number[]] = [[], []];
  let [x, y] = ['X', 'Y'].map((axis) => Number(attribute(attributes, axis) ?? 0) || 0) as [number, number];
  signs.forEach((sign, at) => {
    xs.push(Math.round(x * 1000) / 1000);
    ys.push(Math.round(y * 1000) / 1000);
    x += across[at] ?? (upright ? 0 : sign > '\u2e7f' ? size : size / 2);
    y += down[at] ?? 0;
  });
  return { xs, ys };
}

/** The family of type of each font of the file. */
function readFonts(zip: ZipContainer, parts: readonly string[], fileName: string): Map<string, Typeface> {
  const fonts = new Map<string, Typeface>();
  for (const part of parts) {
    if (!zip.has(part)) continue;
    walkXml(zip.read(part), fileName, {
      open(name, attributes) {
        if (localName(name) !== 'Font') return;
        const face = typefaceOf(attribute(attributes, 'FontName')) ?? typefaceOf(attribute(attributes, 'FamilyName'));
        if (face !== undefined) fonts.set(attribute(attributes, 'ID') ?? '', face);
      },
    });
  }
  return fonts;
}
