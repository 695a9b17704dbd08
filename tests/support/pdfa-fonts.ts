/** Clauses of PDF/A-2a about fonts: embedded, with widths and glyphs as the page uses them, and every glyph with its character. */
import { operationsOf, wordOf, type PdfDictionary, type PdfJson, type PdfValue } from './pdf-json.ts';

/** How far a width may be from that in the font's program, in thousandths of the size (6.2.11.5). */
const WIDTH_DIFFERS = 1;

interface UsedFont {
  name: string;
  dictionary: PdfDictionary;
  cids: Set<number>;
}

/** Fonts with the glyphs that pages show. */
function usedFonts(pdf: PdfJson): Map<string, UsedFont> {
  const used = new Map<string, UsedFont>();
  for (const page of pdf.pages()) {
    const fonts = pdf.dictionary(pdf.dictionary(page['/Resources'])['/Font']);
    let now: UsedFont | undefined;
    for (const { operator, operands } of operationsOf(pdf.content(page))) {
      if (operator === 'Tf') {
        const reference = wordOf(fonts[operands[0] ?? '']);
        const known = used.get(reference);
        const dictionary = pdf.dictionary(reference);
        now = known ?? { name: wordOf(dictionary['/BaseFont']), dictionary, cids: new Set() };
        used.set(reference, now);
      }
      if (!['Tj', 'TJ', "'", '"'].includes(operator)) continue;
      for (const shown of operands) for (const cid of cidsOf(shown)) now?.cids.add(cid);
    }
  }
  return used;
}

/** Two bytes a glyph (Identity-H). */
function cidsOf(shown: string): number[] {
  const bytes = shown.startsWith('<')
    ? Buffer.from(shown.slice(1, -1).replaceAll(/\s/g, ''), 'hex')
    : shown.startsWith('(')
      ? Buffer.from(unescape(shown.slice(1, -1)), 'latin1')
      : Buffer.alloc(0);
  return Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) => bytes.readUInt16BE(at * 2));
}

const SHORT: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{1,3}|\r\n|[^])/g, (_, sign: string) =>
    /^[0-7]/.test(sign)
      ? String.fromCharCode(Number.parseInt(sign, 8))
      : (SHORT[sign] ?? (/[\r\n]/.test(sign) ? '' : sign)),
  );
}

export function fontFindings(pdf: PdfJson): string[] {
  const used = usedFonts(pdf);
  if (used.size === 0) return ['no font is used'];
  return [...used.values()].flatMap((font) => oneFont(pdf, font).map((breach) => `${breach} (${font.name})`));
}

