/** What lies over the pages of a pdf or beside them: form fields, notes and stamps, attached files, properties. */
import type { TextPiece } from './text-piece.ts';
import { annotationsWarning } from './page-list.ts';
import { loadPdfJs } from './pdf-js.ts';
import { warning, type ReadBudget } from './reader.ts';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Warning } from '../../../../shared/model/elements.ts';
import type { EmbeddedFile } from '../types.ts';

export interface PageOverlay {
  /** What was filled into the form, at its places. */
  fields: TextPiece[];
  /** Words of notes, stamps and free text that somebody put on the page. */
  notes: string[];
  /** What fields and notes hold that are not shown. */
  hidden: string[];
  files: EmbeddedFile[];
}

/** Of what pdf.js tells of an annotation, as far as it is asked for here. */
interface Annotation {
  subtype?: unknown;
  rect?: unknown;
  annotationFlags?: unknown;
  contentsObj?: { str?: unknown };
  titleObj?: { str?: unknown };
  fieldValue?: unknown;
  fieldType?: unknown;
  exportValue?: unknown;
  buttonValue?: unknown;
  checkBox?: unknown;
  radioButton?: unknown;
  defaultAppearanceData?: { fontSize?: unknown };
  hasAppearance?: unknown;
  file?: unknown;
}

/** ISO 32000-1, 12.5.3: hidden, and not shown on the screen. */
const NOT_SHOWN = 2 | 32;
/** Their own words are no words of the page, or stand there as its text. */
const WITHOUT_WORDS = new Set(['Link', 'Popup', 'Widget']);
const FIELD_SIZE = 12;

/** @param annotations as pdf.js gives them */
export async function overlayOf(page: PDFPageProxy, annotations: readonly unknown[]): Promise<PageOverlay | null> {
  if (annotations.length === 0) return null;
  const overlay: PageOverlay = { fields: [], notes: [], hidden: [], files: [] };
  let drawn = false;
  for (const annotation of annotations as readonly Annotation[]) {
    const shown = (Number(annotation.annotationFlags ?? 0) & NOT_SHOWN) === 0;
    if (annotation.subtype === 'Widget') {
      const pieces = fieldPieces(page, annotation);
      if (shown) overlay.fields.push(...pieces);
      else overlay.hidden.push(...pieces.map(({ text }) => text));
    } else if (annotation.subtype === 'FileAttachment') overlay.files.push(...fileOf(annotation.file));
    const words = WITHOUT_WORDS.has(String(annotation.subtype)) ? '' : wordsOf(annotation.contentsObj);
    if (words !== '') (shown ? overlay.notes : overlay.hidden).push(words);
    else if (annotation.subtype === 'Stamp' && annotation.hasAppearance === true) drawn = true;
  }
  if (drawn) overlay.notes.push(...(await drawnWords(page)));
  return overlay;
}

function wordsOf(contents: { str?: unknown } | undefined): string {
  return typeof contents?.str === 'string' ? contents.str.trim() : '';
}

/** The value of a field as text at its place; a ticked box as ☑. */
function fieldPieces(page: PDFPageProxy, field: Annotation): TextPiece[] {
  const lines = fieldText(field)
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '');
  const rect = Array.isArray(field.rect) ? field.rect.map(Number) : [];
  if (lines.length === 0 || rect.length < 4) return [];
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = page.getViewport({ scale: 1 }).convertToViewportRectangle(rect) as number[];
  const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
  const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const size = Math.min(Number(field.defaultAppearanceData?.fontSize) || FIELD_SIZE, height || FIELD_SIZE);
  const step = lines.length === 1 ? height : Math.min(size * 1.4, height / lines.length);
  return lines.map((text, at) => ({
    text,
    x: left,
    // The base line: in the middle of a single line's box, a line a line otherwise.
    y: top + step * at + step / 2 + size * 0.35,
    width: Math.min(width, text.length * size),
    height: size,
    angle: 0,
  }));
}

function fieldText(field: Annotation): string {
  const value = field.fieldValue;
  if (field.fieldType === 'Sig') return '';
  if (field.checkBox === true || field.radioButton === true) {
    const on = field.checkBox === true ? field.exportValue : field.buttonValue;
    return typeof value === 'string' && value !== 'Off' && (value === on || on === undefined) ? '☑' : '';
  }
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join('、');
  return typeof value === 'string' && field.fieldType !== 'Btn' ? value : '';
}

