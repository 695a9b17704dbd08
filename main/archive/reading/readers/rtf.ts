/** Rich text (rtf), as Word, WPS and mail programs write it: the paragraphs, with automatic numbers as they were shown. */
import iconv from 'iconv-lite';
import { ArchiveError } from '../../../../shared/errors.ts';
import { marginLines } from './office-text.ts';
import { LIMITS, warning, type Reader } from './reader.ts';

/** Groups that hold no text of the page (RTF 1.9.1, destinations). `listtext` and `pntext` stay: they are the shown numbers. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet info pict object headerl headerr footerl footerr generator listtable listoverridetable rsidtbl themedata colorschememapping datastore latentstyles xmlnstbl fldinst bkmkstart bkmkend template revtbl filetbl pgptbl mmathPr operator nonshppict'.split(
    ' ',
  ),
);
/** Windows charset numbers of fonts that matter here -> code page. */
const CHARSETS: Readonly<Record<number, string>> = { 0: 'cp1252', 128: 'cp932', 134: 'gb18030', 136: 'big5' };
const CHARACTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
};

interface Group {
  silent: boolean;
  /** Text marked as hidden or as deleted by tracked changes is no text of the letter. */
  hidden: boolean;
  part: 'body' | 'header' | 'footer';
  /** Characters that stand behind \u for readers that know no Unicode. */
  skip: number;
  charset: string;
}

const CONTROL = /\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|[{}]|[^\\{}\r\n]+|[\r\n]+/g;

/** @throws ArchiveError BAD_FILE (groups that do not close), FILE_TOO_LARGE */
export const readRtf: Reader = (file) => {
  if (file.bytes.length > LIMITS.textBytes * 4) throw new ArchiveError('FILE_TOO_LARGE', file.name);
  const source = new TextDecoder('latin1').decode(file.bytes);
  const text = readGroups(source, file.name).replace(/[ \t]+(?=\n)/g, '');
  const empty = text.trim() === '';
  const lost = /\\(?:shppict|object|do)\b/.test(source)
    ? [warning('PARTS_LEFT_OUT', '文件中的图片或嵌入对象未读出。')]
    : [];
  return Promise.resolve({
    format: 'rtf',
    mime: 'application/rtf',
    text,
    layout: 'paragraphs',
    pages: [],
    warnings: empty ? [...lost, warning('NO_TEXT', '文件中没有可读出的文字，原件可以保存，文字需另行录入。')] : lost,
    embedded: [],
  });
};

function readGroups(source: string, fileName: string): string {
  const fonts = fontCharsets(source);
  const standard = `cp${/\\ansicpg(\d{3,5})/.exec(source)?.[1] ?? '936'}`;
  let group: Group = { silent: false, hidden: false, part: 'body', skip: 1, charset: pageName(standard) };
  const outer: Group[] = [];
  const parts = { body: '', header: '', footer: '' };
  let bytes: number[] = [];
  let toSkip = 0;
  let opens = false;
  const flush = (): void => {
    if (bytes.length > 0) parts[group.part] += iconv.decode(Buffer.from(bytes), group.charset);
    bytes = [];
  };
  const write = (text: string): void => {
    flush();
    if (!group.silent && !group.hidden) parts[group.part] += text;
  };
  for (const match of source.matchAll(CONTROL)) {
    const [whole, word, value, hex, symbol] = match;
    const first = opens;
    opens = false;
    if (whole === '{') {
      flush();
      outer.push(group);
      if (outer.length > LIMITS.nesting * 16) throw new ArchiveError('BAD_FILE', fileName, 'nested too deeply');
      group = { ...group };
      opens = true;
    } else if (whole === '}') {
      flush();
      const above = outer.pop();
      if (above === undefined) break;
      group = above;
      if (outer.length === 0) return pageText(parts);
    } else if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1;
      else if (!group.silent && !group.hidden) bytes.push(Number.parseInt(hex, 16));
    } else if (word !== undefined) {
      const number = value === undefined ? null : Number(value);
      if (word === 'u' && number !== null) {
        write(String.fromCharCode(number & 0xffff));
        toSkip = group.skip;
      } else if (word === 'uc') group.skip = number ?? 1;
      else if (word === 'f' && number !== null) {
        flush();
        group.charset = fonts.get(number) ?? pageName(standard);
      } else if (word === 'v' || word === 'deleted') group.hidden = number !== 0;
      else if (word === 'plain') group.hidden = false;
      else if (SILENT.has(word) && first) group.silent = true;
      else if (/^headerf?$/.test(word)) group.part = 'header';
      else if (/^footerf?$/.test(word)) group.part = 'footer';
      else if (word === 'bin') throw new ArchiveError('BAD_FILE', fileName, 'binary data');
      else if (CHARACTERS[word] !== undefined) write(CHARACTERS[word]);
    } else if (symbol !== undefined) {
      // {\* …} is a destination that a reader may leave out; only the shown numbers of lists are wanted of them.
      if (symbol === '*') group.silent = true;
      else if (symbol === '~') write('\u00a0');
      else if (symbol === '_') write('-');
      else if (symbol === '\n' || symbol === '\r') write('\n');
      else if (symbol !== '-' && symbol !== ':' && symbol !== '|') write(symbol);
    } else if (!/^[\r\n]/.test(whole)) {
      const plain = whole.slice(Math.min(toSkip, whole.length));
      toSkip = Math.max(0, toSkip - whole.length);
      // Raw bytes of the code page, as some old programs write them.
      if (!group.silent && !group.hidden) for (const character of plain) bytes.push(character.charCodeAt(0));
    }
  }
  if (outer.length > 0) throw new ArchiveError('BAD_FILE', fileName, 'groups are not closed');
  flush();
  return pageText(parts);
}

/** In letters the head stands in the first page's header; a footer counts where it says more than a page number. */
function pageText(parts: Record<Group['part'], string>): string {
  return [
    ...marginLines(parts.header.split('\n')),
    parts.body.replace(/\n$/, ''),
    ...marginLines(parts.footer.split('\n')),
  ].join('\n');
}

/** \f number -> code page, from the font table's \fcharset. */
function fontCharsets(source: string): Map<number, string> {
  const fonts = new Map<number, string>();
  for (const match of source.matchAll(/\\f(\d{1,6})(?:\\[a-z]+-?\d* ?){0,8}?\\fcharset(\d{1,3})/g)) {
    const charset = CHARSETS[Number(match[2])];
    if (charset !== undefined) fonts.set(Number(match[1]), charset);
  }
  return fonts;
}

function pageName(codePage: string): string {
  if (codePage === 'cp936') return 'gb18030';
  if (codePage === 'cp950') return 'big5';
  return iconv.encodingExists(codePage) ? codePage : 'gb18030';
}