function oneFont(pdf: PdfJson, { dictionary, cids }: UsedFont): string[] {
  const found: string[] = [];
  if (dictionary['/Subtype'] !== '/Type0') return ['a font of another kind than we write'];
  const encoding = dictionary['/Encoding'];
  if (encoding !== '/Identity-H' && encoding !== '/Identity-V') found.push('6.2.11.3 encoding');
  const descendant = pdf.dictionary(pdf.array(dictionary['/DescendantFonts'])[0]);
  if (Object.keys(pdf.dictionary(descendant['/CIDSystemInfo'])).length === 0)
    found.push('6.2.11.3 no system of glyphs');
  if (descendant['/Subtype'] === '/CIDFontType2') {
    const map = descendant['/CIDToGIDMap'];
    if (map !== '/Identity' && pdf.data(map) === undefined) found.push('6.2.11.3 no map of glyphs');
  }
  const descriptor = pdf.dictionary(descendant['/FontDescriptor']);
  const program = pdf.data(descriptor['/FontFile2']) ?? pdf.data(descriptor['/FontFile3']);
  if (program === undefined) return [...found, '6.2.11.4 not embedded'];
  if (!/^\/[A-Z]{6}\+/.test(wordOf(dictionary['/BaseFont']))) found.push('6.2.11.4 a subset without its mark');
  if (cids.has(0)) found.push('6.2.11.8 .notdef is shown');
  const cidSet = pdf.data(descriptor['/CIDSet']);
  if (cidSet !== undefined)
    for (const cid of cids)
      if (((cidSet[cid >> 3] ?? 0) & (0x80 >> (cid & 7))) === 0) found.push(`6.2.11.4.2 CIDSet lacks ${cid}`);
  const unicode = toUnicode(pdf.data(dictionary['/ToUnicode'])?.toString('latin1') ?? '');
  for (const cid of cids) {
    const text = unicode.get(cid);
    if (text === undefined || text === '') found.push(`6.2.11.7.2 glyph ${cid} has no character`);
    else if (/[\u0000\ufeff\ufffe]/.test(text)) found.push(`6.2.11.7.2 glyph ${cid} has a character that is none`);
  }
  const map = pdf.data(descendant['/CIDToGIDMap']);
  const gid = (cid: number): number => (map === undefined ? cid : map.readUInt16BE(cid * 2));
  const inFont = advances(program);
  const stated = widths(pdf.array(descendant['/W']), Number(descendant['/DW'] ?? 1000));
  if (inFont !== undefined)
    for (const cid of cids)
      if (Math.abs(stated(cid) - inFont(gid(cid))) > WIDTH_DIFFERS)
        found.push(`6.2.11.5 width of ${cid}: ${stated(cid)}, in the font ${inFont(gid(cid))}`);
  return found;
}

/** Of a CMap what single glyphs and runs of them mean. */
function toUnicode(cmap: string): Map<number, string> {
  const text = (hex: string): string => {
    const bytes = Buffer.from(hex, 'hex');
    return Array.from({ length: bytes.length / 2 }, (_, at) => String.fromCharCode(bytes.readUInt16BE(at * 2))).join(
      '',
    );
  };
  const found = new Map<number, string>();
  for (const [, body = ''] of cmap.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, from = '', to = ''] of body.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>/g))
      found.set(Number.parseInt(from, 16), text(to));
  for (const [, body = ''] of cmap.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, from = '', last = '', to = ''] of body.matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g,
    )) {
      const first = Number.parseInt(from, 16);
      const start = text(to);
      for (let cid = first; cid <= Number.parseInt(last, 16); cid += 1)
        found.set(cid, start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + cid - first));
    }
  return found;
}

function widths(stated: PdfValue[], otherwise: number): (cid: number) => number {
  const found = new Map<number, number>();
  for (let at = 0; at < stated.length;) {
    const first = Number(stated[at]);
    const next = stated[at + 1];
    if (Array.isArray(next)) {
      next.forEach((width, index) => found.set(first + index, Number(width)));
      at += 2;
    } else {
      for (let cid = first; cid <= Number(next); cid += 1) found.set(cid, Number(stated[at + 2]));
      at += 3;
    }
  }
  return (cid) => found.get(cid) ?? otherwise;
}

/** Advance of a glyph by the font's own tables, in thousandths; undefined where they are not TrueType's (a bare CFF has none). */
function advances(font: Buffer): ((glyph: number) => number) | undefined {
  const count = font.readUInt16BE(4);
  const table = (tag: string): Buffer | undefined => {
    for (let at = 0; at < count; at += 1) {
      const record = 12 + at * 16;
      if (font.subarray(record, record + 4).toString('latin1') !== tag) continue;
      const start = font.readUInt32BE(record + 8);
      return font.subarray(start, start + font.readUInt32BE(record + 12));
    }
    return undefined;
  };
  const [head, hhea, hmtx] = [table('head'), table('hhea'), table('hmtx')];
  if (head === undefined || hhea === undefined || hmtx === undefined) return undefined;
  const units = head.readUInt16BE(18);
  const full = hhea.readUInt16BE(34);
  return (glyph) => (hmtx.readUInt16BE(Math.min(glyph, full - 1) * 4) * 1000) / units;
}