/** The words that stamps draw without saying them: taken from the orders that draw the page's annotations. */
async function drawnWords(page: PDFPageProxy): Promise<string[]> {
  const { OPS } = await loadPdfJs();
  const words: string[] = [];
  let depth = 0;
  try {
    const { fnArray, argsArray } = await page.getOperatorList();
    fnArray.forEach((operation, at) => {
      if (operation === OPS.beginAnnotation) {
        depth++;
        words.push('');
      } else if (operation === OPS.endAnnotation) depth--;
      else if (operation === OPS.showText && depth > 0) {
        const [glyphs] = argsArray[at] as [readonly unknown[]];
        words[words.length - 1] += glyphs.map(unicodeOf).join('');
      }
    });
  } catch {
    return [];
  }
  return words.filter((text) => text.trim() !== '');
}

function unicodeOf(glyph: unknown): string {
  return typeof glyph === 'object' && glyph !== null && 'unicode' in glyph ? String(glyph.unicode) : '';
}

/** An attached file as pdf.js gives it. */
function fileOf(given: unknown): EmbeddedFile[] {
  if (typeof given !== 'object' || given === null || !('content' in given)) return [];
  const { content } = given;
  if (!(content instanceof Uint8Array)) return [];
  const named = 'filename' in given && typeof given.filename === 'string' ? given.filename.trim() : '';
  return [{ name: named === '' ? '附件' : named, bytes: Uint8Array.from(content) }];
}

export interface PdfExtras {
  embedded: EmbeddedFile[];
  warnings: Warning[];
  unseenText: string[];
}

/** What the file as a whole holds beside its pages. Never costs the letter: what cannot be read is left out or told. */
export async function readExtras(
  document: PDFDocumentProxy,
  overlays: readonly PageOverlay[],
  budget: ReadBudget,
): Promise<PdfExtras> {
  const [meta, attached] = await Promise.all([
    document.getMetadata().catch(() => null),
    document.getAttachments().catch(() => 'damaged' as const) as Promise<Record<string, unknown> | 'damaged' | null>,
  ]);
  const named = attached === null || attached === 'damaged' ? [] : Object.entries(attached);
  const embedded = [...named.flatMap(([, one]) => fileOf(one)), ...overlays.flatMap(({ files }) => files)];
  const notes = overlays.flatMap((overlay) => overlay.notes);
  const hidden = overlays.flatMap((overlay) => overlay.hidden);
  const info: Readonly<Record<string, unknown>> = { ...meta?.info };
  const custom: Readonly<Record<string, unknown>> = { ...(info['Custom'] as object | undefined) };
  const properties = [...Object.entries(info), ...Object.entries(custom)].flatMap(([name, value]) =>
    typeof value === 'string' ? [value, `${name}：${value}`] : [],
  );
  const xmp = typeof meta?.metadata?.getRaw === 'function' ? String(meta.metadata.getRaw()) : '';
  const unseenText = [
    ...notes,
    ...hidden,
    ...properties,
    ...xmp.split(/<[^>]*>/),
    ...named.map(([name]) => name),
  ].filter((piece) => piece.trim() !== '');
  for (const piece of unseenText) budget.takeText(piece.length);
  const warnings: Warning[] = [];
  if (notes.length > 0) warnings.push(annotationsWarning(notes));
  if (hidden.length > 0) warnings.push(warning('HIDDEN_TEXT', '文件中有不显示的表单内容或批注，未读出。'));
  if (attached === 'damaged' || embedded.length < named.length)
    warnings.push(warning('ATTACHMENTS_NOT_READ', '文件内有附件未能取出，请对照原件。'));
  if (info['IsCollectionPresent'] === true)
    warnings.push(warning('PORTFOLIO', '这是 PDF 文件包：所含文件作为附件取出，正文只是封面，请逐件核对。'));
  if (info['IsXFAPresent'] === true)
    warnings.push(warning('XFA_FORM', '文件含动态表单（XFA），读出的文字可能与所见不同，请对照原件。'));
  return { embedded, warnings, unseenText };
}
