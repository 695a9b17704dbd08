/** OFD (GB/T 33190-2016), the national fixed-layout format: a zip of pages in xml. Lines are rebuilt from their places. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { refuseSecretFile } from '../secrecy-check.ts';
import { markClear } from '../secrecy-pictures.ts';
import { NO_TEXT_WARNING, ocrFailure, ocrWarnings, recogniseText } from './ocr.ts';
import {
  UNTURNED,
  at,
  combined,
  placeText,
  readContents,
  readObjects,
  type Matrix,
  type OfdContent,
} from './ofd-objects.ts';
import { partNamed, readPages, readResources, type OfdPage, type OfdResources } from './ofd-package.ts';
import { isNearlyEmpty, lettersOf, linesOfPage } from './page-lines.ts';
import type { TextPiece } from './text-piece.ts';
import { annotationsWarning, joinPages, pageList } from './page-list.ts';
import {
  LIMITS,
  budgetOf,
  stopIfCancelled,
  warning,
  type FileBytes,
  type ReadBudget,
  type ReadOptions,
  type Reader,
} from './reader.ts';
import { ZipContainer } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { OcrPage } from './ocr-protocol.ts';
import type { EmbeddedFile } from '../types.ts';

export const OFD_MIME = 'application/ofd';

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE, CANCELLED */
export const readOfd: Reader = async (file, options) => {
  const zip = new ZipContainer(file.bytes, file.name);
  if (zip.has('Encryptions.xml')) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  const places = readPages(zip, file.name);
  if (places.length > LIMITS.pdfPages) throw new ArchiveError('FILE_TOO_LARGE', file.name, `${places.length} pages`);
  const reader = new PageReader(zip, file, budgetOf(options, file.name));
  const pages = places.map((place, index): DrawnPage => {
    stopIfCancelled(options.signal);
    options.onProgress?.({
      done: index + 1,
      total: places.length,
      message: `正在读取第 ${index + 1}/${places.length} 页`,
    });
    return reader.read(place);
  });
  if (pages.every(({ lines }) => lines === null)) throw new ArchiveError('BAD_FILE', file.name, 'no page can be read');
  const { embedded, lost } = readAttachments(zip, places);
  const warnings: Warning[] = [];
  const numbersOf = (fits: (page: DrawnPage) => boolean): number[] =>
    pages.flatMap((page, index) => (fits(page) ? [index + 1] : []));
  const damaged = numbersOf(({ lines }) => lines === null);
  if (damaged.length > 0) warnings.push(warning('PAGES_DAMAGED', `第 ${pageList(damaged)} 页已损坏，未能读出。`));
  const unseenText = pages.flatMap(({ annotations: notes, hidden }) => [...notes, notes.join('\n'), ...hidden]);
  // Before any picture is decoded, what stands there as text decides.
  const before = joinPages(pages.map(({ lines }) => lines ?? []));
  refuseSecretFile({ format: 'ofd', text: before.text, pages: before.spans, unseenText, embedded });
  warnings.push(...(await readScans(zip, pages, options)));
  const empty = numbersOf(({ lines }) => lines?.length === 0);
  if (empty.length + damaged.length === pages.length) warnings.push(NO_TEXT_WARNING);
  else if (empty.length > 0)
    warnings.push(warning('PAGES_WITHOUT_TEXT', `第 ${pageList(empty)} 页没有文字（可能是扫描页或空白页）。`));
  const annotations = pages.flatMap((page) => page.annotations);
  if (annotations.length > 0) warnings.push(annotationsWarning(annotations));
  if (pages.some(({ hidden }) => hidden.length > 0))
    warnings.push(warning('HIDDEN_TEXT', '文件中有隐藏文字，未读出。'));
  if (lost > 0) warnings.push(warning('ATTACHMENTS_NOT_READ', `文件内有 ${lost} 个附件未能取出。`));
  const { text, spans } = joinPages(pages.map(({ lines }) => lines ?? []));
  return { format: 'ofd', mime: OFD_MIME, text, layout: 'wrapped', pages: spans, warnings, embedded, unseenText };
};

interface DrawnPage {
  /** null where the page cannot be read. */
  lines: string[] | null;
  /** Parts of the pictures that it shows, from top to bottom. */
  pictures: string[];
  annotations: string[];
  hidden: string[];
}

interface Drawn {
  pieces: TextPiece[];
  pictures: { part: string; y: number }[];
  hidden: string[];
}

class PageReader {
  readonly #zip: ZipContainer;
  readonly #file: FileBytes;
  readonly #budget: ReadBudget;
  readonly #units = new Map<string, Map<string, OfdContent>>();
  readonly #resources = new Map<string, OfdResources>();

  constructor(zip: ZipContainer, file: FileBytes, budget: ReadBudget) {
    this.#zip = zip;
    this.#file = file;
    this.#budget = budget;
  }

