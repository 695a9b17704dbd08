/** Formatting of a binary Word file, as far as it decides what is read: hidden, deleted, symbols, forms, table ends, numbers. */
/** A stretch of the WordDocument stream, bytes [start, end), with what its formatting says. */
export interface FormattedRun {
  start: number;
  end: number;
  deleted?: boolean;
  /** 0 shown, 1 hidden, 0x80 as its styles say, 0x81 the opposite (MS-DOC 2.9.327). */
  hidden?: number;
  special?: boolean;
  /** A character of a symbol font, with the font's number. */
  symbol?: { font: number; code: number };
  /** The font of characters of the basic range. */
  font?: number;
  /** Number of the character style. */
  characterStyle?: number;
  /** Place of a picture's or a form field's data in the Data stream; a form field where `formData` is set. */
  location?: number;
  formData?: boolean;
  inTable?: boolean;
  rowEnd?: boolean;
  style?: number;
  /** 1-based place in the table of list uses; 0 takes the style's list away. */
  list?: number;
  level?: number;
}

/** Little-endian numbers; 0 beyond the end, so that damaged files run into checks and not into exceptions. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}

const PAGE_BYTES = 512;

/** Properties of one paragraph that are too many for their page lie in the Data stream. */
const HUGE = new Set([0x6645, 0x6646]);

/**
 * The formatting runs that the bin table at [at, at + length) of the table stream leads to (MS-DOC 2.8.5, 2.8.6), in
 * order. Damaged pages give no runs.
 */
export function formattedRuns(
  word: Uint8Array,
  table: Uint8Array,
  at: number,
  length: number,
  kind: 'character' | 'paragraph',
  data: Uint8Array = new Uint8Array(0),
): FormattedRun[] {
  const bins = table.subarray(at, at + length);
  const count = Math.max(Math.floor((bins.length - 4) / 8), 0);
  const runs: FormattedRun[] = [];
  for (let index = 0; index < count; index++) {
    const page = (u32(bins, (count + 1) * 4 + index * 4) & 0x3fffff) * PAGE_BYTES;
    if (page + PAGE_BYTES > word.length) continue;
    runs.push(...pageRuns(word.subarray(page, page + PAGE_BYTES), kind, data));
  }
  return runs.sort((a, b) => a.start - b.start);
}

function pageRuns(page: Uint8Array, kind: 'character' | 'paragraph', data: Uint8Array): FormattedRun[] {
  const count = page[PAGE_BYTES - 1] ?? 0;
  const step = kind === 'character' ? 1 : 13;
  if ((count + 1) * 4 + count * step > PAGE_BYTES - 1) return [];
  const runs: FormattedRun[] = [];
  for (let index = 0; index < count; index++) {
    const run: FormattedRun = { start: u32(page, index * 4), end: u32(page, index * 4 + 4) };
    const place = (page[(count + 1) * 4 + index * step] ?? 0) * 2;
    if (place > 0) {
      if (kind === 'character') applySprms(run, page.subarray(place + 1, place + 1 + (page[place] ?? 0)));
      else applyParagraph(run, page, place, data);
    }
    runs.push(run);
  }
  return runs;
}

/** PapxInFkp (MS-DOC 2.9.183): a length in either of two writings, the style, then the properties. */
function applyParagraph(run: FormattedRun, page: Uint8Array, place: number, data: Uint8Array): void {
  const short = page[place] ?? 0;
  const start = short === 0 ? place + 2 : place + 1;
  const length = short === 0 ? (page[place + 1] ?? 0) * 2 : short * 2 - 1;
  run.style = u16(page, start);
  const sprms = page.subarray(start + 2, start + length);
  applySprms(run, sprms);
  if (!HUGE.has(u16(sprms, 0))) return;
  const huge = u32(sprms, 2);
  applySprms(run, data.subarray(huge + 2, huge + 2 + u16(data, huge)));
}

/** Applies the property changes that matter here; the others are passed over by their lengths (MS-DOC 2.6.1–2.6.2). */
export function applySprms(run: FormattedRun, sprms: Uint8Array): void {
  for (let at = 0; at + 2 <= sprms.length;) {
    const sprm = u16(sprms, at);
    const value = at + 2;
    const on = (sprms[value] ?? 0) !== 0;
    switch (sprm) {
      case 0x0800:
        run.deleted = on;
        break;
      case 0x083c:
        run.hidden = sprms[value] ?? 0;
        break;
      case 0x0855:
        run.special = on;
        break;
      case 0x6a09:
        run.symbol = { font: u16(sprms, value), code: u16(sprms, value + 2) };
        break;
      case 0x4a4f:
        run.font = u16(sprms, value);
        break;
      case 0x4a30:
        run.characterStyle = u16(sprms, value);
        break;
      case 0x6a03:
        run.location = u32(sprms, value);
        run.special = true;
        break;
      case 0x0806:
        run.formData = on;
        break;
      case 0x2416:
        run.inTable = on;
        break;
      case 0x2417:
        run.rowEnd = on;
        break;
      case 0x260a:
        run.level = sprms[value] ?? 0;
        break;
      case 0x460b:
        run.list = u16(sprms, value);
        break;
      default:
    }
    at = value + operandLength(sprm, sprms, value);
  }
}

function operandLength(sprm: number, sprms: Uint8Array, value: number): number {
  switch (sprm >> 13) {
    case 0:
    case 1:
      return 1;
    case 3:
      return 4;
    case 6:
      // sprmTDefTable alone counts its length in two bytes, less one.
      return sprm === 0xd608 ? u16(sprms, value) + 1 : (sprms[value] ?? 0) + 1;
    case 7:
      return 3;
    default:
      return 2;
  }
}

/** The run that holds this byte of the stream. */
export function findRun(runs: readonly FormattedRun[], offset: number): FormattedRun | undefined {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run !== undefined && offset < run.end ? run : undefined;
}
