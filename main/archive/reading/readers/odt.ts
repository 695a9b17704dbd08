/** Text documents of LibreOffice and its kin (odt): the paragraphs of the body. Automatic numbers are not in the file's text. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { marginLines, rowLines } from './office-text.ts';
import { warning, type Reader } from './reader.ts';
import { attribute, walkXml } from './xml.ts';
import { ZipContainer } from './zip-container.ts';
import type { Warning } from '../../../../shared/model/elements.ts';

/** Elements whose text is no text of the page: deletions of tracked changes, notes' numbers, comments, forms. */
const SILENT = new Set([
  'text:tracked-changes',
  'office:annotation',
  'text:note-citation',
  'office:forms',
  'svg:title',
  'svg:desc',
]);
const MOST_BLANKS = 200;

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
export const readOdt: Reader = (file) => {
  const zip = new ZipContainer(file.bytes, file.name);
  if (zip.has('META-INF/manifest.xml')) {
    const manifest = new TextDecoder().decode(zip.read('META-INF/manifest.xml'));
    if (/<[^>]*encryption-data/.test(manifest)) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  }
  const body = readBody(zip.read('content.xml'), file.name);
  const margins = zip.has('styles.xml') ? readBody(zip.read('styles.xml'), file.name) : null;
  // In letters the head stands in the page's header; a footer counts where it says more than a page number.
  const text = [...marginLines(margins?.header ?? []), ...body.lines, ...marginLines(margins?.footer ?? [])].join('\n');
  const warnings: Warning[] = [];
  if (body.numbered) warnings.push(warning('NUMBERS_LOST', '文件中的自动编号未写在正文里，请对照原件补上。'));
  if (text.trim() === '') warnings.push(warning('NO_TEXT', '文件中没有可读出的文字，原件可以保存，文字需另行录入。'));
  return Promise.resolve({
    format: 'odt',
    mime: 'application/vnd.oasis.opendocument.text',
    text,
    layout: 'paragraphs',
    pages: [],
    warnings,
    embedded: [],
  });
};

/** Rows of tables being read, outermost first: the cells of the row in hand. */
interface Row {
  cells: string[][];
}

interface Parts {
  lines: string[];
  header: string[];
  footer: string[];
  numbered: boolean;
}

function readBody(bytes: Uint8Array, fileName: string): Parts {
  const parts: Parts = { lines: [], header: [], footer: [], numbered: false };
  let part = parts.lines;
  /** Styles whose text is not shown, by name. */
  const hidden = new Set<string>();
  const spans: boolean[] = [];
  let style = '';
  const rows: Row[] = [];
  const paragraphs: string[] = [];
  let silent = 0;
  const emit = (line: string): void => {
    const cell = rows.at(-1)?.cells.at(-1);
    (cell ?? part).push(line);
  };
  const add = (text: string): void => {
    const last = paragraphs.length - 1;
    if (silent === 0 && last >= 0) paragraphs[last] = (paragraphs[last] ?? '') + text;
  };
  walkXml(bytes, fileName, {
    open(name, attributes) {
      if (SILENT.has(name)) silent += 1;
      else if (/^style:header(?:-first)?$/.test(name)) part = parts.header;
      else if (/^style:footer(?:-first)?$/.test(name)) part = parts.footer;
      else if (name === 'style:style') style = attribute(attributes, 'name') ?? '';
      else if (name === 'style:text-properties' && attribute(attributes, 'display') === 'none') hidden.add(style);
      else if (name === 'text:span') {
        spans.push(hidden.has(attribute(attributes, 'style-name') ?? ''));
        if (spans.at(-1) === true) silent += 1;
      } else if (name === 'text:p' || name === 'text:h') paragraphs.push('');
      else if (name === 'text:s') add(' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1) || 1, MOST_BLANKS)));
      else if (name === 'text:tab') add('\t');
      else if (name === 'text:line-break') add('\n');
      else if (name === 'text:list') parts.numbered = true;
      else if (name === 'table:table-row') rows.push({ cells: [] });
      else if (name === 'table:table-cell') rows.at(-1)?.cells.push([]);
    },
    text(data) {
      add(data.replaceAll(/[\r\n\t ]+/g, ' '));
    },
    close(name) {
      if (SILENT.has(name)) silent -= 1;
      else if (name === 'text:span') {
        if (spans.pop() === true) silent -= 1;
      } else if (/^style:(?:header|footer)/.test(name)) part = parts.lines;
      else if (name === 'text:p' || name === 'text:h') {
        const text = paragraphs.pop();
        if (text !== undefined && silent === 0) emit(text);
      } else if (name === 'table:table-row') {
        const row = rows.pop();
        if (row !== undefined) for (const line of rowLines(row.cells)) emit(line);
      }
    },
  });
  return parts;
}