  read(place: OfdPage): DrawnPage {
    this.#budget.startPage();
    try {
      const drawn: Drawn = { pieces: [], pictures: [], hidden: [] };
      const content = this.#content(place.part);
      const own = content.resources.flatMap((named) => partNamed(this.#zip, place.part, named) ?? []);
      const resources = this.#resourcesOf([...place.document.resources, ...own]);
      for (const part of this.#templatesOf(place, content)) this.#draw(this.#content(part), UNTURNED, resources, drawn);
      this.#draw(content, UNTURNED, resources, drawn);
      const notes: Drawn = { pieces: [], pictures: [], hidden: [] };
      for (const part of place.annotations) this.#draw(this.#content(part), UNTURNED, resources, notes);
      drawn.pictures.sort((a, b) => a.y - b.y);
      return {
        lines: linesOfPage(drawn.pieces),
        pictures: [...new Set(drawn.pictures.map(({ part }) => part))],
        annotations: linesOfPage(notes.pieces),
        hidden: [...drawn.hidden, ...notes.hidden],
      };
    } catch (thrown) {
      if (thrown instanceof ArchiveError && thrown.code !== 'BAD_FILE') throw thrown;
      return { lines: null, pictures: [], annotations: [], hidden: [] };
    }
  }

  #templatesOf(place: OfdPage, content: OfdContent): string[] {
    return content.templates.flatMap((id) => place.document.templates.get(id) ?? []);
  }

  #content(part: string): OfdContent {
    return readObjects(this.#zip, part, this.#file.name);
  }

  /** Pages come once; the units that they share come again and again. */
  #unit(part: string, id: string): OfdContent | undefined {
    const known = this.#units.get(part) ?? readContents(this.#zip, part, this.#file.name);
    this.#units.set(part, known);
    return known.get(id);
  }

  #resourcesOf(parts: readonly string[]): OfdResources {
    const key = parts.join('\0');
    const known = this.#resources.get(key) ?? readResources(this.#zip, parts, this.#file.name);
    this.#resources.set(key, known);
    return known;
  }

  #draw(content: OfdContent, outer: Matrix, resources: OfdResources, drawn: Drawn, depth = 0): void {
    if (depth > LIMITS.nesting) throw new ArchiveError('BAD_FILE', this.#file.name, 'graphic units nested too deeply');
    for (const object of content.objects) {
      this.#budget.takeCells(1);
      if (object.kind === 'text') {
        this.#budget.takePiece(object.text);
        if (object.shown) drawn.pieces.push(...placeText(outer, object));
        else if (object.text.trim() !== '') drawn.hidden.push(object.text);
        continue;
      }
      const matrix = combined(outer, object.matrix);
      const unit = resources.units.get(object.resource);
      const picture = resources.pictures.get(object.resource);
      if (object.kind === 'picture' && picture !== undefined) {
        drawn.pictures.push({ part: picture, y: Math.min(at(matrix, 0, 0).y, at(matrix, 1, 1).y) });
        continue;
      }
      const content = unit === undefined ? undefined : this.#unit(unit, object.resource);
      if (content !== undefined) this.#draw(content, matrix, resources, drawn, depth + 1);
    }
  }
}

/** Files that the package carries; what cannot be unpacked is counted. */
function readAttachments(zip: ZipContainer, pages: readonly OfdPage[]): { embedded: EmbeddedFile[]; lost: number } {
  const embedded: EmbeddedFile[] = [];
  let lost = 0;
  for (const { name, part } of new Set(pages.flatMap(({ document }) => document.attachments))) {
    try {
      embedded.push({ name, bytes: Uint8Array.from(zip.read(part)) });
    } catch (thrown) {
      if (thrown instanceof ArchiveError && thrown.code === 'FILE_TOO_LARGE') throw thrown;
      lost++;
    }
  }
  return { embedded, lost };
}

/** Reads pages that are pictures by OCR, in place. Never costs the file: what cannot be read is warned about. */
async function readScans(zip: ZipContainer, pages: readonly DrawnPage[], options: ReadOptions): Promise<Warning[]> {
  if (options.ocr === false) return [];
  const scans = pages.filter(({ lines, pictures }) => lines !== null && isNearlyEmpty(lines) && pictures.length > 0);
  const read: OcrPage[] = [];
  const warnings: Warning[] = [];
  if (scans.length > LIMITS.ocrPages)
    warnings.push(warning('OCR_LIMIT', `扫描页超过 ${LIMITS.ocrPages} 页，只识别了前 ${LIMITS.ocrPages} 页。`));
  let failure: Warning | null = null;
  for (const page of scans.slice(0, LIMITS.ocrPages)) {
    const lines: string[] = [];
    for (const part of page.pictures) {
      const picture = { name: part, bytes: Uint8Array.from(zip.read(part)) };
      try {
        const found = await recogniseText('picture', picture, [1], options);
        markClear(picture);
        read.push(...found);
        lines.push(...found.flatMap((one) => one.lines));
      } catch (thrown) {
        failure = ocrFailure(thrown);
      }
    }
    if (lettersOf(lines) > lettersOf(page.lines ?? [])) page.lines = lines;
  }
  return [...warnings, ...ocrWarnings(read), ...(failure === null ? [] : [failure])];
}
