/** The parts of a workbook round its sheets: where they lie, the strings that they share, how numbers are shown. */
import { format } from 'numfmt';
import { ArchiveError } from '../../../../shared/errors.ts';
import { LIMITS, type ReadBudget } from './reader.ts';
import { attribute, walkXml } from './xml.ts';
import type { ZipContainer } from './zip-container.ts';

export interface SheetPart {
  name: string;
  part: string;
  hidden: boolean;
}

export interface Book {
  /** Sheets of cells, in the order of their tabs. */
  sheets: SheetPart[];
  /** Names of sheets that hold no cells (charts, dialogs). */
  others: string[];
  /** Days are counted from 1904 and not from 1900. */
  from1904: boolean;
  shared: readonly string[];
  /** How each cell style shows numbers. */
  styles: readonly NumberStyle[];
}

export type NumberStyle = { kind: 'general' } | { kind: 'date' } | { kind: 'own'; pattern: string };

/** @throws ArchiveError BAD_FILE, UNSUPPORTED_FORMAT (a workbook in binary parts), FILE_TOO_LARGE */
export function readBook(zip: ZipContainer, fileName: string, budget: ReadBudget): Book {
  const main = relationsOf(zip, '', fileName).find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  if (/\.bin$/i.test(main)) throw new ArchiveError('UNSUPPORTED_FORMAT', fileName, 'xlsb');
  const related = relationsOf(zip, main, fileName);
  const ofType = (type: string): string | undefined => {
    const part = related.find((relation) => relation.type === type)?.part ?? `xl/${type}.xml`;
    return zip.has(part) ? part : undefined;
  };
  const byId = new Map(related.map((relation) => [relation.id, relation]));
  const book: Book = { sheets: [], others: [], from1904: false, shared: [], styles: [] };
  walkXml(zip.read(main), fileName, {
    open(tag, attributes) {
      if (tag === 'x:workbookPr') book.from1904 = /^(1|true|on)$/.test(attribute(attributes, 'date1904') ?? '');
      if (tag !== 'x:sheet') return;
      const relation = byId.get(attributes['r:id'] ?? attribute(attributes, 'id') ?? '');
      const name = attribute(attributes, 'name') ?? '';
      if (relation === undefined || !zip.has(relation.part)) return;
      const hidden = /hidden/i.test(attribute(attributes, 'state') ?? '');
      if (/^(?:chart|dialog|xlMacro|xlIntlMacro)sheet$/i.test(relation.type)) book.others.push(name);
      else book.sheets.push({ name, part: relation.part, hidden });
    },
  });
  if (book.sheets.length > LIMITS.zipEntries / 10) throw new ArchiveError('FILE_TOO_LARGE', fileName, 'sheets');
  const [strings, styles] = [ofType('sharedStrings'), ofType('styles')];
  if (strings !== undefined) book.shared = readShared(zip, strings, fileName, budget);
  if (styles !== undefined) book.styles = readStyles(zip, styles, fileName);
  return book;
}

export interface Relation {
  id: string;
  /** The last word of the relation's type: worksheet, comments, drawing … */
  type: string;
  part: string;
}

/** Parts that a part points at inside the package; '' stands for the package itself. Outside ones are left out. */
export function relationsOf(zip: ZipContainer, part: string, fileName: string): Relation[] {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const place = `${folder}_rels/${part.slice(slash)}.rels`;
  const found: Relation[] = [];
  if (!zip.has(place)) return found;
  walkXml(zip.read(place), fileName, {
    open(_name, attributes) {
      const target = attribute(attributes, 'Target');
      if (target === undefined || attribute(attributes, 'TargetMode') === 'External') return;
      const type = attribute(attributes, 'Type') ?? '';
      found.push({
        id: attribute(attributes, 'Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        part: inside(folder, target),
      });
    },
  });
  return found;
}

/** A part's name inside the zip. Only ever looked up there, so that `..` leads nowhere. */
function inside(folder: string, target: string): string {
  const out: string[] = [];
  for (const segment of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}

function readShared(zip: ZipContainer, part: string, fileName: string, budget: ReadBudget): string[] {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let phonetic = false;
  walkXml(zip.read(part), fileName, {
    open(tag) {
      if (tag === 'x:si') current = '';
      else if (tag === 'x:rPh') phonetic = true;
      else if (tag === 'x:t') inText = !phonetic;
    },
    text(data) {
      if (inText) current += data;
    },
    close(tag) {
      if (tag === 'x:t') inText = false;
      else if (tag === 'x:rPh') phonetic = false;
      else if (tag === 'x:si') {
        budget.takeCells(1);
        strings.push(current);
      }
    },
  });
  return strings;
}

/** Built-in formats by number (ECMA-376 part 1, 18.8.30) that are neither dates nor plain. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  48: '##0.0E+0',
};

function readStyles(zip: ZipContainer, part: string, fileName: string): NumberStyle[] {
  const own = new Map<number, NumberStyle>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  walkXml(zip.read(part), fileName, {
    open(tag, attributes) {
      const number = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (tag === 'x:numFmt') own.set(number, styleOf(attribute(attributes, 'formatCode') ?? ''));
      else if (tag === 'x:cellXfs') inCells = true;
      else if (tag === 'x:xf' && inCells) styles.push(own.get(number) ?? builtIn(number));
    },
    close(tag) {
      if (tag === 'x:cellXfs') inCells = false;
    },
  });
  return styles;
}

function styleOf(pattern: string): NumberStyle {
  const code = pattern.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  if (/[yd]|年|日|h+:m/i.test(code)) return { kind: 'date' };
  return pattern === '' || /^(general|@)$/i.test(code.trim()) ? { kind: 'general' } : { kind: 'own', pattern };
}

function builtIn(number: number): NumberStyle {
  const pattern = BUILT_IN[number];
  if (pattern !== undefined) return { kind: 'own', pattern };
  const isDate =
    (number >= 14 && number <= 22) ||
    (number >= 27 && number <= 36) ||
    (number >= 45 && number <= 47) ||
    (number >= 50 && number <= 58);
  return { kind: isDate ? 'date' : 'general' };
}

/** A number as its cell shows it; dates are written 2022-06-27 whatever their pattern. */
export function shownNumber(value: number, style: NumberStyle | undefined, from1904: boolean): string {
  if (style?.kind === 'date') return excelDate(from1904 ? value + 1462 : value);
  if (style?.kind === 'own') {
    try {
      return format(style.pattern, value).trim();
    } catch {
      // A pattern that nobody understands: the number as it is.
    }
  }
  // 0.1 + 0.2 is stored with all its digits; fifteen are shown.
  return String(Number(value.toPrecision(15)));
}

/** Days since 1899-12-30 (from 1 March 1900 on; ECMA-376 part 1, 18.17.4) as 2022-06-27, with a time where it has one. */
function excelDate(days: number): string {
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  if (Number.isNaN(date.getTime())) return String(days);
  const iso = date.toISOString();
  if (days < 1) return iso.slice(11, 16);
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
